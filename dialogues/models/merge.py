from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record


@tracked()
class Merge(Record):
    """One record went into another: what moved over, who did it and why, and whether it was undone.

    `moved` holds the steps in the order in which they were done, each for rows of one model:
    `{"model": "citation", "public_ids": ["cit-…"], "from": {"person": "per-…"}, "to": {"person": "per-…"}}`, references
    by public ID; a step with `added` in place of `from` and `to` put values into a list, or records into a
    many-to-many field. `set_aside` holds whole rows that say the same as a row of the winner, in the form of Django's
    JSON serializer: they are out of their tables while the merge stands.
    """

    public_id = PublicIdField("mrg")
    record_type = models.CharField(max_length=12, help_text="person, organization, dialogue or outcome.")
    loser = models.CharField(max_length=20, help_text="The public ID of the record that went into the other.")
    winner = models.CharField(max_length=20, help_text="The public ID of the record that stays.")
    reason = models.TextField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    moved = models.JSONField(default=list)
    set_aside = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record_type__in=["person", "organization", "dialogue", "outcome"]),
                name="%(app_label)s_%(class)s_of_a_known_type",
                violation_error_message="Merge: people, organizations, dialogues and outcomes can be merged.",
            ),
            models.CheckConstraint(
                condition=~Q(loser=F("winner")),
                name="%(app_label)s_%(class)s_of_two_records",
                violation_error_message="Merge: a record does not go into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(app_label)s_%(class)s_for_a_reason",
                violation_error_message="Reason: say why the two are the same.",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_because="")
                | (Q(undone_at__isnull=False) & ~Q(undone_because="")),
                name="%(app_label)s_%(class)s_undone_for_a_reason",
                violation_error_message="Reason: say why the merge is undone.",
            ),
            models.UniqueConstraint(
                fields=["loser"],
                condition=Q(undone_at__isnull=True),
                name="%(app_label)s_%(class)s_once_at_a_time",
                violation_error_message="Merge: this record has gone into another one already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loser} into {self.winner}"
