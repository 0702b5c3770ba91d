"""Traditional characters read as simplified ones, sign for sign, so that offsets hold in the text as written."""

from __future__ import annotations

from typing import Final

from dialogues.text.signs import in_simplified_signs

# Full-width digits, letters and punctuation as their plain forms; 。 and 、 stay, for they have none.
_PLAIN: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "“”„「」『』〝〞＂"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―－─"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\t"), " "),
    **dict.fromkeys(map(ord, "•・‧∙⋅●"), "·"),
    ord("｡"): "。",
    ord("﹑"): "、",
    ord("､"): "、",
}


def plain(text: str) -> str:
    """Simplified characters and plain punctuation, one code point for one."""
    return in_simplified_signs(text.translate(_PLAIN))
