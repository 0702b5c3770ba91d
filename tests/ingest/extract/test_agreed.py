"""What a body decided, papers that were signed, and things told twice, in English texts."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, values

OCEAN = "The fourth Sri Lanka-Norway Ocean Dialogue was held in Colombo on 20 August 2024. "
GROUP = "The fourth meeting of the India-Norway Joint Working Group on Ports was held in Oslo on 20 August 2024. "


def outcomes(text: str) -> list[object]:
    return [found["title"] for found in values(facts_of(text, date(2024, 8, 22)), FactKind.OUTCOME)]


@pytest.mark.parametrize("body", ["Joint Commission", "Mixed Commission", "Committee", "Working Group", "JWG"])
def test_what_the_body_that_met_adopted_is_an_outcome(body: str) -> None:
    assert outcomes(f"{GROUP}The {body} adopted rules for cold stores.") == ["Rules for cold stores"]


@pytest.mark.parametrize("body", ["Committee", "JWG", "group"])
def test_what_the_body_that_met_recommended_is_an_outcome(body: str) -> None:
    assert outcomes(f"{GROUP}The {body} recommended that pilots be trained in Mumbai.") == [
        "Pilots be trained in Mumbai"
    ]


def test_what_one_side_recommended_is_none() -> None:
    assert outcomes(GROUP + "Norway recommended that pilots be trained in Mumbai.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Three memoranda were signed on Tuesday, on cold stores, on fog signals, on herring.",
        "Three memoranda were signed, among them on cold stores, on fog signals, on herring.",
        "Memoranda of understanding were signed by the ministers: on cold stores, on fog signals, on herring.",
    ],
)
def test_each_memorandum_of_a_list_is_one_outcome(sentence: str) -> None:
    assert outcomes(OCEAN + sentence) == ["Cold stores", "Fog signals", "Herring"]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("culminated in the signing of", ["A memorandum on cold stores", "A protocol on fog signals"]),
        ("ended with the adoption of", ["A memorandum on cold stores", "A protocol on fog signals"]),
        ("could culminate in the signing of", []),
    ],
)
def test_the_papers_in_which_talks_culminated_are_outcomes(verb: str, expected: list[str]) -> None:
    assert outcomes(f"{OCEAN}The talks {verb} a memorandum on cold stores and a protocol on fog signals.") == expected


def test_a_paragraph_printed_twice_counts_once() -> None:
    paragraph = "The two sides agreed to open a hotline for fishers."
    text = f"{OCEAN}\n\n{paragraph}\n\n{paragraph}\n\nThey agreed to train pilots."
    assert outcomes(text) == ["Open a hotline for fishers", "Train pilots"]


@pytest.mark.parametrize("words", ["in accordance with", "in line with", "on the basis of"])
def test_what_stands_behind_in_accordance_with_is_not_cut(words: str) -> None:
    thing = f"oint patrols {words} the treaty on herring and the memorandum on fog signals"
    assert outcomes(f"{OCEAN}The two sides agreed on j{thing}.") == [f"J{thing}"]
    assert outcomes(f"{OCEAN}The two sides agreed on j{thing}; and to train pilots.") == [f"J{thing}", "Train pilots"]


def test_two_things_without_such_words_are_cut() -> None:
    text = OCEAN + "The two sides agreed on joint patrols at sea and the memorandum on fog signals."
    assert outcomes(text) == ["Joint patrols at sea", "The memorandum on fog signals"]
