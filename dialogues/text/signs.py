"""A text read sign for sign: as many code points as before, so that places in one hold in the other."""

from functools import cache
from typing import Any

from opencc import OpenCC


def lowered(text: str) -> str:
    """Lower case (a few letters would grow: those stay as they are)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(map(_lower, text))


def in_simplified_signs(text: str) -> str:
    """Traditional Chinese characters as simplified ones: what would change the length is turned sign by sign."""
    whole: str = _converter().convert(text)
    return whole if len(whole) == len(text) else "".join(map(_simplified, text))


def has_chinese(text: str) -> bool:
    """Whether any sign of the text is a Chinese character."""
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def _lower(sign: str) -> str:
    low = sign.lower()
    return low if len(low) == 1 else sign


def _simplified(sign: str) -> str:
    turned: str = _converter().convert(sign)
    return turned if len(turned) == 1 else sign


@cache
def _converter() -> Any:
    return OpenCC("t2s")
