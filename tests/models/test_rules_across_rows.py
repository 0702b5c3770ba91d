"""Rules that take more than one row, broken by raw SQL. Some are checked at the end of the transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from dialogues.models import (
    Conflict,
    DelegationCount,
    Dialogue,
    Participation,
    Person,
    Position,
    Relation,
    Topic,
)
from dialogues.models.vocabularies import OutcomeState, ParticipationRole, PositionStance, Publication, RelationKind
from tests import factories
from tests.web.records import organization, unquoted

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def at_the_end() -> None:
    """Check now what is checked when the transaction ends."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")


def refused(rule: str, row: models.Model, **values: Any) -> None:
    """Changing this row alone, by raw SQL, breaks the named rule of its table."""
    table = row._meta.db_table
    columns = ", ".join(f'"{name}" = %s' for name in values)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        sql(f"UPDATE {table} SET {columns} WHERE id = %s", *values.values(), row.pk)  # noqa: S608
    sql("SET CONSTRAINTS ALL DEFERRED")
    assert refusal.value.__cause__.diag.constraint_name == f"{table}_{rule}"  # type: ignore[union-attr]


def test_somebody_stands_in_for_a_participant_of_the_same_dialogue() -> None:
    one = factories.participation(factories.dialogue())
    elsewhere = factories.participation(factories.dialogue("Another"), person=factories.person("Meng Jianzhu"))
    refused("acting_at_the_same_dialogue", one, acting_for_id=elsewhere.pk)


def test_a_stand_in_and_the_one_stood_in_for_move_together_or_not_at_all() -> None:
    dialogue, another = factories.dialogue(), factories.dialogue("Another")
    absent = factories.participation(dialogue)
    factories.participation(dialogue, person=factories.person("Meng Jianzhu"), acting_for=absent)
    refused("acting_at_the_same_dialogue", absent, dialogue_id=another.pk)
    Participation.objects.update(dialogue=another)
    at_the_end()
    assert another.participations.count() == 2


def test_the_form_says_so_before_the_database_does() -> None:
    elsewhere = factories.participation(factories.dialogue("Another"))
    one = factories.participation(factories.dialogue(), person=factories.person("Meng Jianzhu"), acting_for=None)
    one.acting_for = elsewhere
    with pytest.raises(ValidationError, match="choose a participant of the same dialogue"):
        one.full_clean()


def test_a_status_corrects_an_entry_of_its_own_outcome() -> None:
    dialogue = factories.dialogue()
    entry = factories.status(factories.outcome(dialogue))
    other = factories.status(factories.outcome(dialogue, "Another"))
    refused("supersedes_its_own_outcome", entry, supersedes_id=other.pk)
    refused("not_superseding_itself", entry, supersedes_id=entry.pk)


def test_an_entry_within_a_history_is_not_taken_out() -> None:
    outcome = factories.outcome(factories.dialogue())
    for state in (OutcomeState.AGREED, OutcomeState.LAUNCHED, OutcomeState.REAFFIRMED):
        factories.status(outcome, state)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="would have a gap"), transaction.atomic():
        sql("DELETE FROM dialogues_outcomestatus WHERE sequence = 2")
    sql("SET CONSTRAINTS ALL DEFERRED")
    sql("DELETE FROM dialogues_outcomestatus")
    at_the_end()


def test_a_value_in_conflict_is_cited_for_the_same_dialogue() -> None:
    dialogue = factories.dialogue()
    conflict = Conflict.objects.create(dialogue=factories.dialogue("Another"), field_as_stated="date")
    refused("conflict_of_its_dialogue", unquoted(dialogue=dialogue), conflict_id=conflict.pk)
    refused("conflict_about_a_dialogue", unquoted(outcome=factories.outcome(dialogue)), conflict_id=conflict.pk)


def test_a_dialogue_has_the_sides_of_its_mechanism() -> None:
    dialogue = factories.dialogue(mechanism=factories.mechanism())
    factories.party("JP")
    refused("sides_of_its_mechanism", dialogue, side_a_id="JP")
    sql("UPDATE dialogues_mechanism SET side_a_id = 'JP'")
    with pytest.raises(IntegrityError, match="dialogues_dialogue_sides_of_its_mechanism"), transaction.atomic():
        at_the_end()
    sql("UPDATE dialogues_mechanism SET side_a_id = 'CN'")


def test_a_status_a_count_and_a_position_are_of_one_of_the_two_sides() -> None:
    dialogue = factories.dialogue()
    outsider = factories.party("IN").code
    count = DelegationCount.objects.create(dialogue=dialogue, party=dialogue.side_a, low=7, wording="seven")
    position = Position.objects.create(
        dialogue=dialogue, party=dialogue.side_a, stance=PositionStance.URGES, statement="Rules for all."
    )
    status = factories.status(factories.outcome(dialogue), party=dialogue.side_b)
    for row in (count, position, status):
        refused("party_is_a_side", row, party_id=outsider)


def test_the_sides_of_a_dialogue_change_only_with_what_belongs_to_it() -> None:
    dialogue = factories.dialogue()
    participation = factories.participation(dialogue)
    factories.party("IN"), factories.party("AU")
    refused("sides_fit_its_parts", dialogue, side_a_id="AU")
    Dialogue.objects.update(side_a="AU")
    Participation.objects.filter(pk=participation.pk).update(party="AU")
    at_the_end()


def test_an_observer_does_not_hold_the_sides_of_a_dialogue() -> None:
    dialogue = factories.dialogue()
    factories.participation(
        dialogue, party=factories.party("IN"), role=ParticipationRole.OBSERVER, name_as_stated="Observer"
    )
    Dialogue.objects.update(side_a=factories.party("AU"))
    at_the_end()


def test_a_record_has_no_lineage_to_itself() -> None:
    dialogue, mechanism = factories.dialogue(), factories.mechanism()
    outcome = factories.outcome(dialogue)
    for name, record in (("dialogue", dialogue), ("mechanism", mechanism), ("outcome", outcome)):
        relation = Relation.objects.create(kind=RelationKind.CONTINUES, to_as_stated="x", **{f"from_{name}": record})
        refused("between_two_records", relation, **{f"to_{name}_id": record.pk})


@pytest.fixture(params=["dialogue", "mechanism", "organization", "outcome", "person"])
def three(request: pytest.FixtureRequest) -> list[models.Model]:
    """Three published records of one kind."""
    dialogue = factories.dialogue()
    makers: dict[str, Callable[[str], models.Model]] = {
        "dialogue": factories.dialogue,
        "mechanism": factories.mechanism,
        "organization": organization,
        "outcome": lambda name: factories.outcome(dialogue, name),
        "person": factories.person,
    }
    return [makers[request.param](f"Number {number}") for number in range(3)]


def test_a_record_does_not_go_into_itself(three: list[models.Model]) -> None:
    refused("not_merged_into_itself", three[0], merged_into_id=three[0].pk)


def test_a_merged_record_leads_to_its_record_in_one_step(three: list[models.Model]) -> None:
    first, second, third = three
    rows = type(first)._default_manager
    rows.filter(pk=first.pk).update(merged_into=second)
    at_the_end()
    refused("merged_in_one_step", second, merged_into_id=third.pk)
    refused("merged_in_one_step", third, merged_into_id=first.pk)
    rows.filter(pk=second.pk).update(merged_into=third)
    rows.filter(pk=first.pk).update(merged_into=third)
    at_the_end()


@pytest.mark.parametrize("publication", [Publication.PUBLISHED, Publication.WITHDRAWN])
def test_what_was_public_is_not_deleted(three: list[models.Model], publication: Publication) -> None:
    table, key = three[0]._meta.db_table, three[0].pk
    sql(f"UPDATE {table} SET publication = %s WHERE id = %s", publication, key)  # noqa: S608
    with pytest.raises(IntegrityError, match="was public") as refusal, transaction.atomic():
        sql(f"DELETE FROM {table} WHERE id = %s", key)  # noqa: S608
    assert refusal.value.__cause__.diag.constraint_name == f"{table}_public_stays"  # type: ignore[union-attr]


def test_a_draft_may_be_deleted() -> None:
    factories.person(publication=Publication.DRAFT).delete()
    assert not Person.objects.exists()


def test_a_public_id_stays(three: list[models.Model]) -> None:
    refused("public_id_stays", three[0], public_id="xxx-0000000000")


def test_the_public_id_of_a_part_stays_too() -> None:
    participation = factories.participation(factories.dialogue())
    for row in (
        participation,
        Topic.objects.create(name="Cyber"),
        factories.status(factories.outcome(participation.dialogue)),
    ):
        refused("public_id_stays", row, public_id="xxx-0000000000")


def test_an_organization_a_topic_and_an_article_do_not_point_at_themselves() -> None:
    body, topic, article = organization(), Topic.objects.create(name="Cyber"), factories.article()
    refused("not_its_own_parent", body, parent_id=body.pk)
    refused("not_its_own_parent", topic, parent_id=topic.pk)
    refused("not_its_own_copy", article, copy_of_id=article.pk)


def test_what_staff_say_is_no_copy_is_none() -> None:
    article = factories.article(own_article_because="It is the first print.")
    refused("own_is_no_copy", article, copy_of_id=factories.article("Another").pk)


def test_a_kept_text_stays_as_it_was_read() -> None:
    snapshot = factories.snapshot()
    refused("text_stays", snapshot, text="Another text.")
    refused("text_stays", snapshot, text=None, text_sha256="")


def test_a_text_may_be_read_later() -> None:
    snapshot = factories.snapshot(text=None)
    sql("UPDATE dialogues_snapshot SET text = 'x', text_sha256 = repeat('0', 64) WHERE id = %s", snapshot.pk)
    snapshot.refresh_from_db()
    assert snapshot.text == "x"


def test_a_state_of_the_history_names_a_side_or_nobody() -> None:
    outcome = factories.outcome(factories.dialogue())
    assert factories.status(outcome, OutcomeState.AGREED, party=None).party is None
