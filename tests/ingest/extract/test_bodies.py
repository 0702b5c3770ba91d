"""Ministries and agencies that took part without a name, and whose they are, in English texts."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, values

HELD = "The fourth Sri Lanka-Norway Ocean Dialogue was held in Colombo on 20 August 2024. "
FROM_NORWAY = [("Ministry of Fisheries", "NO"), ("Coast Guard", "NO"), ("Directorate of Health", "NO")]


def bodies(text: str) -> list[tuple[object, object]]:
    found = values(facts_of(HELD + text, date(2024, 8, 22)), FactKind.PARTICIPATION)
    return [(one["organization_as_stated"], one["party"]) for one in found if one["role"] == "participating_body"]


def test_a_side_is_carried_through_a_list_until_another_is_named() -> None:
    text = (
        "Taking part were officials from the Sri Lankan Fisheries Ministry, the Coast Guard and the Central Bank, and "
        "from the Norwegian Ministry of Health."
    )
    assert bodies(text) == [
        ("Sri Lankan Fisheries Ministry", "LK"),
        ("Coast Guard", "LK"),
        ("Central Bank", "LK"),
        ("Norwegian Ministry of Health", "NO"),
    ]


def test_bodies_before_the_first_side_of_a_list_have_none() -> None:
    text = "There were officials from the Coast Guard, the Central Bank and the Sri Lankan Fisheries Ministry."
    assert bodies(text) == [("Coast Guard", None), ("Central Bank", None), ("Sri Lankan Fisheries Ministry", "LK")]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The Norwegian delegation came from the Ministry of Fisheries. Also represented were the Coast Guard and "
            "the Directorate of Health."
        ),
        (
            "The Norwegian side included officials of the Ministry of Fisheries; the Coast Guard; and the Directorate "
            "of Health."
        ),
        (
            "The Norwegian delegation was led by Director Jane Roe. It included officials of the Ministry of "
            "Fisheries, the Coast Guard and the Directorate of Health."
        ),
    ],
    ids=["also represented", "over semicolons", "it included"],
)
def test_a_list_that_goes_on_is_of_the_side_spoken_of(text: str) -> None:
    assert bodies(text) == FROM_NORWAY


def test_bodies_also_represented_behind_a_sentence_of_both_sides_have_none() -> None:
    text = "Norway and Sri Lanka spoke of herring. Also represented were the Coast Guard and the Directorate of Health."
    assert bodies(text) == [("Coast Guard", None), ("Directorate of Health", None)]


def test_bodies_that_made_up_a_delegation_took_part() -> None:
    text = (
        "Officials from the Norwegian Ministry of Fisheries, the Coast Guard and the Directorate of Health made up the "
        "Norwegian delegation."
    )
    assert bodies(text) == [("Norwegian Ministry of Fisheries", "NO"), *FROM_NORWAY[1:]]


def test_bodies_that_made_up_something_else_took_no_part() -> None:
    text = "The Ministry of Fisheries, the Coast Guard and the Directorate of Health made up a song about herring."
    assert bodies(text) == []
