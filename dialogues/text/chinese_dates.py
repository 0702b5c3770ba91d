"""Dates as Chinese news text mentions them: 当地时间4日, 11月8日至9日, 二〇一五年十二月一日, 上周三, 去年9月, 同日.

A day without its month is the last such day on or before publication; a month without its year, the last such month.
After words like 将于 both are the next one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from dialogues.text.date_reading import Anchor, Basis, DateMention, day_in_year, nearest_year
from dialogues.text.dates import PartialDate
from dialogues.text.numerals import CHINESE_DIGITS, from_chinese

_YEAR: Final = (
    r"(?:(?P<y>(?:19|20)[0-9]{2}|[一二][〇零○Ｏ一二三四五六七八九0]{3}) ?年|(?P<ry>今年|去年|明年|前年|同年))"
)
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9]|(?:三十|卅)一?|(?:二?十|廿)[一二三四五六七八九]?|[一二三四五六七八九])"
_BARE: Final = "(?:3[01]|[12][0-9]|[1-9]|(?<![月二三])(?:(?:三十|卅)一?|(?:二?十|廿)[一二三四五六七八九]?))"
_TO: Final = r" ?(?:日|号|號)? ?(?:至|到|-|–|—|~|～|、|和|及) ?"
_WEEKDAY: Final = "(?:周|星期|礼拜|週|禮拜)"
CHINESE: Final = re.compile("[年月日号號周星礼禮週昨今明前上下本同当當去]")
PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "zh_days",
            (
                rf"(?:{_YEAR} ?)?(?<![0-9])(?P<n>{_MONTH}) ?月 ?(?P<d>{_DAY}){_TO}"
                rf"(?:(?P<y2>20[0-9]{{2}})年)?(?:(?P<n2>{_MONTH}) ?月 ?)?(?P<d2>{_DAY}) ?[日号號]"
            ),
        ),
        ("zh_days", rf"{_YEAR} ?(?P<n>{_MONTH}) ?月 ?(?P<d>{_DAY}) ?[日号號]"),
        ("zh_days", rf"(?<![0-9一二三四五六七八九十〇])(?P<n>{_MONTH}) ?月 ?(?P<d>{_DAY}) ?[日号號]"),
        ("zh_month", rf"{_YEAR} ?(?P<n>{_MONTH}) ?月(?:份)?(?!球)"),
        ("zh_month", rf"(?<![0-9一二三四五六七八九十个])(?P<n>{_MONTH})月(?:份)?(?! ?[0-9一二三十]|球|饼|经)"),
        (
            "zh_day",
            rf"(?:(?P<rm>本月|上月|下月|上个月|下个月|同月|当月|當月)|(?<![0-9月年.第]))(?P<d>{_BARE})(?:日?(?:至|到|-|–|—|~|～|、|和|及)(?P<d2>{_BARE}))?[日号號](?![本前元])",
        ),
        ("zh_weekday", rf"(?P<rw>上个?|本|这|這|下个?)?{_WEEKDAY}(?P<w>[一二三四五六日天])(?![年岁])"),
        ("zh_week", rf"(?P<rw>上|本|这|這|下)个?{_WEEKDAY}(?![一二三四五六日天年])"),
        (
            "zh_word",
            r"(?P<r>昨天|昨日|昨晚|昨(?=在|于|於|与|與|举|舉|签|簽|抵|会|會|出)|前天|前日|今天|今日|今晚|今晨|明天|明日|本月|上个?月|上個月|下个?月|下個月|去年|前年|今年|明年|同日|同一天|当日|當日|当天|當天)",
        ),
        ("year", r"(?P<y>(?:19|20)[0-9]{2}) ?年(?! ?[0-9一二三四五六七八九十]{1,2} ?月)"),
    )
)
_FUTURE: Final = re.compile(
    r"(?:将|將|拟|擬|定于|定於|订于|訂於|计划|計劃|预计|預計|下一?轮|下一?次|争取|力争)[^。;；!！?？]{0,20}$"
)
_SHIFTS: Final = {
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨": -1,
    "前天": -2,
    "前日": -2,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "今晨": 0,
    "明天": 1,
    "明日": 1,
}
_SAME: Final = frozenset(["同日", "同一天", "当日", "當日", "当天", "當天"])
_NUMERALS: Final = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    **CHINESE_DIGITS,
}


def read_chinese(
    name: str, match: re.Match[str], text: str, anchor: Anchor, before: DateMention | None
) -> DateMention | None:
    """The date of a match of PATTERNS, or None. `before` is the mention before it, which 同日 and 同年 refer to."""
    groups = {key: value for key, value in match.groupdict().items() if value}
    future = bool(_FUTURE.search(text[max(0, match.start() - 30) : match.start()]))
    if name == "zh_days":
        return _days(match, groups, anchor, before, future=future)
    if name == "zh_month":
        return _month(match, groups, anchor, before, future=future)
    if name == "zh_day":
        return _day(match, groups, anchor, before, future=future)
    if name == "zh_weekday":
        return _weekday(match, groups, anchor, future=future)
    if name == "zh_week":
        return _week(match, groups, anchor)
    dateline = (
        before and before.precision_is_day and text[before.end : before.end + 1] in "电電讯訊" and text[before.end :]
    )
    if dateline and before and anchor.published:
        anchor = replace(anchor, day=before.value.earliest)  # 今天 is the day of the dateline
    return _word(match, groups["r"], anchor, before)


def _number(signs: str) -> int:
    """A month or a day: the patterns let nothing else through."""
    return from_chinese(signs) or 0


def _year(groups: dict[str, str], anchor: Anchor, before: DateMention | None) -> int | None:
    if "y" in groups:
        return int("".join(str(_NUMERALS.get(sign, sign)) for sign in groups["y"]))
    if groups.get("ry") == "同年":
        return before.value.earliest.year if before else None
    if "ry" in groups and anchor.day:
        return anchor.day.year + {"今年": 0, "去年": -1, "明年": 1, "前年": -2}[groups["ry"]]
    return None


def _basis(groups: dict[str, str], anchor: Anchor) -> Basis:
    if "y" in groups:
        return "literal"
    return "literal_day_year_from_published" if anchor.published else "derived"


def _days(
    match: re.Match[str], groups: dict[str, str], anchor: Anchor, before: DateMention | None, *, future: bool
) -> DateMention | None:
    month, day = _number(groups["n"]), _number(groups["d"])
    last_month = _number(groups["n2"]) if "n2" in groups else month
    year = _year(groups, anchor, before)
    if year is not None:
        first = day_in_year(year, month, day)
    elif "ry" in groups:
        return None
    else:
        first = nearest_year(month, day, anchor, future=future)
    if first is None:
        return None
    last = day_in_year(first.year + (last_month < month), last_month, _number(groups["d2"])) if "d2" in groups else None
    end = PartialDate.of_day(last) if last and last > first else None
    value = PartialDate.of_day(first)
    return DateMention(match.start(), match.end(), value, _basis(groups, anchor), end, explicit_year="y" in groups)


def _month(
    match: re.Match[str], groups: dict[str, str], anchor: Anchor, before: DateMention | None, *, future: bool
) -> DateMention | None:
    month = _number(groups["n"])
    year = _year(groups, anchor, before)
    if year is None:
        if anchor.day is None or "ry" in groups:
            return None
        year = anchor.day.year
        if future and month < anchor.day.month:
            year += 1
        elif not future and month > anchor.day.month:
            year -= 1
    basis: Basis = "literal" if "y" in groups else "derived"
    value = PartialDate.of_month(year, month)
    return DateMention(match.start(), match.end(), value, basis, explicit_year="y" in groups)


def _day(
    match: re.Match[str], groups: dict[str, str], anchor: Anchor, before: DateMention | None, *, future: bool
) -> DateMention | None:
    wanted = _number(groups["d"])
    first = _day_of_month(match, groups.get("rm"), wanted, anchor, before, future=future)
    if first is None:
        return None
    last = day_in_year(first.year, first.month, _number(groups["d2"])) if "d2" in groups else None
    end = PartialDate.of_day(last) if last and last > first else None
    return DateMention(match.start(), match.end(), PartialDate.of_day(first), "derived", end)


def _day_of_month(
    match: re.Match[str], word: str | None, day: int, anchor: Anchor, before: DateMention | None, *, future: bool
) -> date | None:
    if word in ("同月", "当月", "當月"):
        return day_in_year(before.value.earliest.year, before.value.earliest.month, day) if before else None
    if before and match.start() - before.end < 40 and before.value.precision == "day" and before.basis != "derived":
        same = day_in_year(before.value.earliest.year, before.value.earliest.month, day)
        if word is None and same and same > before.value.earliest and (future or not _is_after(same, anchor)):
            return same
    if anchor.within is not None and anchor.within.precision == "month" and word == "本月":
        return day_in_year(anchor.within.earliest.year, anchor.within.earliest.month, day)
    if anchor.day is None or anchor.within is not None:
        return None
    if word:
        shift = {"本": 0, "上": -1, "下": 1}[word[0]]
        index = anchor.day.year * 12 + anchor.day.month - 1 + shift
        return day_in_year(index // 12, index % 12 + 1, day)
    step = 1 if future else -1
    return next((found for off in range(62) if (found := anchor.day + timedelta(days=step * off)).day == day), None)


def _is_after(day: date, anchor: Anchor) -> bool:
    """Whether a day lies after the publication, of which no word of the future speaks."""
    return anchor.published and anchor.day is not None and day > anchor.day


def _weekday(match: re.Match[str], groups: dict[str, str], anchor: Anchor, *, future: bool) -> DateMention | None:
    if anchor.day is None or anchor.within is not None:
        return None
    weekday = "一二三四五六日".index(groups["w"].replace("天", "日"))
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    week = groups.get("rw", "")[:1]
    if week in ("上", "下"):
        day = monday + timedelta(days=weekday + (7 if week == "下" else -7))
    elif week:
        day = monday + timedelta(days=weekday)
    elif future:
        day = anchor.day + timedelta(days=(weekday - anchor.day.weekday() - 1) % 7 + 1)
    else:
        day = anchor.day - timedelta(days=(anchor.day.weekday() - weekday) % 7)
    basis: Basis = "derived_from_weekday_and_published" if anchor.published else "derived"
    return DateMention(match.start(), match.end(), PartialDate.of_day(day), basis, weekday=weekday)


def _week(match: re.Match[str], groups: dict[str, str], anchor: Anchor) -> DateMention | None:
    if anchor.day is None or anchor.within is not None:
        return None
    shift = {"上": -7, "下": 7}.get(groups["rw"], 0)
    monday = anchor.day - timedelta(days=anchor.day.weekday()) + timedelta(days=shift)
    last = anchor.day if shift == 0 else monday + timedelta(days=6)
    return DateMention(match.start(), match.end(), PartialDate.between(monday, last), "derived")


def _word(match: re.Match[str], word: str, anchor: Anchor, before: DateMention | None) -> DateMention | None:
    if word in _SAME:
        if before is None or before.value.precision != "day":
            return None
        return DateMention(match.start(), match.end(), before.value, before.basis, explicit_year=before.explicit_year)
    if anchor.day is None:
        return None
    if word in _SHIFTS:
        value = anchor.within or PartialDate.of_day(anchor.day + timedelta(days=_SHIFTS[word]))
        if anchor.within and _SHIFTS[word]:
            return None
    elif word.endswith("年"):
        value = PartialDate.of_year(anchor.day.year + {"去年": -1, "前年": -2, "今年": 0, "明年": 1}[word])
    else:
        index = anchor.day.year * 12 + anchor.day.month - 1 + {"本": 0, "上": -1, "下": 1}[word[0]]
        value = PartialDate.of_month(index // 12, index % 12 + 1)
    return DateMention(match.start(), match.end(), value, "derived")
