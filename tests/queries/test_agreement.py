from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Coding, DoubleCoding, Judgement, MissingFact, Snapshot
from dialogues.models.vocabularies import RejectionReason, SuggestionKind, Verdict
from dialogues.queries.agreement import Row, agreement_rows, decisions, missing_facts
from dialogues.queries.double_coding import StillBlind, facts_of_both, judgements_by_suggestion, overviews
from dialogues.queries.reliability import NO_VARIATION, TOO_FEW_UNITS
from dialogues.review.coding import finish_coding
from dialogues.review.double_coding import call_off
from tests import factories
from tests.review.coding_steps import adjudicator, codings_of

pytestmark = pytest.mark.django_db

REJECT = "reject"
Codes = tuple[Any, Any]


def coded(
    *codes: Codes, kind: SuggestionKind = SuggestionKind.OUTCOME, name: str = "", finish: bool = True
) -> DoubleCoding:
    """A double coding of an article with a suggestion for each pair: what coder A and coder B made of it.

    A dict is what a coder accepts; REJECT rejects it. `name` keeps the coders of several double codings apart.
    """
    snapshot = factories.snapshot(article=factories.article(f"Article {name}"))
    suggestions = [factories.suggestion(snapshot, position, kind=kind) for position in range(len(codes))]
    coders = (factories.coder(f"first {name}"), factories.coder(f"second {name}"))
    double_coding = factories.double_coding(snapshot.article, coders)
    for place, coding in enumerate(codings_of(double_coding)):
        for suggestion, pair in zip(suggestions, codes, strict=True):
            said = pair[place]
            values: dict[str, Any] = {"verdict": Verdict.ACCEPT, "payload": said}
            if said == REJECT:
                values = {"verdict": Verdict.REJECT, "rejection_reason": RejectionReason.WRONG_VALUE}
            Judgement.objects.create(coding=coding, article=coding.article, suggestion=suggestion, **values)
        if finish:
            finish_coding(coding=coding, by=coding.coder)
    return double_coding


def row(kind: str, field: str) -> Row:
    return next(row for row in agreement_rows() if (row.kind, row.field) == (kind, field))


def channel(title: str = "a hot line", **values: Any) -> dict[str, Any]:
    return {"title": title, "kind": "channel"} | values


def test_the_decision_counts_every_suggestion_and_a_field_those_that_both_accepted() -> None:
    coded((channel(), channel()), (channel(), REJECT), (REJECT, REJECT), (channel("guidelines"), channel()))
    decision = row(SuggestionKind.OUTCOME, "decision").agreement
    assert (decision.units, decision.agreeing, decision.percent) == (4, 3, 75.0)
    # By hand: 3 rejections and 5 acceptances, 2 observed mismatches of 8; alpha = 1 - 7 * 2 / (2 * 3 * 5).
    assert decision.alpha == pytest.approx(1 - 14 / 30)
    assert row("", "decision").agreement == decision
    title = row(SuggestionKind.OUTCOME, "title").agreement
    assert (title.units, title.agreeing) == (2, 1)
    kind = row(SuggestionKind.OUTCOME, "kind").agreement
    assert (kind.percent, kind.alpha, kind.why_not) == (100.0, None, NO_VARIATION)


def test_an_empty_field_is_a_value_and_not_a_missing_one() -> None:
    coded((channel(deadline="2016-06"), channel(deadline=None)), (channel(deadline=None), channel(deadline="")))
    deadline = row(SuggestionKind.OUTCOME, "deadline").agreement
    assert (deadline.units, deadline.agreeing, deadline.level) == (2, 1, "nominal")


def test_the_numbers_of_head_counts_are_on_a_ratio_scale() -> None:
    counts: list[Codes] = [({"best": 7}, {"best": 7}), ({"best": 70}, {"best": 72}), ({"best": 2}, {"best": None})]
    coded(*counts, kind=SuggestionKind.DELEGATION_COUNT)
    best = row(SuggestionKind.DELEGATION_COUNT, "best").agreement
    assert (best.level, best.units, best.agreeing, best.alpha_units) == ("ratio", 3, 1, 2)
    assert best.alpha is not None
    assert best.alpha > 0.99


def test_too_few_units_are_said_to_be_too_few() -> None:
    coded((channel(), REJECT))
    decision = row("", "decision").agreement
    assert (decision.percent, decision.alpha, decision.why_not) == (0.0, None, TOO_FEW_UNITS)


def test_only_what_both_have_finished_counts() -> None:
    open_one = coded((channel(), REJECT), finish=False)
    first, _ = codings_of(open_one)
    finish_coding(coding=first, by=first.coder)
    assert agreement_rows() == []
    assert decisions([open_one]) == {}
    off = coded((channel(), channel()), name="off")
    call_off(double_coding=off, by=adjudicator(), reason="The wrong article.")
    assert agreement_rows() == []


def test_nobody_reads_both_sides_before_both_are_done() -> None:
    double_coding = coded((channel(), REJECT), finish=False)
    first, second = codings_of(double_coding)
    finish_coding(coding=first, by=first.coder)
    with pytest.raises(StillBlind):
        judgements_by_suggestion(double_coding)
    with pytest.raises(StillBlind):
        facts_of_both(double_coding)
    finish_coding(coding=second, by=second.coder)
    (both,) = judgements_by_suggestion(double_coding).values()
    assert [both[1].verdict, both[2].verdict] == [Verdict.ACCEPT, Verdict.REJECT]


def test_several_double_codings_are_counted_together_or_one_alone() -> None:
    one = coded((channel(), channel()), (REJECT, REJECT), name="one")
    other = coded((channel(), REJECT), name="other")
    assert row("", "decision").agreement.units == 3
    (all_kinds, *_) = agreement_rows(other.public_id)
    assert (all_kinds.agreement.units, all_kinds.agreement.agreeing) == (1, 0)
    assert {key: found.percent for key, found in decisions([one, other]).items()} == {one.pk: 100.0, other.pk: 0.0}


def fact(coding: Coding, source: Snapshot, quote: str, kind: SuggestionKind = SuggestionKind.OUTCOME) -> None:
    start = (source.text or "").index(quote)
    MissingFact.objects.create(
        coding=coding,
        article=coding.article,
        kind=kind,
        payload={},
        snapshot=source,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def test_missing_facts_are_the_same_where_kind_and_place_are() -> None:
    double_coding = coded(finish=False)
    first, second = codings_of(double_coding)
    source = double_coding.article.snapshots.get()
    fact(first, source, "agreed to set up a hot line")
    fact(second, source, "a hot line")
    fact(first, source, "The two sides")
    fact(second, source, "set up", SuggestionKind.POSITION)
    assert missing_facts().percent is None
    for coding in (first, second):
        finish_coding(coding=coding, by=coding.coder)
    found = missing_facts()
    assert (found.both, found.only_first, found.only_second) == (1, 1, 1)
    assert found.percent == pytest.approx(100 / 3)


@pytest.mark.parametrize("number", [2, 20])
def test_many_cost_as_many_queries_as_few(number: int) -> None:
    made = [coded((channel(), REJECT), (channel(), channel()), name=str(place)) for place in range(number)]
    with CaptureQueriesContext(connection) as queries:
        agreement_rows()
        missing_facts()
        shown = overviews(made)
    assert len(queries) == 7
    assert [one.waiting for one in shown] == [2] * number
