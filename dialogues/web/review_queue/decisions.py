"""Accept, reject, skip, undo, take over: each a form of the page, and each answered by the way to the next page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision, RejectionReason
from dialogues.review.accept import accept_suggestion
from dialogues.review.candidates import candidates_for
from dialogues.review.claim import claim_suggestions, release_claims
from dialogues.review.intended import NotYet
from dialogues.review.lock import AlreadyDecided, ClaimedByAnother, claimed_by_another, who_has_it_open
from dialogues.review.payload import PayloadRefused, form_for
from dialogues.review.permission import require_reviewer
from dialogues.review.reject import reject_suggestion
from dialogues.review.undo import UndoRefused, undo_decision
from dialogues.web.review_queue.access import reviewer, staff_only
from dialogues.web.review_queue.filtering import QueueFilter
from dialogues.web.review_queue.in_words import decided_in_words
from dialogues.web.review_queue.steps import forget, remember
from dialogues.web.review_queue.suggestion import next_response, suggestion_of, suggestion_response


@staff_only
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Accept as proposed, with the corrections of the form (`corrected`), or into a record that is there (`into`)."""
    suggestion = suggestion_of(public_id)
    changes = _changes(suggestion, request)
    try:
        accepted = accept_suggestion(public_id=public_id, by=reviewer(request), changes=changes)
    except PayloadRefused as refused:
        form = form_for(suggestion, changes or {})
        form.is_valid()
        for field, errors in refused.errors.items():
            if field in form.fields and field not in form.errors:
                form.add_error(field, errors)
        return suggestion_response(request, suggestion, form, editing=True, status=422)
    except (AlreadyDecided, ClaimedByAnother, NotYet) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refused_by_record:
        messages.error(request, "The record refuses this: " + " ".join(refused_by_record.messages))
        return _back(request, public_id)
    except IntegrityError as refused_by_database:
        messages.error(request, f"The database refuses this: {str(refused_by_database).splitlines()[0]}")
        return _back(request, public_id)
    else:
        remember(request, public_id, decided_in_words(accepted))
    return next_response(request, after=public_id)


@staff_only
@require_POST
def reject(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Reject for one of the reasons."""
    suggestion_of(public_id)
    try:
        reason = RejectionReason(request.POST.get("reason", ""))
    except ValueError:
        messages.error(request, "Reason: choose one of the five.")
        return _back(request, public_id)
    try:
        rejected = reject_suggestion(public_id=public_id, by=reviewer(request), reason=reason)
    except (AlreadyDecided, ClaimedByAnother) as refusal:
        messages.error(request, str(refusal))
    else:
        remember(request, public_id, decided_in_words(rejected))
    return next_response(request, after=public_id)


@staff_only
@require_POST
def skip(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Leave it open and free for others, and go on."""
    suggestion = suggestion_of(public_id)
    release_claims(by=reviewer(request))
    remember(request, public_id, f"Skipped: {suggestion.get_kind_display()}.")
    return next_response(request, after=public_id)


@staff_only
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a decision back, or come back to what was skipped."""
    user, suggestion = reviewer(request), suggestion_of(public_id)
    require_reviewer(user)
    try:
        if suggestion.decision != Decision.PENDING:
            undo_decision(public_id=public_id, by=user)
            messages.success(request, f"Undone: {suggestion.get_kind_display()}. It waits for a decision again.")
    except (UndoRefused, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    else:
        forget(request, public_id)
    return _back(request, public_id)


@staff_only
@require_POST
def take_over(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Claim what somebody else had open, once their claim has ended."""
    user = reviewer(request)
    claim_suggestions(public_ids=[public_id], by=user)
    suggestion = suggestion_of(public_id)
    if suggestion.decision == Decision.PENDING and claimed_by_another(suggestion, user):
        messages.error(request, who_has_it_open(suggestion))
    return _back(request, public_id)


def _back(request: HttpRequest, public_id: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(QueueFilter(request).address("suggestion", public_id))


def _changes(suggestion: Suggestion, request: HttpRequest) -> dict[str, Any] | None:
    """The corrections that were sent; None to accept as proposed."""
    fields = form_for(suggestion).fields
    if "corrected" in request.POST:
        return {name: request.POST.get(name, "") for name in fields}
    if "into" not in request.POST:
        return None
    field, _, value = request.POST["into"].partition(":")
    chosen = (one for one in candidates_for(suggestion) if (one.field, one.value) == (field, value))
    # What is no candidate any more is left to the form, which says why it cannot be.
    return next((one.changes for one in chosen), {field: value} if field in fields else None)
