from django.db import models
from django.db.models import Q

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.mechanism import Mechanism
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import OutcomeState


@tracked(part_of=["mechanism", "dialogue"])
class Milestone(Record):
    """A dated event in the life of a mechanism or of a dialogue: announced, suspended, postponed, taken up again."""

    public_id = PublicIdField("mil")
    mechanism = models.ForeignKey(Mechanism, null=True, blank=True, on_delete=models.CASCADE, related_name="milestones")
    dialogue = models.ForeignKey(Dialogue, null=True, blank=True, on_delete=models.CASCADE, related_name="milestones")
    state = models.CharField(max_length=16, choices=OutcomeState.choices)
    state_as_stated = models.CharField(max_length=120, blank=True)
    effective_on = PartialDateField(null=True, blank=True)
    effective_on_earliest = partial_date_bound("effective_on", "earliest")
    description = models.TextField()

    class Meta:
        ordering = ["effective_on_earliest", "id"]
        constraints = [
            partial_date_check("effective_on", "%(app_label)s_%(class)s_effective_on_form"),
            models.CheckConstraint(
                condition=Q(mechanism__isnull=False, dialogue__isnull=True)
                | Q(mechanism__isnull=True, dialogue__isnull=False),
                name="%(app_label)s_%(class)s_of_one_record",
                violation_error_message="Milestone: it belongs to a mechanism or to a dialogue, not to both.",
            ),
        ]

    def __str__(self) -> str:
        return self.description
