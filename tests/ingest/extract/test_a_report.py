"""A whole report with the traps of a real one: a caption, two dates for one day, another meeting."""

from datetime import date

import pytest

from dialogues.ingest.extract import Fact, FactKind, Span
from tests.ingest.extract.reading import facts_of, of_kind, sample, values

TEXT = sample("cyber_dialogue_2015")
PUBLISHED = date(2015, 12, 3)


@pytest.fixture(scope="module", params=[PUBLISHED, None], ids=["with a publication date", "without one"])
def facts(request: pytest.FixtureRequest) -> list[Fact]:
    return facts_of(TEXT, request.param)


def words(span: Span) -> str:
    return span.of(TEXT)


def test_it_is_a_report(facts: list[Fact]) -> None:
    assert values(facts, FactKind.RELEVANCE) == [{"relevance": "reports"}]


def test_the_dialogue_has_its_name_number_sides_and_place(facts: list[Fact]) -> None:
    (dialogue,) = values(facts, FactKind.DIALOGUE)
    assert dialogue["name"] == "China-US high-level dialogue on computer crime"
    assert (dialogue["kind"], dialogue["ordinal"]) == ("round", 1)
    assert dialogue["parties"] == ["CN", "US"]
    assert (dialogue["city"], dialogue["country"], dialogue["mode"]) == ("Washington", "US", "in_person")


def test_the_day_is_that_of_the_caption_whose_weekday_fits(facts: list[Fact]) -> None:
    (dialogue,) = of_kind(facts, FactKind.DIALOGUE)
    assert (dialogue.value["start_date"], dialogue.value["end_date"]) == ("2015-12-01", "2015-12-01")
    assert dialogue.value["date_basis"] == "literal"
    assert {words(span) for span in dialogue.evidence["start_date"]} == {"Tuesday", "December 1, 2015"}


def test_another_day_for_the_same_dialogue_is_kept_and_that_of_another_meeting_is_not(facts: list[Fact]) -> None:
    (dialogue,) = values(facts, FactKind.DIALOGUE)
    start = TEXT.index("Monday's dialogue")
    assert dialogue["date_conflicts"] == [
        {"value": "2015-11-30", "as_stated": "Monday's dialogue", "span": [start, start + len("Monday's dialogue")]}
    ]


def test_the_three_chairs_have_their_offices_and_sides(facts: list[Fact]) -> None:
    chairs = [
        (fact["name"], fact["title_as_stated"], fact["party"], fact["role"], fact["rank"])
        for fact in values(facts, FactKind.PARTICIPATION)
    ]
    assert chairs == [
        (
            "Guo Shengkun",
            "State Councilor and Minister of Public Security",
            "CN",
            "co_chair",
            "deputy_head_of_government",
        ),
        ("Loretta Lynch", "Attorney General", "US", "co_chair", "minister"),
        ("Jeh Johnson", "Homeland Security Secretary", "US", "co_chair", "minister"),
    ]


def test_seven_officials_are_a_count_and_no_people(facts: list[Fact]) -> None:
    (count,) = values(facts, FactKind.DELEGATION_COUNT)
    assert count == {
        "party": "CN",
        "rank": "minister",
        "rank_as_stated": "ministerial-level",
        "unit": "people",
        "low": 7,
        "best": 7,
        "high": 7,
        "wording": "seven ministerial-level officials",
    }


def test_both_sides_agreed_on_two_things(facts: list[Fact]) -> None:
    outcomes = of_kind(facts, FactKind.OUTCOME)
    assert [(fact.value["kind"], fact.value["stated_by"], words(fact.spans[0])) for fact in outcomes] == [
        ("instrument", "both", "guidelines for common investigations"),
        ("channel", "both", "the creation of a hot line"),
    ]


def test_it_implements_the_consensus_of_september(facts: list[Fact]) -> None:
    (relation,) = values(facts, FactKind.RELATION)
    assert (relation["kind"], relation["to_date"]) == ("implements", "2015-09")
    assert str(relation["to_as_stated"]).startswith("a consensus that President Xi Jinping")


def test_each_stance_has_the_right_holder(facts: list[Fact]) -> None:
    stances = [
        (fact["party"], fact["speaker"], fact["stance"], fact["addressee"]) for fact in values(facts, FactKind.POSITION)
    ]
    assert stances == [
        ("CN", "Xi Jinping", "urges", "both countries"),
        ("US", None, "accuses", "China"),
        ("CN", None, "rejects", "US"),
    ]


def test_every_span_lies_in_the_sentence_it_is_said_to(facts: list[Fact]) -> None:
    for fact in facts:
        assert fact.sentence.contains(fact.spans[0])
        for spans in fact.evidence.values():
            assert all(0 <= span.start < span.end <= len(TEXT) for span in spans)


def test_the_same_text_gives_the_same_facts(facts: list[Fact]) -> None:
    again = [facts_of(TEXT, published) for published in (PUBLISHED, None)]
    assert facts in again
