"""How a passage of one source stands to what another says of the same: a proposal with its reason, for people."""

from dataclasses import dataclass
from typing import Final

from dialogues.text.alignment import Aligned, aligned
from dialogues.text.commitment import DENIES, Shift, Strength
from dialogues.text.passages import Passage

SUPPORTS: Final = "supports"
CONTRADICTS: Final = "contradicts"
SOFTER: Final = "softer"
STRONGER: Final = "stronger"


@dataclass(frozen=True, slots=True)
class Stance:
    """One of the four stances above, in the words of the vocabulary of citations, and why."""

    value: str
    reason: str


def stance_towards(there: Passage, here: Passage, *, quoted: bool = True) -> Stance:
    """How `here` stands to `there`: another value or a denial contradicts; else how far each commits is compared.

    Unless `there` is `quoted` from a source, only values count: how firmly the record words it is no account.
    """
    return stance_of(aligned(there, here, 1.0, ()), quoted=quoted)


def stance_of(pair: Aligned, *, quoted: bool = True) -> Stance:
    """The same for passages that were aligned: how the second stands to the first."""
    there, here = pair.strengths
    if here is not None and there is not None and (here.level == DENIES) != (there.level == DENIES):
        return Stance(CONTRADICTS, _both(here, there))
    for one in pair.contradictions:
        return Stance(CONTRADICTS, f"another {one.what}: {', '.join(one.second)} here, {', '.join(one.first)} there")
    if not quoted:
        return Stance(SUPPORTS, "no other value; no source is quoted for it, so no wording to compare with")
    if pair.shift == Shift.SOFTER and here is not None and there is not None:
        return Stance(SOFTER, _both(here, there))
    if pair.shift == Shift.STRONGER and here is not None and there is not None:
        return Stance(STRONGER, _both(here, there))
    return Stance(SUPPORTS, "no other value, and no weaker or stronger word")


def _both(here: Strength, there: Strength) -> str:
    return f"“{here.words}” ({here.name}) here, “{there.words}” ({there.name}) there"
