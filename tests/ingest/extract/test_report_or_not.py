"""English texts that only look like the report of a meeting, and papers that are one without naming it."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, of_kind, relevance_of, values

PUBLISHED = date(2024, 8, 22)
GUEST = (
    "Minister Jane Roe was a guest in the north for three days.\nShe saw yards and ports.\nShe was shown a fog horn.\n"
    "India and Norway held a meeting."
)


def why(text: str) -> str:
    (fact,) = of_kind(facts_of(text, PUBLISHED), FactKind.RELEVANCE)
    return fact.rule


@pytest.mark.parametrize(
    "text",
    [
        (
            "Speaking at a workshop at the Embassy of Japan in New Delhi on Tuesday, Jane Roe said that India and "
            "Japan held talks on ports."
        ),
        (
            "India and Japan exchanged views on undersea cables at a seminar hosted by the Japanese embassy in New "
            "Delhi on Tuesday. Talks between India and Japan took place in Tokyo."
        ),
    ],
)
def test_a_seminar_at_an_embassy_is_no_report(text: str) -> None:
    assert relevance_of(text, PUBLISHED) == "mentions"
    assert why(text) == "relevance.track_two"


def test_a_numbered_dialogue_is_reported_though_a_seminar_stands_beside_it() -> None:
    text = (
        "At a seminar in the Norwegian embassy on Tuesday, ports were on the table. "
        "The third India-Norway Ports Dialogue was held in Oslo on 20 August 2024."
    )
    assert relevance_of(text, PUBLISHED) == "reports"


@pytest.mark.parametrize("verb", ["did not take place", "failed to take place", "was called off"])
def test_what_did_not_take_place_is_no_report(verb: str) -> None:
    text = f"A round of talks between India and Japan on ports {verb} in Tokyo on Monday. Both sides agreed to wait."
    assert relevance_of(text, PUBLISHED) == "mentions"
    assert why(text) == "relevance.not_held"
    facts = facts_of(text, PUBLISHED)
    assert not values(facts, FactKind.DIALOGUE)
    assert not values(facts, FactKind.OUTCOME)


def test_the_same_words_report_what_did_take_place() -> None:
    text = "A round of talks between India and Japan on ports took place in Tokyo on Monday. Both sides agreed to wait."
    assert relevance_of(text, PUBLISHED) == "reports"


@pytest.mark.parametrize(
    ("verb", "reported"),
    [
        ("met", True),
        ("should have met", False),
        ("were to have met", False),
    ],
)
def test_those_who_should_have_met_did_not(verb: str, reported: bool) -> None:
    text = f"The delegations of India and Japan {verb} in Tokyo on Monday for talks on ports."
    assert (relevance_of(text, PUBLISHED) == "reports") is reported


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            (
                "Norwegian ambassador calls on Indian Ports Minister for talks in New Delhi\n\n"
                "The two spoke about herring on Tuesday."
            ),
            False,
        ),
        (
            (
                "Norwegian minister holds talks with Indian Ports Minister in New Delhi\n\n"
                "Norway and India spoke about herring on Tuesday."
            ),
            True,
        ),
        (
            (
                "Japanese Ambassador John Doe paid a courtesy visit to Indian Ports Minister Jane Roe in New Delhi "
                "on Tuesday and the two met for talks on ships."
            ),
            False,
        ),
        (
            (
                "Japanese Ports Minister John Doe visited Indian Ports Minister Jane Roe in New Delhi on Tuesday "
                "and the two met for talks on ships."
            ),
            True,
        ),
    ],
)
def test_an_ambassadors_courtesy_call_is_no_report_in_headline_or_text(text: str, reported: bool) -> None:
    assert relevance_of(text, PUBLISHED) == ("reports" if reported else "mentions")
    assert reported or why(text) == "relevance.courtesy"


@pytest.mark.parametrize("verb", ["will then hold", "will afterwards hold", "shall hold"])
def test_what_somebody_will_then_hold_is_announced(verb: str) -> None:
    text = f"Indian Ports Minister Jane Roe flies to Tokyo and {verb} talks on ports with Japanese Minister John Doe."
    assert relevance_of(text, PUBLISHED) == "announces"


def test_a_joint_paper_reports_a_meeting_without_a_name_that_a_letter_only_mentions() -> None:
    paper, letter = f"Joint Communiqué\n\n{GUEST}", f"A letter from the north\n\n{GUEST}"
    assert relevance_of(paper, PUBLISHED) == "reports"
    assert why(paper) == "relevance.joint_paper"
    assert relevance_of(letter, PUBLISHED) == "mentions"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("At the third India-Japan Ports Dialogue, safety at sea will be discussed.", False),
        ("At the meeting between India and Japan in Tokyo, customs duties and safe ports will be reviewed.", False),
        ("At the third India-Japan Ports Dialogue, the two sides discussed safety at sea.", True),
    ],
)
def test_what_will_be_discussed_at_a_meeting_is_no_report_of_it(text: str, reported: bool) -> None:
    assert (relevance_of(text, PUBLISHED) == "reports") is reported


@pytest.mark.parametrize("verb", ["established", "set up", "formed"])
def test_a_group_set_up_after_a_meeting_does_not_report_that_meeting(verb: str) -> None:
    text = (
        f"The India-Norway Herring Panel, which was {verb} after the second India-Norway Fisheries Dialogue, has "
        "counted ships."
    )
    assert relevance_of(text, PUBLISHED) == "mentions"
    assert not values(facts_of(text, PUBLISHED), FactKind.DIALOGUE)


def test_a_meeting_after_which_both_agreed_on_a_group_is_reported() -> None:
    text = (
        "After the second India-Norway Fisheries Dialogue, held in Oslo on Tuesday, both sides agreed on a herring "
        "panel."
    )
    (dialogue,) = values(facts_of(text, PUBLISHED), FactKind.DIALOGUE)
    assert (dialogue["name"], dialogue["ordinal"]) == ("India-Norway Fisheries Dialogue", 2)


def test_positions_are_read_in_reports_only() -> None:
    asked = " Norway urged India to join the treaty on herring."
    report = "The fourth India-Norway Ocean Dialogue was held in Oslo on 20 August 2024." + asked
    announcement = "India and Norway will hold the fourth India-Norway Ocean Dialogue in Oslo on 30 September." + asked
    assert [one["party"] for one in values(facts_of(report, PUBLISHED), FactKind.POSITION)] == ["NO"]
    assert relevance_of(announcement, PUBLISHED) == "announces"
    assert not values(facts_of(announcement, PUBLISHED), FactKind.POSITION)
