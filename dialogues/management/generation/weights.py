"""Uneven choices: a few get much, many get little, as in every record of meetings."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")


def falling(number: int, exponent: float) -> list[float]:
    """The weights of Zipf's law, summed up for `pick`: the larger the exponent, the more the first ones get."""
    return list(accumulate(1 / place**exponent for place in range(1, number + 1)))


def summed(weights: Sequence[float]) -> list[float]:
    """Any weights, summed up for `pick`."""
    return list(accumulate(weights))


def pick(choices: Sequence[Choice], sums: Sequence[float], random: Random) -> Choice:
    """One of the choices, by weights that are already summed up."""
    return choices[bisect(sums, random.random() * sums[-1])]


def spread(pattern: Sequence[int], number: int, random: Random) -> list[int]:
    """`number` values: the pattern again and again, each time in another order, so that the sum is exact.

    Raises ValueError unless `number` is a multiple of the pattern's length.
    """
    if number % len(pattern):
        raise ValueError(f"number: must be a multiple of {len(pattern)}, not {number}")
    values: list[int] = []
    for _ in range(number // len(pattern)):
        values.extend(random.sample(pattern, len(pattern)))
    return values
