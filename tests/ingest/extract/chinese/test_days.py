"""The day of a meeting that a Chinese text gives by a word or a number alone."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import values

PUBLISHED = date(2017, 10, 2)


@pytest.mark.parametrize("words", ["昨在", "昨于", "昨天在"])
def test_yesterday_may_be_one_sign_before_in(words: str) -> None:
    (found,) = values(f"首届台美海上对话{words}台北举行。", FactKind.DIALOGUE, PUBLISHED)
    assert (found["start_date"], found["city"]) == ("2017-10-01", "Taipei")


@pytest.mark.parametrize(("day", "expected"), [("28日", "2017-09-28"), ("30日", "2017-09-30"), ("2日", "2017-10-02")])
@pytest.mark.parametrize("before", ["", "10月1日，代表团抵达华盛顿。"])
def test_a_day_after_the_publication_is_of_the_month_before(before: str, day: str, expected: str) -> None:
    (found,) = values(f"{before}第三轮中美海上对话{day}在华盛顿举行。", FactKind.DIALOGUE, PUBLISHED)
    assert found["start_date"] == expected


@pytest.mark.parametrize("before", ["", "10月1日，代表团抵达华盛顿。"])
def test_a_day_after_the_publication_that_is_to_come_is_announced(before: str) -> None:
    text = f"{before}第三轮中美海上对话将于28日在华盛顿举行。"
    (relevance,) = values(text, FactKind.RELEVANCE, PUBLISHED)
    assert relevance["relevance"] == "announces"
    assert not values(text, FactKind.DIALOGUE, PUBLISHED)
