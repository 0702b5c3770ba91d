from rest_framework import serializers

from dialogues.models import Dialogue, Party
from dialogues.models.vocabularies import Side


class PartySerializer(serializers.ModelSerializer[Party]):
    class Meta:
        model = Party
        fields = ["code", "name"]


def codes_of(side: str, dialogue: Dialogue) -> list[str]:
    """The parties that a side of a dialogue stands for: both, one, or none when it is not known."""
    side_a, side_b = dialogue.side_codes
    return {Side.BOTH: [side_a, side_b], Side.A: [side_a], Side.B: [side_b], Side.UNKNOWN: []}[Side(side)]
