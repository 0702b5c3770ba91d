"""Numbers as names of meetings write them."""

from __future__ import annotations

from typing import Final

CHINESE_DIGITS: Final = {sign: digit for digit, sign in enumerate("一二三四五六七八九", 1)}
_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def from_roman(numeral: str) -> int:
    """ "XXI" -> 21. Raises KeyError for a sign that is no Roman digit."""
    values = [_DIGITS[sign] for sign in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def from_chinese(signs: str) -> int | None:
    """ "二十一" or "21" -> 21, "首" -> 1, up to 999; None for what is no number, or zero."""
    if signs.isdigit():
        return int(signs)
    signs = signs.replace("廿", "二十").replace("卅", "三十")
    total, digit = 0, 0
    for sign in signs:
        if sign == "首":
            return 1
        if sign in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[sign]
        elif sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit or None
