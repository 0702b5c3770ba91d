"""Who led in English texts: names that look like something else, pairs, and those whom only their office gives away."""

from collections.abc import Mapping
from datetime import date

import pytest

from dialogues.ingest.extract import FactKind, JSONValue
from tests.ingest.extract.reading import facts_of, values

CYBER = "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024. "
PORTS = "The second Ghana-Canada Ports Dialogue was held in Accra on 20 August 2024. "
WATER = "The second Sudan-Kenya Water Dialogue was held in Nairobi on 20 August 2024. "


def people(text: str) -> dict[str, Mapping[str, JSONValue]]:
    found = values(facts_of(text, date(2024, 8, 22)), FactKind.PARTICIPATION)
    return {str(person["name"]): person for person in found}


def leaders(text: str) -> dict[str, JSONValue]:
    """The sides of those who led, by name."""
    roles = ("co_chair", "chair", "head_of_delegation")
    return {name: person["party"] for name, person in people(text).items() if person["role"] in roles}


def test_a_surname_in_capitals_ends_a_name_of_two_first_names() -> None:
    text = "The Indian side was led by Minister Jane Mary ROEBUCK and the Japanese by Ambassador Ana Lou DIAZMORA."
    assert leaders(CYBER + text) == {"Jane Mary ROEBUCK": "IN", "Ana Lou DIAZMORA": "JP"}


def test_letters_behind_a_surname_in_small_letters_are_no_surname() -> None:
    assert leaders(CYBER + "The Indian side was led by Minister Jane Mary Roebuck OAM.") == {"Jane Mary Roebuck": "IN"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenya's Foreign Minister John Doe and Sudan's Jane Roe agreed on a hotline.",
        "It was co-chaired by Kenya's John Doe and Sudan's Jane Roe.",
    ],
)
def test_a_person_of_a_state_has_its_side_without_an_office(sentence: str) -> None:
    assert leaders(WATER + sentence) == {"John Doe": "KE", "Jane Roe": "SD"}


def test_a_surname_like_a_state_is_of_the_name() -> None:
    found = people(CYBER + "Power Secretary Jane Chad led the Indian side.")
    assert {name: (one["title_as_stated"], one["party"]) for name, one in found.items()} == {
        "Jane Chad": ("Power Secretary", "IN")
    }


def test_a_state_beside_an_office_is_no_surname() -> None:
    assert not people(CYBER + "The Power Secretary and Chad led the Indian side.")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("and her Ghanaian counterpart John Doe", {"Jane Roe": "CA", "John Doe": "GH"}),
        ("and her Ghanaian opposite number, John Doe,", {"Jane Roe": "CA", "John Doe": "GH"}),
        ("about her Ghanaian counterpart John Doe", {"Jane Roe": "CA"}),
    ],
    ids=["counterpart", "opposite number", "only spoken of"],
)
def test_a_minister_and_the_counterpart_led_both_sides(words: str, expected: dict[str, str]) -> None:
    assert leaders(f"{PORTS}The news came from Canadian Ports Minister Jane Roe {words} in the evening.") == expected


def test_the_only_candidate_of_each_side_is_taken_for_its_leader_with_little_confidence() -> None:
    text = (
        PORTS + "Canadian Ports Minister Jane Roe spoke to the press. Ghanaian Transport Minister John Doe thanked her."
    )
    assert leaders(text) == {"Jane Roe": "CA", "John Doe": "GH"}
    facts = [fact for fact in facts_of(text, date(2024, 8, 22)) if fact.kind is FactKind.PARTICIPATION]
    assert {(fact.rule, fact.confidence) for fact in facts} == {("participation.only_candidate", 0.5)}


def test_two_candidates_of_the_same_rank_give_none() -> None:
    text = "Canadian Ports Minister Jane Roe spoke to the press. Canadian Interior Minister Ana Diaz stood beside her."
    assert not people(PORTS + text)


def test_a_candidate_gives_way_to_one_who_is_said_to_have_led() -> None:
    text = "The Canadian delegation was led by Jane Roe. Canadian Ports Minister Ana Diaz spoke to the press."
    assert leaders(PORTS + text) == {"Jane Roe": "CA"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Two memoranda were signed in the evening by Canadian Ports Minister Jane Roe and Ghanaian Minister John Doe.",
        "A plan for pilots was agreed in Accra by Canadian Ports Minister Jane Roe and Ghanaian Minister John Doe.",
    ],
)
def test_those_by_whom_it_was_signed_led_both_sides(sentence: str) -> None:
    assert leaders(PORTS + sentence) == {"Jane Roe": "CA", "John Doe": "GH"}


def test_two_of_one_side_who_signed_are_no_pair() -> None:
    text = "Two memoranda were signed by Canadian Ports Minister Jane Roe and Canadian Transport Minister John Doe."
    assert not people(PORTS + text)


@pytest.mark.parametrize(
    ("day", "expected"), [("3 April 2024", {}), ("20 August 2024", {"Jane Roe": "CA", "John Doe": "GH"})]
)
def test_a_pictures_line_of_months_ago_gives_no_leaders(day: str, expected: dict[str, str]) -> None:
    text = f"Picture: Canadian Minister Jane Roe and Ghanaian Minister John Doe met in Ottawa on {day}."
    assert leaders(PORTS + text) == expected


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("ambassador and head of its delegation", {"Jane Roe": "JP"}),
        ("ambassador and leader of the delegation", {"Jane Roe": "JP"}),
        ("ambassador", {}),
    ],
)
def test_an_office_says_who_headed_the_delegation(office: str, expected: dict[str, str]) -> None:
    assert leaders(f"{CYBER}Jane Roe, Japanese {office}, thanked India.") == expected
