"""When what was found is what the label says: names, offices, names of dialogues, and statements.

Names and offices count when they are equal after folding case, diacritics, articles and honorifics; statements when
their places overlap by half or more of the shorter, or their content words do (token F1 of at least .5).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.lexicon import load
from dialogues.text.names import fold, same_name
from dialogues.text.similarity import content_words

ENOUGH: Final = 0.5
# Words that a name has at least, its sides left out.
_A_NAME: Final = 2
Place = tuple[int, int]
_WORD: Final = re.compile(r"[^\W_]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]+")
_LITTLE: Final = frozenset(
    "a an the of for in at to on and 's s his her its their affairs with de des du la le les l d et der die das und "
    "des fur von el los y e del para i v na".split()
)
# Words that make another office of one: a deputy minister is no minister.
_GRADES: Final = frozenset(
    "deputy vice assistant under undersecretary acting joint associate principal additional former first second "
    "parliamentary permanent special executive honorary".split()
)
_CHINESE_GRADES: Final = ("副", "代", "助理", "前")


def same_person(first: str, second: str) -> bool:
    """Whether two names are of the same person; Chinese names by their signs alone."""
    if _HAN.search(first) or _HAN.search(second):
        return _signs(first) == _signs(second) != ""
    return same_name(first, second)


def same_office(first: str, second: str) -> bool:
    """Equal words in whatever order ("Secretary of Defense", "Defense Secretary").

    One may leave out what narrows the other down (its department), up to half of its words, but no grade.
    """
    if _HAN.search(first) and _HAN.search(second):
        return _same_chinese_office(_signs(first), _signs(second))
    left, right = Counter(_office_words(first)), Counter(_office_words(second))
    if not left or not right or set(left) & _GRADES != set(right) & _GRADES:
        return False
    shared = sum((left & right).values())
    smaller, larger = sorted((sum(left.values()), sum(right.values())))
    return shared == smaller and shared >= larger * ENOUGH


def _same_chinese_office(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    graded = all(shorter.count(grade) == longer.count(grade) for grade in _CHINESE_GRADES)
    return graded and shorter in longer and len(shorter) >= len(longer) * ENOUGH


def _office_words(office: str) -> list[str]:
    words = (word for word in _WORD.findall(_without_parties(office)) if word not in _LITTLE)
    return [word.removesuffix("s") for word in words]


def same_dialogue_name(first: str, second: str) -> bool:
    """Equal words in whatever order, with each party under any of its names ("China-US talks", "US-PRC talks").

    One may leave the sides out where it is a name without them: they are a fact of their own.
    """
    if _HAN.search(first) and _HAN.search(second):
        return _signs(first).removesuffix("机制") == _signs(second).removesuffix("机制")
    left, right = Counter(_name_words(first)), Counter(_name_words(second))
    if left == right:
        return True
    codes = set(_codes().values())
    without = [Counter({word: times for word, times in words.items() if word not in codes}) for words in (left, right)]
    return without[0] == without[1] and without[0].total() >= _A_NAME and (without[0] == left or without[1] == right)


def _name_words(name: str) -> list[str]:
    coded = _party_names().sub(lambda match: f" {_codes()[match.group().strip('.')]} ", f" {fold(name)} ")
    words = [word for word in _WORD.findall(coded) if word not in _LITTLE and word != "between"]
    return [word if word.isupper() else word.removesuffix("s") for word in words]


def _without_parties(words: str) -> str:
    return _party_names().sub(" ", f" {fold(words)} ")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {"prc": "CN", "people's republic of china": "CN", "us": "US", "u.s": "US"}
    for code, party in load("parties").items():
        for kind in ("names", "exact", "adjectives", "combining"):
            codes |= {fold(name).strip("."): code for name in party.get(kind, ())}
    return codes


@lru_cache(maxsize=1)
def _party_names() -> re.Pattern[str]:
    names = sorted(_codes(), key=len, reverse=True)
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, names)) + r")(?![^\W_])\.?")


def same_statement(text: str, stated: str, found: str, at: Place | None) -> bool:
    """Whether the words that a label names are those that were found (`at` is their place in `text`, if known)."""
    start = text.casefold().find(stated.casefold()) if stated else -1
    if at is not None and start >= 0:
        shared = min(start + len(stated), at[1]) - max(start, at[0])
        if shared >= ENOUGH * max(1, min(len(stated), at[1] - at[0])):
            return True
    return token_f1(stated, found) >= ENOUGH


def within(text: str, stated: str, at: Place | None) -> bool:
    """Whether the words found at `at` stand within those of a label."""
    start = text.casefold().find(stated.casefold()) if stated else -1
    return at is not None and start >= 0 and start <= at[0] and at[1] <= start + len(stated)


def token_f1(first: str, second: str) -> float:
    """Of the content words of both; Chinese, Japanese and Korean by pairs of signs."""
    left, right = Counter(_tokens(first)), Counter(_tokens(second))
    shared = sum((left & right).values())
    return 2 * shared / (sum(left.values()) + sum(right.values())) if shared else 0.0


def _tokens(words: str) -> list[str]:
    found: list[str] = []
    for run in _HAN.findall(words):
        found += [run[place : place + 2] for place in range(len(run) - 1)] or [run]
    return found + [_stem(word) for word in content_words(_HAN.sub(" ", words))]


def _stem(word: str) -> str:
    for ending in ("ation", "ing", "ed", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _signs(words: str) -> str:
    return "".join(_WORD.findall(fold(words)))
