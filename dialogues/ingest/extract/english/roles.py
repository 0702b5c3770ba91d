"""A person's part in a meeting, and the runs of persons that one verb governs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

LEADING: Final = ("co_chair", "chair", "acting_chair", "head_of_delegation")
# Verbs that end an enumeration of persons: what follows is said of somebody, and no longer lists who.
_VERBS: Final = (
    "held",
    "agreed",
    "stance",
    "chair_before",
    "co_chair_before",
    "attended_before",
    "attended_after",
    "met_with",
    "absent",
)
_CLAUSE: Final = re.compile(r"\b(?:while|whereas|who|when|after|but|which|that|because|where)\b|[a-z]{3}\. |; ")
# Between two persons these begin a clause; before a verb they belong to it ("A and B had held talks").
_AUXILIARY: Final = re.compile(r"\b(?:was|were|is|are|has|had|have|will)\b")
_TOGETHER_WITH: Final = re.compile(r",? (?:together|along|jointly) with (?:the |his |her )?")
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:representatives?|envoys?|visits?|invitation|instructions|guests?|advis[eo]rs?) of $"
)
# "A, B and other senior officials of the Home Ministry were part of the delegation".
_AND_OTHERS: Final = re.compile(
    r",? (?:and|as well as|along with|among) (?:other|senior|several|officials|representatives)"
)
_LONGEST_OTHERS: Final = 130
_LONGEST_GAP: Final = 90


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part, the words that say so, and the side that the grammar gives (None when it gives none)."""

    person: Person
    role: str
    trigger: Hit
    party: str | None = None
    attendance: str = "attended"
    acting_for: str | None = None


def enumerated_after(reading: Reading, people: Iterable[Person], start: int, end: int) -> list[Person]:
    """The persons listed one after another from `start`, as far as no verb or clause comes between them."""
    listed: list[Person] = []
    for person in people:
        if person.start < start or person.end > end:
            continue
        gap = Span.clamped(start, person.start)
        if _is_interrupted(reading, gap, longest=_LONGEST_GAP) or _AUXILIARY.search(gap.of(reading.plain)):
            break
        if not _owns(reading, gap):
            listed.append(person)
        start = person.end
    return listed


def enumerated_before(reading: Reading, people: Iterable[Person], start: int, end: int) -> list[Person]:
    """The persons listed one after another up to `end`, as far as no verb or clause comes between them."""
    listed: list[Person] = []
    sentence_start = start
    for person in reversed(list(people)):
        if person.end > end or person.start < start:
            continue
        gap = Span.clamped(person.end, end)
        longest = 30 if listed or "counterpart" not in gap.of(reading.plain) else 48
        if not listed and _AND_OTHERS.match(reading.plain, gap.start, gap.end):
            longest = _LONGEST_OTHERS
        if _is_interrupted(reading, gap, longest=longest) or (listed and _AUXILIARY.search(gap.of(reading.plain))):
            break
        if not _owns(reading, Span.clamped(sentence_start, person.start)):
            listed.insert(0, person)
        end = person.start
    return listed


def _owns(reading: Reading, before: Span) -> bool:
    """ "special representatives of President X", "the visit of X": somebody that others are said to be of."""
    return _OF_SOMEBODY.search(reading.plain, before.start, before.end) is not None


def _is_interrupted(reading: Reading, gap: Span, *, longest: int) -> bool:
    words = gap.of(reading.plain)
    if _TOGETHER_WITH.fullmatch(words):
        return False
    return len(words) > longest or bool(_CLAUSE.search(words)) or reading.has(gap, *_VERBS)


def side_announced(reading: Reading, sentence: Span, listed: list[Person]) -> str | None:
    """ "On the Japanese side, A and B took part", "For Japan, A and B ...": the side of those who follow."""
    opening = reading.plain[sentence.start : listed[0].start]
    sides = reading.governments(Span.clamped(sentence.start, listed[0].start))
    announced = re.search(r"\b(?:side|delegation|part),? $|^(?:For|From) ", opening)
    return str(sides[-1].entry.group) if announced and sides and len(opening) < 60 else None
