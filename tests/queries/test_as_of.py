"""A record as it stood at a time, and as it was true at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.models import Dialogue, DialogueTopic, Outcome, OutcomeStatus, Participation, Person, Topic
from dialogues.models.vocabularies import OutcomeState, Publication
from dialogues.queries.as_of import RecordAsOf, as_of
from tests import factories
from tests.event_times import let_time_pass
from tests.web.records import full_dialogue, unquoted

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


def before_now() -> datetime:
    return timezone.now() - AN_HOUR


def found(record: Dialogue | Outcome, known_at: datetime | None = None, valid_on: date | None = None) -> RecordAsOf:
    answer = as_of(record, known_at=known_at, valid_on=valid_on)
    assert answer is not None
    return answer


def test_a_dialogue_has_the_values_that_were_known_then() -> None:
    dialogue = factories.dialogue("A wrong title", city="New York")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="First round", city="Washington")
    then = found(dialogue, before_now()).record
    assert (str(then), then.city, str(then.start_date)) == ("A wrong title", "New York", "2015-12-01")  # type: ignore[union-attr]
    assert str(found(dialogue).record) == "First round"


def test_parts_that_came_later_or_were_deleted_since() -> None:
    dialogue = factories.dialogue()
    gone = factories.participation(dialogue, name_as_stated="Somebody")
    dialogue.topics.add(Topic.objects.create(name="cybercrime"))
    let_time_pass()
    gone.delete()
    dialogue.topics.clear()
    factories.participation(dialogue, name_as_stated="Somebody else")
    names = [row.name_as_stated for row in found(dialogue, before_now()).rows(Participation)]
    assert names == ["Somebody"]
    assert len(found(dialogue, before_now()).rows(DialogueTopic)) == 1
    assert [row.name_as_stated for row in found(dialogue).rows(Participation)] == ["Somebody else"]


def test_a_part_that_went_over_to_another_record_is_there_only_until_then() -> None:
    first, second = factories.dialogue("First"), factories.dialogue("Second")
    part = factories.participation(first)
    let_time_pass()
    Participation.objects.filter(pk=part.pk).update(dialogue=second)
    assert found(first, before_now()).rows(Participation) == [part]
    assert found(first).rows(Participation) == []
    assert found(second).rows(Participation) == [part]


def test_the_state_of_an_outcome_as_it_was_known() -> None:
    outcome = factories.outcome(factories.dialogue())
    unquoted(outcome_status=factories.status(outcome, OutcomeState.AGREED))
    let_time_pass()
    unquoted(outcome_status=factories.status(outcome, OutcomeState.LAUNCHED))
    then = found(outcome, before_now())
    assert (then.state_of(outcome), len(then.citations)) == ("agreed", 1)
    assert (found(outcome).state_of(outcome), len(found(outcome).citations)) == ("launched", 2)
    of_dialogue = found(outcome.dialogue, before_now())
    assert of_dialogue.state_of(of_dialogue.rows(Outcome)[0]) == "agreed"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2015-11-30", ""),
        ("2015-12-01", "agreed"),
        ("2016-06-13", "agreed"),
        ("2016-06-14", "in_progress"),
        ("2016-11-30", "in_progress"),
        ("2016-12-01", "launched"),
        ("2030-01-01", "launched"),
    ],
)
def test_the_state_of_the_hotline_as_it_was_true(day: str, state: str) -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01")
    factories.status(outcome, OutcomeState.IN_PROGRESS, effective_on="2016-06-14")
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12")
    factories.status(outcome, OutcomeState.DISPUTED)
    assert found(outcome, valid_on=date.fromisoformat(day)).state_of(outcome) == state


def test_both_times_together() -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01")
    let_time_pass()
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    long_after = date(2020, 1, 1)
    assert found(outcome, before_now(), long_after).state_of(outcome) == "agreed"
    assert found(outcome, valid_on=long_after).state_of(outcome) == "launched"


def test_what_was_not_public_then_is_not_found() -> None:
    draft = factories.dialogue(publication=Publication.DRAFT)
    outcome = factories.outcome(draft, publication=Publication.DRAFT)
    let_time_pass()
    Dialogue.objects.filter(pk=draft.pk).update(publication=Publication.PUBLISHED)
    assert as_of(draft, known_at=before_now()) is None
    assert as_of(draft, known_at=timezone.now() - timedelta(days=3)) is None
    assert found(draft).rows(Outcome) == []
    assert as_of(outcome) is None


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="known_at: give a time with its zone"):
        as_of(factories.dialogue(), known_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_now_it_is_what_the_tables_say() -> None:
    dialogue = full_dialogue(2)
    answer = found(dialogue, datetime(2100, 1, 1, tzinfo=UTC))
    assert answer.rows(Participation) == list(dialogue.participations.order_by("pk"))
    assert [row.pk for row in answer.statuses] == list(
        OutcomeStatus.objects.filter(outcome__dialogue=dialogue)
        .order_by("outcome", "sequence")
        .values_list("pk", flat=True)
    )
    assert answer.record == dialogue
    assert not answer.rows(Person)


def test_a_larger_record_needs_no_more_queries() -> None:
    counts = []
    for number in (2, 20):
        dialogue = full_dialogue(number)
        with CaptureQueriesContext(connection) as queries:
            found(dialogue)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18
