import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model

from dialogues.models import (
    Adjudication,
    Article,
    Citation,
    Coding,
    Dialogue,
    DoubleCoding,
    Judgement,
    MissingFact,
    Outcome,
    Suggestion,
    User,
)
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import (
    AdjudicationChoice,
    Decision,
    DoubleCodingState,
    OutcomeKind,
    RejectionReason,
    SuggestionKind,
    Verdict,
)
from dialogues.review.accept import accept_suggestion
from dialogues.review.adjudicate import accept_missing, adjudicate, hindrance, reject_missing
from dialogues.review.coding import finish_coding, judge, record_missing, remove_missing
from dialogues.review.double_coding import CodingRefused, assign_double_coding, call_off
from dialogues.review.intended import NotYet
from dialogues.review.lock import BeingDoubleCoded
from dialogues.review.payload import PayloadRefused
from dialogues.review.reject import reject_suggestion
from dialogues.review.restore import RestoreRefused, restore_version
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.review.coding_steps import adjudicator, codings_of, finish_both, judge_all

pytestmark = pytest.mark.django_db

HOT_LINE = "the establishment of a hot line"


@pytest.fixture
def article() -> Article:
    """The restated report of December 2015, with its suggestions."""
    factories.party("CN"), factories.party("US")
    return ingested_round_one()


@pytest.fixture
def editor() -> User:
    return adjudicator()


@pytest.fixture
def coders() -> list[User]:
    return [factories.coder("first"), factories.coder("second")]


@pytest.fixture
def double_coding(article: Article, editor: User, coders: list[User]) -> DoubleCoding:
    return assign_double_coding(article=article, coders=coders, by=editor)


def of_kind(article: Article, kind: SuggestionKind) -> Suggestion:
    return article.suggestions.filter(kind=kind).in_review_order()[0]


def missing(coding: Coding, quote: str = HOT_LINE, **values: Any) -> MissingFact:
    given = {"title": "a hot line", "kind": OutcomeKind.CHANNEL, "stated_by": "both"} | values
    return record_missing(coding=coding, by=coding.coder, kind=SuggestionKind.OUTCOME, values=given, quote=quote)


# Assigning


def test_an_article_goes_to_two_reviewers(double_coding: DoubleCoding, editor: User, coders: list[User]) -> None:
    assert [(coding.letter, coding.coder) for coding in codings_of(double_coding)] == [
        ("A", coders[0]),
        ("B", coders[1]),
    ]
    assert double_coding.assigned_by == editor
    event = event_model_of(DoubleCoding).objects.get()
    assert event.pgh_context["name"] == editor.username  # type: ignore[attr-defined]


def test_only_who_has_the_right_assigns(article: Article, coders: list[User]) -> None:
    with pytest.raises(PermissionDenied):
        assign_double_coding(article=article, coders=coders, by=coders[0])


def test_the_coders_are_two_different_people_who_may_code(article: Article, editor: User, coders: list[User]) -> None:
    for those in ([coders[0]], [coders[0], coders[0]], [*coders, editor]):
        with pytest.raises(CodingRefused, match="two different people"):
            assign_double_coding(article=article, coders=those, by=editor)
    unable = [factories.user_with("reader"), factories.user_with("gone", "add_judgement", is_active=False)]
    for user in unable:
        with pytest.raises(CodingRefused, match="may not code"):
            assign_double_coding(article=article, coders=[coders[0], user], by=editor)
    assert not DoubleCoding.objects.exists()


def test_an_article_is_not_given_twice_at_a_time(double_coding: DoubleCoding, editor: User, coders: list[User]) -> None:
    with pytest.raises(CodingRefused, match="being double coded already"):
        assign_double_coding(article=double_coding.article, coders=coders, by=editor)


def test_what_was_not_read_or_is_decided_is_not_given(article: Article, editor: User, coders: list[User]) -> None:
    with pytest.raises(CodingRefused, match="no text of it has been read"):
        assign_double_coding(article=factories.article("Unread"), coders=coders, by=editor)
    for suggestion in article.suggestions.all():
        reject_suggestion(public_id=suggestion.public_id, by=editor, reason=RejectionReason.NOT_RELEVANT)
    with pytest.raises(CodingRefused, match="decided already"):
        assign_double_coding(article=article, coders=coders, by=editor)


# While it is coded


def test_its_suggestions_are_not_offered_and_not_decided_otherwise(double_coding: DoubleCoding, staff: User) -> None:
    suggestion = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    assert not Suggestion.objects.pending().not_double_coded().exists()
    with pytest.raises(BeingDoubleCoded, match="Two people are coding"):
        accept_suggestion(public_id=suggestion.public_id, by=staff)
    with pytest.raises(BeingDoubleCoded):
        reject_suggestion(public_id=suggestion.public_id, by=staff, reason=RejectionReason.NOT_RELEVANT)
    assert not Dialogue.objects.exists()


def test_other_articles_are_offered_all_the_while(double_coding: DoubleCoding) -> None:
    other = factories.suggestion(factories.snapshot())
    assert list(Suggestion.objects.pending().not_double_coded()) == [other]


def test_a_coder_accepts_with_corrections_or_rejects_for_a_reason_and_may_think_again(
    double_coding: DoubleCoding,
) -> None:
    first, _ = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    judge(
        coding=first,
        suggestion=suggestion,
        by=first.coder,
        verdict=Verdict.REJECT,
        reason=RejectionReason.WRONG_VALUE,
    )
    judge(
        coding=first,
        suggestion=suggestion,
        by=first.coder,
        verdict=Verdict.ACCEPT,
        changes={"deadline": "2016-06"},
    )
    judged = Judgement.objects.get()
    assert (judged.verdict, judged.rejection_reason) == (Verdict.ACCEPT, "")
    assert judged.payload is not None
    assert judged.payload["deadline"] == "2016-06"
    assert judged.payload["kind"] == suggestion.payload["kind"]
    suggestion.refresh_from_db()
    assert suggestion.decision == Decision.PENDING
    assert not Dialogue.objects.exists()


def test_a_wrong_value_and_a_rejection_without_reason_are_refused(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    with pytest.raises(PayloadRefused, match="Deadline"):
        judge(
            coding=first,
            suggestion=suggestion,
            by=first.coder,
            verdict=Verdict.ACCEPT,
            changes={"deadline": "in spring"},
        )
    with pytest.raises(CodingRefused, match="choose one of the five"):
        judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.REJECT)
    assert not Judgement.objects.exists()


def test_nobody_judges_for_a_coder(double_coding: DoubleCoding, staff: User) -> None:
    first, second = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    for somebody in (second.coder, staff):
        with pytest.raises(PermissionDenied):
            judge(coding=first, suggestion=suggestion, by=somebody, verdict=Verdict.ACCEPT)
        with pytest.raises(PermissionDenied):
            finish_coding(coding=first, by=somebody)
    first.coder.groups.clear()
    with pytest.raises(PermissionDenied):
        judge(coding=first, suggestion=suggestion, by=User.objects.get(pk=first.coder_id), verdict=Verdict.ACCEPT)


def test_a_coder_judges_nothing_of_another_article(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    other = factories.suggestion(factories.snapshot())
    with pytest.raises(CodingRefused, match="no part of the coding"):
        judge(coding=first, suggestion=other, by=first.coder, verdict=Verdict.ACCEPT)


def test_a_coding_is_finished_when_all_is_judged_and_then_stays(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    with pytest.raises(CodingRefused, match="suggestions are not judged yet"):
        finish_coding(coding=first, by=first.coder)
    judge_all(first)
    finish_coding(coding=first, by=first.coder)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    for attempt in (
        lambda: judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.ACCEPT),
        lambda: missing(first),
        lambda: finish_coding(coding=first, by=first.coder),
    ):
        with pytest.raises(CodingRefused, match="stays as it is"):
            attempt()


# What the extractor missed


def test_a_missing_fact_has_its_place_in_the_text(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    fact = missing(first, "the  establishment of a hot line")
    text = fact.snapshot.text or ""
    assert text[fact.start : fact.end] == fact.quote == HOT_LINE
    remove_missing(coding=first, by=first.coder, fact=fact.pk)
    assert not MissingFact.objects.exists()


def test_a_quote_that_the_text_does_not_say_is_refused_with_the_nearest_passage(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    with pytest.raises(PayloadRefused) as refused:
        missing(first, "the establishment of one hot line")
    assert HOT_LINE in refused.value.errors["quote"][0]
    with pytest.raises(PayloadRefused, match="Quote the words"):
        missing(first, " ")


def test_every_fault_of_a_missing_fact_is_told_at_once(double_coding: DoubleCoding) -> None:
    with pytest.raises(PayloadRefused) as refused:
        missing(codings_of(double_coding)[0], "Nobody said this.", title="", deadline="soon")
    assert set(refused.value.errors) == {"title", "deadline", "quote"}


def test_a_coder_takes_back_only_their_own(double_coding: DoubleCoding) -> None:
    first, second = codings_of(double_coding)
    fact = missing(first)
    with pytest.raises(CodingRefused, match="no such missing fact"):
        remove_missing(coding=second, by=second.coder, fact=fact.pk)
    assert MissingFact.objects.exists()


# Calling off


def test_calling_off_gives_the_suggestions_back_and_keeps_what_was_coded(
    double_coding: DoubleCoding, editor: User
) -> None:
    first, _ = codings_of(double_coding)
    judge_all(first)
    call_off(double_coding=double_coding, by=editor, reason="A coder fell ill.")
    assert double_coding.state == DoubleCodingState.CALLED_OFF
    assert Judgement.objects.filter(coding=first).exists()
    waiting = Suggestion.objects.pending().not_double_coded().in_review_order()
    accept_suggestion(public_id=waiting[0].public_id, by=editor)
    with pytest.raises(CodingRefused, match="called off"):
        finish_coding(coding=first, by=first.coder)
    with pytest.raises(CodingRefused, match="has ended already"):
        call_off(double_coding=double_coding, by=editor, reason="Again.")


def test_calling_off_needs_the_right_and_a_reason(double_coding: DoubleCoding, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        call_off(double_coding=double_coding, by=codings_of(double_coding)[0].coder, reason="I do not like it.")
    with pytest.raises(CodingRefused, match="say why"):
        call_off(double_coding=double_coding, by=editor, reason="  ")


# Adjudication


def test_adjudication_begins_when_both_are_done(double_coding: DoubleCoding, editor: User) -> None:
    first, _ = codings_of(double_coding)
    judge_all(first)
    finish_coding(coding=first, by=first.coder)
    suggestion = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    with pytest.raises(CodingRefused, match="when both coders are done"):
        adjudicate(double_coding=double_coding, suggestion=suggestion, by=editor, choice=AdjudicationChoice.FIRST)


def test_the_chosen_values_go_into_the_record_and_both_judgements_stay(
    double_coding: DoubleCoding, editor: User
) -> None:
    first, second = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    for coding, venue in ((first, "Department of Justice"), (second, "Main Justice")):
        judge(coding=coding, suggestion=suggestion, by=coding.coder, verdict=Verdict.ACCEPT, changes={"venue": venue})
    finish_both(double_coding)
    adjudicate(double_coding=double_coding, suggestion=suggestion, by=editor, choice=AdjudicationChoice.SECOND)
    assert Dialogue.objects.get().venue == "Main Justice"
    suggestion.refresh_from_db()
    assert (suggestion.decision, suggestion.decided_by) == (Decision.ACCEPTED, editor)
    venues = {one.payload["venue"] for one in suggestion.judgements.all() if one.payload is not None}
    assert venues == {"Department of Justice", "Main Justice"}
    made = Adjudication.objects.get()
    assert (made.choice, made.decided_by) == (AdjudicationChoice.SECOND, editor)
    assert made.payload is not None
    assert made.payload["venue"] == "Main Justice"


def test_an_adjudicator_follows_a_rejection_edits_or_rejects_for_a_reason_of_their_own(
    double_coding: DoubleCoding, editor: User
) -> None:
    outcomes = list(double_coding.article.suggestions.filter(kind=SuggestionKind.OUTCOME).in_review_order())
    first, _ = codings_of(double_coding)
    judge(
        coding=first,
        suggestion=outcomes[0],
        by=first.coder,
        verdict=Verdict.REJECT,
        reason=RejectionReason.OTHER_EVENT,
    )
    finish_both(double_coding)
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    adjudicate(double_coding=double_coding, suggestion=dialogue, by=editor, choice=AdjudicationChoice.FIRST)
    adjudicate(double_coding=double_coding, suggestion=outcomes[0], by=editor, choice=AdjudicationChoice.FIRST)
    edited = {"title": "guidelines on fighting cyber crimes"}
    choice = AdjudicationChoice.EDITED
    adjudicate(double_coding=double_coding, suggestion=outcomes[1], by=editor, choice=choice, changes=edited)
    count = of_kind(double_coding.article, SuggestionKind.DELEGATION_COUNT)
    adjudicate(
        double_coding=double_coding,
        suggestion=count,
        by=editor,
        choice=AdjudicationChoice.REJECTED,
        reason=RejectionReason.NOT_RELEVANT,
    )
    decided = {
        one.pk: (one.decision, one.rejection_reason)
        for one in Suggestion.objects.filter(pk__in=[outcomes[0].pk, count.pk])
    }
    assert decided == {
        outcomes[0].pk: (Decision.REJECTED, RejectionReason.OTHER_EVENT),
        count.pk: (Decision.REJECTED, RejectionReason.NOT_RELEVANT),
    }
    assert Outcome.objects.get().title == edited["title"]


def test_what_the_record_refuses_leaves_nothing_half_written(double_coding: DoubleCoding, editor: User) -> None:
    finish_both(double_coding)
    outcome = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    with pytest.raises(NotYet):
        adjudicate(double_coding=double_coding, suggestion=outcome, by=editor, choice=AdjudicationChoice.FIRST)
    assert not Adjudication.objects.exists()
    with pytest.raises(BeingDoubleCoded):
        accept_suggestion(public_id=outcome.public_id, by=editor)


def test_it_ends_when_everything_is_decided(double_coding: DoubleCoding, editor: User) -> None:
    finish_both(double_coding)
    for suggestion in double_coding.article.suggestions.in_review_order():
        double_coding.refresh_from_db()
        assert double_coding.state == DoubleCodingState.OPEN
        adjudicate(double_coding=double_coding, suggestion=suggestion, by=editor, choice=AdjudicationChoice.FIRST)
    double_coding.refresh_from_db()
    assert double_coding.state == DoubleCodingState.ADJUDICATED
    assert double_coding.closed_at is not None
    assert Dialogue.objects.get().outcomes.count() == 2


def test_an_article_without_suggestions_is_coded_too_and_ends_with_the_second_coder(
    editor: User, coders: list[User]
) -> None:
    snapshot = factories.snapshot()
    factories.suggestion(snapshot).delete()
    double_coding = assign_double_coding(article=snapshot.article, coders=coders, by=editor)
    finish_both(double_coding)
    double_coding.refresh_from_db()
    assert double_coding.state == DoubleCodingState.ADJUDICATED


def test_a_coder_adjudicates_only_where_nobody_else_could(article: Article, coders: list[User]) -> None:
    alone = factories.staff_user("alone")
    double_coding = assign_double_coding(article=article, coders=[alone, coders[0]], by=alone)
    finish_both(double_coding)
    assert hindrance(double_coding, alone) == ""
    adjudicator()
    dialogue = of_kind(article, SuggestionKind.DIALOGUE)
    with pytest.raises(CodingRefused, match="You coded this article"):
        adjudicate(double_coding=double_coding, suggestion=dialogue, by=alone, choice=AdjudicationChoice.FIRST)


def test_only_who_has_the_right_adjudicates(double_coding: DoubleCoding) -> None:
    finish_both(double_coding)
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    with pytest.raises(PermissionDenied):
        adjudicate(
            double_coding=double_coding,
            suggestion=dialogue,
            by=factories.coder("third"),
            choice=AdjudicationChoice.FIRST,
        )


def test_a_late_suggestion_is_adjudicated_without_a_judgement(double_coding: DoubleCoding, editor: User) -> None:
    finish_both(double_coding)
    snapshot = double_coding.article.snapshots.get()
    late = factories.suggestion(snapshot, 99, sentence_end=20)
    with pytest.raises(CodingRefused, match="Coder A did not judge this"):
        adjudicate(double_coding=double_coding, suggestion=late, by=editor, choice=AdjudicationChoice.FIRST)
    adjudicate(
        double_coding=double_coding,
        suggestion=late,
        by=editor,
        choice=AdjudicationChoice.REJECTED,
        reason=RejectionReason.NOT_RELEVANT,
    )


def test_an_accepted_missing_fact_is_in_the_record_with_the_words_that_the_coder_quoted(
    double_coding: DoubleCoding, editor: User
) -> None:
    _, second = codings_of(double_coding)
    fact = missing(second, title="a hot line between the two ministries")
    finish_both(double_coding)
    with pytest.raises(NotYet):
        accept_missing(fact=fact, by=editor)
    assert Suggestion.objects.filter(rule="found by a coder").count() == 0
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    adjudicate(double_coding=double_coding, suggestion=dialogue, by=editor, choice=AdjudicationChoice.FIRST)
    made = accept_missing(fact=fact, by=editor)
    outcome = Outcome.objects.get()
    assert outcome.title == "a hot line between the two ministries"
    assert Citation.objects.get(outcome=outcome).quote == HOT_LINE
    assert (made.choice, made.suggestion.missing_fact) == (AdjudicationChoice.SECOND, fact)
    with pytest.raises(CodingRefused, match="already accepted"):
        accept_missing(fact=fact, by=editor)


def test_a_dialogue_that_the_extractor_missed_is_entered_from_a_missing_fact(editor: User, coders: list[User]) -> None:
    factories.party("CN"), factories.party("US")
    snapshot = factories.snapshot("China and the United States met in Washington on 1 December 2015.")
    factories.suggestion(snapshot).delete()
    double_coding = assign_double_coding(article=snapshot.article, coders=coders, by=editor)
    first, _ = codings_of(double_coding)
    values = {
        "name": "First round",
        "kind": "round",
        "side_a": "CN",
        "side_b": "US",
        "start_date": "2015-12-01",
        "mode": "in_person",
    }
    fact = record_missing(
        coding=first,
        by=first.coder,
        kind=SuggestionKind.DIALOGUE,
        values=values,
        quote="China and the United States met in Washington",
    )
    finish_both(double_coding)
    accept_missing(fact=fact, by=editor, changes={"city": "Washington"})
    dialogue = Dialogue.objects.get()
    assert (dialogue.city, str(dialogue.start_date), dialogue.side_codes) == ("Washington", "2015-12-01", ("CN", "US"))
    double_coding.refresh_from_db()
    assert double_coding.state == DoubleCodingState.ADJUDICATED


def test_a_missing_fact_may_be_left_out_for_a_reason(double_coding: DoubleCoding, editor: User) -> None:
    fact = missing(codings_of(double_coding)[0])
    with pytest.raises(CodingRefused, match="when both coders are done"):
        reject_missing(fact=fact, by=editor, reason=RejectionReason.ALREADY_RECORDED)
    finish_both(double_coding)
    reject_missing(fact=fact, by=editor, reason=RejectionReason.ALREADY_RECORDED)
    fact.refresh_from_db()
    assert (fact.decision, fact.rejection_reason) == (Decision.REJECTED, RejectionReason.ALREADY_RECORDED)


def test_nothing_that_was_coded_is_restored_behind_its_coder(double_coding: DoubleCoding, staff: User) -> None:
    first, _ = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.ACCEPT, changes={"deadline": "2016"})
    judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.ACCEPT)
    coded: list[type[Model]] = [Judgement, Coding, DoubleCoding]
    for model in coded:
        event = event_model_of(model).objects.earliest("pgh_id")
        with pytest.raises(RestoreRefused, match="are not restored"):
            restore_version(model_name=str(model._meta.model_name), event=event.pk, by=staff)


# Two at the same moment


def at_once(*attempts: Callable[[], object]) -> list[str]:
    """What came of each when all are made at the same moment: "done", or the refusal."""
    started = threading.Barrier(len(attempts))
    told: list[str] = []

    def make(attempt: Callable[[], object]) -> None:
        try:
            started.wait(timeout=10)
            attempt()
            told.append("done")
        except (CodingRefused, BeingDoubleCoded) as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_of_a_rejection_and_an_assignment_at_the_same_moment_the_second_is_told() -> None:
    suggestion = factories.suggestion(factories.snapshot())
    editor = adjudicator()
    coders = [factories.coder("first"), factories.coder("second")]
    told = at_once(
        lambda: reject_suggestion(public_id=suggestion.public_id, by=editor, reason=RejectionReason.WRONG_VALUE),
        lambda: assign_double_coding(article=suggestion.article, coders=coders, by=editor),
    )
    assert len(told) == 2
    assert told.count("done") == 1
    suggestion.refresh_from_db()
    assert DoubleCoding.objects.exists() == (suggestion.decision == Decision.PENDING)


@pytest.mark.django_db(transaction=True)
def test_two_coders_who_finish_at_the_same_moment_leave_nothing_open() -> None:
    snapshot = factories.snapshot()
    factories.suggestion(snapshot).delete()
    double_coding = factories.double_coding(snapshot.article)
    first, second = codings_of(double_coding)
    told = at_once(
        lambda: finish_coding(coding=first, by=first.coder), lambda: finish_coding(coding=second, by=second.coder)
    )
    assert told == ["done", "done"]
    double_coding.refresh_from_db()
    assert double_coding.state == DoubleCodingState.ADJUDICATED
