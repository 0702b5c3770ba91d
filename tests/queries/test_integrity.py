"""What `manage.py check_record` finds: each check by one thing that it finds and one that it leaves alone."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import (
    Conflict,
    DelegationCount,
    Dialogue,
    Milestone,
    Participation,
    Position,
    Relation,
    Tenure,
)
from dialogues.models.vocabularies import (
    CitationStance,
    DialogueKind,
    DialogueStatus,
    OutcomeKind,
    OutcomeState,
    PositionStance,
    Publication,
    RelationKind,
)
from dialogues.queries.finding import Finding
from dialogues.queries.integrity import CHECKS, findings
from tests import factories
from tests.web.records import full_dialogue, unquoted

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2016, 6, 1)


def found(kind: str) -> list[Finding]:
    (rows,) = (rows for check, rows in findings(TODAY).items() if check.kind == kind)
    return rows


def ids(kind: str) -> list[str]:
    return [finding.public_id for finding in found(kind)]


def test_an_outcome_whose_deadline_has_passed() -> None:
    dialogue = factories.dialogue()
    late = factories.outcome(dialogue, "Test of the hot line", deadline="2016-05")
    factories.outcome(dialogue, "Second round", deadline="2016-06")
    (finding,) = found("overdue")
    assert (finding.public_id, finding.address) == (late.public_id, late.get_absolute_url())
    assert finding.detail == "due May 2016"


def test_a_conflict_that_nobody_decided() -> None:
    dialogue = factories.dialogue()
    decided = Conflict.objects.create(dialogue=dialogue, field_as_stated="place", resolution="The official text.")
    unquoted(dialogue=dialogue, conflict=decided)
    without_reason = Conflict.objects.create(dialogue=dialogue, field_as_stated="date")
    unquoted(dialogue=dialogue, conflict=without_reason)
    follows_none = Conflict.objects.create(dialogue=dialogue, field_as_stated="rank", resolution="Both may be true.")
    unquoted(dialogue=dialogue, conflict=follows_none, stance=CitationStance.CONTEXT)
    assert ids("undecided_conflict") == [without_reason.public_id, follows_none.public_id]


def test_a_dialogue_that_was_held_and_has_no_outcome() -> None:
    empty = factories.dialogue()
    factories.outcome(factories.dialogue("With one"))
    factories.dialogue("To come", status=DialogueStatus.ANNOUNCED)
    factories.dialogue("Draft", publication=Publication.DRAFT)
    hidden = factories.dialogue("With a draft only")
    factories.outcome(hidden, publication=Publication.DRAFT)
    assert sorted(ids("no_outcome")) == sorted([empty.public_id, hidden.public_id])


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        (None, None, False),
        ("2015-12-02", None, True),
        ("2015-12", None, False),
        (None, "2015-11-30", True),
        (None, "2015", False),
        ("2012", "2017", False),
        ("2016", None, True),
    ],
)
def test_an_office_that_was_not_held_on_the_day(start: str | None, end: str | None, outside: bool) -> None:
    participation = factories.participation(factories.dialogue())
    assert participation.person is not None
    tenure = Tenure.objects.create(person=participation.person, title="Minister", start_date=start, end_date=end)
    participation.tenures.add(tenure)
    assert ids("tenure_outside") == ([participation.public_id] if outside else [])


def test_an_office_of_somebody_else() -> None:
    participation = factories.participation(factories.dialogue())
    tenure = Tenure.objects.create(person=factories.person("Meng Jianzhu"), title="Secretary")
    participation.tenures.add(tenure)
    (finding,) = found("tenure_of_another")
    assert finding.detail == "entered with: Meng Jianzhu, Secretary"


def test_a_deadline_before_the_dialogue() -> None:
    outcome = factories.outcome(factories.dialogue(), deadline="2015-06")
    factories.outcome(outcome.dialogue, "In the same month", deadline="2015-12")
    assert ids("early_deadline") == [outcome.public_id]


def test_two_people_of_one_party_with_the_same_folded_name() -> None:
    first = factories.person("Jose Garcia")
    second = factories.person("Mr. José García")
    factories.person("José García", party=factories.party("US"))
    factories.person("Jose Garcia", publication=Publication.WITHDRAWN)
    factories.person("JOSE GARCIA", merged_into=first)
    (finding,) = found("double_person")
    assert (finding.public_id, finding.others) == (first.public_id, (second.public_id,))


@pytest.mark.parametrize(
    ("values", "doubled"),
    [
        ({}, True),
        ({"start_date": "2015-12", "end_date": None}, True),
        ({"ordinal": 1}, True),
        ({"start_date": "2015-12-02", "end_date": "2015-12-02"}, False),
        ({"kind": DialogueKind.PREPARATORY}, False),
        ({"publication": Publication.WITHDRAWN}, False),
    ],
)
def test_two_dialogues_of_one_pair_and_mechanism_on_overlapping_days(values: dict[str, Any], doubled: bool) -> None:
    first = factories.dialogue(ordinal=None)
    second = factories.dialogue("The same once more", **values)
    expected = [Finding(second.public_id, second.get_absolute_url(), str(second), "", (first.public_id,))]
    rows = [(finding.public_id, finding.others) for finding in found("double_dialogue")]
    assert rows == ([(one.public_id, one.others) for one in expected] if doubled else [])


def test_two_rounds_of_different_mechanisms_or_numbers_are_two() -> None:
    mechanism = factories.mechanism()
    factories.dialogue("First", mechanism=mechanism, ordinal=1)
    factories.dialogue("Second", mechanism=mechanism, ordinal=2)
    factories.dialogue("Of another", mechanism=factories.mechanism("Another"))
    factories.dialogue("Of none")
    factories.dialogue("With Japan", side_a=factories.party("JP"))
    assert found("double_dialogue") == []


def test_two_outcomes_of_one_dialogue_with_nearly_the_same_words() -> None:
    dialogue = factories.dialogue()
    first = factories.outcome(dialogue, "Cybercrime hotline to be set up")
    second = factories.outcome(dialogue, "Cybercrime hot line to be set up")
    factories.outcome(dialogue, "Cybercrime hotline to be set up by September 2016 and tested")
    factories.outcome(dialogue, "Cybercrime hotline to be set up", kind=OutcomeKind.REAFFIRMATION)
    factories.outcome(factories.dialogue("Another"), "Cybercrime hotline to be set up")
    (finding,) = found("double_outcome")
    assert (finding.public_id, finding.others) == (second.public_id, (first.public_id,))


def test_a_source_named_without_a_link_that_has_one_elsewhere() -> None:
    publisher = factories.publisher()
    there = factories.article("Talks held", publisher=publisher, url="https://example.org/talks")
    mirror = factories.article("Talks held", publisher=publisher, url="https://example.net/", linkable=False)
    copy = factories.article("Reprint", copy_of=there, linkable=False)
    factories.article("Seen nowhere else", publisher=publisher, linkable=False)
    assert ids("linkable_elsewhere") == [mirror.public_id, copy.public_id]
    assert found("linkable_elsewhere")[0].others == (there.public_id,)


def test_facts_of_every_kind_without_a_source() -> None:
    dialogue = factories.dialogue()
    party = dialogue.side_a
    outcome = factories.outcome(dialogue)
    rows: dict[str, Any] = {
        "dialogue": dialogue,
        "participation": factories.participation(dialogue),
        "delegation_count": DelegationCount.objects.create(dialogue=dialogue, low=7, wording="seven"),
        "outcome": outcome,
        "outcome_status": factories.status(outcome),
        "milestone": Milestone.objects.create(dialogue=dialogue, state=OutcomeState.ANNOUNCED, description="Said"),
        "relation": Relation.objects.create(
            kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated="the consensus of September"
        ),
        "position": Position.objects.create(
            dialogue=dialogue, party=party, stance=PositionStance.URGES, statement="Rules for all."
        ),
    }
    for subject, row in rows.items():
        (finding,) = found(f"uncited_{subject}")
        seen_on = outcome if subject in {"outcome", "outcome_status"} else dialogue
        assert (finding.public_id, finding.address) == (row.public_id, seen_on.get_absolute_url())
        unquoted(**{subject: row})
        assert found(f"uncited_{subject}") == []


def test_what_only_contradicts_or_gives_context_supports_nothing() -> None:
    dialogue = factories.dialogue()
    for stance in (CitationStance.CONTRADICTS, CitationStance.CONTEXT, CitationStance.SILENT):
        unquoted(dialogue=dialogue, stance=stance)
    assert ids("uncited_dialogue") == [dialogue.public_id]


def test_that_nothing_was_found_rests_on_the_sources_that_were_searched() -> None:
    outcome = factories.outcome(factories.dialogue())
    not_confirmed = factories.status(outcome, OutcomeState.NOT_CONFIRMED)
    held = factories.status(outcome, OutcomeState.HELD)
    unquoted(outcome_status=not_confirmed, stance=CitationStance.SILENT)
    unquoted(outcome_status=held, stance=CitationStance.SILENT)
    assert ids("uncited_outcome_status") == [held.public_id]


def test_what_is_not_public_waits_for_its_publication() -> None:
    draft = factories.dialogue(publication=Publication.DRAFT)
    factories.participation(draft)
    factories.outcome(draft, deadline="2016")
    Conflict.objects.create(dialogue=draft, field_as_stated="date")
    assert [rows for rows in findings(TODAY).values() if rows] == []


def test_each_check_takes_the_same_queries_for_2_and_for_20_rows() -> None:
    counts = []
    for number in (2, 18):
        full_dialogue(number)
        Participation.objects.update(note="")
        Dialogue.objects.update(note="")
        with CaptureQueriesContext(connection) as queries:
            findings(TODAY)
        counts.append(len(queries))
    assert counts == [len(CHECKS), len(CHECKS)]
