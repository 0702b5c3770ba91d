from django.db import models

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.party import Party
from dialogues.models.person import Person
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.sides import of_a_side
from dialogues.models.topic import Topic
from dialogues.models.vocabularies import PositionStance


@tracked(part_of=["dialogue"])
class Position(Record):
    """A stance that one side took at, or about, a dialogue."""

    public_id = PublicIdField("pos")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="positions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="positions")
    speaker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    speaker_as_stated = models.CharField(max_length=200, blank=True)
    stance = models.CharField(max_length=12, choices=PositionStance.choices)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    statement = models.TextField()
    addressee = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressee_as_stated = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["dialogue", "id"]
        triggers = [of_a_side("A position is what one of the two sides takes.")]

    def __str__(self) -> str:
        return f"{self.party} {self.get_stance_display()}: {self.statement}"
