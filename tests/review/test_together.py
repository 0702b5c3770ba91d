from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Citation, Dialogue, Outcome, Participation, Person, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind
from dialogues.queries.events import events_of
from dialogues.review.accept import accept_suggestion
from dialogues.review.reject import reject_suggestion
from dialogues.review.together import Decided, TogetherRefused, Verdict, decide_together, plan_together
from tests import factories
from tests.ingest.stages import ingest_as_another_report, ingested_round_one
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestions(staff: User) -> list[Suggestion]:
    """A dialogue, three chairs, a head count, two outcomes and a lineage."""
    factories.party("CN"), factories.party("US")
    return list(ingested_round_one().suggestions.in_review_order())


def accepting(suggestions: Sequence[Suggestion], **changes: Any) -> list[Decided]:
    return [Decided(public_id=one.public_id, verdict=Verdict.ACCEPT, changes=changes or None) for one in suggestions]


def leaving(suggestion: Suggestion) -> Decided:
    return Decided(public_id=suggestion.public_id, verdict=Verdict.LEAVE)


def rejecting(suggestion: Suggestion, reason: RejectionReason | None = RejectionReason.OTHER_EVENT) -> Decided:
    return Decided(public_id=suggestion.public_id, verdict=Verdict.REJECT, reason=reason)


def written_models(suggestions: Sequence[Suggestion]) -> list[list[str]]:
    return [[entry["model"] for entry in one.written] for one in suggestions]


def test_the_plan_tells_of_the_dialogue_and_all_that_builds_on_it(suggestions: list[Suggestion]) -> None:
    together = plan_together(suggestions[0])
    assert together.dialogue == suggestions[0]
    assert [part.suggestion for part in together.parts] == suggestions
    assert [part.hindrance for part in together.parts] == [""] * len(suggestions)
    assert (
        together.parts[0].lines[0].startswith("New dialogue: “China-US high-level dialogue on cyber crimes, round 1”")
    )
    assert together.parts[1].lines[1].startswith("New participant of “China-US high-level dialogue")


def test_the_plan_is_the_same_from_any_of_its_parts(suggestions: list[Suggestion]) -> None:
    from_a_part = plan_together(suggestions[3])
    assert from_a_part.dialogue == suggestions[0]
    assert [part.lines for part in from_a_part.parts] == [part.lines for part in plan_together(suggestions[0]).parts]


def test_planning_writes_nothing_and_changes_no_row_in_memory(suggestions: list[Suggestion]) -> None:
    with CaptureQueriesContext(connection) as captured:
        together = plan_together(suggestions[0])
    assert {query["sql"].split()[0] for query in captured} == {"SELECT"}
    assert {part.suggestion.decision for part in together.parts} == {Decision.PENDING}
    assert {part.suggestion.matched_dialogue for part in together.parts} == {None}


def test_what_is_written_is_what_the_plan_said(staff: User, suggestions: list[Suggestion]) -> None:
    planned = [len(part.lines) for part in plan_together(suggestions[0]).parts]
    decided = decide_together(decisions=accepting(suggestions), by=staff)
    assert [len(models) for models in written_models(decided)] == planned
    assert Dialogue.objects.get().participations.count() == 3


def test_somebody_new_who_is_named_twice_is_planned_and_written_once(
    staff: User, suggestions: list[Suggestion]
) -> None:
    first, second = suggestions[1:3]
    Suggestion.objects.filter(pk=second.pk).update(
        payload=first.payload | {"role": "signatory", "name": "GUO Shengkun"}
    )
    parts = plan_together(suggestions[0]).parts
    assert [sum(line.startswith("New person") for line in part.lines) for part in parts[1:3]] == [1, 0]
    decided = decide_together(decisions=accepting(suggestions), by=staff)
    assert [len(models) for models in written_models(decided)] == [len(part.lines) for part in parts]
    assert Person.objects.filter(name__iexact="guo shengkun").count() == 1


def test_the_plan_goes_on_where_the_dialogue_is_decided(staff: User, suggestions: list[Suggestion]) -> None:
    accept_suggestion(public_id=suggestions[0].public_id, by=staff)
    together = plan_together(Suggestion.objects.get(pk=suggestions[4].pk))
    assert together.dialogue == suggestions[0]
    assert [part.suggestion for part in together.parts] == suggestions[1:]
    assert all(part.lines for part in together.parts)


def test_what_builds_on_a_rejected_dialogue_says_that_it_lacks_it(staff: User, suggestions: list[Suggestion]) -> None:
    reject_suggestion(public_id=suggestions[0].public_id, by=staff, reason=RejectionReason.OTHER_EVENT)
    together = plan_together(Suggestion.objects.get(pk=suggestions[1].pk))
    assert all("Decide on the dialogue" in part.hindrance for part in together.parts)


def test_a_suggestion_of_no_suggested_dialogue_is_a_plan_by_itself(suggestions: list[Suggestion]) -> None:
    Suggestion.objects.update(builds_on=None)
    alone = Suggestion.objects.get(pk=suggestions[1].pk)
    together = plan_together(alone)
    assert together.dialogue is None
    assert [part.suggestion for part in together.parts] == [alone]


def test_each_is_decided_in_its_own_way(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue, chair, other_chair, left, *rest = suggestions
    decisions = [
        *accepting([dialogue], venue="Department of Justice"),
        *accepting([chair]),
        rejecting(other_chair),
        leaving(left),
    ]
    decided = decide_together(decisions=decisions, by=staff)
    assert [one.decision for one in decided] == ["accepted", "accepted", "rejected"]
    assert Dialogue.objects.get().venue == "Department of Justice"
    assert Participation.objects.count() == 1
    assert list(Suggestion.objects.pending().in_review_order()) == [left, *rest]


def test_the_order_of_the_decisions_does_not_matter(staff: User, suggestions: list[Suggestion]) -> None:
    decided = decide_together(decisions=accepting(suggestions[::-1]), by=staff)
    assert decided == suggestions
    assert Outcome.objects.count() == 2


@pytest.mark.parametrize("of_the_dialogue", [rejecting, leaving])
def test_nothing_is_accepted_without_its_dialogue(
    staff: User, suggestions: list[Suggestion], of_the_dialogue: Any
) -> None:
    decisions = [of_the_dialogue(suggestions[0]), *accepting(suggestions[1:3])]
    with pytest.raises(TogetherRefused, match="Participant “Guo Shengkun”: it belongs to the dialogue") as refusal:
        decide_together(decisions=decisions, by=staff)
    assert list(refusal.value.problems) == [one.public_id for one in suggestions[1:3]]
    assert Suggestion.objects.pending().count() == len(suggestions)


def test_a_dialogue_that_the_record_holds_need_not_be_decided_with_the_rest(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    dialogue, chair, *_ = ingested_round_one().suggestions.in_review_order()
    decide_together(decisions=[leaving(dialogue), *accepting([chair])], by=staff)
    assert held.participations.get().shown_name == chair.payload["name"]


def test_one_wrong_correction_leaves_nothing_written_and_names_its_field(
    staff: User, suggestions: list[Suggestion]
) -> None:
    decisions = [*accepting(suggestions[:-1]), *accepting(suggestions[-1:], kind="cousin of")]
    with pytest.raises(TogetherRefused, match="Lineage “") as refusal:
        decide_together(decisions=decisions, by=staff)
    assert list(refusal.value.errors) == [suggestions[-1].public_id]
    assert list(refusal.value.errors[suggestions[-1].public_id]) == ["kind"]
    assert not Dialogue.objects.exists()
    assert not Citation.objects.exists()
    assert Suggestion.objects.pending().count() == len(suggestions)


def test_a_dialogue_that_the_record_refuses_is_named_alone(staff: User, suggestions: list[Suggestion]) -> None:
    decisions = [*accepting(suggestions[:1], end_date="2015-11-01"), *accepting(suggestions[1:])]
    with pytest.raises(TogetherRefused, match="does not end before it starts") as refusal:
        decide_together(decisions=decisions, by=staff)
    assert list(refusal.value.problems) == [suggestions[0].public_id]


def test_what_a_colleague_decided_meanwhile_is_named_and_nothing_written(
    staff: User, suggestions: list[Suggestion]
) -> None:
    reject_suggestion(public_id=suggestions[2].public_id, by=staff, reason=RejectionReason.WRONG_VALUE)
    with pytest.raises(TogetherRefused, match="“Loretta Lynch”: This was already rejected by editor"):
        decide_together(decisions=accepting(suggestions), by=staff)
    assert not Dialogue.objects.exists()


def test_a_rejection_needs_its_reason_and_an_unknown_suggestion_is_named(
    staff: User, suggestions: list[Suggestion]
) -> None:
    unknown = Decided(public_id="sug-0000000000", verdict=Verdict.ACCEPT)
    with pytest.raises(TogetherRefused) as refusal:
        decide_together(decisions=[rejecting(suggestions[0], None), unknown], by=staff)
    assert "choose a reason" in refusal.value.problems[suggestions[0].public_id]
    assert refusal.value.problems["sug-0000000000"] == "There is no suggestion sug-0000000000."


def test_two_decisions_on_one_suggestion_are_none(staff: User, suggestions: list[Suggestion]) -> None:
    with pytest.raises(TogetherRefused, match="Decide once"):
        decide_together(decisions=[*accepting(suggestions[:1]), rejecting(suggestions[0])], by=staff)


def test_somebody_without_the_permission_decides_nothing(suggestions: list[Suggestion]) -> None:
    with pytest.raises(PermissionDenied):
        decide_together(decisions=accepting(suggestions), by=User.objects.create(username="reader", is_staff=True))


def test_the_history_has_it_as_one_step(staff: User, suggestions: list[Suggestion]) -> None:
    decide_together(decisions=accepting(suggestions), by=staff)
    events = events_of(Suggestion, [one.pk for one in suggestions])
    decided = [event for event in events if event.value("decision") == Decision.ACCEPTED]
    assert {event.value("pgh_context")["reason"] for event in decided} == {"decided on 8 suggestions together"}
    assert len({event.value("pgh_context_id") for event in decided}) == 1


def test_a_plan_takes_two_queries_a_part_at_most(suggestions: list[Suggestion]) -> None:
    def queries() -> int:
        dialogue = Suggestion.objects.get(pk=suggestions[0].pk)
        with CaptureQueriesContext(connection) as captured:
            plan_together(dialogue)
        return len(captured)

    alone = queries()
    assert alone <= 2 * len(suggestions)
    ingest_as_another_report(cybercrime_round_one() + "\nThe talks were welcomed.")
    assert queries() == alone


def test_a_head_count_and_its_like_are_planned_once(suggestions: list[Suggestion]) -> None:
    count = next(one for one in suggestions if one.kind == SuggestionKind.DELEGATION_COUNT)
    outcome = next(one for one in suggestions if one.kind == SuggestionKind.OUTCOME)
    Suggestion.objects.filter(pk=outcome.pk).update(kind=SuggestionKind.DELEGATION_COUNT, payload=count.payload)
    lines = [part.lines for part in plan_together(suggestions[0]).parts if part.suggestion.kind == count.kind]
    assert [len(some) for some in lines] == [2, 1]
