"""Two records become one, and two again."""

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.models import (
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Difference,
    Merge,
    Milestone,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Position,
    Relation,
    Tenure,
    Topic,
    User,
)
from dialogues.models.outcome_status import current_state
from dialogues.models.record import Record
from dialogues.models.roles import Role
from dialogues.models.vocabularies import (
    CitationStance,
    OutcomeState,
    ParticipationRole,
    PositionStance,
    Publication,
    RelationKind,
    SuggestionKind,
)
from dialogues.review.accept import accept_suggestion
from dialogues.review.merge import UndoRefused, merge_records, undo_merge
from dialogues.review.merge_plan import Mergeable, MergeRefused, plan_merge
from tests import factories
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db

WHY = "The same, written in two ways."


def digest() -> str:
    """Of every row of the record, its links included; without what any change may move: version and time of change."""
    tables: dict[str, list[Any]] = {}
    for model in apps.get_app_config("dialogues").get_models():
        if issubclass(model, Record) and model is not Merge:
            rows = json.loads(serializers.serialize("json", model._base_manager.order_by("pk")))
            for row in rows:
                del row["fields"]["version"], row["fields"]["updated_at"]
                for field in model._meta.many_to_many:
                    row["fields"][field.name].sort()
            tables[model.__name__] = rows
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def merge(loser: Mergeable, winner: Mergeable, by: User) -> Merge:
    return merge_records(loser=loser, winner=winner, by=by, reason=WHY)


def cite(**subject: Any) -> Citation:
    return factories.citation(factories.snapshot(), "agreed", **subject)


def two_people() -> tuple[Person, Person]:
    """The man under his full name and under another spelling, each with a tenure, a participation and a citation."""
    kept = factories.person("Guo Shengkun", native_name="郭声琨")
    double = factories.person("Kuo Sheng-kun", aliases=["Minister Guo"])
    for position, person in enumerate((kept, double), start=1):
        tenure = Tenure.objects.create(person=person, title="Minister of Public Security")
        taken_part = factories.participation(factories.dialogue(f"Round {position}"), person=person)
        taken_part.tenures.add(tenure)
        cite(person=person, field="name")
    return kept, double


def two_dialogues() -> tuple[Dialogue, Dialogue]:
    """One meeting entered twice, with something of every kind at the one that goes."""
    kept = factories.dialogue("First round", mechanism=factories.mechanism(), ordinal=1)
    double = factories.dialogue("Cyber talks in Washington", kind="summit")
    guo, chen, lynch = (factories.person(name) for name in ("Guo Shengkun", "Chen Zhimin", "Loretta Lynch"))
    factories.participation(kept, person=guo)
    again = factories.participation(double, person=guo, title_as_stated="State Councilor")
    cite(participation=again)
    deputy = factories.participation(double, person=chen, role=ParticipationRole.ACTING_CHAIR, acting_for=again)
    again.tenures.add(Tenure.objects.create(person=guo, title="State Councilor"))
    factories.participation(double, person=lynch, party=factories.party("US"))
    cite(participation=deputy)
    conflict = Conflict.objects.create(dialogue=double, field="start_date", field_as_stated="date")
    cite(dialogue=double, field="start_date", stance=CitationStance.CONTRADICTS, conflict=conflict)
    DelegationCount.objects.create(dialogue=double, best=7, wording="seven ministerial-level officials")
    Difference.objects.create(dialogue=double, kind="silent", subject="table-top exercise")
    Milestone.objects.create(dialogue=double, state=OutcomeState.ANNOUNCED, description="Announced in September.")
    Position.objects.create(
        dialogue=double, party=double.side_a, stance=PositionStance.URGES, statement="Keep talking."
    )
    factories.status(factories.outcome(double))
    following = factories.dialogue("Second round", parent=double)
    Relation.objects.create(kind=RelationKind.CONTINUES, from_dialogue=following, to_dialogue=double)
    between = Relation.objects.create(kind=RelationKind.FOLLOWS_UP, from_dialogue=double, to_dialogue=kept)
    cite(relation=between)
    double.topics.add(Topic.objects.create(name="Cybercrime"))
    return kept, double


def two_outcomes() -> tuple[Outcome, Outcome]:
    """The hotline, as one report tells it up to its launch and another one from its scope to its keeping."""
    dialogue = factories.dialogue()
    kept, double = factories.outcome(dialogue, "A hotline"), factories.outcome(dialogue, "A telephone line")
    factories.status(kept, OutcomeState.AGREED, effective_on="2015-12-01")
    factories.status(kept, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    scope = factories.status(double, OutcomeState.IN_PROGRESS, effective_on="2016-06-14")
    factories.status(double, OutcomeState.REAFFIRMED, effective_on="2017-10-04")
    cite(outcome_status=scope)
    cite(outcome=double)
    return kept, double


def two_organizations() -> tuple[Organization, Organization]:
    party = factories.party("US")
    kept, double = (
        Organization.objects.create(name=name, party=party, abbreviation=short, publication=Publication.PUBLISHED)
        for name, short in (("Department of Justice", "DOJ"), ("US Justice Department", "USDOJ"))
    )
    factories.participation(factories.dialogue(), party=party, organization=double)
    Organization.objects.create(name="Criminal Division", party=party, parent=double)
    cite(organization=double)
    return kept, double


PAIRS: list[Callable[[], tuple[Mergeable, Mergeable]]] = [two_people, two_organizations, two_dialogues, two_outcomes]


@pytest.mark.parametrize("make", PAIRS)
def test_everything_that_pointed_at_the_loser_points_at_the_winner(
    staff: User, make: Callable[[], tuple[Mergeable, Mergeable]]
) -> None:
    winner, loser = make()
    merge(loser, winner, staff)
    for reference in type(loser)._meta.related_objects:
        model = reference.related_model
        if issubclass(model, Record) and reference.field.name != "merged_into":
            assert not model._base_manager.filter(**{reference.field.name: loser}).exists(), reference
    loser.refresh_from_db()
    assert (loser.merged_into, loser.publication) == (winner, Publication.PUBLISHED)


@pytest.mark.parametrize("make", PAIRS)
def test_undoing_gives_the_same_rows_back(staff: User, make: Callable[[], tuple[Mergeable, Mergeable]]) -> None:
    winner, loser = make()
    before = digest()
    done = merge(loser, winner, staff)
    assert digest() != before
    undone = undo_merge(merge=done, by=staff, reason="They are two after all.")
    assert digest() == before
    assert (undone.undone_by, undone.undone_because) == (staff, "They are two after all.")
    assert undone.undone_at is not None


@pytest.mark.parametrize("make", PAIRS)
def test_the_plan_writes_nothing_and_says_what_will_move(
    make: Callable[[], tuple[Mergeable, Mergeable]],
) -> None:
    winner, loser = make()
    before = digest()
    plan = plan_merge(loser=loser, winner=winner)
    assert digest() == before
    assert any("citation" in line for line in plan.lines)


def test_the_names_of_the_loser_become_aliases(staff: User) -> None:
    winner, loser = two_people()
    merge(loser, winner, staff)
    winner.refresh_from_db()
    assert winner.aliases == ["Kuo Sheng-kun", "Minister Guo"]


def test_an_alias_that_was_added_since_stays_when_the_merge_is_undone(staff: User) -> None:
    winner, loser = two_people()
    done = merge(loser, winner, staff)
    Person.objects.filter(pk=winner.pk).update(aliases=["Kuo Sheng-kun", "Minister Guo", "Guo"])
    undo_merge(merge=done, by=staff, reason=WHY)
    winner.refresh_from_db()
    assert winner.aliases == ["Guo"]


def test_a_participation_that_is_there_already_is_set_aside_and_its_citations_go_over(staff: User) -> None:
    dialogue = factories.dialogue()
    winner, loser = factories.person("Guo Shengkun"), factories.person("Kuo Sheng-kun")
    kept = factories.participation(dialogue, person=winner)
    double = factories.participation(dialogue, person=loser, title_as_stated="State Councilor")
    citation = cite(participation=double)
    done = merge(loser, winner, staff)
    citation.refresh_from_db()
    assert citation.participation == kept
    assert list(dialogue.participations.all()) == [kept]
    assert done.set_aside[0]["fields"]["title_as_stated"] == "State Councilor"


def test_two_unnamed_participants_of_one_body_are_not_taken_for_one(staff: User) -> None:
    winner, loser = factories.dialogue("Kept"), factories.dialogue("Double")
    for dialogue in (winner, loser):
        factories.participation(dialogue, name_as_stated="Wang")
    merge(loser, winner, staff)
    assert winner.participations.count() == 2


def test_lineage_from_one_to_the_other_is_set_aside(staff: User) -> None:
    winner, loser = two_dialogues()
    done = merge(loser, winner, staff)
    assert not Relation.objects.filter(kind=RelationKind.FOLLOWS_UP).exists()
    assert "dialogues.relation" in {row["model"] for row in done.set_aside}
    assert Citation.objects.filter(dialogue=winner, field="").count() == 1


def test_the_same_lineage_is_not_told_twice(staff: User) -> None:
    summit, winner, loser = (factories.dialogue(title) for title in ("Summit", "Kept", "Double"))
    for dialogue in (winner, loser):
        Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_dialogue=summit)
    merge(loser, winner, staff)
    assert Relation.objects.get().from_dialogue == winner


def test_a_meeting_on_the_margins_of_its_own_double_stands_alone(staff: User) -> None:
    loser = factories.dialogue("Double")
    winner = factories.dialogue("Kept", parent=loser)
    before = digest()
    done = merge(loser, winner, staff)
    winner.refresh_from_db()
    assert winner.parent is None
    undo_merge(merge=done, by=staff, reason=WHY)
    assert digest() == before


def test_two_histories_become_one_in_the_order_of_their_days(staff: User) -> None:
    winner, loser = two_outcomes()
    merge(loser, winner, staff)
    told = list(winner.statuses.order_by("sequence").values_list("sequence", "state"))
    assert told == [(1, "agreed"), (2, "in_progress"), (3, "launched"), (4, "reaffirmed")]
    states = Outcome.objects.annotate(state=current_state()).filter(pk=winner.pk).values_list("state", flat=True)
    assert list(states) == ["reaffirmed"]


def test_a_status_that_was_added_since_stays_with_the_winner_without_a_gap(staff: User) -> None:
    winner, loser = two_outcomes()
    done = merge(loser, winner, staff)
    factories.status(winner, OutcomeState.EXTENDED, effective_on="2018")
    undo_merge(merge=done, by=staff, reason=WHY)
    told = list(winner.statuses.order_by("sequence").values_list("sequence", "state"))
    assert told == [(1, "agreed"), (2, "launched"), (3, "extended")]
    assert list(loser.statuses.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_what_was_merged_into_the_loser_leads_to_the_winner_in_one_step(staff: User) -> None:
    first, second, third = (factories.dialogue(title) for title in ("C", "A", "B"))
    merge(first, second, staff)
    merge(second, third, staff)
    first.refresh_from_db()
    assert first.merged_into == third


def test_both_addresses_answer(staff: User, client: Client) -> None:
    winner, loser = two_dialogues()
    merge(loser, winner, staff)
    answer = client.get(loser.get_absolute_url())
    assert (answer.status_code, answer.headers["Location"]) == (301, winner.get_absolute_url())
    assert client.get(winner.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/dialogues/{loser.public_id}/").status_code == 301


def test_the_names_of_both_lead_to_the_one_that_stays(staff: User) -> None:
    winner, loser = two_people()
    merge(loser, winner, staff)
    [known] = names_of_the_record().people
    assert known.key == winner.public_id
    assert {"Guo Shengkun", "Kuo Sheng-kun"} <= {known.name, *known.aliases}


def test_a_suggestion_that_names_the_loser_is_accepted_for_the_winner(staff: User) -> None:
    factories.party("CN"), factories.party("US")
    suggestions = list(ingested_round_one().suggestions.in_review_order())
    meeting = next(one for one in suggestions if one.kind == SuggestionKind.DIALOGUE)
    accept_suggestion(public_id=meeting.public_id, by=staff)
    attending = next(one for one in suggestions if one.kind == SuggestionKind.PARTICIPATION and one.payload["name"])
    party = factories.party(attending.payload["party"])
    loser = factories.person(attending.payload["name"], party=party)
    winner = factories.person("As the record calls them", party=party)
    merge(loser, winner, staff)
    accept_suggestion(public_id=attending.public_id, by=staff)
    assert winner.participations.count() == 1
    assert loser.participations.count() == 0


def test_the_log_says_what_moved_in_public_ids(staff: User) -> None:
    winner, loser = two_people()
    citation = loser.citations.get()
    done = merge(loser, winner, staff)
    assert {
        "model": "citation",
        "public_ids": [citation.public_id],
        "from": {"person": loser.public_id},
        "to": {"person": winner.public_id},
    } in done.moved
    assert (done.record_type, done.loser, done.winner) == ("person", loser.public_id, winner.public_id)
    assert (done.reason, done.merged_by) == (WHY, staff)


def test_it_refuses_what_does_not_fit_together(staff: User) -> None:
    dialogue, person = factories.dialogue(), factories.person()
    elsewhere = factories.dialogue("US and Japan", side_a=factories.party("JP"), side_b=factories.party("US"))
    american = factories.person("Loretta Lynch", party=factories.party("US"))
    draft = factories.dialogue("Draft", publication=Publication.DRAFT)
    withdrawn = factories.dialogue("Gone", publication=Publication.WITHDRAWN, withdrawn_because="Forged.")
    before = digest()
    for loser, winner, rule in (
        (dialogue, person, "two people, two organizations"),
        (dialogue, dialogue, "does not go into itself"),
        (dialogue, elsewhere, "different parties"),
        (person, american, "different parties"),
        (dialogue, draft, "is not: its address would lead to nothing"),
        (dialogue, withdrawn, "is withdrawn"),
    ):
        with pytest.raises(MergeRefused, match=rule):
            merge(loser, winner, staff)
    assert digest() == before


def test_it_refuses_a_record_that_is_merged_already(staff: User) -> None:
    first, second, third = (factories.dialogue(title) for title in ("A", "B", "C"))
    merge(first, second, staff)
    for loser, winner in ((first, third), (third, first), (second, first)):
        with pytest.raises(MergeRefused, match="has gone into “B” already"):
            merge(loser, winner, staff)


def test_it_wants_a_reason(staff: User) -> None:
    winner, loser = two_people()
    with pytest.raises(MergeRefused, match="Reason"):
        merge_records(loser=loser, winner=winner, by=staff, reason="  ")
    done = merge(loser, winner, staff)
    with pytest.raises(UndoRefused, match="Reason"):
        undo_merge(merge=done, by=staff, reason="")


def test_it_wants_the_permission_to_publish_such_records(staff: User) -> None:
    winner, loser = two_people()
    visitor = factories.staff_with(Role.REVIEWER)
    with pytest.raises(PermissionDenied, match="but not publish them"):
        merge(loser, winner, visitor)
    done = merge(loser, winner, staff)
    with pytest.raises(PermissionDenied):
        undo_merge(merge=done, by=visitor, reason=WHY)


def test_a_merge_is_undone_once(staff: User) -> None:
    winner, loser = two_people()
    done = merge(loser, winner, staff)
    undo_merge(merge=done, by=staff, reason=WHY)
    with pytest.raises(UndoRefused, match="undone already, by editor"):
        undo_merge(merge=done, by=staff, reason=WHY)


def test_after_it_was_undone_the_two_can_be_merged_again(staff: User) -> None:
    winner, loser = two_people()
    undo_merge(merge=merge(loser, winner, staff), by=staff, reason=WHY)
    loser.refresh_from_db()
    assert merge(loser, winner, staff).pk


def test_a_later_merge_is_undone_first(staff: User) -> None:
    first, second, third = (factories.dialogue(title) for title in ("A", "B", "C"))
    earlier = merge(first, second, staff)
    later = merge(second, third, staff)
    with pytest.raises(UndoRefused, match="undo that merge first"):
        undo_merge(merge=earlier, by=staff, reason=WHY)
    undo_merge(merge=later, by=staff, reason=WHY)
    undo_merge(merge=earlier, by=staff, reason=WHY)
    first.refresh_from_db()
    assert first.merged_into is None


def test_undoing_is_refused_when_what_moved_was_changed_since(staff: User) -> None:
    winner, loser = two_people()
    participation = loser.participations.get()
    done = merge(loser, winner, staff)
    Participation.objects.filter(pk=participation.pk).update(person=factories.person("Chen Zhimin"))
    before = digest()
    with pytest.raises(UndoRefused, match=f"{participation.public_id} was changed or deleted meanwhile"):
        undo_merge(merge=done, by=staff, reason=WHY)
    assert digest() == before


def test_undoing_is_refused_when_something_new_hangs_on_what_moved(staff: User) -> None:
    winner, loser = two_outcomes()
    moved = loser.statuses.get(state=OutcomeState.REAFFIRMED)
    done = merge(loser, winner, staff)
    factories.status(winner, OutcomeState.LAPSED, supersedes=moved)
    before = digest()
    with pytest.raises(UndoRefused, match="rules refuse it"):
        undo_merge(merge=done, by=staff, reason=WHY)
    assert digest() == before


def test_undoing_is_refused_when_the_old_place_is_taken(staff: User) -> None:
    winner, loser = factories.person("Guo Shengkun"), factories.person("Kuo Sheng-kun")
    dialogue = factories.dialogue()
    for person in (winner, loser):
        factories.participation(dialogue, person=person)
    done = merge(loser, winner, staff)
    factories.participation(dialogue, person=loser)
    with pytest.raises(UndoRefused, match="rules refuse it"):
        undo_merge(merge=done, by=staff, reason=WHY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crosswise", [False, True], ids=["into two others", "into each other"])
def test_of_two_merges_of_one_record_at_the_same_time_one_is_done(crosswise: bool) -> None:
    staff = factories.staff_user()
    first, second, third = (factories.dialogue(title) for title in ("A", "B", "C"))
    started = threading.Barrier(2)
    told: list[str] = []

    def attempt(loser: Dialogue, winner: Dialogue) -> None:
        try:
            started.wait(timeout=10)
            merge(loser, winner, staff)
            told.append("done")
        except MergeRefused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    pairs = [(first, second), (second, first) if crosswise else (first, third)]
    threads = [threading.Thread(target=attempt, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted("already" in line for line in told) == [False, True], told
    assert "done" in told
    assert OutcomeStatus.objects.count() == 0
    assert Merge.objects.count() == 1
