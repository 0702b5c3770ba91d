from django.db import models
from django.db.models import Q

from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.publisher import Publisher
from dialogues.models.record import Record


@tracked(without=["etag", "last_modified", "next_due_at", "last_success_at", "failures", "last_error"])
class Feed(Record):
    """Where articles come from: an RSS, Atom or JSON feed that is asked again and again."""

    public_id = PublicIdField("fed")
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=2000, unique=True)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    paused = models.BooleanField(default=False)
    interval_minutes = models.PositiveIntegerField(default=60)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row; 0 after a success.")
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interval_minutes__gte=5),
                name="%(app_label)s_%(class)s_interval_not_too_short",
                violation_error_message="Interval: at least five minutes, out of courtesy to the publisher.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
