from django.db import models
from django.db.models import F, Q

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.sides import of_a_side
from dialogues.models.vocabularies import CountUnit, Rank


@tracked(part_of=["dialogue"])
class DelegationCount(Record):
    """A head count without names, such as "seven ministerial-level officials". No party: both sides together.

    `low`, `best` and `high` bound the number; "about 400" has only a best value, "more than 100" only a low one.
    """

    public_id = PublicIdField("cnt")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="delegation_counts")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="delegation_counts")
    rank = models.CharField(max_length=32, choices=Rank.choices, default=Rank.UNKNOWN)
    rank_as_stated = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=8, choices=CountUnit.choices, default=CountUnit.PEOPLE)
    low = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    wording = models.CharField(max_length=300, help_text="The count in the words of the source.")

    class Meta:
        ordering = ["dialogue", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(best__isnull=False) | Q(high__isnull=False),
                name="%(app_label)s_%(class)s_has_a_number",
                violation_error_message="Head count: give at least one of low, best and high.",
            ),
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(best__isnull=True) | Q(low__lte=F("best")))
                & (Q(best__isnull=True) | Q(high__isnull=True) | Q(best__lte=F("high")))
                & (Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high"))),
                name="%(app_label)s_%(class)s_low_best_high",
                violation_error_message="Head count: low is at most best, and best at most high.",
            ),
        ]
        triggers = [of_a_side("Leave it empty for a count of both delegations.")]

    def __str__(self) -> str:
        return self.wording
