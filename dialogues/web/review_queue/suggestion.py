"""The way into the queue, and the page of one suggestion."""

from collections import Counter
from typing import Any, Final

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dialogues.models import Dialogue, Difference, Outcome, OutcomeStatus, Participation, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind
from dialogues.queries.citations import CitedSentence, read_citations
from dialogues.queries.finding import page_of
from dialogues.queries.point_of_difference import MOST_QUOTED, Point
from dialogues.queries.review_queue import following, preceding, progress_of
from dialogues.queries.versions import newer_version_of
from dialogues.review.candidates import candidates_for
from dialogues.review.claim import claim_next, claim_suggestions
from dialogues.review.intended import NotYet, Plan
from dialogues.review.lock import claimed_by_another
from dialogues.review.payload import PayloadForm, PayloadRefused, accepted_payload, form_for
from dialogues.review.plan import plan
from dialogues.web.review_queue.access import may_decide, reviewer, staff_only
from dialogues.web.review_queue.filtering import QueueFilter
from dialogues.web.review_queue.in_words import layers_in_words
from dialogues.web.review_queue.overview import overview_response
from dialogues.web.review_queue.shown import evidence_of, explain_fields, facts_of
from dialogues.web.review_queue.steps import last_step

# The kinds that are matched to a record of their own kind.
MATCHED_AS: Final[dict[SuggestionKind, type[Model]]] = {
    SuggestionKind.DIALOGUE: Dialogue,
    SuggestionKind.PARTICIPATION: Participation,
    SuggestionKind.OUTCOME: Outcome,
}
RELATED: Final = (
    "article__publisher",
    "snapshot",
    "extraction",
    "builds_on__matched_dialogue",
    "matched_dialogue__mechanism",
    "matched_outcome__dialogue",
    "matched_participation__person",
    "matched_participation__organization",
    "decided_by",
    "locked_by",
)


@staff_only
@require_GET
def review_queue(request: HttpRequest) -> HttpResponseBase:
    """The next suggestion that is free, or what became of the articles when none is."""
    return next_response(request, after=request.GET.get("after", ""))


def next_response(request: HttpRequest, *, after: str = "") -> HttpResponseBase:
    """On to the first free suggestion behind `after`, from the end round to the beginning."""
    filters = QueueFilter(request)
    user = reviewer(request)
    if not filters.valid and request.method == "GET":
        return overview_response(request, filters, status=400)
    left = Suggestion.objects.filter(public_id=after).first() if after else None
    waiting = filters.waiting()
    behind = following(left, waiting) if left is not None else waiting
    if may_decide(user):
        found = claim_next(waiting=behind, by=user) or claim_next(waiting=waiting, by=user)
    else:
        found = behind.first() or waiting.first()
    if found is None and request.method != "GET":
        return HttpResponseRedirect(filters.address("review_queue"))
    if found is None:
        return overview_response(request, filters)
    return HttpResponseRedirect(filters.address("suggestion", found.public_id))


@staff_only
@require_GET
def suggestion_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One suggestion: the text on the left, what is proposed on the right. Opening it claims it."""
    user = reviewer(request)
    if may_decide(user):
        claim_suggestions(public_ids=[public_id], by=user)
    suggestion = suggestion_of(public_id)
    return suggestion_response(request, suggestion, form_for(suggestion), editing="edit" in request.GET)


def suggestion_of(public_id: str) -> Suggestion:
    """The suggestion with what its page shows. Raises Http404."""
    return get_object_or_404(Suggestion.objects.with_claim().select_related(*RELATED), public_id=public_id)


def suggestion_response(
    request: HttpRequest, suggestion: Suggestion, form: PayloadForm, *, editing: bool, status: int = 200
) -> HttpResponse:
    """The page; with `editing` the form of corrections takes the place of the facts."""
    user = reviewer(request)
    filters = QueueFilter(request)
    pending = suggestion.decision == Decision.PENDING
    held = pending and claimed_by_another(suggestion, user)
    decides = pending and not held and may_decide(user)
    evidence, pieces = evidence_of(suggestion)
    if editing and decides:
        explain_fields(form, suggestion)
    context = {
        "suggestion": suggestion,
        "article": suggestion.article,
        "newer_version": newer_version_of(suggestion),
        "pieces": pieces,
        "evidence": evidence,
        "form": form,
        "editing": editing and decides,
        "facts": [] if editing and decides else facts_of(suggestion),
        "layers": layers_in_words(suggestion),
        "pending": pending,
        "held": held,
        "decides": decides,
        "may_decide": may_decide(user),
        "reasons": list(RejectionReason),
        "candidates": [(one, _page_of(one.record)) for one in candidates_for(suggestion)] if decides else [],
        "other_accounts": _other_accounts(suggestion) if pending else [],
        **_preview(suggestion),
        **_place(suggestion, filters, user),
        "filters": filters,
        "last_step": last_step(request),
    }
    return render(request, "dialogues/review_queue/suggestion.html", context, status=status)


def _place(suggestion: Suggestion, filters: QueueFilter, user: User) -> dict[str, Any]:
    """Where it stands: in the queue, between its neighbours, and among what its article says."""
    waiting = filters.waiting()
    siblings = list(
        Suggestion.objects.filter(article=suggestion.article_id)
        .in_review_order()
        .only("public_id", "kind", "decision", "builds_on", "article")
    )
    dialogue = suggestion if suggestion.kind == SuggestionKind.DIALOGUE else suggestion.builds_on
    open_siblings = sum(sibling.decision == Decision.PENDING for sibling in siblings)
    return {
        "progress": progress_of(suggestion, filters.matching(), user, user.last_login or user.date_joined),
        "following": following(suggestion, waiting).only("public_id").first(),
        "preceding": preceding(suggestion, waiting).only("public_id").first(),
        "siblings": siblings,
        "open_siblings": open_siblings,
        "together_with": dialogue if open_siblings > 1 else None,
    }


def _page_of(record: Model) -> str:
    """Where a candidate is seen: on its own page, or on that of what it is part of."""
    for whole in ("outcome", "dialogue"):
        if isinstance(record, Participation | OutcomeStatus | Difference) and hasattr(record, whole):
            return page_of(getattr(record, whole))
    return page_of(record)


def _other_accounts(suggestion: Suggestion) -> list[CitedSentence]:
    """What other articles are quoted with for the outcome that this one is about."""
    outcome = suggestion.matched_outcome
    if outcome is None and suggestion.payload.get("point") == Point.ALIGNED:
        outcome = Outcome.objects.published().filter(public_id=suggestion.payload["about"]["id"]).first()
    if outcome is None or suggestion.kind == SuggestionKind.STATUS:
        return []
    told = read_citations({"outcome": [outcome.pk]}).about("outcome", outcome.pk).sentences
    others = [one for one in told if one.quote and one.source.article.pk != suggestion.article_id]
    return others[:MOST_QUOTED]


def _preview(suggestion: Suggestion) -> dict[str, Any]:
    """What accepting will write, in words; or why it cannot be accepted as it is."""
    if suggestion.decision != Decision.PENDING:
        return {}
    try:
        intended = plan(suggestion, accepted_payload(suggestion))
    except (NotYet, PayloadRefused) as refusal:
        return {"hindrance": str(refusal)}
    return {"plan_lines": intended.lines, "adds_only": _adds_only(suggestion, intended)}


def _adds_only(suggestion: Suggestion, intended: Plan) -> str:
    """For what the record has already: what accepting adds to it, in words. Empty when it makes a new record."""
    model = MATCHED_AS.get(SuggestionKind(suggestion.kind))
    if model is None or not suggestion.match_reason or any(isinstance(one, model) for one in intended.records):
        return ""
    added = Counter(str(record._meta.verbose_name) for record in [*intended.citations, *intended.records])
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in added.items())
