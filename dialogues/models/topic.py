from django.db import models

from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record


class Topic(Record):
    """A subject of the controlled list."""

    public_id = PublicIdField("top")
    name = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
