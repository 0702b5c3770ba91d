"""Positions, lineage, statuses and head counts."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, sample, values

HELD = "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024. "


def found(kind: FactKind, text: str, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(value[name] for name in fields) for value in values(facts_of(text, date(2024, 8, 22)), kind)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Japan urged India to join the convention on cybercrime.", ("JP", "urges", "India")),
        ("India rejected the Japanese accusations as unfounded.", ("IN", "rejects", "Japanese")),
        ("Japan's foreign ministry accused India of delay in the matter.", ("JP", "accuses", "India")),
        ("While Japan spoke of rules, India welcomed the new centre in Tokyo.", ("IN", "welcomes", None)),
    ],
)
def test_a_stance_belongs_to_the_nearest_subject_of_its_clause(sentence: str, expected: tuple[object, ...]) -> None:
    assert found(FactKind.POSITION, HELD + sentence, "party", "stance", "addressee") == [expected]


@pytest.mark.parametrize(
    "sentence", ["The two sides said that the talks were useful.", "The ministry said the two sides discussed trade."]
)
def test_what_both_say_and_what_a_source_tells_is_no_position(sentence: str) -> None:
    assert found(FactKind.POSITION, HELD + sentence, "party") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The dialogue was established by the agreement of both leaders in May 2015.", ("establishes", "2015-05")),
        ("The dialogue follows up on the summit of March 2022.", ("follows_up", "2022-03")),
        ("The talks are to prepare for the summit of the leaders.", ("prepares", None)),
    ],
)
def test_lineage_names_its_target_and_date(sentence: str, expected: tuple[object, ...]) -> None:
    assert found(FactKind.RELATION, HELD + sentence, "kind", "to_date") == [expected]


def test_a_meeting_on_the_margins_names_the_event() -> None:
    text = "Japan and India held talks in Tokyo on 2 March 2020 on the margins of the conference of donors."
    assert found(FactKind.RELATION, text, "kind", "to_as_stated") == [
        ("held_on_the_margins_of", "the conference of donors")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The hotline was launched in August 2023.", ("launched", "2023-08")),
        ("The joint training was postponed.", ("delayed", None)),
        ("India had not kept its promise to share data.", ("disputed", None)),
    ],
)
def test_a_status_tells_what_became_of_an_earlier_outcome(sentence: str, expected: tuple[object, ...]) -> None:
    assert found(FactKind.STATUS, HELD + sentence, "status", "effective_on") == [expected]
    assert found(FactKind.OUTCOME, HELD + sentence, "title") == []


def test_counts_tell_people_from_bodies_and_a_lower_bound_from_a_number() -> None:
    counts = found(FactKind.DELEGATION_COUNT, sample("stand_ins_2016"), "unit", "low", "best", "high", "wording")
    assert counts == [
        ("people", 30, None, None, "More than 30 officials"),
        ("bodies", 12, 12, 12, "12 agencies"),
    ]


def test_a_count_outside_the_meeting_is_none() -> None:
    text = HELD + "Hackers attacked 45 companies last year."
    assert found(FactKind.DELEGATION_COUNT, text, "best") == []
