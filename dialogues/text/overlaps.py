"""Of things found in a text that overlap, those that are kept."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Found = TypeVar("Found")


def first_and_longest(found: Iterable[Found], place: Callable[[Found], tuple[int, int]]) -> list[Found]:
    """In order of place, none overlapping another: the one that begins first, and of those the longest.

    `place` gives the half-open offsets of one. Of several at the very same place the first given is kept.
    """
    kept: list[Found] = []
    end = 0
    for (start, until), one in sorted(((place(one), one) for one in found), key=_first_and_longest):
        if start >= end:
            kept.append(one)
            end = until
    return kept


def _first_and_longest(placed: tuple[tuple[int, int], object]) -> tuple[int, int]:
    (start, end), _ = placed
    return start, -end
