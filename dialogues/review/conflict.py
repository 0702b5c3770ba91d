"""Sources disagree: the conflict under which the different values of one fact of a dialogue are kept."""

from typing import Final

from dialogues.models import Conflict, Dialogue

# A citation that contradicts this field of a dialogue goes with a conflict.
DISPUTED_FIELD: Final = "start_date"


def conflict_on_date(dialogue: Dialogue) -> tuple[Conflict, bool]:
    """The dialogue's conflict on its date; True with a new one, not saved, when the record has none."""
    held = Conflict.objects.filter(dialogue=dialogue, field=DISPUTED_FIELD).first() if dialogue.pk else None
    if held is not None:
        return held, False
    return Conflict(dialogue=dialogue, field=DISPUTED_FIELD, field_as_stated="date"), True
