"""The rules of double coding, broken by raw SQL. Some are checked at the end of the transaction."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from dialogues.models import Adjudication, Coding, DoubleCoding, Judgement, MissingFact, Snapshot, Suggestion
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import AdjudicationChoice, SuggestionKind, Verdict
from tests import factories
from tests.models.test_rules_across_rows import at_the_end, refused, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Snapshot:
    return factories.snapshot()


@pytest.fixture
def suggestion(source: Snapshot) -> Suggestion:
    return factories.suggestion(source)


@pytest.fixture
def double_coding(suggestion: Suggestion) -> DoubleCoding:
    """Of the article of `suggestion`."""
    return factories.double_coding(suggestion.article)


def codings(of: DoubleCoding) -> tuple[Coding, Coding]:
    first, second = of.codings.order_by("place")
    return first, second


def judgement(coding: Coding, suggestion: Suggestion, **values: Any) -> Judgement:
    defaults: dict[str, Any] = {"verdict": Verdict.ACCEPT, "payload": {"title": "a hot line"}}
    return Judgement.objects.create(coding=coding, article=coding.article, suggestion=suggestion, **(defaults | values))


def missing_fact(coding: Coding, source: Snapshot, **values: Any) -> MissingFact:
    quote = "set up a hot line"
    start = (source.text or "").index(quote)
    places = {"quote": quote, "start": start, "end": start + len(quote)}
    defaults: dict[str, Any] = {"kind": SuggestionKind.OUTCOME, "payload": {}, "snapshot": source, **places}
    return MissingFact.objects.create(coding=coding, article=coding.article, **(defaults | values))


def done(*those: Coding) -> None:
    for coding in those:
        Coding.objects.filter(pk=coding.pk).update(state="done", finished_at=timezone.now())


def both_done(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    for coding in codings(double_coding):
        judgement(coding, suggestion)
        done(coding)


def breaks(rule: str, statement: str, *values: Any) -> None:
    """This statement breaks the named rule."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        sql(statement, *values)
    assert refusal.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


def test_a_double_coding_has_two_different_coders(double_coding: DoubleCoding) -> None:
    first, second = codings(double_coding)
    refused("different_coders", second, coder_id=first.coder_id)
    refused("once_per_place", second, place=1)
    refused("first_or_second", second, place=3)
    alone = DoubleCoding.objects.create(article=factories.article("Another"))
    with pytest.raises(IntegrityError, match="needs two coders"), transaction.atomic():
        at_the_end()
    alone.delete()


def test_an_article_is_double_coded_once_at_a_time(double_coding: DoubleCoding) -> None:
    another = factories.double_coding(factories.article("Another"), (factories.coder("c"), factories.coder("d")))
    DoubleCoding.objects.filter(pk=another.pk).update(state="adjudicated", closed_at=timezone.now())
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        factories.double_coding(double_coding.article, (factories.coder("e"), factories.coder("f")))


def test_the_end_of_a_double_coding_has_its_time_and_calling_it_off_a_reason(double_coding: DoubleCoding) -> None:
    refused("closed_at_a_time", double_coding, state="adjudicated")
    refused("closed_at_a_time", double_coding, closed_at=timezone.now())
    refused("called_off_for_a_reason", double_coding, state="called_off", closed_at=timezone.now())


def test_what_is_coded_is_of_one_article(double_coding: DoubleCoding, suggestion: Suggestion, source: Snapshot) -> None:
    first, _ = codings(double_coding)
    elsewhere = factories.suggestion(factories.snapshot(article=factories.article("Another")))
    refused("of_the_same_article", first, article_id=elsewhere.article_id)
    judged = judgement(first, suggestion)
    refused("suggestion_of_the_same_article", judged, suggestion_id=elsewhere.pk)
    refused("coding_of_the_same_article", judged, suggestion_id=elsewhere.pk, article_id=elsewhere.article_id)
    fact = missing_fact(first, source)
    refused("quotes_its_text", fact, article_id=elsewhere.article_id)
    refused("coding_of_the_same_article", fact, article_id=elsewhere.article_id, snapshot_id=elsewhere.snapshot_id)
    refused("suggestion_of_the_same_article", fact, suggestion_id=elsewhere.pk, decision="accepted")


def test_what_is_adjudicated_is_of_one_article(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    both_done(double_coding, suggestion)
    elsewhere = factories.suggestion(factories.snapshot(article=factories.article("Another")))
    made = adjudication(double_coding, suggestion)
    refused("suggestion_of_the_same_article", made, suggestion_id=elsewhere.pk)
    refused("of_the_same_article", made, suggestion_id=elsewhere.pk, article_id=elsewhere.article_id)


def adjudication(of: DoubleCoding, suggestion: Suggestion) -> Adjudication:
    return Adjudication.objects.create(
        double_coding=of, article=of.article, suggestion=suggestion, choice=AdjudicationChoice.FIRST, payload={}
    )


def test_a_coder_judges_a_suggestion_once(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    first, second = codings(double_coding)
    judgement(first, suggestion)
    judgement(second, suggestion)
    with pytest.raises(IntegrityError, match="once_per_suggestion"), transaction.atomic():
        judgement(first, suggestion)


def test_a_judgement_has_values_or_a_reason(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    judged = judgement(codings(double_coding)[0], suggestion)
    refused("values_or_a_reason", judged, payload=None)
    refused("values_or_a_reason", judged, verdict="reject")
    refused("values_or_a_reason", judged, verdict="reject", payload=None)
    refused("values_or_a_reason", judged, rejection_reason="wrong_value")


def test_a_coding_is_done_only_when_all_is_judged(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    first, _ = codings(double_coding)
    refused("done_when_all_is_judged", first, state="done", finished_at=timezone.now())
    judgement(first, suggestion)
    refused("done_at_a_time", first, state="done")
    done(first)
    first.refresh_from_db()
    assert first.state == "done"


def test_what_was_decided_before_needs_no_judgement(source: Snapshot) -> None:
    decided = factories.suggestion(source, decision="accepted", decided_at=timezone.now())
    first, second = codings(factories.double_coding(decided.article))
    done(first, second)
    assert set(Coding.objects.values_list("state", flat=True)) == {"done"}


def test_a_coding_that_is_done_stays_as_it_is(
    double_coding: DoubleCoding, suggestion: Suggestion, source: Snapshot
) -> None:
    first, second = codings(double_coding)
    fact = missing_fact(first, source)
    judged = judgement(first, suggestion)
    done(first)
    refused("stays_done", first, state="open", finished_at=None)
    refused("stays_done", first, coder_id=factories.coder("third").pk)
    refused("stays_as_coded", judged, verdict="reject", payload=None, rejection_reason="wrong_value")
    refused("stays_as_coded", fact, kind="position")
    breaks("dialogues_judgement_stays_as_coded", "DELETE FROM dialogues_judgement WHERE id = %s", judged.pk)
    breaks("dialogues_missingfact_stays_as_coded", "DELETE FROM dialogues_missingfact WHERE id = %s", fact.pk)
    with pytest.raises(IntegrityError, match="it is done"), transaction.atomic():
        missing_fact(first, source)
    judgement(second, suggestion).delete()


def test_a_missing_fact_quotes_the_kept_text_at_its_offsets(double_coding: DoubleCoding, source: Snapshot) -> None:
    fact = missing_fact(codings(double_coding)[0], source)
    refused("quotes_its_text", fact, quote="set up a hotline")
    refused("quotes_its_text", fact, start=fact.start + 1)
    refused("quote_in_order", fact, start=5, end=5, quote="")


def test_a_missing_fact_becomes_a_suggestion_or_has_a_reason(
    double_coding: DoubleCoding, suggestion: Suggestion, source: Snapshot
) -> None:
    fact = missing_fact(codings(double_coding)[0], source)
    refused("suggestion_or_a_reason", fact, decision="accepted")
    refused("suggestion_or_a_reason", fact, decision="rejected")
    refused("suggestion_or_a_reason", fact, suggestion_id=suggestion.pk)


def test_adjudication_begins_when_both_are_done(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    first, _ = codings(double_coding)
    judgement(first, suggestion)
    done(first)
    with pytest.raises(IntegrityError, match="when both coders are done"), transaction.atomic():
        adjudication(double_coding, suggestion)


def test_an_adjudication_is_made_once_and_has_values_or_a_reason(
    double_coding: DoubleCoding, suggestion: Suggestion
) -> None:
    both_done(double_coding, suggestion)
    made = adjudication(double_coding, suggestion)
    with pytest.raises(IntegrityError, match="once_per_suggestion"), transaction.atomic():
        adjudication(double_coding, suggestion)
    refused("values_or_a_reason", made, payload=None)
    refused("values_or_a_reason", made, choice="rejected")
    refused("values_or_a_reason", made, choice="edited", payload=None, rejection_reason="wrong_value")


def test_what_is_double_coded_is_decided_by_adjudication_alone(
    double_coding: DoubleCoding, suggestion: Suggestion
) -> None:
    decided = {"decision": "accepted", "decided_at": timezone.now()}
    refused("not_while_double_coded", suggestion, **decided)
    both_done(double_coding, suggestion)
    refused("not_while_double_coded", suggestion, **decided)
    adjudication(double_coding, suggestion)
    Suggestion.objects.filter(pk=suggestion.pk).update(**decided)


def test_what_was_called_off_is_decided_like_anything_else(double_coding: DoubleCoding, suggestion: Suggestion) -> None:
    DoubleCoding.objects.filter(pk=double_coding.pk).update(
        state="called_off", called_off_because="A coder left.", closed_at=timezone.now()
    )
    Suggestion.objects.filter(pk=suggestion.pk).update(decision="accepted", decided_at=timezone.now())


def test_every_step_is_in_the_history(double_coding: DoubleCoding, suggestion: Suggestion, source: Snapshot) -> None:
    missing_fact(codings(double_coding)[0], source)
    both_done(double_coding, suggestion)
    adjudication(double_coding, suggestion)
    counted: dict[type[models.Model], int] = {
        model: event_model_of(model).objects.count()
        for model in (DoubleCoding, Coding, Judgement, MissingFact, Adjudication)
    }
    assert counted == {DoubleCoding: 1, Coding: 4, Judgement: 2, MissingFact: 1, Adjudication: 1}


def test_names_of_what_was_coded_say_nothing_of_it(
    double_coding: DoubleCoding, suggestion: Suggestion, source: Snapshot
) -> None:
    first, _ = codings(double_coding)
    fact = missing_fact(first, source)
    judged = judgement(first, suggestion, verdict=Verdict.REJECT, payload=None, rejection_reason="wrong_value")
    for name in (str(judged), str(fact)):
        assert "reject" not in name
        assert "hot line" not in name
