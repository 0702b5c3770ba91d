"""Where sentences and list items begin and end, as code-point offsets into the unchanged text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Words after which a full stop does not end a sentence, folded and without their last stop.
_ABBREVIATIONS: Final = (
    "mr mrs ms dr prof asst sec eng atty gen maj col lt capt adm brig sen rep gov amb hon st jr sr vs fig para approx "
    "est inc ltd co corp vol pp ma md engr e.g i.e cf messrs mme mlle comdr cmdr sgt rev jan feb mar apr jun jul aug "
    "sep sept oct nov dec"
)
_TITLES: Final = frozenset(_ABBREVIATIONS.split())
_INITIALISMS: Final = re.compile(r"(?:^|[^A-Za-z])[A-Za-z](?:\.[A-Za-z]){0,4}$")
_BOUNDARY: Final = re.compile(r"[.!?…]+[\"'”’)\]»]{0,3}(?=\s|$)|[。！？]+[”’」』）]{0,2}|\n|[;；](?=\s|$)")
_LAST_WORD: Final = re.compile(r"[\w.]{1,12}$")
_BULLET: Final = re.compile(r"\s*(?:[-–—*•·▪◦●○]|\(?[0-9]{1,2}[.)]|\(?[a-z]\))\s+")
_LONGEST: Final = 1500


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open (start, end) of each sentence, without the white space around it, in order and not overlapping.

    A line break, a semicolon and 。！？ end one too: an item of a list is a sentence of its own. A full stop after an
    abbreviation or an initial (U.S., Gen., Michael S.) does not, unless what follows starts a sentence for certain.
    A stretch of more than 1,500 code points without an end is cut at white space, so that later steps stay linear.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if boundary.group().startswith(".") and not _ends_sentence(text, boundary.start(), boundary.end()):
            continue
        _add(spans, text, start, boundary.end())
        start = boundary.end()
    _add(spans, text, start, len(text))
    return spans


def sentence_around(sentences: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int]:
    """From the first to the last of these sentences that the span touches; the span itself when it touches none."""
    touched = [(start, end) for start, end in sentences if start < span[1] and span[0] < end]
    return (touched[0][0], touched[-1][1]) if touched else span


def bullet_length(text: str, start: int) -> int:
    """How many code points of list marker (dash, dot, "1.", "(a)") and white space stand at `start`; 0 for none."""
    marker = _BULLET.match(text, start)
    return marker.end() - start if marker else 0


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 13), stop)
    if word is None:
        return True
    last = word.group().lower()
    following = text[after : after + 24].lstrip()
    if last in _TITLES:
        return not following
    if last.isdigit() and len(last) <= 2 and stop - len(last) == _line_start(text, stop):
        return False
    if _INITIALISMS.search(text[max(0, stop - 12) : stop]):
        return _starts_sentence(following, initial="." not in last)
    return not following[:1].islower()


def _line_start(text: str, position: int) -> int:
    begin = text.rfind("\n", max(0, position - 8), position) + 1
    while begin < position and text[begin].isspace():
        begin += 1
    return begin


# Words that begin sentences and hardly ever go on with a name after "U.S." or "D.C.".
_OPENING_WORDS: Final = (
    "the this that these those it its he she they we in on at as for after before both but and however while when "
    "during according two a an his her their there also senior officials"
)
_OPENERS: Final = frozenset(_OPENING_WORDS.split())


def _starts_sentence(following: str, *, initial: bool) -> bool:
    if not following:
        return True
    if initial or not following[0].isupper():
        return False
    return following.split(maxsplit=1)[0].strip(",").lower() in _OPENERS


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))
