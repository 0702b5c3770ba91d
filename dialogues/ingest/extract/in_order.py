"""Things found in a text, in order of place, and asked for by where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from dialogues.ingest.extract.facts import Span


class Placed(Protocol):
    """What stands at half-open offsets of a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Thing = TypeVar("Thing", bound=Placed)


class InOrder(Generic[Thing]):
    """`things` have to be in order of their start."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = things
        self._starts = [one.start for one in things]

    def within(self, span: Span) -> list[Thing]:
        """Those that lie wholly within `span`."""
        first = bisect_left(self._starts, span.start)
        if first == len(self._starts) or self._starts[first] >= span.end:
            return []  # as in most places for most things
        last = bisect_left(self._starts, span.end, first)
        return [one for one in self._things[first:last] if one.end <= span.end]

    def reaching_over(self, start: int, end: int) -> Iterator[Thing]:
        """Those that hold all from `start` to `end`, the nearest first, as far as each before holds it, too."""
        place = bisect_right(self._starts, start) - 1
        while place >= 0 and self._things[place].end >= end:
            yield self._things[place]
            place -= 1
