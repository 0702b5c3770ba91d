"""Which passages of two accounts of one meeting speak of the same, and how they differ.

A pair is scored by the marks that its passages share (Dice's coefficient), each weighed by how rare it is in the two
accounts: that both speak of "cybercrime" says nothing where every passage does. Then the best pair is taken, and the
next of what is left; a pair that has a rival within a small margin is left to people. tests/text/test_alignment.py
measures THRESHOLD on restated accounts in English and Chinese.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dialogues.text.commitment import Shift, Strength, shift, strength_of
from dialogues.text.passages import MOST_PASSAGES, Mark, Passage

THRESHOLD: Final = 0.25
MARGIN: Final = 0.02
# Below this, what two passages share is too little, however much of them it is: one common term, one number.
LEAST_SHARED: Final = 0.9
# What each sort of mark weighs before its rarity is counted.
WEIGHTS: Final = {"term": 1.0, "general": 0.4, "name": 1.0, "date": 0.8, "number": 0.9, "word": 0.6}
_SAME_KIND: Final = 0.1


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Another value of the same thing: `what` is "date" or "number"; both sides as they are understood."""

    what: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two passages that speak of the same. `shared` names the marks that say so, the weightiest first.

    `shift` says how the second stands to the first: as strongly, more softly, more strongly.
    """

    first: Passage
    second: Passage
    score: float
    shared: tuple[str, ...]
    shift: Shift
    strengths: tuple[Strength | None, Strength | None]
    contradictions: tuple[Contradiction, ...] = field(default=())

    @property
    def reason(self) -> str:
        """In words, why the two belong together."""
        return f"both speak of {', '.join(self.shared[:5])}"


def align(first: Sequence[Passage], second: Sequence[Passage], *, threshold: float = THRESHOLD) -> list[Aligned]:
    """Pairs of passages, each passage in one at most, in the order of the first account.

    Of two candidates that score alike, none is taken. The same input gives the same pairs, in either order.
    """
    left, right = first[:MOST_PASSAGES], second[:MOST_PASSAGES]
    weights = Weights([*left, *right])
    scored = list(_scored(left, right, weights, threshold - MARGIN))
    scored.sort(key=lambda one: (-one[0], one[1], one[2]))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for score, row, column in scored:
        if score < threshold:
            break
        if row in taken_left or column in taken_right:
            continue
        rivals = [
            one
            for one in scored
            if one[0] >= score - MARGIN
            and (one[1] == row) != (one[2] == column)
            and one[1] not in taken_left
            and one[2] not in taken_right
        ]
        if rivals:
            # Not taken, and neither are its rivals: to leave the second best would be to choose.
            taken_left |= {row, *(one[1] for one in rivals if one[2] == column)}
            taken_right |= {column, *(one[2] for one in rivals if one[1] == row)}
            continue
        taken_left.add(row)
        taken_right.add(column)
        pairs.append(aligned(left[row], right[column], score, weights.shared(left[row], right[column])))
    return sorted(pairs, key=lambda pair: (pair.first.start, pair.second.start))


def aligned(first: Passage, second: Passage, score: float, shared: tuple[str, ...]) -> Aligned:
    """The pair with how its passages differ."""
    strengths = (strength_of(first.text), strength_of(second.text))
    return Aligned(
        first=first,
        second=second,
        score=round(score, 3),
        shared=shared,
        shift=shift(strengths[1], strengths[0]),
        strengths=strengths,
        contradictions=tuple(_contradictions(first, second)),
    )


class Weights:
    """How much each mark says, by how few of these passages have it."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        compared = list(passages)
        seen = Counter(mark for one in compared for mark in one.marks)
        # 1 for a mark that only a pair has, down towards 0 for one that every passage has.
        number = max(len(compared), 2)
        self._weights = {
            mark: WEIGHTS[mark[0]] * max(0.05, math.log(1 + number / max(times, 2)) / math.log(1 + number / 2))
            for mark, times in seen.items()
        }

    def score(self, first: Passage, second: Passage) -> float:
        """Dice's coefficient of the marks that can be compared, 0 to 1; 0 where too little is shared."""
        left, right = first.marks_beside(second), second.marks_beside(first)
        common = self._sum(left & right)
        whole = self._sum(left) + self._sum(right)
        if common < LEAST_SHARED or not whole:
            return 0.0
        same_kind = _SAME_KIND if first.kind and first.kind == second.kind else 0.0
        return min(1.0, 2 * common / whole + same_kind)

    def shared(self, first: Passage, second: Passage) -> tuple[str, ...]:
        """The marks that both have, the weightiest first."""
        common = first.marks_beside(second) & second.marks_beside(first)
        return tuple(mark[1] for mark in sorted(common, key=lambda mark: (-self._weight(mark), mark)))

    def _weight(self, mark: Mark) -> float:
        return self._weights.get(mark, WEIGHTS[mark[0]])

    def _sum(self, marks: Iterable[Mark]) -> float:
        return sum(self._weight(mark) for mark in marks)


def _scored(
    left: Sequence[Passage], right: Sequence[Passage], weights: Weights, least: float
) -> Iterator[tuple[float, int, int]]:
    for row, first in enumerate(left):
        for column, second in enumerate(right):
            score = weights.score(first, second)
            if score >= least:
                yield score, row, column


def _contradictions(first: Passage, second: Passage) -> Iterator[Contradiction]:
    """Values of which each passage has exactly one, and not the same."""
    if len(first.dates) == len(second.dates) == 1 and not _may_be_the_same(*first.dates, *second.dates):
        yield Contradiction("date", tuple(first.dates), tuple(second.dates))
    if len(first.numbers) == len(second.numbers) == 1 and first.numbers != second.numbers:
        yield Contradiction("number", tuple(map(str, first.numbers)), tuple(map(str, second.numbers)))


def _may_be_the_same(first: str, second: str) -> bool:
    """One year, or a month within a half of it, is only less exact."""
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter):
        return True
    if "H" in first + second and first[:4] == second[:4]:
        halves = {_half(first), _half(second)}
        return len(halves) == 1
    return False


def _half(value: str) -> str:
    if "H" in value:
        return value[-2:]
    return "H1" if int(value[5:7]) <= 6 else "H2"
