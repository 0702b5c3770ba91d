"""By when a thing agreed is to be done: "年底前", "下月内", a date with which the item begins."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.chinese.items import begins_with_verb
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.facts import Span
from dialogues.text.date_reading import DateMention, day_in_year
from dialogues.text.dates import PartialDate

_DEADLINE: Final = re.compile(
    r"(?:在|于|到|至|争取|力争|将于|将在)?(?P<when>年底前|年底之前|年内|今年内|今年底前|明年初|明年|明年上半年|明年下半年|今年下半年|今年年内|本月底前|月底前|[0-9一二三四五六七八九十]{1,3}个?(?:月|天|日|周|年)(?:之?内|以内)|[0-9]{4}年底前|[0-9]{4}年(?:上半年|下半年|底前|内|年底前)|下周|下月|下个月|年底)"
)


def deadline_of(reading: ChineseReading, item: Span) -> tuple[str | None, str | None, tuple[Span, ...]]:
    """The deadline of an item: its words, its value as far as the text gives one, and where it stands."""
    document = reading.document
    published = document.published_on
    earliest = published or (document.published_within.earliest if document.published_within else None)
    for mention in reading.dates_in(item):
        last = mention.end_value or mention.value
        if earliest and last.latest < earliest:
            if mention.explicit_year or (coming := _next_year(last)) is None or coming.latest < earliest:
                continue
            last = coming
        tail = re.match("之?前|底前|底|上半年|下半年|内|初", reading.plain[mention.end : mention.end + 3])
        plan = not _is_of_a_plan(reading, mention, item)
        led = (mention.start == item.start and plan) or re.search(
            "[于在到至]$", reading.plain[item.start : mention.start]
        )
        if not (tail or led or reading.has(item, "next_meeting")) or re.match(
            "年?(?:及|后)", reading.plain[mention.end : mention.end + 2]
        ):
            continue
        span = Span.clamped(mention.start, mention.end + (tail.end() if tail else 0))
        if span.end <= item.end:
            return span.of(reading.text), str(last), (span,)
    match = _DEADLINE.search(reading.plain, item.start, item.end)
    if match is None:
        return None, None, ()
    span = Span(*match.span("when"))
    words = match["when"]
    value = None
    if year := re.match("[0-9]{4}", words):
        value = year.group()
    elif published and re.match("年底|年内|今年", words):
        value = str(published.year)
    elif published and words.startswith("明年"):
        value = str(published.year + 1)
    return span.of(reading.text), value, (span,)


def _next_year(date: PartialDate) -> PartialDate | None:
    """The same month or day a year later: what is agreed lies ahead."""
    first = date.earliest
    if date.precision == "month":
        return PartialDate.of_month(first.year + 1, first.month)
    day = day_in_year(first.year + 1, first.month, first.day) if date.precision == "day" else None
    return PartialDate.of_day(day) if day else None


def _is_of_a_plan(reading: ChineseReading, mention: DateMention, item: Span) -> bool:
    """2017年两国合作计划: a year that names a paper, not by when something is to be done."""
    rest = Span.clamped(mention.end, item.end)
    return mention.value.precision == "year" and not begins_with_verb(reading, rest)
