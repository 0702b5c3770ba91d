from django.conf import settings
from django.db import models

from dialogues.models.composite_key import key_with
from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record


@tracked(part_of=["dialogue"])
class Conflict(Record):
    """Sources give different values for the same fact of a dialogue. Each value is a citation; `resolution` is the
    reason for the value that the record keeps, empty while nobody has decided."""

    public_id = PublicIdField("con")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=60, blank=True, help_text="The record's field, when it is one: start_date.")
    field_as_stated = models.CharField(max_length=200)
    resolution = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["dialogue", "id"]
        constraints = [
            key_with("dialogue", name="%(app_label)s_%(class)s_with_its_dialogue"),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.field_as_stated}"
