"""Dates as Chinese news text mentions them."""

from datetime import date

import pytest

from dialogues.text.date_mentions import find_dates
from dialogues.text.dates import PartialDate

PUBLISHED = date(2017, 10, 5)  # a Thursday


def found(text: str, published_on: date | None = PUBLISHED) -> list[tuple[str, str, str | None]]:
    return [
        (text[one.start : one.end], str(one.value), str(one.end_value) if one.end_value else None)
        for one in find_dates(text, published_on)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("2016年6月14日举行", "2016年6月14日", "2016-06-14"),
        ("二〇一五年十二月一日举行", "二〇一五年十二月一日", "2015-12-01"),
        ("９月１２日举行", "９月１２日", "2017-09-12"),
        ("当地时间4日举行", "4日", "2017-10-04"),
        ("上月25日举行", "上月25日", "2017-09-25"),
        ("本月3日举行", "本月3日", "2017-10-03"),
        ("昨日举行", "昨日", "2017-10-04"),
        ("周二举行", "周二", "2017-10-03"),
        ("星期四举行", "星期四", "2017-10-05"),
        ("上周三举行", "上周三", "2017-09-27"),
        ("下周一举行", "下周一", "2017-10-09"),
        ("将于周二举行", "周二", "2017-10-10"),
        ("11月8日举行", "11月8日", "2016-11-08"),
        ("将于11月8日举行", "11月8日", "2017-11-08"),
        ("去年9月达成", "去年9月", "2016-09"),
        ("今年四月达成", "今年四月", "2017-04"),
        ("2015年达成", "2015", "2015"),
        ("去年达成", "去年", "2016"),
        ("上个月达成", "上个月", "2017-09"),
        ("上周举行", "上周", "[2017-09-25..2017-10-01]"),
    ],
)
def test_a_date_is_resolved_from_publication(text: str, words: str, value: str) -> None:
    assert found(text) == [(words, value, None)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("9月8日至9日", "2017-09-08", "2017-09-09"),
        ("6月19日-20日", "2017-06-19", "2017-06-20"),
        ("6月19—20日", "2017-06-19", "2017-06-20"),
        ("2015年12月31日至1月1日", "2015-12-31", "2016-01-01"),
        ("19日至20日", "2017-09-19", "2017-09-20"),
        ("十五至十六日", "2017-09-15", "2017-09-16"),
    ],
)
def test_a_range_has_a_last_day(text: str, first: str, last: str) -> None:
    assert found(text) == [(text, first, last)]


def test_the_same_day_is_the_day_before_it() -> None:
    assert [value for _, value, _ in found("10月2日举行，同日，双方会面。当天结束。")] == ["2017-10-02"] * 3


@pytest.mark.parametrize("text", ["同日会面", "119日", "日本前外长", "40日元", "十三月五日", "2017年2月30日"])
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["4日举行", "周二举行", "去年达成", "上周举行", "昨天举行"])
def test_nothing_is_counted_from_an_unknown_publication(text: str) -> None:
    assert found(text, None) == []


def test_a_month_of_publication_gives_years_but_no_days() -> None:
    mentions = find_dates("11月8日举行，周二会面，4日结束。", published_within=PartialDate.of_month(2017, 10))
    assert [str(one.value) for one in mentions] == ["2016-11-08"]


def test_a_day_without_a_year_is_the_one_that_is_near() -> None:
    (soon,) = find_dates("对话11月20日登场。", date(2020, 11, 10))
    (long_ago,) = find_dates("对话12月20日登场。", date(2020, 11, 10))
    assert [str(one.value) for one in (soon, long_ago)] == ["2020-11-20", "2019-12-20"]
