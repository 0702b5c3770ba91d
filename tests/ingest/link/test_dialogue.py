from typing import Any

import pytest

from dialogues.models import Dialogue
from tests import factories
from tests.ingest.link.facts import linker

pytestmark = pytest.mark.django_db


def matched(**meeting: Any) -> tuple[Dialogue | None, str]:
    found = linker(**meeting).meeting
    return found.dialogue, found.reason


def test_the_same_days_of_the_same_two_parties_are_the_same_meeting() -> None:
    held = factories.dialogue("A meeting")
    assert matched() == (held, "the same two parties on the same days")


def test_a_month_is_matched_with_the_one_meeting_in_it() -> None:
    held = factories.dialogue("A meeting")
    factories.dialogue("Another", start_date="2016-06-14", end_date=None)
    assert matched(start_date="2015-12") == (held, "the same two parties in December 2015")


def test_a_meeting_that_the_record_knows_to_the_month_is_matched_with_a_day_in_it() -> None:
    held = factories.dialogue("A meeting", start_date="2015-12", end_date=None)
    assert matched() == (held, "the same two parties in December 2015")


def test_a_day_apart_is_the_same_where_something_else_says_so() -> None:
    held = factories.dialogue("A meeting", start_date="2015-12-02", end_date=None)
    assert matched(city=None) == (None, "")
    found, reason = matched(city="Washington")
    assert found == held
    assert reason == "the same two parties a day apart, as in another time zone, in Washington"


def test_two_days_apart_is_another_meeting() -> None:
    factories.dialogue("A meeting", start_date="2015-12-03", end_date=None)
    assert matched(city="Washington") == (None, "")


def test_the_mechanism_and_number_go_before_the_days() -> None:
    mechanism = factories.mechanism()
    held = factories.dialogue("Second round", mechanism=mechanism, ordinal=2, start_date="2016-06-14", end_date=None)
    found, reason = matched(name=mechanism.name, ordinal=2, start_date="2016-06")
    assert found == held
    assert reason.startswith("the same mechanism and number (2), the mechanism “High-Level Joint Dialogue")


def test_a_mechanism_is_known_by_its_native_name_in_traditional_characters() -> None:
    name = "中美打击网络犯罪及相关事项高级别联合对话"
    mechanism = factories.mechanism(native_names={"zh": name})
    found = linker(name="首次中美打擊網絡犯罪及相關事項高級別聯合對話").meeting
    assert found.keys == {"mechanism_key": mechanism.public_id}


def test_of_two_mechanisms_with_one_alias_none_is_chosen() -> None:
    for name in ("Dialogue on Cybercrime", "Dialogue on Law Enforcement"):
        factories.mechanism(name, aliases=["Cyber Ministerial"])
    assert linker(name="Cyber Ministerial").meeting.keys == {}


def test_two_that_fit_alike_are_both_named_and_none_is_chosen() -> None:
    for title in ("One meeting", "Another meeting"):
        factories.dialogue(title)
    found, reason = matched()
    assert found is None
    assert reason == (
        "not decided between “One meeting, 1 December 2015” and “Another meeting, 1 December 2015”: "
        "the same two parties on the same days"
    )


def test_of_two_on_one_day_the_one_under_the_same_mechanism_is_chosen() -> None:
    mechanism = factories.mechanism("High-level dialogue on cyber crimes")
    factories.dialogue("A dinner")
    held = factories.dialogue("First round", mechanism=mechanism)
    assert matched()[0] == held


@pytest.mark.parametrize(
    "other", [{"city": "Beijing"}, {"parties": ["CN", "JP"]}, {"parties": []}, {"start_date": None}]
)
def test_what_the_record_contradicts_or_the_text_does_not_give_is_no_match(other: dict[str, Any]) -> None:
    factories.dialogue("A meeting")
    assert matched(**other) == (None, "")


def test_another_number_is_another_meeting() -> None:
    factories.dialogue("A meeting", ordinal=3)
    assert matched(ordinal=1) == (None, "")
