"""Where sources give different values for one fact."""

import pytest

from dialogues.models import Citation, Conflict, Dialogue
from dialogues.queries.citations import read_citations
from dialogues.queries.disagreements import Disagreement, disagreements, sources_disagree
from tests import factories

pytestmark = pytest.mark.django_db


def state(dialogue: Dialogue, value: str, **values: object) -> Citation:
    return Citation.objects.create(
        snapshot=factories.snapshot(text=None), dialogue=dialogue, value_as_stated=value, **values
    )


def found(dialogue: Dialogue) -> tuple[Disagreement, ...]:
    book = read_citations({"dialogue": [dialogue.pk]})
    return disagreements(dialogue.conflicts.all(), book.sentences_by_conflict, book.about("dialogue", dialogue.pk))


def marked() -> list[Dialogue]:
    return list(Dialogue.objects.filter(sources_disagree()))


def test_sources_that_agree_are_no_disagreement() -> None:
    dialogue = factories.dialogue()
    state(dialogue, "1 December", field="start_date")
    assert found(dialogue) == ()
    assert marked() == []


def test_a_contradicting_date_is_one_even_if_nobody_recorded_a_conflict() -> None:
    dialogue = factories.dialogue()
    state(dialogue, "2 December", field="start_date", stance="contradicts")
    state(dialogue, "1 December", field="start_date")
    (one,) = found(dialogue)
    assert one.about_date
    assert [(stated.value, stated.kept) for stated in one.values] == [("1 December", True), ("2 December", False)]
    assert marked() == [dialogue]


def test_a_conflict_and_a_loose_citation_of_its_field_are_one_disagreement() -> None:
    dialogue = factories.dialogue()
    conflict = Conflict.objects.create(dialogue=dialogue, field="start_date", field_as_stated="date")
    state(dialogue, "1 December", field="start_date", conflict=conflict)
    state(dialogue, "3 December", field="start_date", stance="contradicts")
    (one,) = found(dialogue)
    assert [stated.value for stated in one.values] == ["1 December", "3 December"]


def test_a_conflict_about_something_else_stands_by_itself() -> None:
    dialogue = factories.dialogue()
    conflict = Conflict.objects.create(dialogue=dialogue, field_as_stated="who the hot line connects")
    state(dialogue, "the ministers", conflict=conflict)
    state(dialogue, "the presidents", conflict=conflict, stance="contradicts")
    (one,) = found(dialogue)
    assert (one.subject, one.about_date, one.about_place) == ("who the hot line connects", False, False)
    assert marked() == [dialogue]
