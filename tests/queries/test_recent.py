"""What is new in the record."""

import datetime

import pytest

from dialogues.models import Dialogue
from dialogues.models.vocabularies import OutcomeState, Publication
from dialogues.queries import recent
from dialogues.queries.recent import recent_changes, recently_overdue, record_size
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2020, 1, 1)


def changes() -> list[tuple[str, str]]:
    return [(change.before, change.status.state) for change in recent_changes(Dialogue.objects.published())]


def test_an_empty_record_has_no_last_change() -> None:
    size = record_size()
    assert (size.dialogues, size.outcomes, size.sources, size.changed_at) == (0, 0, 0, None)


def test_the_size_counts_what_the_public_sees() -> None:
    dialogue = factories.dialogue()
    factories.dialogue(publication=Publication.DRAFT)
    factories.outcome(dialogue)
    factories.outcome(dialogue, publication=Publication.DRAFT)
    source = factories.snapshot("They met.")
    factories.citation(source, "They", dialogue=dialogue)
    factories.citation(source, "met", dialogue=dialogue)
    factories.snapshot(text=None)
    size = record_size()
    assert (size.dialogues, size.outcomes, size.sources) == (1, 1, 1)


def test_a_new_status_is_the_last_change() -> None:
    outcome = factories.outcome(factories.dialogue())
    status = factories.status(outcome)
    assert record_size().changed_at == status.updated_at


def test_of_one_days_entries_the_latest_to_happen_comes_first() -> None:
    dialogue = factories.dialogue()
    for year, state in (("2016", OutcomeState.HELD), ("2019", OutcomeState.LAPSED), ("2017", OutcomeState.DELAYED)):
        factories.status(factories.outcome(dialogue), state, effective_on=year)
    assert changes() == [("", "lapsed"), ("", "delayed"), ("", "held")]


def test_what_does_not_change_the_state_is_no_change() -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome, OutcomeState.AGREED)
    factories.status(outcome, OutcomeState.IN_PROGRESS)
    factories.status(outcome, OutcomeState.IN_PROGRESS)
    factories.status(outcome, OutcomeState.COMPLETED, party=outcome.dialogue.side_a)
    assert changes() == [("agreed", "in_progress")]


def test_changes_of_drafts_stay_unseen() -> None:
    factories.status(factories.outcome(factories.dialogue(), publication=Publication.DRAFT), OutcomeState.HELD)
    factories.status(factories.outcome(factories.dialogue(publication=Publication.DRAFT)), OutcomeState.HELD)
    assert changes() == []


def test_overdue_outcomes_come_by_deadline_and_say_when_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "OVERDUE_SHOWN", 2)
    dialogue = factories.dialogue()
    for year in ("2016", "2018", "2017"):
        factories.outcome(dialogue, year, deadline=year)
    factories.outcome(dialogue, "To come", deadline="2021")
    found = recently_overdue(Dialogue.objects.published(), TODAY)
    assert ([outcome.title for outcome in found.outcomes], found.more) == (["2018", "2017"], True)
