"""Sources disagree: the conflict under which the different values of one fact of a dialogue are kept."""

from typing import Final

from dialogues.models import Conflict, Dialogue

# A citation that contradicts this field of a dialogue goes with a conflict.
DISPUTED_FIELD: Final = "start_date"


def conflict_on_date(dialogue: Dialogue) -> Conflict:
    """The dialogue's conflict on its date; a new one, not saved, when the record has none."""
    held = Conflict.objects.filter(dialogue=dialogue, field=DISPUTED_FIELD).first() if dialogue.pk else None
    return held or Conflict(dialogue=dialogue, field=DISPUTED_FIELD, field_as_stated="date")
