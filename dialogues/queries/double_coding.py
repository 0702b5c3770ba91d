"""How far double codings have come; and both judgements side by side, which nobody sees before both are done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from dialogues.models import Coding, DoubleCoding, Judgement, MissingFact, Suggestion, User
from dialogues.models.vocabularies import CodingState, Decision, DoubleCodingState
from dialogues.queries.agreement import decisions
from dialogues.queries.reliability import Agreement


class StillBlind(Exception):
    """One of the coders is not done, so nobody sees what either has judged."""


@dataclass(frozen=True, slots=True)
class CodingProgress:
    """How many of the suggestions a coder has judged. It says nothing of how."""

    coding: Coding
    judged: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One double coding. `waiting` counts what is not decided; `agreement` is on the decision, once both are done."""

    double_coding: DoubleCoding
    codings: list[CodingProgress] = field(default_factory=list)
    waiting: int = 0
    agreement: Agreement | None = None

    @property
    def compared(self) -> bool:
        return all(one.coding.state == CodingState.DONE for one in self.codings)

    @property
    def running(self) -> bool:
        return self.double_coding.state == DoubleCodingState.OPEN


def codings_of(user: User) -> list[CodingProgress]:
    """What was given to this person: the open ones first, then the newest. Three queries."""
    codings = Coding.objects.filter(coder=user).select_related("article__publisher", "double_coding")
    return sorted(
        _progress(list(codings.order_by("-created_at"))),
        key=lambda one: (
            one.coding.state != CodingState.OPEN or one.coding.double_coding.state != DoubleCodingState.OPEN
        ),
    )


def progress_of(coding: Coding) -> CodingProgress:
    return _progress([coding])[0]


def overviews(double_codings: Sequence[DoubleCoding]) -> list[Overview]:
    """Of these, in their order. The number of queries does not grow with them."""
    codings = Coding.objects.filter(double_coding__in=double_codings).select_related("coder", "article")
    by_double_coding: dict[int, list[CodingProgress]] = {one.pk: [] for one in double_codings}
    for one in _progress(list(codings.order_by("double_coding", "place"))):
        by_double_coding[one.coding.double_coding_id].append(one)
    suggestions = _pending(one.article_id for one in double_codings)
    facts = dict(
        MissingFact.objects.filter(coding__double_coding__in=double_codings, decision=Decision.PENDING)
        .values_list("coding__double_coding")
        .annotate(Count("pk"))
        .order_by()
    )
    agreed = decisions(double_codings)
    return [
        Overview(
            one,
            by_double_coding[one.pk],
            suggestions.get(one.article_id, 0) + facts.get(one.pk, 0),
            agreed.get(one.pk),
        )
        for one in double_codings
    ]


def judgements_by_suggestion(double_coding: DoubleCoding) -> dict[int, dict[int, Judgement]]:
    """What coder A and coder B judged: by the suggestion's key, then by the coder's place.

    One may be missing for what was suggested late. Raises StillBlind unless both are done.
    """
    _require_both_done(double_coding)
    judged: dict[int, dict[int, Judgement]] = {}
    for one in Judgement.objects.filter(coding__double_coding=double_coding).select_related("coding"):
        judged.setdefault(one.suggestion_id, {})[one.coding.place] = one
    return judged


def facts_of_both(double_coding: DoubleCoding) -> list[MissingFact]:
    """What both coders found missing, in the order of the text. Raises StillBlind unless both are done."""
    _require_both_done(double_coding)
    facts = MissingFact.objects.filter(coding__double_coding=double_coding)
    return list(facts.select_related("coding__coder", "suggestion").order_by("start", "coding__place", "pk"))


def _require_both_done(double_coding: DoubleCoding) -> None:
    if not DoubleCoding.objects.coded_by_both().filter(pk=double_coding.pk).exists():
        raise StillBlind("What the coders judged is shown when both are done.")


def _progress(codings: list[Coding]) -> list[CodingProgress]:
    judged = dict(Judgement.objects.filter(coding__in=codings).values_list("coding").annotate(Count("pk")).order_by())
    # While a coding is open nothing of its article is decided: what is pending is what there is to judge.
    pending = _pending(coding.article_id for coding in codings if coding.state == CodingState.OPEN)
    return [
        CodingProgress(coding, done := judged.get(coding.pk, 0), pending.get(coding.article_id, 0) or done)
        for coding in codings
    ]


def _pending(articles: Iterable[int]) -> dict[int, int]:
    """The open suggestions of each of these articles."""
    pending = Suggestion.objects.pending().filter(article__in=set(articles))
    return dict(pending.values_list("article").annotate(Count("pk")).order_by())
