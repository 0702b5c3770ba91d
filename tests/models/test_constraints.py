"""The database refuses what is wrong, also from those who go round Django."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from dialogues.models import (
    Citation,
    DelegationCount,
    Dialogue,
    Mechanism,
    Milestone,
    Outcome,
    OutcomeStatus,
    Relation,
    Tenure,
)
from dialogues.models.vocabularies import OutcomeState, ParticipationRole, RelationKind
from tests import factories

pytestmark = pytest.mark.django_db


def refused_by(rule: str, table: str, key: int | str, **values: Any) -> None:
    """Changing this row by raw SQL breaks the named constraint, and the row stays as it was."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE dialogues_{table} SET {columns} WHERE id = %s", [*values.values(), key])  # noqa: S608
    cause = refusal.value.__cause__
    assert cause is not None
    assert cause.diag.constraint_name == f"dialogues_{table}_{rule}"  # type: ignore[attr-defined]


def test_a_dialogue_has_two_different_sides_in_a_stored_order() -> None:
    dialogue = factories.dialogue()
    refused_by("sides_in_order", "dialogue", dialogue.pk, side_a_id="US", side_b_id="CN")
    refused_by("sides_in_order", "dialogue", dialogue.pk, side_b_id="CN")


def test_a_mechanism_has_two_different_sides_in_a_stored_order() -> None:
    refused_by("sides_in_order", "mechanism", factories.mechanism().pk, side_a_id="US")


@pytest.mark.parametrize("date", ["1 December 2015", "2015-13", "2015-1-1", "[2015-12-01]", ""])
def test_a_date_is_a_partial_date_or_nothing(date: str) -> None:
    dialogue = factories.dialogue()
    # The generated bounds are computed before the pattern is checked; either of the two refuses.
    with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE dialogues_dialogue SET start_date = %s WHERE id = %s", [date, dialogue.pk])


def test_a_day_that_the_calendar_has_not_is_refused() -> None:
    dialogue = factories.dialogue()
    with pytest.raises(DataError, match="out of range"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE dialogues_dialogue SET start_date = '2015-02-30' WHERE id = %s", [dialogue.pk])


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2015-12-01", "2015-12-01", "2015-12-01"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017", "2017-01-01", "2017-12-31"),
        ("[2016-09-19,2016-09-20]", "2016-09-19", "2016-09-20"),
        ("[2016-08-29..2016-09-04]", "2016-08-29", "2016-09-04"),
    ],
)
def test_the_bounds_of_a_partial_date_are_the_same_in_sql_and_in_python(
    written: str, earliest: str, latest: str
) -> None:
    dialogue = Dialogue.objects.get(pk=factories.dialogue(start_date=written, end_date=None).pk)
    assert (str(dialogue.start_date_earliest), str(dialogue.start_date_latest)) == (earliest, latest)
    assert (str(dialogue.start_date.earliest), str(dialogue.start_date.latest)) == (earliest, latest)


def test_a_dialogue_does_not_end_before_it_starts() -> None:
    refused_by("end_not_before_start", "dialogue", factories.dialogue().pk, end_date="2015-11-30")


def test_a_dialogue_known_only_to_the_month_may_end_in_that_month() -> None:
    assert factories.dialogue(start_date="2015-12", end_date="2015-12-02").pk


def test_rounds_are_counted_from_one_and_once_in_a_mechanism() -> None:
    first = factories.dialogue(mechanism=factories.mechanism(), ordinal=1)
    second = factories.dialogue(mechanism=first.mechanism, ordinal=2)
    refused_by("round_once_per_mechanism", "dialogue", second.pk, ordinal=1)
    refused_by("ordinal_from_one", "dialogue", second.pk, ordinal=0)


def test_a_country_is_two_letters() -> None:
    refused_by("country_form", "dialogue", factories.dialogue().pk, country="us")


def test_a_dialogue_is_not_held_on_its_own_margins() -> None:
    dialogue = factories.dialogue()
    refused_by("not_its_own_parent", "dialogue", dialogue.pk, parent_id=dialogue.pk)


def test_a_tenure_does_not_end_before_it_starts() -> None:
    tenure = Tenure.objects.create(person=factories.person(), title="Minister", start_date="2012-12", end_date="2017")
    refused_by("end_not_before_start", "tenure", tenure.pk, end_date="2012-11")


def test_a_participant_is_somebody() -> None:
    participation = factories.participation(factories.dialogue())
    refused_by("names_somebody", "participation", participation.pk, person_id=None)


def test_a_participant_belongs_to_one_of_the_two_sides() -> None:
    participation = factories.participation(factories.dialogue())
    refused_by("of_a_side", "participation", participation.pk, party_id=factories.party("IN").code)
    refused_by("has_a_side", "participation", participation.pk, party_id=None)


def test_a_third_party_or_an_observer_may_belong_to_neither() -> None:
    dialogue = factories.dialogue()
    for role in (ParticipationRole.THIRD_PARTY, ParticipationRole.OBSERVER):
        factories.participation(dialogue, party=factories.party("IN"), name_as_stated=role.label, role=role)
    assert dialogue.participations.count() == 2


def test_nobody_stands_in_for_themselves_or_is_entered_twice() -> None:
    one = factories.participation(factories.dialogue())
    other = factories.participation(one.dialogue, person=factories.person("Chen Zhimin"))
    refused_by("not_for_oneself", "participation", one.pk, acting_for_id=one.pk)
    refused_by("person_once_per_role", "participation", other.pk, person_id=one.person_id)


def test_low_is_at_most_best_and_best_at_most_high() -> None:
    count = DelegationCount.objects.create(
        dialogue=factories.dialogue(), low=5, best=7, high=9, wording="about seven ministerial-level officials"
    )
    for values in ({"low": 8}, {"high": 6}, {"low": 10, "best": None}):
        refused_by("low_best_high", "delegationcount", count.pk, **values)
    refused_by("has_a_number", "delegationcount", count.pk, low=None, best=None, high=None)


def test_a_status_history_counts_without_gaps_whoever_writes_it() -> None:
    outcome = factories.outcome(factories.dialogue())
    with connection.cursor() as cursor:
        for number, state in enumerate(("agreed", "in_progress", "launched", "reaffirmed")):
            cursor.execute(
                "INSERT INTO dialogues_outcomestatus (public_id, created_at, updated_at, version, sequence, state, "
                "state_as_stated, confidence, rationale, outcome_id) "
                "VALUES (%s, now(), now(), 1, 99, %s, '', 'high', '', %s)",
                [f"sta-{number}", state, outcome.pk],
            )
    assert list(outcome.statuses.values_list("sequence", "state")) == [
        (1, "agreed"),
        (2, "in_progress"),
        (3, "launched"),
        (4, "reaffirmed"),
    ]


@pytest.mark.parametrize("change", [{"state": "held"}, {"sequence": 7}])
def test_a_status_is_never_changed(change: dict[str, Any]) -> None:
    status = factories.status(factories.outcome(factories.dialogue()), OutcomeState.AGREED)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        OutcomeStatus.objects.filter(pk=status.pk).update(**change)


def test_a_correction_supersedes_one_status_once() -> None:
    outcome = factories.outcome(factories.dialogue())
    wrong = factories.status(outcome, OutcomeState.HELD)
    factories.status(outcome, OutcomeState.DELAYED, supersedes=wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.status(outcome, OutcomeState.LAPSED, supersedes=wrong)


def test_a_milestone_belongs_to_a_mechanism_or_to_a_dialogue() -> None:
    milestone = Milestone.objects.create(mechanism=factories.mechanism(), state="suspended", description="halted")
    refused_by("of_one_record", "milestone", milestone.pk, dialogue_id=factories.dialogue().pk)


def test_lineage_goes_from_one_record_to_one_record() -> None:
    dialogue = factories.dialogue()
    relation = Relation.objects.create(
        kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated="the consensus of September"
    )
    refused_by("from_one_record", "relation", relation.pk, from_mechanism_id=factories.mechanism().pk)
    refused_by("from_one_record", "relation", relation.pk, from_dialogue_id=None)
    refused_by("to_one_record", "relation", relation.pk, to_as_stated="")


def test_a_citation_is_about_exactly_one_record() -> None:
    dialogue = factories.dialogue()
    citation = factories.citation(factories.snapshot(), "set up a hot line", dialogue=dialogue)
    refused_by("about_one_record", "citation", citation.pk, dialogue_id=None)
    refused_by("about_one_record", "citation", citation.pk, outcome_id=factories.outcome(dialogue).pk)


@pytest.mark.parametrize("change", [{"quote": "set up a hotline"}, {"start": 0}, {"end": 12}])
def test_a_quote_equals_the_kept_text_at_its_offsets(change: dict[str, Any]) -> None:
    citation = factories.citation(factories.snapshot(), "set up a hot line", dialogue=factories.dialogue())
    with pytest.raises(IntegrityError, match="the kept text does not say this"), transaction.atomic():
        Citation.objects.filter(pk=citation.pk).update(**change)


def test_offsets_count_code_points_also_beyond_the_basic_plane() -> None:
    snapshot = factories.snapshot("🤝 双方同意建立热线。The sides agreed.")
    assert factories.citation(snapshot, "双方同意建立热线", dialogue=factories.dialogue()).start == 2


def test_a_kept_text_is_quoted_unless_it_says_nothing_of_the_matter() -> None:
    dialogue, snapshot = factories.dialogue(), factories.snapshot()
    with pytest.raises(IntegrityError, match="quote the sentence"), transaction.atomic():
        Citation.objects.create(snapshot=snapshot, dialogue=dialogue)
    assert Citation.objects.create(snapshot=snapshot, dialogue=dialogue, stance="silent").pk


def test_a_source_whose_text_was_not_kept_is_cited_without_a_quote() -> None:
    snapshot = factories.snapshot(text=None)
    assert Citation.objects.create(snapshot=snapshot, dialogue=factories.dialogue()).quote == ""
    with pytest.raises(IntegrityError, match="the kept text does not say this"), transaction.atomic():
        Citation.objects.create(snapshot=snapshot, dialogue=factories.dialogue(), quote="hot line", start=0, end=8)


def test_a_failed_article_says_why() -> None:
    refused_by("failure_has_reason", "article", factories.article().pk, stage="failed")


def test_an_article_added_by_address_has_one() -> None:
    refused_by("url_of_an_address", "article", factories.article().pk, origin="url")


def test_state_media_belong_to_a_party() -> None:
    refused_by("official_has_party", "publisher", factories.publisher().pk, party_id=None)


def test_the_same_rules_speak_to_staff_in_words() -> None:
    dialogue = factories.dialogue()
    dialogue.end_date = "2015-11-30"
    with pytest.raises(ValidationError, match="a dialogue does not end before it starts"):
        dialogue.full_clean()
    mechanism = Mechanism(name="x", side_a=factories.party("US"), side_b=factories.party("CN"))
    with pytest.raises(ValidationError, match="CN before US"):
        mechanism.full_clean()


def test_deleting_a_dialogue_that_has_outcomes_is_refused() -> None:
    outcome = factories.outcome(factories.dialogue())
    with pytest.raises(ProtectedError):
        outcome.dialogue.delete()
    assert Outcome.objects.filter(pk=outcome.pk).exists()
