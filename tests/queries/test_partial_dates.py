"""Dates of which only a part is known, as the filters and the orderings see them."""

import pytest
from django.http import QueryDict
from django.test import Client

from dialogues.models import Dialogue
from dialogues.queries.filters import DialogueFilter, published_dialogues
from tests import factories

pytestmark = pytest.mark.django_db

DAY, MONTH, YEAR = "2016-09-19", "2016-09", "2016"
ONE_OF, RANGE = "[2016-09-19,2016-09-21]", "[2016-08-29..2016-09-04]"


def selected(query: str) -> list[str]:
    filters = DialogueFilter(QueryDict(query), queryset=published_dialogues())
    assert filters.is_valid(), filters.errors
    return [str(dialogue.start_date) for dialogue in filters.qs]


@pytest.mark.parametrize(
    ("start", "first", "last", "matches"),
    [
        (DAY, "2016-09-19", "2016-09-19", True),
        (DAY, "2016-09-20", "2016-09-30", False),
        (DAY, "2016-09", "2016-09", True),
        (DAY, "2016", "2016", True),
        (DAY, "2015", "2015-12", False),
        (MONTH, "2016-09-30", "2016-10-15", True),
        (MONTH, "2016-08-15", "2016-09-01", True),
        (MONTH, "2016-09-10", "2016-09-12", True),
        (MONTH, "2016-10", "2016-10", False),
        (MONTH, "2016-08-01", "2016-08-31", False),
        (YEAR, "2016-12-31", "2017-06-01", True),
        (YEAR, "2015-12-31", "2016-01-01", True),
        (YEAR, "2016-06-15", "2016-06-15", True),
        (YEAR, "2017-01-01", "2017-01-01", False),
        (ONE_OF, "2016-09-19", "2016-09-19", True),
        (ONE_OF, "2016-09-21", "2016-09-30", True),
        (ONE_OF, "2016-09-22", "2016-09-30", False),
        (ONE_OF, "2016-09-01", "2016-09-18", False),
        (RANGE, "2016-09-04", "2016-09-10", True),
        (RANGE, "2016-09-05", "2016-09-10", False),
        (RANGE, "2016-08", "2016-08", True),
        (RANGE, "2016-09-01", "2016-09-01", True),
    ],
)
def test_a_date_is_found_when_it_can_lie_within_the_days_asked_for(
    start: str, first: str, last: str, matches: bool
) -> None:
    factories.dialogue(start_date=start, end_date=None)
    assert selected(f"from={first}&to={last}") == ([start] if matches else [])


def test_the_day_between_two_alternatives_counts_too_since_only_their_bounds_are_kept_beside_them() -> None:
    dialogue = Dialogue.objects.get(pk=factories.dialogue(start_date=ONE_OF, end_date=None).pk)
    day = dialogue.start_date.earliest.replace(day=20)
    assert not dialogue.start_date.overlaps(day, day)
    assert selected("from=2016-09-20&to=2016-09-20") == [ONE_OF]


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "matches"),
    [
        ("2016-08-30", "2016-09", "2016-09-30", "2016-09-30", True),
        ("2016-08-30", "2016-09", "2016-10-01", "2016-10-02", False),
        ("2016-08", "2016-09-02", "2016-09-02", "2016-09-05", True),
        ("2016-08", "2016-09-02", "2016-07-01", "2016-07-31", False),
        ("2015", "2016", "2016-12-31", "2016-12-31", True),
    ],
)
def test_a_meeting_of_several_days_is_found_by_each_of_them(
    start: str, end: str, first: str, last: str, matches: bool
) -> None:
    factories.dialogue(start_date=start, end_date=end)
    assert selected(f"from={first}&to={last}") == ([start] if matches else [])


IN_ORDER = ["2015-12-31", "2016", "2016-01-01", "2016-08-15", RANGE, "2016-09", "2016-09-02", ONE_OF, "2017-01"]


def test_dates_are_in_the_order_of_their_first_possible_day() -> None:
    for start in reversed(IN_ORDER):
        factories.dialogue(f"On {start}", start_date=start, end_date=None)
    # Of two that can begin on the same day, the one that was entered last counts as the newer.
    newest_first = [str(dialogue.start_date) for dialogue in Dialogue.objects.newest_first()]
    firsts = [Dialogue.objects.get(start_date=start).start_date.earliest for start in newest_first]
    assert firsts == sorted(firsts, reverse=True)
    assert newest_first.index("2016") < newest_first.index("2015-12-31")
    assert newest_first.index("2016-09-02") < newest_first.index("2016-09") < newest_first.index(RANGE)


@pytest.mark.parametrize("ordering", ["start_date", "-start_date"])
def test_the_api_gives_them_in_the_same_order(client: Client, ordering: str) -> None:
    for start in IN_ORDER:
        factories.dialogue(f"On {start}", start_date=start, end_date=None)
    rows = client.get(f"/api/v1/dialogues/?ordering={ordering}").json()["results"]
    told = [row["start_date"] for row in rows]
    newest_first = [str(dialogue.start_date) for dialogue in Dialogue.objects.newest_first()]
    assert told == (newest_first if ordering.startswith("-") else newest_first[::-1])


def test_dates_known_to_the_day_are_in_the_order_of_the_calendar() -> None:
    days = ["2016-02-29", "2015-12-31", "2016-03-01", "2016-01-01"]
    for day in days:
        factories.dialogue(f"On {day}", start_date=day, end_date=None)
    assert selected("") == sorted(days, reverse=True)
