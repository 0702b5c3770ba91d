"""Passages of two accounts, aligned; with the measure on restated accounts by which the threshold was chosen."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.alignment import THRESHOLD, align
from dialogues.text.commitment import Shift
from dialogues.text.passages import KnownNames, Passage, passage

SAMPLES = Path(__file__).parent / "samples" / "aligned_accounts.yaml"
NAMES = KnownNames(
    {
        "guo": ["Guo Shengkun", "郭声琨"],
        "lynch": ["Loretta Lynch", "Loretta E. Lynch", "林奇"],
        "johnson": ["Jeh Johnson", "约翰逊"],
    }
)
Case = dict[str, Any]


def account(*sentences: str) -> list[Passage]:
    day = date(2015, 12, 3)
    return [passage(one, start=place, names=NAMES, published_on=day) for place, one in enumerate(sentences)]


def pairs(first: list[Passage], second: list[Passage], threshold: float = THRESHOLD) -> set[tuple[int, int]]:
    return {(one.first.start, one.second.start) for one in align(first, second, threshold=threshold)}


def measured(cases: list[Case]) -> tuple[float, float]:
    """Precision and recall over all pairs of these cases."""
    found = right = wanted = 0
    for case in cases:
        proposed = pairs(account(*case["first"]), account(*case["second"]))
        expected = {(row, column) for row, column in case["aligned"]}
        found, right, wanted = found + len(proposed), right + len(proposed & expected), wanted + len(expected)
    return right / found, right / wanted


@pytest.mark.parametrize(("split", "precision", "recall"), [("tuning", 0.95, 0.9), ("measured", 0.95, 0.85)])
def test_restated_accounts_are_aligned_as_well_as_was_measured(split: str, precision: float, recall: float) -> None:
    reached = measured(yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))[split])
    assert reached[0] >= precision
    assert reached[1] >= recall


def test_the_order_of_the_two_accounts_does_not_matter() -> None:
    for case in yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))["tuning"]:
        first, second = account(*case["first"]), account(*case["second"])
        assert {(row, column) for column, row in pairs(second, first)} == pairs(first, second)


def test_a_pair_says_what_both_speak_of_and_which_is_softer() -> None:
    english = account("The two sides agreed to establish a hotline.", "They met in Washington.")
    (pair,) = align(english, account("双方就建立热线交换了意见。", "会议气氛友好。"))
    assert pair.reason == "both speak of hotline"
    assert pair.shift == Shift.SOFTER


def test_another_month_or_number_of_the_same_is_a_contradiction() -> None:
    first = account("The second round will be held in Beijing in June 2016.", "A course trains 15 officers.")
    (meeting, course) = align(first, account("第二次对话将于2016年7月在北京举行。", "培训班培训20名警官。"))
    assert [(one.what, one.first, one.second) for one in meeting.contradictions] == [
        ("date", ("2016-06",), ("2016-07",))
    ]
    assert [(one.what, one.first, one.second) for one in course.contradictions] == [("number", ("15",), ("20",))]


def test_a_date_that_is_only_less_exact_is_no_contradiction() -> None:
    (pair,) = align(
        account("The third round takes place in Washington in October 2016."),
        account("第三次对话将于2016年下半年在华盛顿举行。"),
    )
    assert pair.contradictions == ()


def test_two_passages_that_fit_alike_are_left_to_people() -> None:
    first = account("They agreed on a hotline.", "Drugs are another subject.")
    second = account("A hotline is set up.", "A hotline is planned.")
    assert pairs(first, second) == set()


def test_one_common_word_of_any_agreement_is_not_enough() -> None:
    assert pairs(account("They will cooperate on cases."), account("某案件已经审理。")) == set()


def test_nothing_is_aligned_with_nothing() -> None:
    assert align([], account("A hotline is set up.")) == []


@given(st.lists(st.text(max_size=80), max_size=6), st.lists(st.text(max_size=80), max_size=6))
def test_each_passage_is_in_one_pair_at_most_whatever_the_texts(first: list[str], second: list[str]) -> None:
    found = pairs(account(*first), account(*second))
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
