"""Dates as English and Chinese news text mentions them, resolved from the publication's local date.

Own rules, because general parsers read "September 19-20" as the year 1920 and "Thursday", published on a Thursday, as
a week earlier. Weekdays and months mean the last one on or before publication, or the next one after words like "will".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from dialogues.text.chinese_dates import CHINESE, read_chinese
from dialogues.text.chinese_dates import PATTERNS as CHINESE_PATTERNS
from dialogues.text.date_reading import Anchor as _Anchor
from dialogues.text.date_reading import Basis, DateMention
from dialogues.text.date_reading import day_in_year as _day_in_year
from dialogues.text.date_reading import nearest_year as _nearest_year
from dialogues.text.dates import MONTH_NAMES, PartialDate

__all__ = ["Basis", "DateMention", "date_as_typed", "find_dates", "mentions_within"]

_MONTH: Final = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
# Odd spaces and quotes, and the digits of full width, one code point for one.
_STRAIGHT: Final = {
    0xA0: " ",
    0x2019: "'",
    0x2009: " ",
    0x202F: " ",
    **{0xFF10 + digit: str(digit) for digit in range(10)},
}
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_MONTH_LEADS: Final = (
    r"(?:(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Oo]f|[Ff]rom|[Ee]arly|[Ll]ate|[Ll]ast|[Tt]his"
    r"|[Nn]ext|[Mm]id|[Tt]heir|[Ii]ts|[Tt]he)\b|'s)"
)
_TO: Final = r" ?(?:-|–|—|to|and|&|through|until) ?"
# Dates of publication outside these years are mistakes and resolve nothing.
_YEARS: Final = range(1900, 2200)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY: Final = rf"(?:{'|'.join(_WEEKDAYS)}|Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)"
_AFTERWARDS: Final = re.compile(
    r"\b(?:will|would|to be|is to|are to|shall|scheduled|next|upcoming|ahead of|planned|due)\b"
    r"|\b(?:by|until) (?:(?:the|end|beginning|early|late|mid|middle|of|about|around|on|latest|[A-Z]\w+day) ){0,3}$"
)


_Reader = Callable[[re.Match[str], str, _Anchor], DateMention | None]

_FULL: Final = rf"(?:(?P<w>{_WEEKDAY})\.?,? )?"
_TAIL: Final = rf"(?:,? (?:of )?(?P<y>{_YEAR})\b)?"
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("days", rf"\b(?P<y>{_YEAR})[-/.](?P<n>0?[1-9]|1[0-2])[-/.](?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9])"),
        ("days", rf"\b{_FULL}(?P<m>{_MONTH}) (?P<d>{_DAY}){_TO}(?P<m2>{_MONTH}) (?P<d2>{_DAY})\b{_TAIL}"),
        ("days", rf"\b{_FULL}(?P<d>{_DAY}) (?P<m>{_MONTH}){_TO}(?P<d2>{_DAY}) (?P<m2>{_MONTH}){_TAIL}"),
        ("days", rf"\b{_FULL}(?P<m>{_MONTH}) (?P<d>{_DAY}){_TO}(?P<d2>{_DAY})\b(?![:0-9]){_TAIL}"),
        ("days", rf"\b{_FULL}(?P<d>{_DAY}){_TO}(?P<d2>{_DAY}) (?:of )?(?P<m>{_MONTH}){_TAIL}"),
        ("days", rf"\b{_FULL}(?P<m>{_MONTH}) (?P<d>{_DAY})\b(?![:0-9]){_TAIL}"),
        ("days", rf"\b{_FULL}(?:the )?(?P<d>{_DAY}) (?:of )?(?P<m>{_MONTH}){_TAIL}"),
        ("month", rf"\b(?P<m>{_MONTH}),? (?:of )?(?P<y>{_YEAR})\b"),
        (
            "month",
            rf"\b{_MONTH_LEADS} ?-?(?P<m>{_MONTH})(?! [0-9])",
        ),
        ("weekday", rf"\b(?P<last>last )?(?P<w>{'|'.join(_WEEKDAYS)}|Tues|Thurs)\b"),
        ("relative", r"\b(?P<r>[Tt]his week|[Ll]ast week|[Tt]his month|[Ll]ast month|[Ll]ast year|[Tt]his year)\b"),
        ("relative", r"\b(?P<r>[Yy]esterday|[Tt]oday)\b(?!'s)"),
        ("year", rf"\b(?:[Ii]n|[Ss]ince|[Tt]he|[Oo]f|[Ee]arly|[Ll]ate|[Mm]id)[ -](?P<y>{_YEAR})\b(?![-/年])"),
    )
)


def find_dates(
    text: str, published_on: date | None = None, published_within: PartialDate | None = None
) -> list[DateMention]:
    """Date mentions in order of place, not overlapping; what cannot be resolved is left out.

    `published_within` (a month, a year) serves when the day of publication is unknown: years are counted from its end,
    "this week" and "today" mean the whole of it, and weekdays are not resolved from it.

    Without a publication date, years and weekdays are counted from the first day that the text gives in full. A weekday
    that fits such a day (of a caption or dateline) within ten days before publication means that day.
    """
    published_on = published_on if published_on and published_on.year in _YEARS else None
    published_within = published_within if published_within and published_within.latest.year in _YEARS else None
    straight = text.translate(_STRAIGHT)
    matches = _longest_matches(straight)
    full_days = _full_days(matches, straight)
    anchor = _Anchor(published_on, published=True)
    if published_on is None and published_within is not None:
        anchor = _Anchor(published_within.latest, published=True, within=published_within)
    elif published_on is None:
        anchor = _Anchor(full_days[0] if full_days else None, published=False)
    mentions: list[DateMention] = []
    for name, match in matches:
        mention = _read(name, match, straight, anchor, mentions)
        if mention is not None:
            mentions.append(mention)
    stated = [found.value.earliest for found in mentions if found.value.precision == "day" and found.weekday is None]
    return [_corroborated(mention, full_days + stated, published_on) for mention in mentions]


def _read(name: str, match: re.Match[str], text: str, anchor: _Anchor, before: list[DateMention]) -> DateMention | None:
    if name.startswith("zh_"):
        return read_chinese(name, match, text, anchor, before[-1] if before else None)
    return _READERS[name](match, text, anchor)


def date_as_typed(text: str) -> PartialDate:
    """A date that a person types: its canonical form, or one day or month in words with its year ("1 Dec 2015").

    Raises ValueError that says how to write it, or which day the calendar lacks.
    """
    typed = " ".join(text.split())
    for mention in find_dates(typed):
        whole = (mention.start, mention.end) == (0, len(typed)) and mention.end_value is None
        if whole and mention.basis == "literal":
            return mention.value
    return PartialDate.parse(typed)


def _longest_matches(text: str) -> list[tuple[str, re.Match[str]]]:
    found = [
        (match.start(), -match.end(), order, name, match)
        for order, (name, pattern) in enumerate((*_PATTERNS, *(CHINESE_PATTERNS if CHINESE.search(text) else ())))
        for match in pattern.finditer(text)
    ]
    chosen: list[tuple[str, re.Match[str]]] = []
    end = 0
    for start, _, _, name, match in sorted(found, key=lambda item: item[:3]):
        if start >= end:
            chosen.append((name, match))
            end = match.end()
    return chosen


def _full_days(matches: list[tuple[str, re.Match[str]]], text: str) -> list[date]:
    nothing = _Anchor(None, published=False)
    mentions = [_read(name, match, text, nothing, []) for name, match in matches if name in ("days", "zh_days")]
    return [mention.value.earliest for mention in mentions if mention is not None and mention.explicit_year]


def _corroborated(mention: DateMention, days: list[date], published_on: date | None) -> DateMention:
    if mention.weekday is None:
        return mention
    reach = timedelta(days=10)
    fitting = [
        day
        for day in days
        if day.weekday() == mention.weekday
        and (timedelta(0) <= published_on - day <= reach if published_on else True)
        and abs(day - mention.value.earliest) <= reach
    ]
    return replace(mention, value=PartialDate.of_day(fitting[0]), basis="literal") if fitting else mention


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _month_number(groups: dict[str, str], suffix: str = "") -> int:
    if name := groups.get(f"m{suffix}"):
        return [month[:3] for month in MONTH_NAMES].index(name[:3]) + 1
    return int(groups["n"]) if "n" in groups else 0


def _number(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _future(text: str, start: int) -> bool:
    """Whether words just before, in the same sentence, speak of what is still to come."""
    before = text[max(0, start - 60) : start]
    return bool(_AFTERWARDS.search(re.split(r"[.;。；!?]\s|,", before)[-1]))


def _read_days(match: re.Match[str], text: str, anchor: _Anchor) -> DateMention | None:
    groups = _groups(match)
    month, first_day = _month_number(groups), _number(groups["d"])
    last_month = _month_number(groups, "2") if "m2" in groups else month
    last_day = _number(groups["d2"]) if "d2" in groups else None
    if "y" in groups:
        year = int(groups["y"])
        first = _day_in_year(year - 1 if last_month < month else year, month, first_day)
    else:
        first = _nearest_year(month, first_day, anchor, future=_future(text, match.start()))
    if first is None:
        return None
    basis: Basis = "literal"
    if "y" not in groups:
        basis = "literal_day_year_from_published" if anchor.published else "derived"
    last = _day_in_year(first.year + (last_month < month), last_month, last_day) if last_day else None
    end_value = PartialDate.of_day(last) if last and last > first else None
    value = PartialDate.of_day(first)
    return DateMention(match.start(), match.end(), value, basis, end_value, explicit_year="y" in groups)


def _read_month(match: re.Match[str], text: str, anchor: _Anchor) -> DateMention | None:
    groups = _groups(match)
    month = _month_number(groups)
    start = match.start("m") if "m" in groups else match.start()
    if "y" in groups:
        value = PartialDate.of_month(int(groups["y"]), month)
        return DateMention(start, match.end(), value, "literal", explicit_year=True)
    if anchor.day is None:
        return None
    future = _future(text, start)
    year = anchor.day.year
    if future and month < anchor.day.month:
        year += 1
    elif not future and month > anchor.day.month:
        year -= 1
    return DateMention(start, match.end("m"), PartialDate.of_month(year, month), "derived")


def _read_weekday(match: re.Match[str], text: str, anchor: _Anchor) -> DateMention | None:
    if anchor.day is None:
        return None
    weekday = [name[:3] for name in _WEEKDAYS].index(match["w"][:3])
    if anchor.within is not None:
        return None
    if _future(text, match.start()) and not match["last"]:
        day = anchor.day + timedelta(days=(weekday - anchor.day.weekday() - 1) % 7 + 1)
    else:
        back = (anchor.day.weekday() - weekday) % 7
        day = anchor.day - timedelta(days=7 if match["last"] and back == 0 else back)
    basis: Basis = "derived_from_weekday_and_published" if anchor.published else "derived"
    return DateMention(match.start("w"), match.end(), PartialDate.of_day(day), basis, weekday=weekday)


def _read_relative(match: re.Match[str], _text: str, anchor: _Anchor) -> DateMention | None:
    if anchor.day is None:
        return None
    phrase = match["r"].lower()
    if anchor.within is not None:
        whole = anchor.within if phrase in ("this week", "this month", "today", "this year") else None
        return DateMention(match.start(), match.end(), whole, "derived") if whole else None
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    last_month = anchor.day.replace(day=1) - timedelta(days=1)
    value = {
        "this week": PartialDate.between(monday, anchor.day),
        "last week": PartialDate.between(monday - timedelta(days=7), monday - timedelta(days=1)),
        "this month": PartialDate.of_month(anchor.day.year, anchor.day.month),
        "last month": PartialDate.of_month(last_month.year, last_month.month),
        "this year": PartialDate.of_year(anchor.day.year),
        "last year": PartialDate.of_year(anchor.day.year - 1),
        "yesterday": PartialDate.of_day(anchor.day - timedelta(days=1)),
    }.get(phrase, PartialDate.of_day(anchor.day))
    return DateMention(match.start(), match.end(), value, "derived")


def _read_year(match: re.Match[str], _text: str, _anchor: _Anchor) -> DateMention | None:
    return DateMention(
        match.start("y"), match.end("y"), PartialDate.of_year(int(match["y"])), "literal", explicit_year=True
    )


_READERS: Final[dict[str, _Reader]] = {
    "days": _read_days,
    "month": _read_month,
    "weekday": _read_weekday,
    "relative": _read_relative,
    "year": _read_year,
}


def mentions_within(mentions: list[DateMention], start: int, end: int) -> Iterator[DateMention]:
    """The mentions that lie wholly within the offsets `start` to `end`."""
    return (mention for mention in mentions if start <= mention.start and mention.end <= end)
