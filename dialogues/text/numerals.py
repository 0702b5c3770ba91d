"""Numbers as names of meetings write them."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def from_roman(numeral: str) -> int:
    """ "XXI" -> 21. Raises KeyError for a sign that is no Roman digit."""
    values = [_DIGITS[sign] for sign in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
