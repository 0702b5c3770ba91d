"""The passages of an account, each with the marks by which it is known again in another account.

Marks do not depend on the language where the matter does not: terms of the field, numbers, dates and the names that the
record knows in several scripts. The words themselves are marks, too, for two accounts in one language.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Final

from dialogues.text.date_mentions import find_dates
from dialogues.text.sentences import sentence_spans
from dialogues.text.signs import has_chinese
from dialogues.text.similarity import content_words
from dialogues.text.terms import automaton_of, find_terms, longest_hits, simplified

_CLAUSE_END: Final = re.compile(r"[；;]")
# A passage shorter than this is joined to no other, and says too little to be aligned.
FEWEST_SIGNS: Final = 4
# An account of a meeting has fewer; reading one takes most of a millisecond.
MOST_PASSAGES: Final = 150
_HALVES: Final = (
    re.compile(r"\b(?P<half>first|second) half of (?P<year>20\d\d)\b", re.IGNORECASE),
    re.compile(r"(?P<year>20\d\d)年(?P<half>上|下)半年"),
)
_DIGITS: Final = re.compile(r"(?<![\d.,:/-])\d{1,6}(?![\d:/-])")
_WORDED: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
    if number > 1  # "one" is an article as often as a number
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_ENGLISH: Final = re.compile(rf"\b(?:{'|'.join(sorted(_WORDED, key=len, reverse=True))})\b", re.IGNORECASE)
_SIGNS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
# A Chinese number counts with its classifier only: 一 and 两 are in many words.
_CHINESE: Final = re.compile(
    r"(?P<number>[一二三四五六七八九十两]{1,3})(?=名|位|个月|个|项|天|日|家|次|轮|种|类|起|人)"
)
# "Both sides" and "the two countries" are no number.
_BOTH: Final = re.compile(
    r"\b(?:the )?two (?:sides|countries|parties|governments|presidents|heads|ministers)\b|两个?国", re.IGNORECASE
)


Mark = tuple[str, str]


@dataclass(frozen=True)
class Passage:
    """A sentence or clause at its half-open offsets. `kind` is the kind of outcome it tells, where one is known.

    Each sort of mark counts once: `words` are the content words of a text with spaces between words, without dates.
    """

    text: str
    start: int
    end: int
    kind: str = ""
    terms: frozenset[str] = frozenset()
    general_terms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """All marks, each with its sort: term, general, name, date, number, word."""
        known = {word for term in self.terms | self.general_terms for word in term.lower().split()}
        sorts: dict[str, Iterable[str]] = {
            "term": self.terms,
            "general": self.general_terms,
            "name": self.names,
            "date": self.dates,
            "number": map(str, self.numbers),
            "word": (word for word in self.words if word not in known and not word.isdigit()),
        }
        return frozenset((sort, mark) for sort, marks in sorts.items() for mark in marks)

    def marks_beside(self, other: "Passage") -> frozenset[Mark]:
        """The marks that can be compared with another passage: words only where both have any."""
        return self.marks if other.words else frozenset(mark for mark in self.marks if mark[0] != "word")


class KnownNames:
    """Names by which a text speaks of records: for each key the name, native name and aliases of one."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._automaton: Any = automaton_of(
            (simplified(name), key) for key, spellings in names.items() for name in spellings if len(name) > 1
        )

    def find(self, text: str) -> frozenset[str]:
        """The keys of the records that the text names."""
        return frozenset(key for key, _, _ in longest_hits(simplified(text), self._automaton))


NO_NAMES: Final = KnownNames({})


def passages_of(
    text: str,
    *,
    names: KnownNames = NO_NAMES,
    published_on: date | None = None,
    most: int = MOST_PASSAGES,
) -> list[Passage]:
    """The first passages of a text in their order: its sentences, cut at semicolons.

    Years that the text leaves out are counted from the day of publication.
    """
    long_enough = (clause for clause in _clauses(text) if clause[1] - clause[0] >= FEWEST_SIGNS)
    return [
        passage(text[start:end], start=start, names=names, published_on=published_on)
        for start, end in islice(long_enough, most)
    ]


def passage(
    words: str, *, start: int = 0, kind: str = "", names: KnownNames = NO_NAMES, published_on: date | None = None
) -> Passage:
    """One passage with its marks, for a text that stands at `start` of a longer one."""
    mentions = find_dates(words, published_on)
    dates = {str(one.value)[:7] for one in mentions if one.value.precision in {"day", "month"}}
    dates |= {str(one.value) for one in mentions if one.value.precision == "year"}
    without = _without(words, [(one.start, one.end) for one in mentions])
    terms = find_terms(words)
    return Passage(
        text=words,
        start=start,
        end=start + len(words),
        kind=kind,
        terms=frozenset(one.concept for one in terms if not one.general),
        general_terms=frozenset(one.concept for one in terms if one.general),
        names=names.find(words),
        dates=frozenset(dates) | _halves(words),
        numbers=_numbers(without),
        words=frozenset() if has_chinese(words) else frozenset(content_words(without)),
    )


def _clauses(text: str) -> list[tuple[int, int]]:
    clauses = []
    for start, end in sentence_spans(text):
        begin = start
        for stop in _CLAUSE_END.finditer(text, start, end):
            clauses.append((begin, stop.end()))
            begin = stop.end()
        clauses.append((begin, end))
    return [_stripped(text, *clause) for clause in clauses]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _halves(text: str) -> frozenset[str]:
    return frozenset(
        f"{found['year']}-{'H1' if found['half'].lower() in {'first', '上'} else 'H2'}"
        for pattern in _HALVES
        for found in pattern.finditer(text)
    )


def _numbers(text: str) -> frozenset[int]:
    text = _BOTH.sub(" ", text)
    digits = {int(found.group()) for found in _DIGITS.finditer(text)}
    words = {_WORDED[found.group().lower()] for found in _ENGLISH.finditer(text)}
    signs = {_chinese_number(found["number"]) for found in _CHINESE.finditer(text)}
    # One of something tells nothing apart.
    return frozenset((digits | words | signs) - {0, 1})


def _chinese_number(signs: str) -> int:
    tens, ten, ones = signs.partition("十")
    if not ten:
        return _SIGNS.get(signs[-1], 0)
    return 10 * _SIGNS.get(tens[-1:], 1) + _SIGNS.get(ones[:1], 0)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
