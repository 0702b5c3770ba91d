"""Comparing names and titles: folding of case, diacritics, articles and honorifics, never for display."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HONORIFICS: Final = (
    "mr mrs ms miss dr prof professor sir dame lord lady hon honourable honorable excellency he.e h.e his her the "
    "a an m mme mlle shri smt general gen maj major lt lieutenant col colonel adm admiral brig brigadier capt captain "
    "vice-admiral rear ret retired amb ambassador sen senator"
)
HONORIFICS: Final = frozenset(_HONORIFICS.split())
_WORD: Final = re.compile(r"[\w'.’-]+", re.UNICODE)
_SAME: Final = str.maketrans({"’": "'", "‘": "'", "–": "-", "‐": "-", "‑": "-", "—": "-"})
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Case, diacritics, compatibility forms and runs of white space folded; for comparison only."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SAME)).casefold().translate(_LETTERS)
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def fold_name(name: str) -> str:
    """A person's or body's name for comparison: `fold`, without articles, honorifics, military ranks and full stops.

    A name that consists of nothing else ("He", "Major") is kept, since those are also surnames.
    """
    words = [word.strip(".'-") for word in _WORD.findall(fold(name))]
    words = [word.removesuffix("'s").replace(".", "") for word in words if word]
    kept = [word for word in words if word not in HONORIFICS]
    # A surname such as He or Major must survive: honorifics are only dropped before it.
    if words and len(kept) < 2 <= len(words):
        kept = [word for word in words[:-1] if word not in HONORIFICS] + words[-1:]
    return " ".join(kept or words)


def same_name(first: str, second: str) -> bool:
    """Whether two spellings are equal after folding, with the family name first or last and initials left out."""
    left, right = fold_name(first), fold_name(second)
    if not left or not right:
        return False
    if left == right:
        return True
    left_words, right_words = _without_initials(left), _without_initials(right)
    return left_words == right_words or (len(left_words) > 1 and sorted(left_words) == sorted(right_words))


def as_one_word(name: str) -> str:
    """A name without what divides it: "Sheng Kun", "Sheng-kun" and "Shengkun" are one name in three ways of writing."""
    return "".join(sign for sign in fold_name(name) if sign.isalnum())


def _without_initials(folded: str) -> list[str]:
    words = folded.split()
    kept = [word for word in words if len(word) > 1]
    return kept if len(kept) > 1 else words
