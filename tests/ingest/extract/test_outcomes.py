"""What was agreed: lists in every shape, deadlines, next meetings, disagreements, and what is no outcome."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, sample, values

HELD = "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024. "
PUBLISHED = date(2024, 8, 22)


def outcomes(text: str) -> list[tuple[object, object]]:
    return [(found["kind"], found["title"]) for found in values(facts_of(text, PUBLISHED), FactKind.OUTCOME)]


def test_bullets_after_a_colon_are_one_outcome_each() -> None:
    assert outcomes(sample("agreed_list")) == [
        ("channel", "Set up a transparency mechanism on raw materials"),
        ("channel", "Establish a working group on wine and spirits"),
        ("joint_activity", "Resume their exchange on macroeconomic questions"),
        ("next_meeting", "The next round will be held in Brussels in 2024"),
    ]


def test_parts_of_a_semicolon_list_are_one_outcome_each() -> None:
    text = (
        HELD + "They agreed to: share information on fraud; train investigators; and not to conduct theft of secrets."
    )
    assert outcomes(text) == [
        ("information_sharing", "Share information on fraud"),
        ("capacity_building", "Train investigators"),
        ("norm", "Not to conduct theft of secrets"),
    ]


def test_numbered_sentences_replace_the_summary_before_them() -> None:
    text = HELD + (
        "The two sides agreed on several points. First, a hotline between the agencies. Second, a seminar on network "
        "protection. Last, a joint exercise."
    )
    assert [kind for kind, _ in outcomes(text)] == ["channel", "joint_activity", "joint_activity"]


def test_verbs_that_share_a_subject_are_told_apart() -> None:
    text = HELD + "They will act in line with the reports of the UN experts, and set up a bilateral mechanism on crime."
    assert [kind for kind, _ in outcomes(text)] == ["norm", "channel"]


def test_a_promise_of_a_meeting_is_an_outcome_with_a_deadline() -> None:
    text = HELD + "The two sides agreed to hold the fourth round in Tokyo by the end of 2025."
    (found,) = values(facts_of(text, PUBLISHED), FactKind.OUTCOME)
    assert (found["kind"], found["stated_by"]) == ("next_meeting", "both")
    assert (found["deadline_as_stated"], found["deadline"]) == ("by the end of 2025", "2025")


def test_what_they_differ_on_is_a_recorded_disagreement() -> None:
    text = HELD + "Both sides differed on the localisation of data."
    assert outcomes(text) == [("recorded_disagreement", "The localisation of data")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Prime Minister Narendra Modi and the European Union agreed to start a Trade and Technology Council.",
        "They reviewed the memorandum of understanding signed in 2015.",
        "It is not clear whether they agreed to a hotline.",
        "Japan should agree to a hotline.",
    ],
)
def test_what_was_not_agreed_at_the_meeting_is_no_outcome(sentence: str) -> None:
    assert outcomes(HELD + sentence) == []
