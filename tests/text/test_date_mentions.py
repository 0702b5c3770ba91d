"""Dates that a text mentions, resolved from the publisher's local date."""

from datetime import date

import pytest

from dialogues.text.date_mentions import DateMention, date_as_typed, find_dates
from dialogues.text.dates import PartialDate

THURSDAY = date(2016, 10, 6)


def only(text: str, published_on: date | None = THURSDAY) -> DateMention:
    (mention,) = find_dates(text, published_on)
    return mention


@pytest.mark.parametrize(
    ("text", "value", "basis"),
    [
        ("held on 1 December 2015 in", "2015-12-01", "literal"),
        ("held on December 1, 2015, in", "2015-12-01", "literal"),
        ("held on Dec. 1, 2015 in", "2015-12-01", "literal"),
        ("held on the 1st of December 2015", "2015-12-01", "literal"),
        ("Updated 2015-12-01.", "2015-12-01", "literal"),
        ("on Tuesday, December 1, 2015", "2015-12-01", "literal"),
        ("held on December 1", "2015-12-01", "literal_day_year_from_published"),
        ("in December 2015", "2015-12", "literal"),
        ("in 2015", "2015", "literal"),
        ("in September", "2016-09", "derived"),
        ("in November", "2015-11", "derived"),
        ("last month", "2016-09", "derived"),
        ("this week", "[2016-10-03..2016-10-06]", "derived"),
        ("last week", "[2016-09-26..2016-10-02]", "derived"),
        ("Tuesday", "2016-10-04", "derived_from_weekday_and_published"),
        ("on Thursday", "2016-10-06", "derived_from_weekday_and_published"),
        ("last Thursday", "2016-09-29", "derived_from_weekday_and_published"),
        ("on Friday", "2016-09-30", "derived_from_weekday_and_published"),
        ("they will meet on Friday", "2016-10-07", "derived_from_weekday_and_published"),
        ("they will meet in March", "2017-03", "derived"),
        ("2017年10月5日", "2017-10-05", "literal"),
        ("当地时间4日", "2016-10-04", "derived"),
    ],
)
def test_it_resolves(text: str, value: str, basis: str) -> None:
    mention = only(text)
    assert (str(mention.value), mention.basis) == (value, basis)


def test_two_days_joined_by_a_dash_are_a_range_and_no_year() -> None:
    mention = only("held on September 19-20 in")
    assert (str(mention.value), str(mention.end_value)) == ("2016-09-19", "2016-09-20")


@pytest.mark.parametrize(
    "text", ["Dec 1-2, 2015", "1-2 December 2015", "1 to 2 December 2015", "December 1 and 2, 2015"]
)
def test_a_range_of_days_is_read_in_every_usual_order(text: str) -> None:
    mention = only(text)
    assert (str(mention.value), str(mention.end_value)) == ("2015-12-01", "2015-12-02")


def test_a_range_across_new_year_begins_in_the_year_before() -> None:
    mention = only("December 31-January 1, 2017")
    assert (str(mention.value), str(mention.end_value)) == ("2016-12-31", "2017-01-01")


def test_offsets_are_those_of_the_words() -> None:
    text = "Monday\u2019s dialogue"
    mention = only(text)
    assert text[mention.start : mention.end] == "Monday"


def test_a_caption_whose_weekday_fits_settles_the_weekday() -> None:
    text = "Photo taken December 1, 2015. The talks, held on Tuesday, ended. Monday's talks were short."
    values = {text[found.start : found.end]: str(found.value) for found in find_dates(text)}
    assert values == {"December 1, 2015": "2015-12-01", "Tuesday": "2015-12-01", "Monday": "2015-11-30"}


def test_a_dateline_beats_the_day_of_publication() -> None:
    mentions = find_dates("Geneva, September 27, 2016. The talks began on Tuesday.", THURSDAY)
    assert [str(found.value) for found in mentions] == ["2016-09-27", "2016-09-27"]


def test_nothing_is_resolved_without_a_day_to_count_from() -> None:
    assert find_dates("held on Tuesday, again in June and on July 8") == []


def test_a_month_of_publication_gives_years_but_no_weekdays() -> None:
    text = "On July 8 they talked. On Tuesday a summary followed. Officials met this week."
    found = find_dates(text, None, PartialDate.parse("2013-09"))
    assert [str(mention.value) for mention in found] == ["2013-07-08", "2013-09"]


@pytest.mark.parametrize(
    "text", ["119日", "30 February 2015", "may", "march on", "Article 2015/12/45", "10:30", "1920s"]
)
def test_it_leaves_out_what_is_no_date(text: str) -> None:
    assert find_dates(text, THURSDAY) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2015-12-01", "2015-12-01"),
        (" 2015 ", "2015"),
        ("[2016-09-19,2016-09-20]", "[2016-09-19,2016-09-20]"),
        ("1 December 2015", "2015-12-01"),
        ("Dec. 1,  2015", "2015-12-01"),
        ("December 2015", "2015-12"),
        ("2015-12-1", "2015-12-01"),
        ("2015年12月1日", "2015-12-01"),
    ],
)
def test_a_date_that_a_person_types_is_understood(typed: str, meant: str) -> None:
    assert str(date_as_typed(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "1 December", "in 2015", "1/12/2015", "31 November 2015", "September 19-20, 2016", "Tuesday"],
)
def test_what_could_mean_several_dates_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match="must be YYYY-MM-DD"):
        date_as_typed(typed)


def test_a_typed_day_that_the_calendar_lacks_is_named() -> None:
    with pytest.raises(ValueError, match="the calendar has no day 2015-02-30"):
        date_as_typed("2015-02-30")
