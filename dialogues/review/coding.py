"""Coding: what one of the two reviewers does, for nobody else's eyes until both are done."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogues.models import Coding, Judgement, MissingFact, Suggestion, User
from dialogues.models.history import change
from dialogues.models.vocabularies import (
    CodingState,
    Decision,
    DoubleCodingState,
    RejectionReason,
    SuggestionKind,
    Verdict,
)
from dialogues.review.double_coding import CodingRefused, end_if_settled, newest_extraction
from dialogues.review.hold import hold
from dialogues.review.payload import PAYLOAD_FORMS, Payload, PayloadRefused, accepted_payload
from dialogues.review.permission import require_add
from dialogues.text.quotes import FoundQuote, find_quotes, nearest_match


@transaction.atomic
def judge(
    *,
    coding: Coding,
    suggestion: Suggestion,
    by: User,
    verdict: Verdict,
    reason: RejectionReason | None = None,
    changes: dict[str, Any] | None = None,
) -> Judgement:
    """Say what this coder would do with a suggestion; said again, the later word counts.

    `changes` are the coder's corrections by field, as for accepting. Raises PermissionDenied for anybody but the coder,
    PayloadRefused (a correction breaks a rule), and CodingRefused when the coding is done, the suggestion is none of
    it, or a rejection has no reason.
    """
    held = _open_and_held(coding, by)
    if suggestion.article_id != held.article_id or suggestion.decision != Decision.PENDING:
        raise CodingRefused("This suggestion is no part of the coding.")
    if verdict == Verdict.REJECT and reason is None:
        raise CodingRefused("Reason: choose one of the five.")
    accepted = verdict == Verdict.ACCEPT
    values = {
        "article": held.article,
        "verdict": verdict,
        "payload": coded_values(suggestion, changes) if accepted else None,
        "rejection_reason": "" if accepted else reason,
    }
    with change(reason=f"judged suggestion {suggestion.public_id}", by=by):
        return Judgement.objects.update_or_create(coding=held, suggestion=suggestion, defaults=values)[0]


@transaction.atomic
def record_missing(
    *, coding: Coding, by: User, kind: SuggestionKind, values: dict[str, Any], quote: str
) -> MissingFact:
    """Record a fact that the text states and the extractor did not suggest.

    `values` are those of the kind's form, `quote` are the words that say it. Raises PermissionDenied for anybody but
    the coder, CodingRefused when the coding is done, and PayloadRefused when a value breaks a rule or the text does not
    say the quote: then the message shows the passage that is most like it.
    """
    held = _open_and_held(coding, by)
    snapshot = newest_extraction(held.article).snapshot
    form = PAYLOAD_FORMS[kind](data=values)
    errors = {} if form.is_valid() else {name: [str(one) for one in some] for name, some in form.errors.items()}
    found = _located(snapshot.text or "", quote, errors)
    if found is None or errors:
        raise PayloadRefused(errors)
    with change(reason=f"found a {kind.label} that was missing", by=by):
        return MissingFact.objects.create(
            coding=held,
            article=held.article,
            kind=kind,
            payload=form.cleaned_data,
            snapshot=snapshot,
            quote=found.exact,
            start=found.start,
            end=found.end,
        )


@transaction.atomic
def remove_missing(*, coding: Coding, by: User, fact: int) -> None:
    """Take back a missing fact, by its key. Raises PermissionDenied for anybody but the coder, and CodingRefused."""
    held = _open_and_held(coding, by)
    with change(reason="took back a missing fact", by=by):
        removed, _ = held.missing_facts.filter(pk=fact).delete()
    if not removed:
        raise CodingRefused("This coding has no such missing fact.")


@transaction.atomic
def finish_coding(*, coding: Coding, by: User) -> Coding:
    """The coder is ready: from now on the coding stays as it is.

    Raises PermissionDenied for anybody but the coder, and CodingRefused when it is done already or something is not
    judged. When both are done and there is nothing to compare, the double coding ends with it.
    """
    # The two may end at the same moment: the second one has to see that the first is done.
    (double_coding,) = hold([coding.double_coding])
    held = _open_and_held(coding, by)
    left = unjudged(held).count()
    if left:
        raise CodingRefused(f"{left} suggestion{'s are' if left > 1 else ' is'} not judged yet.")
    now = timezone.now()
    with change(reason="finished coding", by=by):
        Coding.objects.filter(pk=held.pk, state=CodingState.OPEN).update(
            state=CodingState.DONE, finished_at=now, updated_at=now
        )
        end_if_settled(double_coding)
    held.refresh_from_db()
    return held


def unjudged(coding: Coding) -> QuerySet[Suggestion]:
    """The open suggestions that this coder has not judged, in the order of review."""
    judged = Judgement.objects.filter(coding=coding).values("suggestion")
    return Suggestion.objects.pending().filter(article=coding.article_id).exclude(pk__in=judged).in_review_order()


def coded_values(suggestion: Suggestion, changes: dict[str, Any] | None) -> Payload:
    """The fields of the form, as they would be accepted. Raises PayloadRefused."""
    payload = accepted_payload(suggestion, changes)
    return {name: payload[name] for name in PAYLOAD_FORMS[SuggestionKind(suggestion.kind)].base_fields}


def _open_and_held(coding: Coding, by: User) -> Coding:
    """The coding, locked until the transaction ends. Raises PermissionDenied and CodingRefused."""
    require_add(by, Judgement)
    if coding.coder_id != by.pk:
        raise PermissionDenied("Only its coder may see or change a coding.")
    (held,) = hold([coding])
    if held.double_coding.state != DoubleCodingState.OPEN:
        raise CodingRefused(f"This double coding is {held.double_coding.get_state_display()}.")
    if held.state != CodingState.OPEN:
        raise CodingRefused("This coding is done and stays as it is.")
    return held


def _located(text: str, quote: str, errors: dict[str, list[str]]) -> FoundQuote | None:
    """Where the text says the quote; None with the reason among the errors when it does not."""
    if not quote.strip():
        errors["quote"] = ["Quote the words of the text that say it."]
        return None
    places = find_quotes(text, quote).places
    if not places:
        near = nearest_match(text, quote)
        hint = f" Most like it is: “{near.exact}”" if near is not None else ""
        errors["quote"] = [f"The text does not say this.{hint}"]
        return None
    if len(places) > 1:
        errors["quote"] = ["The text says this at more than one place: quote more of the sentence."]
        return None
    return places[0]
