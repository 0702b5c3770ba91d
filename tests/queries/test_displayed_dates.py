"""The dates of a meeting in words."""

import pytest

from dialogues.queries.displayed_dates import displayed_dates
from dialogues.text.dates import PartialDate


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2015-12-01", None, "1 December 2015"),
        ("2015-12-01", "2015-12-01", "1 December 2015"),
        ("2015-11-11", "2015-11-13", "11–13 November 2015"),
        ("2015-11-30", "2015-12-01", "30 November – 1 December 2015"),
        ("2015-12-31", "2016-01-01", "31 December 2015 – 1 January 2016"),
        ("2016-05", "2016-06", "May 2016 to June 2016"),
        ("2016", "2016-06-02", "2016 to 2 June 2016"),
        ("[2016-09-19,2016-09-20]", None, "19 or 20 September 2016"),
    ],
)
def test_it_says_each_thing_once(start: str, end: str | None, shown: str) -> None:
    assert displayed_dates(PartialDate.parse(start), PartialDate.parse(end) if end else None) == shown
