from typing import Any

from rest_framework import serializers

from dialogues.models import Dialogue, Outcome, Party
from dialogues.models.vocabularies import Side


class PartySerializer(serializers.ModelSerializer[Party]):
    class Meta:
        model = Party
        fields = ["code", "name"]


class SideField(serializers.Field[str, Any, list[str], Any]):
    """The parties that a side stands for, as their codes: both, one, or none when it is not known.

    To be used under a serializer whose instance is an outcome: its dialogue says which party is which side.
    """

    default_error_messages = {"sides": "give a list of the codes of the sides, among {sides}; an empty one for unknown"}

    def to_representation(self, value: str) -> list[str]:
        return codes_of(value, self._dialogue)

    def to_internal_value(self, data: Any) -> Side:
        given = sorted(map(str, data)) if isinstance(data, list) else None
        found = next((side for side in Side if given == sorted(codes_of(side, self._dialogue))), None)
        if found is None:
            self.fail("sides", sides=" and ".join(self._dialogue.side_codes))
        return found

    @property
    def _dialogue(self) -> Dialogue:
        outcome: Outcome = self.parent.instance  # type: ignore[assignment] # a field has its serializer
        return outcome.dialogue


def codes_of(side: str, dialogue: Dialogue) -> list[str]:
    """The parties that a side of a dialogue stands for: both, one, or none when it is not known."""
    side_a, side_b = dialogue.side_codes
    return {Side.BOTH: [side_a, side_b], Side.A: [side_a], Side.B: [side_b], Side.UNKNOWN: []}[Side(side)]
