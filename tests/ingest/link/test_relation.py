from typing import Any

import pytest

from dialogues.ingest.link.match import Match
from dialogues.models.vocabularies import DialogueKind, SuggestionKind
from tests import factories
from tests.ingest.link.facts import linked

pytestmark = pytest.mark.django_db


def lineage(**value: Any) -> Match:
    return linked(SuggestionKind.RELATION, kind="implements", **value)


def test_the_one_summit_of_the_month_is_the_target() -> None:
    summit = factories.dialogue("State visit", kind=DialogueKind.SUMMIT, start_date="2015-09-25", end_date=None)
    factories.dialogue("An envoy's visit", kind=DialogueKind.VISIT, start_date="2015-09-09", end_date=None)
    found = lineage(to_date="2015-09", to_as_stated="the consensus of September")
    assert found.keys == {"to_dialogue": summit.public_id}
    assert found.reason == "a summit of the same two parties in September 2015"


def test_of_two_summits_none_is_chosen_and_both_are_named() -> None:
    for title in ("State visit", "Working dinner"):
        factories.dialogue(title, kind=DialogueKind.SUMMIT, start_date="2015-09-25", end_date=None)
    found = lineage(to_date="2015-09")
    assert found.keys == {}
    assert found.reason.startswith("not decided between “State visit” and “Working dinner”")


def test_a_mechanism_is_the_target_by_its_name() -> None:
    mechanism = factories.mechanism("Law Enforcement and Cybersecurity Dialogue", aliases=["LECD"])
    found = lineage(to_as_stated="the Law Enforcement and Cybersecurity Dialogue")
    assert found.keys == {"to_mechanism": mechanism.public_id}


def test_an_outcome_of_another_meeting_is_the_target_by_its_words() -> None:
    earlier = factories.dialogue("Earlier", start_date="2015-09-25", end_date=None)
    meant = factories.outcome(earlier, "Ban on commercial cyber theft")
    factories.outcome(earlier, "Hotline")
    found = lineage(to_as_stated="the ban on commercial cyber theft")
    assert found.keys == {"to_outcome": meant.public_id}
    assert found.reason == "“Ban on commercial cyber theft” of Earlier shares 100% of the words"


def test_what_the_record_does_not_hold_stays_as_stated() -> None:
    found = lineage(to_as_stated="an understanding")
    assert (found.keys, found.reason) == ({}, "")
