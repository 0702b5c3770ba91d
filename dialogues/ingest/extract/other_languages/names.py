"""Many names found in one pass, with the endings that a language gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ahocorasick


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of a name in lower case; `ending` is how many letters may follow it (none of an exact name)."""

    written: str
    value: str
    ending: int = 0


class Names:
    """Stems to be found at the beginnings of words, or anywhere in a language without spaces."""

    def __init__(self, stems: Iterable[Stem], *, unspaced: bool) -> None:
        self._unspaced = unspaced
        by_stem: dict[str, list[Stem]] = {}
        for stem in stems:
            if stem.written.strip():
                by_stem.setdefault(stem.written, []).append(stem)
        self._automaton: Any = ahocorasick.Automaton()
        for written, same in by_stem.items():
            self._automaton.add_word(written, tuple(same))
        self._automaton.make_automaton()

    def find(self, low: str) -> list[tuple[int, int, str]]:
        """Start, end and value of each name, in order of place; of overlapping ones the longest of the first."""
        found: list[tuple[int, int, str]] = []
        for last, stems in self._automaton.iter(low):
            for stem in stems:
                start = last + 1 - len(stem.written)
                end = self._end(low, start, last + 1, stem)
                if end is not None:
                    found.append((start, end, stem.value))
        kept: list[tuple[int, int, str]] = []
        for one in sorted(found, key=lambda place: (place[0], -place[1])):
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

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
