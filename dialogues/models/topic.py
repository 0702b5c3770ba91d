from django.db import models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record


@tracked()
class Topic(Record):
    """A subject of the controlled list."""

    public_id = PublicIdField("top")
    name = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_parent",
                violation_error_message="Parent: a topic is not narrower than itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
