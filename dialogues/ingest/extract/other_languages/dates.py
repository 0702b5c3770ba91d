"""Dates as these languages write them, resolved from the publication's local date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Document
from dialogues.ingest.extract.other_languages.words import Words
from dialogues.text.date_reading import Basis, DateMention, day_in_year
from dialogues.text.dates import PartialDate
from dialogues.text.overlaps import first_and_longest
from dialogues.text.signs import lowered

_Reader = Callable[[re.Match[str], Words, Document], DateMention | None]
_DAY_ALONE: Final = re.compile(r"(?<![0-9月월] )(?<![0-9月월~-])(?P<d>3[01]|[12][0-9]|[1-9]) ?[日일](?=[^0-9본本間間])")
# "12.9.", "12. 9.(목)": how Korean ministries write a day.
_DOTTED_DAY: Final = re.compile(
    r"(?<![0-9.])(?:(?P<y>(?:19|20)[0-9]{2})\. ?)?(?P<n>1[0-2]|0?[1-9])\. ?(?P<d>3[01]|[12][0-9]|0?[1-9])\.(?![0-9])"
)
_YEARS: Final = range(1900, 2200)
_YEAR: Final = r"(?P<y>(?:19|20)[0-9]{2})"
# An announcement may come a few days before; what is published later than that was a year ago.
_AHEAD: Final = timedelta(days=7)
_WIDE_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def find_dates(plain: str, words: Words, document: Document) -> list[DateMention]:
    """Days, ranges of days, months with a year, and weekdays, in order of place and not overlapping."""
    if document.published_on is not None and document.published_on.year not in _YEARS:
        document = replace(document, published_on=None)  # a mistake, which resolves nothing
    low = lowered(plain).translate(_WIDE_DIGITS)
    found = (
        mention
        for read, pattern in _readers(words)
        for match in pattern.finditer(low)
        if (mention := read(match, words, document)) is not None
    )
    return first_and_longest(found, lambda one: (one.start, one.end))


def _readers(words: Words) -> tuple[tuple[_Reader, re.Pattern[str]], ...]:
    alone = [(_day_alone, _DAY_ALONE), (_day, _DOTTED_DAY)] if words.unspaced else []
    return (
        *alone,
        (_day, _days(words)),
        (_month, _months(words)),
        (_weekday, _weekdays(words)),
        (_relative, words.relative),
    )


@lru_cache(maxsize=16)
def _days(words: Words) -> re.Pattern[str]:
    if words.unspaced:
        year = r"(?:(?:(?P<y>(?:19|20)[0-9]{2})|令和 ?(?P<era>[0-9]{1,2})) ?[年년] ?)?"
        weekday = r"(?: ?(?:\([^)]{1,3}\)|（[^）]{1,3}）))?"
        to = r" ?(?:から|及び|、|-|~|〜|～|부터|과|와|∼) ?"
        last = r"(?:(?P<n2>1[0-2]|0?[1-9]) ?[月월] ?)?(?P<d2>3[01]|[12][0-9]|[1-9]) ?[日일]"
        first = r"(?<![0-9])(?P<n>1[0-2]|0?[1-9]) ?[月월] ?(?P<d>3[01]|[12][0-9]|0?[1-9]) ?[日일]"
        return re.compile(rf"{year}{first}{weekday}(?:{to}{last})?")
    month = "|".join(f"(?:{name})" for name in words.months)
    day = r"(?:3[01]|[12][0-9]|0?[1-9])(?:er|º|°|\.)?"
    to = r" ?(?:-|–|—|et|und|y|e|и|au|bis|al|a|ao|по|do) ?(?:zum |den |le |el )?"
    return re.compile(
        rf"(?<![\w.])(?P<d>{day})(?:(?: de| d')? ?(?P<m1>{month}))?(?:{to}(?P<d2>{day}))? (?:de |d')?"
        rf"(?P<m>{month})(?!\w)\.?(?:,? (?:de |del )?{_YEAR})?"
    )


@lru_cache(maxsize=16)
def _months(words: Words) -> re.Pattern[str]:
    if words.unspaced:
        return re.compile(rf"{_YEAR} ?[年년] ?(?P<n>1[0-2]|0?[1-9]) ?[月월](?! ?[0-9])")
    month = "|".join(f"(?:{name})" for name in words.months)
    return re.compile(rf"(?<!\w)(?P<m>{month}) (?:de |del )?{_YEAR}")


@lru_cache(maxsize=16)
def _weekdays(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<w>{'|'.join(f'(?:{name})' for name in words.weekdays)})(?!\w)")


def _day(match: re.Match[str], words: Words, document: Document) -> DateMention | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    month = int(groups["n"]) if "n" in groups else _number_of(groups["m"], words.months)
    if not words.unspaced and "m1" in groups and "d2" not in groups:
        return None
    first_month = _number_of(groups["m1"], words.months) if "m1" in groups else month
    last_month = int(groups["n2"]) if "n2" in groups else month
    days = [int(re.sub(r"\D", "", groups[name])) for name in ("d", "d2") if name in groups]
    year = int(groups["y"]) if "y" in groups else 2018 + int(groups["era"]) if "era" in groups else None
    first = _calendar_day(year, first_month, days[0], document)
    if first is None:
        return None
    last = day_in_year(first.year + (last_month < first_month), last_month, days[1]) if len(days) > 1 else None
    basis: Basis = "literal" if year else "literal_day_year_from_published"
    end_value = PartialDate.of_day(last) if last and last > first else None
    return DateMention(
        match.start(), match.end(), PartialDate.of_day(first), basis, end_value, explicit_year=year is not None
    )


def _month(match: re.Match[str], words: Words, _document: Document) -> DateMention:
    groups = match.groupdict()
    month = int(groups["n"]) if groups.get("n") else _number_of(groups["m"], words.months)
    return DateMention(
        match.start(), match.end(), PartialDate.of_month(int(match["y"]), month), "literal", explicit_year=True
    )


def _weekday(match: re.Match[str], words: Words, document: Document) -> DateMention | None:
    if document.published_on is None:
        return None
    weekday = _number_of(match["w"], words.weekdays) - 1
    day = document.published_on - timedelta(days=(document.published_on.weekday() - weekday) % 7)
    basis: Basis = "derived_from_weekday_and_published"
    return DateMention(match.start(), match.end(), PartialDate.of_day(day), basis, weekday=weekday)


def _day_alone(match: re.Match[str], _words: Words, document: Document) -> DateMention | None:
    """ "16일": the last day of that number on or before publication."""
    if document.published_on is None:
        return None
    days = (document.published_on - timedelta(days=back) for back in range(31))
    day = next((one for one in days if one.day == int(match["d"])), None)
    return DateMention(match.start(), match.end(), PartialDate.of_day(day), "derived") if day else None


def _relative(match: re.Match[str], words: Words, document: Document) -> DateMention | None:
    """ "today" and "yesterday", counted from the day of publication."""
    if document.published_on is None:
        return None
    day = document.published_on - timedelta(days=match.group() in words.yesterday)
    return DateMention(match.start(), match.end(), PartialDate.of_day(day), "derived", weekday=day.weekday())


def _number_of(name: str, patterns: tuple[str, ...]) -> int:
    return next((number for number, one in enumerate(patterns, start=1) if re.fullmatch(f"(?:{one})", name)), 1)


def _calendar_day(year: int | None, month: int, day: int, document: Document) -> date | None:
    if year is not None:
        return day_in_year(year, month, day)
    within = document.published_within
    published = document.published_on or (within.latest if within is not None else None)
    if published is None or published.year not in _YEARS:
        return None
    years = (published.year + ahead for ahead in (1, 0, -1, -2, -3, -4))
    days = (found for one in years if (found := day_in_year(one, month, day)))
    return next((found for found in days if found <= published + _AHEAD), None)
