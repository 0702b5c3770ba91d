"""What is a report of a dialogue, and what only looks like one."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from dialogues.ingest.extract.facts import NOT_READ
from tests.ingest.extract.reading import facts_of, relevance_of, values

ANNOUNCED = "China and the United States will hold the second round of their cyber dialogue in Beijing on June 14."


@pytest.mark.parametrize(
    "text",
    [
        "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024.",
        "Talks between Australia and Indonesia took place in Bali on Monday. They agreed to share information.",
        "Delegations of Russia and the United States met in Geneva for a second round of the Stability Dialogue.",
        "Canada and China held the second Canada-China National Security and Rule of Law Dialogue in Ottawa.",
    ],
)
def test_it_knows_a_report(text: str) -> None:
    assert relevance_of(text, date(2024, 8, 22)) == "reports"


@pytest.mark.parametrize(
    ("text", "relevance"),
    [
        (ANNOUNCED, "announces"),
        (f"{ANNOUNCED} The first round was held in Washington in December 2015.", "announces"),
        (
            "The Secretary of State will travel to China next week for talks with the US embassy in Beijing.",
            "announces",
        ),
        ("The presidents of China and the United States spoke by phone on Tuesday about the talks.", "mentions"),
        ("The foreign ministers of Australia, India, Japan and the United States met in Tokyo for talks.", "mentions"),
        (
            "Scholars from the United States and China met in Bonn for a Track 1.5 dialogue held by two think tanks.",
            "mentions",
        ),
        ("Australia should seek a yearly strategic dialogue with China, the paper recommends.", "mentions"),
        ("A court in the United States charged two men. China protested.", "none"),
        ("", "none"),
        ("???", "none"),
    ],
)
def test_it_does_not_take_other_things_for_a_report(text: str, relevance: str) -> None:
    assert relevance_of(text, date(2016, 5, 30)) == relevance


@pytest.mark.parametrize(
    "text",
    [
        (
            "Opinion: Talk is not enough. The ninth round of the US-India Strategic Dialogue, held in Delhi last week, "
            "agreed on a dozen working groups."
        ),
        "Our view | The second Japan-China Maritime Dialogue was held in Hangzhou on Tuesday and opened a hotline.",
        (
            "The fourth US-China Cyber Dialogue ended in Beijing on Thursday. They agreed to a hotline. But why has so "
            "little changed? We must not be naive. Our ministers should ask for more. It is time to insist. What else "
            "is there?"
        ),
    ],
)
def test_a_text_that_judges_a_meeting_is_no_report_of_it(text: str) -> None:
    assert relevance_of(text, date(2016, 5, 30)) == "mentions"


def test_what_is_said_at_a_meeting_about_duties_makes_no_opinion_of_its_report() -> None:
    text = (
        "The third India-Japan Cyber Dialogue was held in New Delhi on Tuesday. Japan said both should do more. "
        '"We must act, and our police should cooperate. Is it not time?" the minister said. The two sides agreed that '
        "they have to meet again and should open a hotline."
    )
    assert relevance_of(text, date(2016, 5, 30)) == "reports"


@pytest.mark.parametrize(
    "text",
    [
        (
            "Washington sanctions three hackers. The Treasury said the measures follow the third US-Russia cyber "
            "consultations held in Geneva in July, at which Moscow had agreed to act."
        ),
        (
            "The government released a white paper on Tuesday. China has held 12 rounds of dialogue with the United "
            "States since 2003 and agreed on many outcomes."
        ),
    ],
)
def test_what_one_government_did_comes_first_and_the_meeting_is_its_background(text: str) -> None:
    assert relevance_of(text, date(2016, 5, 30)) == "mentions"


def test_an_announced_meeting_is_no_dialogue_and_has_no_outcomes() -> None:
    facts = facts_of(ANNOUNCED, date(2016, 5, 30))
    assert not values(facts, FactKind.DIALOGUE)
    assert not values(facts, FactKind.OUTCOME)


def test_the_indo_pacific_is_not_india() -> None:
    text = "Japan and Australia held the second Japan-Australia Indo-Pacific Dialogue in Tokyo on 2 March 2020."
    (dialogue,) = values(facts_of(text), FactKind.DIALOGUE)
    assert dialogue["parties"] == ["AU", "JP"]


def test_a_virtual_meeting_has_no_place() -> None:
    text = "The fourth India-Japan Cyber Dialogue was held virtually on 30 June 2022. New Delhi was content."
    (dialogue,) = values(facts_of(text), FactKind.DIALOGUE)
    assert (dialogue["mode"], dialogue["city"], dialogue["country"]) == ("video", None, None)


def test_days_are_counted_back_from_the_end() -> None:
    text = "Trade talks between the United States and China ended in Madrid on Monday after two days."
    (dialogue,) = values(facts_of(text, date(2025, 9, 17)), FactKind.DIALOGUE)
    assert (dialogue["start_date"], dialogue["end_date"]) == ("2025-09-14", "2025-09-15")


def test_a_language_without_rules_gives_one_fact_only() -> None:
    (fact,) = facts_of("Cuộc đối thoại lần thứ hai diễn ra tại Hà Nội.", language="vi")
    assert (fact.kind, fact.value, fact.rule) == (FactKind.RELEVANCE, {"relevance": "none"}, NOT_READ)
