"""What is still missing of a dialogue: each gap by one dialogue that has it and one that does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Dialogue, Tenure
from dialogues.models.vocabularies import Attendance, DialogueStatus, Publication
from dialogues.queries.gaps import gaps
from tests import factories
from tests.admin.entering import grow
from tests.web.records import organization, unquoted

pytestmark = pytest.mark.django_db


def kinds(dialogue: Dialogue) -> set[str]:
    return {gap.kind for gap in gaps(dialogue)}


def words(dialogue: Dialogue) -> list[str]:
    return [gap.words for gap in gaps(dialogue)]


def test_a_dialogue_that_was_held_has_an_outcome() -> None:
    assert "no_outcome" in kinds(factories.dialogue())
    assert "no_outcome" not in kinds(factories.dialogue("To come", status=DialogueStatus.ANNOUNCED))
    with_one = factories.dialogue("With one")
    factories.outcome(with_one, publication=Publication.DRAFT)
    assert "no_outcome" not in kinds(with_one)


def test_an_outcome_has_a_status() -> None:
    outcome = factories.outcome(factories.dialogue())
    assert "no_status" in kinds(outcome.dialogue)
    factories.status(outcome)
    assert "no_status" not in kinds(outcome.dialogue)


def test_a_person_who_attended_has_an_office() -> None:
    dialogue = factories.dialogue()
    participation = factories.participation(dialogue)
    factories.participation(dialogue, person=factories.person("Meng Jianzhu"), attendance=Attendance.ABSENT)
    factories.participation(dialogue, organization=organization())
    [gap] = [gap for gap in gaps(dialogue) if gap.kind == "unknown_tenure"]
    assert gap.rows == (participation,)
    assert participation.person is not None
    participation.tenures.add(Tenure.objects.create(person=participation.person, title="State Councilor"))
    assert not {"unknown_tenure", "tenure_outside"} & kinds(dialogue)


def test_an_office_is_one_of_the_day() -> None:
    participation = factories.participation(factories.dialogue())
    assert participation.person is not None
    later = Tenure.objects.create(person=participation.person, title="Secretary", start_date="2017-10")
    participation.tenures.add(later)
    assert "tenure_outside" in kinds(participation.dialogue)


def test_date_place_and_kind_have_a_source() -> None:
    dialogue = factories.dialogue()
    unquoted(dialogue=dialogue, field="start_date")
    assert [one for one in words(dialogue) if one.startswith("no source for the")] == ["no source for the place"]
    unquoted(dialogue=dialogue)
    assert "uncited_field" not in kinds(dialogue)


def test_what_is_not_stated_needs_no_source() -> None:
    assert "no source for the place" not in words(factories.dialogue(city="", country=""))


def test_a_draft_has_the_same_gaps_and_says_that_it_is_one() -> None:
    dialogue = factories.dialogue(publication=Publication.DRAFT)
    factories.participation(dialogue)
    assert {"uncited_part", "uncited_field", "draft"} <= kinds(dialogue)


def test_a_draft_under_a_published_dialogue_is_told() -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue, publication=Publication.DRAFT)
    [gap] = [gap for gap in gaps(dialogue) if gap.kind == "draft_outcome"]
    assert gap.rows == (outcome,)


def test_it_takes_the_same_queries_for_2_and_for_20_rows() -> None:
    counts = []
    for number in (2, 20):
        dialogue = factories.dialogue(f"With {number}", publication=Publication.DRAFT)
        grow(dialogue, number)
        with CaptureQueriesContext(connection) as queries:
            gaps(dialogue)
        counts.append(len(queries))
    assert counts[0] == counts[1]
