import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.models import (
    Citation,
    Conflict,
    Dialogue,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Suggestion,
    User,
)
from dialogues.models.vocabularies import Decision, OutcomeState, Publication, RejectionReason, SuggestionKind
from dialogues.queries.events import events_of
from dialogues.queries.history import read_history
from dialogues.review.accept import accept_suggestion
from dialogues.review.intended import NotYet
from dialogues.review.reject import reject_suggestion
from dialogues.review.undo import MISTAKE, UndoRefused, undo_decision
from tests import factories
from tests.ingest.stages import ingest_as_another_report, ingested_round_one
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db

RECORD = (Dialogue, Participation, Person, Outcome, OutcomeStatus, Conflict, Citation)


@pytest.fixture
def suggestions(staff: User) -> list[Suggestion]:
    factories.party("CN"), factories.party("US")
    return list(ingested_round_one().suggestions.in_review_order())


def first_of(suggestions: list[Suggestion], kind: SuggestionKind) -> Suggestion:
    return next(one for one in suggestions if one.kind == kind)


def accept(suggestion: Suggestion, by: User, **changes: Any) -> Suggestion:
    return accept_suggestion(public_id=suggestion.public_id, by=by, changes=changes or None)


def undo(suggestion: Suggestion, by: User, reason: str = "") -> Suggestion:
    return undo_decision(public_id=suggestion.public_id, by=by, reason=reason)


def rows() -> list[int]:
    return [model._default_manager.count() for model in RECORD]


def decided_long_ago(suggestion: Suggestion) -> None:
    long_ago = timezone.now() - MISTAKE - timedelta(seconds=1)
    Suggestion.objects.filter(pk=suggestion.pk).update(decided_at=long_ago)


def test_a_rejection_is_taken_back_and_waits_again(staff: User, suggestions: list[Suggestion]) -> None:
    reject_suggestion(public_id=suggestions[0].public_id, by=staff, reason=RejectionReason.OTHER_EVENT)
    undone = undo(suggestions[0], staff)
    assert (undone.decision, undone.rejection_reason, undone.decided_by, undone.decided_at) == (
        "pending",
        "",
        None,
        None,
    )


def test_undoing_each_acceptance_backwards_leaves_the_record_as_it_was(
    staff: User, suggestions: list[Suggestion]
) -> None:
    before = rows()
    for suggestion in suggestions:
        accept(suggestion, staff)
    for suggestion in reversed(suggestions):
        undone = undo(suggestion, staff)
        assert (undone.decision, undone.written, undone.accepted_payload) == (Decision.PENDING, [], None)
        assert undone.edit_distance is None
    assert rows() == before
    assert Suggestion.objects.filter(matched_dialogue__isnull=False).count() == 0


def test_what_was_undone_can_be_accepted_again(staff: User, suggestions: list[Suggestion]) -> None:
    gone = accept(suggestions[0], staff).matched_dialogue
    undo(suggestions[0], staff)
    accept(suggestions[0], staff)
    assert gone is not None
    assert Dialogue.objects.get().public_id != gone.public_id


def test_the_history_shows_the_acceptance_and_the_undo(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = accept(suggestions[0], staff).matched_dialogue
    assert dialogue is not None
    key = dialogue.pk
    undo(suggestions[0], staff, "the wrong meeting")
    accepted = f"accepted suggestion {suggestions[0].public_id}"
    undone = f"undid the decision on suggestion {suggestions[0].public_id}: the wrong meeting"
    happened = [(event.label, event.value("pgh_context")["reason"]) for event in events_of(Dialogue, [key])]
    assert happened == [("insert", accepted), ("update", undone), ("delete", undone)]
    decisions = [event.value("decision") for event in events_of(Suggestion, [suggestions[0].pk])]
    assert decisions == ["pending", "accepted", "pending"]


def test_citations_are_taken_from_a_dialogue_that_was_there_before(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(suggestion, staff)
    assert held.citations.exists()
    undone = undo(suggestion, staff)
    assert not held.citations.exists()
    assert undone.matched_dialogue == held
    assert "undid the decision" in " ".join(step.why for step in read_history(held, for_staff=True))


def test_a_dialogue_that_the_reviewer_chose_is_no_match_any_more(staff: User, suggestions: list[Suggestion]) -> None:
    chosen = factories.dialogue("Another name for the same meeting", start_date="2015-12-02", end_date=None)
    assert accept(suggestions[0], staff, same_as=chosen.public_id).matched_dialogue == chosen
    assert undo(suggestions[0], staff).matched_dialogue is None
    assert Dialogue.objects.get() == chosen


def test_a_dialogue_with_an_accepted_participant_is_not_undone_before_it(
    staff: User, suggestions: list[Suggestion]
) -> None:
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    accept(suggestions[0], staff)
    accept(chair, staff)
    before = rows()
    with pytest.raises(UndoRefused, match=f"participation “Guo Shengkun”.* Undo that first: {chair.public_id}"):
        undo(suggestions[0], staff)
    assert rows() == before
    undo(chair, staff)
    undo(suggestions[0], staff)
    assert not Dialogue.objects.exists()


def test_what_another_article_cites_stays(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    second = ingest_as_another_report(cybercrime_round_one() + "\nThe talks were welcomed.")
    other = second.suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(other, staff)
    with pytest.raises(UndoRefused, match=other.public_id):
        undo(suggestions[0], staff)
    assert Dialogue.objects.exists()


def test_what_somebody_added_by_hand_stays_and_is_named(staff: User, suggestions: list[Suggestion]) -> None:
    dialogue = accept(suggestions[0], staff).matched_dialogue
    factories.outcome(dialogue, "Found elsewhere")  # type: ignore[arg-type]
    with pytest.raises(UndoRefused, match=r"outcome “Found elsewhere”. Take that out first, or withdraw the record"):
        undo(suggestions[0], staff)


def test_what_somebody_has_edited_since_stays(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    Dialogue.objects.update(venue="Robert F. Kennedy Building")
    with pytest.raises(UndoRefused, match=r"was changed since then. Withdraw or correct it by hand"):
        undo(suggestions[0], staff)
    assert Dialogue.objects.get().venue == "Robert F. Kennedy Building"


def test_an_acceptance_of_which_a_part_was_taken_out_is_left_to_people(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(suggestions[0], staff)
    Citation.objects.all()[0].delete()
    with pytest.raises(UndoRefused, match=r"citation cit-.* was taken out since then"):
        undo(suggestions[0], staff)
    assert Dialogue.objects.exists()


def test_the_last_status_is_undone_and_one_within_the_history_is_not(
    staff: User, suggestions: list[Suggestion]
) -> None:
    status = status_suggestion(suggestions)
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome)
    accept(status, staff, outcome=outcome.public_id)
    later = factories.status(outcome, OutcomeState.COMPLETED)
    with pytest.raises(UndoRefused, match="outcome status “completed”"):
        undo(status, staff)
    later.delete()
    undo(status, staff)
    assert list(outcome.statuses.values_list("state", flat=True)) == [OutcomeState.AGREED]


def status_suggestion(suggestions: list[Suggestion]) -> Suggestion:
    """A suggested status at the sentence of the first outcome: the restated report gives none itself."""
    like = first_of(suggestions, SuggestionKind.OUTCOME)
    payload = {"status": "launched", "effective_on": "2016-12-07", "outcome_as_stated": "hot line"}
    return Suggestion.objects.create(
        article=like.article,
        snapshot=like.snapshot,
        extraction=like.extraction,
        kind=SuggestionKind.STATUS,
        position=99,
        payload=payload,
        spans=like.spans,
        sentence_start=like.sentence_start,
        sentence_end=like.sentence_end,
        confidence=0.8,
        rule="launched",
        fingerprint="status",
    )


def test_after_a_while_what_was_public_is_withdrawn_and_the_suggestion_says_so(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(suggestions[0], staff)
    citations = Citation.objects.count()
    decided_long_ago(suggestions[0])
    undone = undo(suggestions[0], staff, "It was another meeting.")
    dialogue = Dialogue.objects.get()
    assert (dialogue.publication, dialogue.withdrawn_because) == (Publication.WITHDRAWN, "It was another meeting.")
    assert Citation.objects.count() == citations
    assert (undone.decision, undone.written) == (Decision.PENDING, [])
    assert undone.matched_dialogue is None
    assert f"the dialogue {dialogue.public_id} had been public and is withdrawn" in undone.undo_note


def test_a_person_who_was_public_is_withdrawn_and_their_participation_taken_out(
    staff: User, suggestions: list[Suggestion]
) -> None:
    accept(suggestions[0], staff)
    chair = accept(first_of(suggestions, SuggestionKind.PARTICIPATION), staff)
    decided_long_ago(chair)
    undo(chair, staff)
    assert not Participation.objects.exists()
    assert Person.objects.get().publication == Publication.WITHDRAWN


def test_an_old_acceptance_that_only_added_citations_leaves_nothing(staff: User) -> None:
    held = factories.dialogue("The first round", ordinal=1)
    suggestion = ingested_round_one().suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(suggestion, staff)
    decided_long_ago(suggestion)
    assert undo(suggestion, staff).undo_note == ""
    assert not held.citations.exists()


def test_a_new_acceptance_drops_what_the_undo_left_to_say(staff: User, suggestions: list[Suggestion]) -> None:
    Suggestion.objects.filter(pk=suggestions[0].pk).update(undo_note="Undone after more than 15 minutes: …")
    assert accept(suggestions[0], staff).undo_note == ""


def test_suggestions_matched_to_what_is_taken_out_are_unmatched(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    second = ingest_as_another_report(cybercrime_round_one() + "\nThe talks were welcomed.")
    matched = second.suggestions.get(kind=SuggestionKind.DIALOGUE)
    assert matched.match_reason
    undo(suggestions[0], staff)
    matched.refresh_from_db()
    assert matched.matched_dialogue is None
    assert matched.match_reason == ""


def test_a_name_that_was_added_is_taken_from_the_person_again(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    person = factories.person("Kuo Sheng-k'un", aliases=["Guo"])
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    accept(chair, staff, person_key=person.public_id, add_alias="on")
    person.refresh_from_db()
    assert person.aliases == ["Guo", "Guo Shengkun"]
    undo(chair, staff)
    person.refresh_from_db()
    assert person.aliases == ["Guo"]


def test_nothing_is_undone_before_anybody_has_decided_or_twice(staff: User, suggestions: list[Suggestion]) -> None:
    with pytest.raises(UndoRefused, match="Nobody has decided"):
        undo(suggestions[0], staff)
    accept(suggestions[0], staff)
    undo(suggestions[0], staff)
    with pytest.raises(UndoRefused, match="undone already"):
        undo(suggestions[0], staff)


def test_only_who_decided_or_an_editor_may_undo(staff: User, suggestions: list[Suggestion]) -> None:
    reviewer, colleague = reviewing_user("reviewer"), reviewing_user("colleague")
    accept(suggestions[0], reviewer)
    with pytest.raises(PermissionDenied, match="Only reviewer, who decided it"):
        undo(suggestions[0], colleague)
    assert Dialogue.objects.exists()
    undo(suggestions[0], reviewer)
    accept(suggestions[0], reviewer)
    undo(suggestions[0], staff)
    assert not Dialogue.objects.exists()


def reviewing_user(name: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_suggestion"))
    return User.objects.get(pk=user.pk)


def test_somebody_who_may_only_read_undoes_nothing(staff: User, suggestions: list[Suggestion]) -> None:
    accept(suggestions[0], staff)
    with pytest.raises(PermissionDenied, match="but not decide"):
        undo(suggestions[0], User.objects.create(username="reader", is_staff=True))


def test_the_queries_do_not_grow_with_what_was_written(staff: User, suggestions: list[Suggestion]) -> None:
    def queries_with(rows_written: int) -> int:
        accepted = accept(suggestions[0], staff)
        dialogue = accepted.matched_dialogue
        like = Citation.objects.filter(dialogue=dialogue)[0]
        for _ in range(rows_written):
            more = factories.citation(like.snapshot, like.quote, dialogue=dialogue)
            accepted.written.append({"model": "citation", "id": more.public_id})
        accepted.save()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            undo(accepted, staff)
        return len(captured)

    assert queries_with(2) == queries_with(20)


@pytest.mark.django_db(transaction=True)
def test_an_undo_and_an_acceptance_at_the_same_time_leave_a_whole_record(suggestions: list[Suggestion]) -> None:
    """Whichever comes first, the other sees what it did: no participant without a dialogue, no error half-way."""
    staff = User.objects.get()
    chair = first_of(suggestions, SuggestionKind.PARTICIPATION)
    for _ in range(5):
        accept(suggestions[0], staff)
        outcomes = at_once(lambda: undo(suggestions[0], staff), lambda: accept(chair, staff))
        undone, accepted = outcomes
        if accepted is None:
            assert isinstance(undone, UndoRefused)
            undo(chair, staff)
            undo(suggestions[0], staff)
        else:
            assert isinstance(accepted, NotYet)
            assert undone is None
        assert not Dialogue.objects.exists()
        assert not Citation.objects.exists()


def at_once(*verbs: Any) -> list[Exception | None]:
    """What each of these raised, done at the same time in connections of their own."""
    barrier = threading.Barrier(len(verbs))
    raised: list[Exception | None] = [None] * len(verbs)

    def run(place: int) -> None:
        try:
            barrier.wait()
            verbs[place]()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever it is
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
