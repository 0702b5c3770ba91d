"""The history of a record in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Dialogue, Outcome, Participation, Person, User
from dialogues.models.history import change
from dialogues.models.relation import Relation
from dialogues.models.vocabularies import OutcomeKind, Publication, RelationKind
from dialogues.queries.history import Entry, Step, read_history
from tests import factories
from tests.event_times import let_time_pass
from tests.web.records import full_dialogue

pytestmark = pytest.mark.django_db


def entries(steps: tuple[Step, ...]) -> list[Entry]:
    return [entry for step in steps for entry in step.entries]


def test_a_change_is_told_in_labels_of_the_vocabulary() -> None:
    outcome = factories.outcome(factories.dialogue(), kind=OutcomeKind.CHANNEL)
    let_time_pass()
    Outcome.objects.filter(pk=outcome.pk).update(kind=OutcomeKind.JOINT_ACTIVITY, deadline="2016-06")
    newest = read_history(outcome, for_staff=False)[0]
    (entry,) = newest.entries
    assert (entry.kind, entry.verb) == ("outcome", "changed")
    assert [(field.label, field.before, field.after) for field in entry.fields] == [
        ("kind", "channel", "joint activity"),
        ("deadline", "", "June 2016"),
    ]


def test_a_changed_text_is_compared_word_by_word() -> None:
    dialogue = factories.dialogue(summary="They met in May.")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(summary="They met in June.")
    (field,) = read_history(dialogue, for_staff=False)[0].entries[0].fields
    assert [(one.kind, one.text) for one in field.stretches] == [
        ("same", "They met in "),
        ("removed", "May"),
        ("added", "June"),
        ("same", "."),
    ]


def test_the_parts_of_a_dialogue_are_in_one_stream_the_newest_first() -> None:
    dialogue = factories.dialogue()
    let_time_pass()
    gone = factories.participation(dialogue, person=factories.person("Guo Shengkun"))
    let_time_pass()
    gone.delete()
    found = [(entry.kind, entry.verb, entry.name) for entry in entries(read_history(dialogue, for_staff=False))]
    assert found == [
        ("participation", "removed", "Guo Shengkun"),
        ("participation", "added", "Guo Shengkun"),
        ("dialogue", "added", "First round"),
    ]


def test_what_belongs_together_is_one_step() -> None:
    dialogue = factories.dialogue()
    let_time_pass()
    with change(reason="accepted suggestion sug-0000000000"):
        factories.participation(dialogue)
        factories.outcome(dialogue)
    newest = read_history(dialogue, for_staff=False)[0]
    assert (newest.why, len(newest.entries)) == ("accepted suggestion sug-0000000000", 2)


def test_the_public_reads_staff_and_staff_read_the_name(staff: User) -> None:
    with change(by=staff, reason="from the report", request="/review/"):
        dialogue = factories.dialogue()
    (public,), (for_staff,) = (read_history(dialogue, for_staff=one) for one in (False, True))
    assert (public.who, public.why, public.request) == ("staff", "from the report", "")
    assert (for_staff.who, for_staff.request) == ("editor", "/review/")


def test_the_public_sees_nothing_of_the_time_as_a_draft() -> None:
    dialogue = factories.dialogue("Secret", publication=Publication.DRAFT)
    factories.participation(dialogue, name_as_stated="Not agreed yet")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="First round", publication=Publication.PUBLISHED)
    factories.outcome(dialogue, "A draft", publication=Publication.DRAFT)
    public = entries(read_history(dialogue, for_staff=False))
    assert [(entry.verb, entry.name) for entry in public] == [("published", "First round")]
    assert "Secret" not in str(public)
    assert {entry.name for entry in entries(read_history(dialogue, for_staff=True))} >= {"Secret", "A draft"}


def test_a_draft_that_is_referred_to_is_not_named() -> None:
    dialogue = factories.dialogue()
    secret = factories.dialogue("Secret", publication=Publication.DRAFT)
    Relation.objects.create(kind=RelationKind.CONTINUES, from_dialogue=dialogue, to_dialogue=secret)
    assert "Secret" not in str(read_history(dialogue, for_staff=False))
    assert "Secret" in str(read_history(dialogue, for_staff=True))


def test_what_is_no_longer_there_is_said_to_be_gone() -> None:
    person = factories.person(publication=Publication.DRAFT)
    participation = factories.participation(factories.dialogue(), person=person)
    Participation.objects.filter(pk=participation.pk).update(person=None, name_as_stated="Somebody")
    Person.objects.filter(pk=person.pk).delete()
    assert "a record that is no longer there" in str(read_history(participation, for_staff=True))


def test_only_versions_that_are_not_the_present_one_can_be_restored() -> None:
    dialogue = factories.dialogue()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="Another")
    found = {entry.verb: entry.restorable for entry in entries(read_history(dialogue, for_staff=True))}
    assert found == {"changed": False, "added": True}
    assert not any(entry.restorable for entry in entries(read_history(dialogue, for_staff=False)))


def test_a_larger_record_needs_no_more_queries() -> None:
    counts = []
    for number in (2, 20):
        dialogue = full_dialogue(number)
        with CaptureQueriesContext(connection) as queries:
            read_history(dialogue, for_staff=False)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 34
