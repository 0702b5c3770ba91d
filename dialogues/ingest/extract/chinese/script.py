"""Traditional characters read as simplified ones, sign for sign, so that offsets hold in the text as written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from opencc import OpenCC

# Full-width digits, letters and punctuation as their plain forms; 。 and 、 stay, for they have none.
_PLAIN: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "“”„「」『』〝〞＂"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―－─"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\t"), " "),
    **dict.fromkeys(map(ord, "•・‧∙⋅●."), "·"),
    ord("."): ".",
    ord("．"): ".",
    ord("～"): "~",
    ord("｡"): "。",
    ord("﹑"): "、",
    ord("､"): "、",
}


@lru_cache(maxsize=1)
def _converter() -> Any:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length: what would change the length is turned sign by sign."""
    whole: str = _converter().convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_one(sign) for sign in text)


def plain(text: str) -> str:
    """Simplified characters and plain punctuation, one code point for one."""
    return simplified(text.translate(_PLAIN))


@lru_cache(maxsize=4096)
def _one(sign: str) -> str:
    turned: str = _converter().convert(sign)
    return turned if len(turned) == 1 else sign
