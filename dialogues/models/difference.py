from django.conf import settings
from django.db import models

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import DifferenceKind


@tracked(part_of=["dialogue"])
class Difference(Record):
    """A point on which the accounts of a dialogue differ. Each account is a citation: whose it is, what it says."""

    public_id = PublicIdField("dif")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=16, choices=DifferenceKind.choices)
    subject = models.CharField(max_length=250, help_text="What the accounts differ about.")
    aligned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    aligned_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["dialogue", "id"]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.subject}"
