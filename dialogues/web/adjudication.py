"""Adjudication: both codings of one suggestion side by side, and what of them goes into the record."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dialogues.models import DoubleCoding, MissingFact, Suggestion
from dialogues.models.coding import FIRST, SECOND
from dialogues.models.vocabularies import AdjudicationChoice, Decision, RejectionReason, SuggestionKind
from dialogues.queries.double_coding import StillBlind, judgements_by_suggestion
from dialogues.review.adjudicate import accept_missing, adjudicate, hindrance, reject_missing
from dialogues.review.double_coding import CodingRefused
from dialogues.review.intended import NotYet
from dialogues.review.lock import AlreadyDecided, ClaimedByAnother
from dialogues.review.payload import PAYLOAD_FORMS, Payload, PayloadForm, PayloadRefused, form_for, proposal_of
from dialogues.text.marks import marked
from dialogues.web.coding import chosen_reason, evidence_in, in_words, posted, refused_form, signed_in
from dialogues.web.comparison import agree, comparison, lines_of
from dialogues.web.double_coding import find_double_coding
from dialogues.web.review_queue.access import staff_only

# What a decision may meet, by the state of the coding or by what the record allows; `_in_words` tells it.
REFUSALS: Final = (CodingRefused, AlreadyDecided, ClaimedByAnother, NotYet, ValidationError, IntegrityError)


@staff_only
@require_safe
def adjudication(request: HttpRequest, public_id: str, suggestion_id: str) -> HttpResponseBase:
    """GET /double-codings/<double coding>/<suggestion>/: both codings side by side; `?edit` for other values."""
    found = find_double_coding(public_id)
    suggestion = _suggestion(found, suggestion_id)
    return _adjudication_response(request, found, suggestion, editing="edit" in request.GET)


@staff_only
@require_POST
def adjudication_choose(request: HttpRequest, public_id: str, suggestion_id: str) -> HttpResponseBase:
    """POST: `choice` is first or second; `reason` rejects; `corrected` accepts what the form says."""
    found = find_double_coding(public_id)
    suggestion = _suggestion(found, suggestion_id)
    changes = posted(request, SuggestionKind(suggestion.kind)) if "corrected" in request.POST else None
    chosen: dict[str, Any] = {"choice": AdjudicationChoice.EDITED, "changes": changes}
    back = redirect("adjudication", public_id, suggestion_id)
    try:
        if "reason" in request.POST:
            chosen = {"choice": AdjudicationChoice.REJECTED, "reason": chosen_reason(request)}
        elif changes is None:
            chosen = {"choice": _coder_chosen(request)}
        adjudicate(double_coding=found, suggestion=suggestion, by=signed_in(request), **chosen)
    except PayloadRefused as refused:
        if changes is not None:
            form = refused_form(form_for(suggestion, changes), refused)
            return _adjudication_response(request, found, suggestion, editing=True, form=form, status=422)
        messages.error(request, f"The record no longer takes these values: {refused}")
        return back
    except REFUSALS as refused_by_record:
        messages.error(request, _in_words(refused_by_record))
        return back
    suggestion.refresh_from_db()
    messages.success(request, f"{suggestion.get_kind_display().capitalize()}: {suggestion.get_decision_display()}.")
    return _next(found, suggestion)


@staff_only
@require_safe
def adjudication_missing(request: HttpRequest, public_id: str, fact: int) -> HttpResponseBase:
    """GET /double-codings/<double coding>/missing/<fact>/: a fact that one coder found; `?edit` for other values."""
    found = find_double_coding(public_id)
    return _missing_response(request, found, _fact(found, fact), editing="edit" in request.GET)


@staff_only
@require_POST
def adjudication_missing_choose(request: HttpRequest, public_id: str, fact: int) -> HttpResponseBase:
    """POST: `reason` leaves it out; otherwise it is accepted, with `corrected` as the form says."""
    found = find_double_coding(public_id)
    missing = _fact(found, fact)
    changes = posted(request, SuggestionKind(missing.kind)) if "corrected" in request.POST else None
    try:
        if "reason" in request.POST:
            reject_missing(fact=missing, by=signed_in(request), reason=chosen_reason(request))
        else:
            accept_missing(fact=missing, by=signed_in(request), changes=changes)
    except PayloadRefused as refused:
        form = PAYLOAD_FORMS[SuggestionKind(missing.kind)](data=missing.payload | (changes or {}))
        return _missing_response(request, found, missing, editing=True, form=refused_form(form, refused), status=422)
    except REFUSALS as refused_by_record:
        messages.error(request, _in_words(refused_by_record))
        return redirect("adjudication_missing", public_id, fact)
    missing.refresh_from_db()
    messages.success(request, f"Missing {missing.get_kind_display()}: {missing.get_decision_display()}.")
    return redirect("double_coding", public_id)


def _suggestion(of: DoubleCoding, public_id: str) -> Suggestion:
    related = ("snapshot", "matched_outcome", "matched_dialogue", "builds_on__matched_dialogue", "decided_by")
    return get_object_or_404(Suggestion.objects.select_related(*related), article=of.article_id, public_id=public_id)


def _fact(of: DoubleCoding, key: int) -> MissingFact:
    """Nobody but its coder sees that there is one before both are done."""
    facts = MissingFact.objects.filter(coding__double_coding__in=DoubleCoding.objects.coded_by_both())
    related = facts.select_related("coding__double_coding", "coding__coder", "snapshot", "suggestion")
    return get_object_or_404(related, coding__double_coding=of, pk=key)


def _adjudication_response(
    request: HttpRequest,
    found: DoubleCoding,
    suggestion: Suggestion,
    *,
    editing: bool,
    form: PayloadForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    try:
        both = judgements_by_suggestion(found).get(suggestion.pk, {})
    except StillBlind as blind:
        messages.error(request, str(blind))
        return redirect("double_coding", found.public_id)
    if form is None:
        accepted: Payload = next((one.payload for one in both.values() if one.payload is not None), {})
        kind = SuggestionKind(suggestion.kind)
        form = PAYLOAD_FORMS[kind](initial=proposal_of(suggestion) | accepted)
    hindered = hindrance(found, signed_in(request))
    coders = {coding.place: coding.coder for coding in found.codings.all()}
    context = {
        "double_coding": found,
        "article": found.article,
        "suggestion": suggestion,
        "settled": suggestion.decision != Decision.PENDING,
        "ruling": suggestion.adjudications.filter(double_coding=found).select_related("decided_by").first(),
        "lines": lines_of(found),
        "comparison": comparison(suggestion, both),
        "agree": agree(both),
        "first": both.get(FIRST),
        "second": both.get(SECOND),
        "coder_a": coders[FIRST],
        "coder_b": coders[SECOND],
        "proposed": in_words(suggestion.kind, proposal_of(suggestion)),
        "pieces": evidence_in(suggestion),
        "hindrance": hindered,
        "may_adjudicate": request.user.has_perm("dialogues.add_adjudication") and not hindered,
        "form": form,
        "editing": editing,
        "reasons": list(RejectionReason),
    }
    return render(request, "dialogues/coding/adjudication.html", context, status=status)


def _missing_response(
    request: HttpRequest,
    found: DoubleCoding,
    fact: MissingFact,
    *,
    editing: bool,
    form: PayloadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    hindered = hindrance(found, signed_in(request))
    place = (fact.start, fact.end)
    context = {
        "double_coding": found,
        "article": found.article,
        "fact": fact,
        "facts": in_words(fact.kind, fact.payload),
        "pieces": marked(fact.snapshot.text or "", sentence=place, phrases=[place]),
        "hindrance": hindered,
        "may_adjudicate": request.user.has_perm("dialogues.add_adjudication") and not hindered,
        "form": form or PAYLOAD_FORMS[SuggestionKind(fact.kind)](initial=fact.payload),
        "editing": editing,
        "reasons": list(RejectionReason),
    }
    return render(request, "dialogues/coding/adjudication_missing.html", context, status=status)


def _coder_chosen(request: HttpRequest) -> AdjudicationChoice:
    choice = request.POST.get("choice", "")
    if choice not in {AdjudicationChoice.FIRST, AdjudicationChoice.SECOND}:
        raise CodingRefused("Choice: follow coder A or coder B, edit, or reject.")
    return AdjudicationChoice(choice)


def _in_words(refused: Exception) -> str:
    match refused:
        case ValidationError():
            return "The record refuses this: " + " ".join(refused.messages)
        case IntegrityError():
            return f"The database refuses this: {str(refused).splitlines()[0]}"
    return str(refused)


def _next(found: DoubleCoding, suggestion: Suggestion) -> HttpResponseBase:
    waiting = Suggestion.objects.pending().filter(article=found.article_id).in_review_order()
    following = waiting.filter(position__gt=suggestion.position).first() or waiting.first()
    if following is None:
        return redirect("double_coding", found.public_id)
    return redirect("adjudication", found.public_id, following.public_id)
