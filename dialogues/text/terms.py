"""Terms of the field that a text uses, as concepts that do not depend on its language (dialogues/data/terms.yaml)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import ahocorasick
import yaml

from dialogues.text.overlaps import first_and_longest
from dialogues.text.signs import has_chinese, in_simplified_signs, lowered

DATA: Final = Path(__file__).resolve().parents[1] / "data"
# The group of terms that say little on their own.
GENERAL: Final = "general"
_ENDINGS: Final = ("s", "es")


@dataclass(frozen=True, slots=True)
class TermMention:
    """A concept, by its first English wording, at its half-open offsets. `general`: any agreement may speak of it."""

    concept: str
    start: int
    end: int
    general: bool = False


def simplified(text: str) -> str:
    """The text in lower case with simplified Chinese characters; each code point stays in its place."""
    return lowered(in_simplified_signs(text))


def find_terms(text: str) -> list[TermMention]:
    """The concepts in order of place, not overlapping: of those that share a place the longest counts."""
    hits = longest_hits(simplified(text), _glossary())
    return [TermMention(concept, start, end, concept in _general()) for concept, start, end in hits]


def longest_hits(low: str, automaton: Any) -> list[tuple[str, int, int]]:
    """Value, start and end of what an automaton finds in a simplified text, whole words only, the longest first."""
    return first_and_longest(_whole(low, automaton), lambda hit: hit[1:])


def automaton_of(entries: Iterable[tuple[str, str]]) -> Any:
    """An automaton that finds these wordings, each with the value that it gives."""
    automaton = ahocorasick.Automaton()
    for wording, value in entries:
        automaton.add_word(wording, (value, len(wording)))
    if len(automaton):
        automaton.make_automaton()
    return automaton


@cache
def glossary() -> dict[str, list[list[list[str]]]]:
    """The concepts by group: of each its English and then its Chinese wordings."""
    with (DATA / "terms.yaml").open(encoding="utf-8") as file:
        groups: dict[str, list[list[list[str]]]] = yaml.safe_load(file)
    return groups


@cache
def _glossary() -> Any:
    return automaton_of(
        (simplified(wording), english[0])
        for concepts in glossary().values()
        for english, chinese in concepts
        for wording in (*english, *chinese)
    )


@cache
def _general() -> frozenset[str]:
    return frozenset(english[0] for english, _ in glossary()[GENERAL])


def _whole(low: str, automaton: Any) -> Iterator[tuple[str, int, int]]:
    if not len(automaton):
        return
    for last, (value, length) in automaton.iter(low):
        start, end = last + 1 - length, last + 1
        if has_chinese(low[start:end]):
            yield value, start, end
            continue
        if start and _is_latin(low[start - 1]):
            continue
        ending = next((one for one in ("", *_ENDINGS) if _ends(low, end, one)), None)
        if ending is not None:
            yield value, start, end + len(ending)


def _ends(low: str, end: int, ending: str) -> bool:
    after = end + len(ending)
    return low[end:after] == ending and not (after < len(low) and _is_latin(low[after]))


def _is_latin(sign: str) -> bool:
    return sign.isalnum() and sign < "\u3400"
