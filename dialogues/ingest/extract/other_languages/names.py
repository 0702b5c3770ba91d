"""Many names found in one pass, with the endings that a language gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import automaton_of
from dialogues.text.overlaps import first_and_longest


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of a name in lower case; `ending` is how many letters may follow it (none of an exact name)."""

    written: str
    value: str
    ending: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text at its half-open offsets, endings included, and its value: a code, an English name."""

    start: int
    end: int
    value: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Names:
    """Stems to be found at the beginnings of words, or anywhere in a language without spaces."""

    def __init__(self, stems: Iterable[Stem], *, unspaced: bool) -> None:
        self._unspaced = unspaced
        self._automaton = automaton_of((stem.written, stem) for stem in stems if stem.written.strip())

    def find(self, low: str) -> list[Named]:
        """The names in order of place; of overlapping ones the longest of the first."""
        found = (
            Named(start, end, stem.value)
            for last, stems in self._automaton.iter(low)
            for stem in stems
            if (end := self._end(low, start := last + 1 - len(stem.written), last + 1, stem)) is not None
        )
        return first_and_longest(found, lambda one: (one.start, one.end))

    def _end(self, low: str, start: int, end: int, stem: Stem) -> int | None:
        if self._unspaced:
            return end
        if start > 0 and low[start - 1].isalnum():
            return None
        if not stem.written[-1].isalnum():
            return end
        stop = end
        while stop < len(low) and stop - end <= stem.ending and low[stop].isalnum():
            stop += 1
        return stop if stop - end <= stem.ending else None
