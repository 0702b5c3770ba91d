"""Partial dates: reading, writing, comparing, showing."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.dates import PARTIAL_DATE_PATTERN, PartialDate

WRITTEN = [
    ("2015-12-01", date(2015, 12, 1), date(2015, 12, 1), "day", "1 December 2015"),
    ("2015-12", date(2015, 12, 1), date(2015, 12, 31), "month", "December 2015"),
    ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month", "February 2016"),
    ("2015", date(2015, 1, 1), date(2015, 12, 31), "year", "2015"),
    ("[2016-09-19,2016-09-20]", date(2016, 9, 19), date(2016, 9, 20), "one_of", "19 or 20 September 2016"),
    ("[2016-09-05..2016-09-11]", date(2016, 9, 5), date(2016, 9, 11), "one_of", "between 5 and 11 September 2016"),
    (
        "[2016-12-31,2017-01-01]",
        date(2016, 12, 31),
        date(2017, 1, 1),
        "one_of",
        "31 December 2016 or 1 January 2017",
    ),
    (
        "[2016-09-30..2016-10-02]",
        date(2016, 9, 30),
        date(2016, 10, 2),
        "one_of",
        "between 30 September and 2 October 2016",
    ),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "shown"), WRITTEN)
def test_it_reads_and_shows_each_form(text: str, earliest: date, latest: date, precision: str, shown: str) -> None:
    parsed = PartialDate.parse(text)
    assert (parsed.earliest, parsed.latest, parsed.precision) == (earliest, latest, precision)
    assert str(parsed) == text
    assert parsed.display() == shown
    assert re.fullmatch(PARTIAL_DATE_PATTERN, text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1 December 2015", "must be YYYY-MM-DD"),
        ("2015-13", "must be YYYY-MM-DD"),
        ("2015-12-01 ", "must be YYYY-MM-DD"),
        ("2015-12-01\n", "must be YYYY-MM-DD"),
        ("", "must be YYYY-MM-DD"),
        ("0999", "must be YYYY-MM-DD"),
        ("[2016-09-19]", "must be YYYY-MM-DD"),
        ("2015-02-30", "the calendar has no day 2015-02-30"),
        ("[2016-09-20,2016-09-19]", "different and in order"),
        ("[2016-09-20,2016-09-20]", "different and in order"),
        ("[2016-09-20..2016-09-19]", "first day of the range must be before the last"),
    ],
)
def test_it_refuses_what_is_no_date_and_names_the_rule(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        PartialDate.parse(text)


def test_it_refuses_a_day_that_ends_later_than_it_begins() -> None:
    with pytest.raises(ValueError, match="not the extent of one day"):
        PartialDate(date(2015, 12, 1), date(2015, 12, 2), "day")


def test_it_refuses_a_reversed_extent() -> None:
    with pytest.raises(ValueError, match="must not be after the last"):
        PartialDate(date(2015, 12, 2), date(2015, 12, 1), "one_of")


def test_it_refuses_a_month_that_no_year_has() -> None:
    with pytest.raises(ValueError, match="month must be between 1 and 12"):
        PartialDate.of_month(2015, 0)


def test_it_refuses_alternatives_without_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        PartialDate.one_of([])


def test_one_alternative_alone_is_that_day() -> None:
    assert PartialDate.one_of([date(2015, 12, 1)]) == PartialDate.parse("2015-12-01")


def test_a_month_overlaps_a_day_within_it_and_none_outside() -> None:
    december = PartialDate.parse("2015-12")
    assert december.overlaps(date(2015, 12, 31), date(2016, 1, 5))
    assert not december.overlaps(date(2016, 1, 1), date(2016, 1, 5))


def test_alternatives_do_not_overlap_the_days_between_them() -> None:
    alternatives = PartialDate.parse("[2016-09-05,2016-09-20]")
    assert not alternatives.overlaps(date(2016, 9, 6), date(2016, 9, 19))
    assert alternatives.overlaps(date(2016, 9, 20), date(2016, 9, 20))


def test_overlaps_refuses_reversed_limits() -> None:
    with pytest.raises(ValueError, match="must not be after the last"):
        PartialDate.parse("2015").overlaps(date(2015, 2, 1), date(2015, 1, 1))


def test_dates_are_ordered_by_first_and_then_by_last_day() -> None:
    texts = ["2016", "2015-12", "2015", "2015-12-01", "2015-01", "[2015-01-01..2015-01-31]"]
    ordered = [str(found) for found in sorted(map(PartialDate.parse, texts))]
    assert ordered == ["2015-01", "[2015-01-01..2015-01-31]", "2015", "2015-12-01", "2015-12", "2016"]


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=4))
def test_what_is_written_is_read_back_the_same(days: list[date]) -> None:
    for written in (PartialDate.one_of(days), PartialDate.between(min(days), max(days))):
        assert PartialDate.parse(str(written)) == written
        assert hash(PartialDate.parse(str(written))) == hash(written)


@given(st.text(max_size=40))
def test_any_other_text_is_refused_with_a_value_error(text: str) -> None:
    if not re.fullmatch(PARTIAL_DATE_PATTERN, text):
        with pytest.raises(ValueError, match="date:"):
            PartialDate.parse(text)
