"""How far a sentence commits those it speaks of, on a scale from 0 (denies) to 5 (done).

    5 done        the hotline was launched; 已开通
    4 commits     agreed, decided, will; 同意, 将
    3 intends     plan to, seek to, should; 计划, 力争
    2 considers   may, consider, propose, hope; 考虑, 建议
    1 discusses   discussed, exchanged views, stressed; 讨论, 强调
    0 denies      did not agree, refused; 未达成, 拒绝

The wordings are in dialogues/data/commitment.yaml. The strongest one of a sentence counts, except that a denial goes
before everything, that "agreed to consider" promises only to consider, and that "agreed in principle" is an intention.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

import yaml

from dialogues.text.terms import DATA, automaton_of, longest_hits, simplified

DONE: Final = 5
COMMITS: Final = 4
INTENDS: Final = 3
DENIES: Final = 0
# How many code points after a commitment a limiting word may stand: "agreed that the two sides consider".
_REACH: Final = 45
_NOT_DONE_YET: Final = ("be ", "to ", "being ", "将", "be jointly ", "同意", "决定")


class Shift(StrEnum):
    """How one sentence stands to another on the same: as strongly, more softly or more strongly."""

    SAME = "same"
    SOFTER = "softer"
    STRONGER = "stronger"


@dataclass(frozen=True, slots=True)
class Strength:
    """A place on the scale and the words that say it, with their half-open offsets."""

    level: int
    name: str
    words: str
    start: int
    end: int


def strength_of(sentence: str) -> Strength | None:
    """How far the sentence commits; None when it has none of the wordings. Time grows with its length alone."""
    low = simplified(sentence)
    found = [
        _strength(sentence, int(level), start, end)
        for level, start, end in longest_hits(low, _wordings())
        if not (int(level) == DONE and low[:start].endswith(_NOT_DONE_YET)) and sentence[start:end] != "May"
    ]
    if not found:
        return None
    denial = next((one for one in found if one.level == DENIES), None)
    if denial is not None:
        return denial
    strongest = max(found, key=lambda one: (one.level, -one.start))
    if strongest.level == DONE:
        return strongest
    if strongest.level >= INTENDS:
        limit = _limit(low, strongest, found)
        if limit is not None:
            return _strength(sentence, limit.level, strongest.start, limit.end)
    if strongest.level == COMMITS and longest_hits(low, _words_of("qualifying")):
        return _strength(sentence, INTENDS, strongest.start, strongest.end)
    return strongest


def shift(here: Strength | None, there: Strength | None) -> Shift:
    """How `here` stands to `there`. What says nothing of the kind is no difference."""
    if here is None or there is None or here.level == there.level:
        return Shift.SAME
    return Shift.SOFTER if here.level < there.level else Shift.STRONGER


def _limit(low: str, strongest: Strength, found: list[Strength]) -> Strength | None:
    """The limiting word right behind a commitment, unless another promise comes first ("consider and establish")."""
    limiting = longest_hits(low[strongest.end : strongest.end + _REACH], _words_of("limiting"))
    if not limiting:
        return None
    start = strongest.end + limiting[0][1]
    return next((one for one in found if one.start <= start < one.end and one.level < strongest.level), None)


def _strength(sentence: str, level: int, start: int, end: int) -> Strength:
    return Strength(level, _names()[level], sentence[start:end], start, end)


@cache
def _data() -> dict[str, Any]:
    with (DATA / "commitment.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded


@cache
def _names() -> dict[int, str]:
    return {level: str(entry["name"]) for level, entry in _data()["levels"].items()}


@cache
def _wordings() -> Any:
    levels = _data()["levels"].items()
    return automaton_of((wording, str(level)) for level, entry in levels for wording in (*entry["en"], *entry["zh"]))


@cache
def _words_of(name: str) -> Any:
    entry = _data()[name]
    return automaton_of((wording, wording) for wording in (*entry["en"], *entry["zh"]))
