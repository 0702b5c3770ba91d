"""What each account says of an outcome, side by side: only what people have accepted."""

from typing import Any

import pytest

from dialogues.models import Article, Dialogue, Outcome, Publisher
from dialogues.models.vocabularies import CitationStance, Perspective
from dialogues.queries.dialogue import read_dialogue
from dialogues.queries.differences import ComparedOutcome
from tests import factories
from tests.web.records import unquoted

pytestmark = pytest.mark.django_db

AGREED = "The two sides agreed to set up a hotline."


@pytest.fixture
def hotline() -> Outcome:
    return factories.outcome(factories.dialogue(), "Hotline")


def account(code: str | None, **values: Any) -> Article:
    perspective = Perspective.OFFICIAL if code else Perspective.INDEPENDENT_MEDIA
    party = factories.party(code) if code else None
    name = f"Publisher of {code}"
    publisher = Publisher.objects.get_or_create(name=name, perspective=perspective, party=party)[0]
    return factories.article(f"Account of {code}", publisher=publisher, **values)


def says(outcome: Outcome, code: str | None, text: str = AGREED, **values: Any) -> None:
    source = factories.snapshot(text, article=account(code))
    factories.citation(source, text, outcome=outcome, **values)


def silent(outcome: Outcome, code: str | None) -> None:
    source = factories.snapshot("They met.", article=account(code))
    unquoted(source=source, outcome=outcome, stance=CitationStance.SILENT)


def rows(outcome: Outcome) -> tuple[ComparedOutcome, ...]:
    held = Dialogue.objects.select_related("side_a", "side_b", "mechanism", "parent").get(pk=outcome.dialogue_id)
    return read_dialogue(held).compared_outcomes


def test_both_sides_tell_of_it(hotline: Outcome) -> None:
    says(hotline, "CN", "双方同意建立热线。")
    says(hotline, "US")
    (row,) = rows(hotline)
    assert row.verdict == "both sides tell of it"
    quotes = [[one.sentences[0].quote for one in column] for column in row.columns]
    assert quotes == [["双方同意建立热线。"], [AGREED], []]


@pytest.mark.parametrize("stance", [CitationStance.SOFTER, CitationStance.STRONGER, CitationStance.CONTRADICTS])
def test_they_differ_where_one_has_another_stance(hotline: Outcome, stance: CitationStance) -> None:
    says(hotline, "CN", "双方就热线交换了意见。", stance=stance)
    says(hotline, "US")
    assert rows(hotline)[0].verdict == "the accounts differ"


def test_only_one_side_has_it_where_the_other_was_searched_in_vain(hotline: Outcome) -> None:
    says(hotline, "US")
    silent(hotline, "CN")
    assert rows(hotline)[0].verdict == "only United States; China does not mention it"


def test_an_independent_paper_stands_with_the_others(hotline: Outcome) -> None:
    says(hotline, "US")
    says(hotline, None, "A hotline is planned.")
    (row,) = rows(hotline)
    assert row.verdict == "several accounts tell of it"
    assert [len(column) for column in row.columns] == [0, 1, 1]


def test_two_texts_of_one_side_are_one_account(hotline: Outcome) -> None:
    says(hotline, "US")
    says(hotline, "US", "A hotline is planned.")
    assert rows(hotline) == ()


def test_silence_alone_and_a_source_without_text_are_nothing_to_compare(hotline: Outcome) -> None:
    silent(hotline, "CN")
    silent(hotline, "US")
    unquoted(source=factories.snapshot(None, article=account(None)), outcome=hotline)
    assert rows(hotline) == ()
