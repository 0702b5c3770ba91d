"""Adjudicate: a third person sees both codings, and what they choose goes into the record.

Writing is left to accept and reject. Each suggestion is settled in a transaction of its own; both judgements stay
beside what came of them.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from dialogues.models import Adjudication, Coding, DoubleCoding, Judgement, MissingFact, Suggestion, User
from dialogues.models.coding import FIRST, SECOND
from dialogues.models.history import change
from dialogues.models.vocabularies import (
    AdjudicationChoice,
    CodingState,
    Decision,
    DoubleCodingState,
    RejectionReason,
    SuggestionKind,
    Verdict,
)
from dialogues.review.accept import accept_suggestion
from dialogues.review.coding import coded_values
from dialogues.review.double_coding import CodingRefused, end_if_settled, newest_extraction
from dialogues.review.hold import hold
from dialogues.review.payload import Payload
from dialogues.review.permission import holders_of, require_add
from dialogues.review.reject import reject_suggestion

FOUND_BY_A_CODER: Final = "found by a coder"
CODER_OF: Final = {AdjudicationChoice.FIRST: FIRST, AdjudicationChoice.SECOND: SECOND}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an adjudicator chose: values to accept, or a reason to reject for."""

    choice: AdjudicationChoice
    payload: Payload | None = None
    reason: RejectionReason | None = None


@transaction.atomic
def adjudicate(
    *,
    double_coding: DoubleCoding,
    suggestion: Suggestion,
    by: User,
    choice: AdjudicationChoice,
    changes: dict[str, Any] | None = None,
    reason: RejectionReason | None = None,
) -> Adjudication:
    """Settle one suggestion: as coder A, as coder B, with other values (`changes`), or rejected for a `reason`.

    Raises PermissionDenied, CodingRefused (not both are done, the adjudicator coded it, that coder did not judge it),
    and what accepting and rejecting raise: AlreadyDecided, PayloadRefused, NotYet, ValidationError.
    """
    held = _compared_and_held(double_coding, by)
    ruling = _ruling(held, suggestion, choice, changes, reason)
    with change(reason=f"adjudicated suggestion {suggestion.public_id}", by=by):
        made = _settle(held, suggestion, by, ruling)
        end_if_settled(held)
    return made


@transaction.atomic
def accept_missing(*, fact: MissingFact, by: User, changes: dict[str, Any] | None = None) -> Adjudication:
    """Accept a fact that a coder found: it becomes a suggestion of its article, and that is accepted.

    `changes` are the adjudicator's corrections. Raises what `adjudicate` raises, and CodingRefused for a fact that was
    decided on already.
    """
    held = _compared_and_held(fact.coding.double_coding, by)
    with change(reason="adjudicated a missing fact", by=by):
        found = _pending(fact)
        suggestion = _suggestion_of(found)
        as_found = AdjudicationChoice.FIRST if found.coding.place == FIRST else AdjudicationChoice.SECOND
        values = coded_values(suggestion, found.payload | (changes or {}))
        ruling = Ruling(AdjudicationChoice.EDITED if changes else as_found, values)
        made = _settle(held, suggestion, by, ruling)
        MissingFact.objects.filter(pk=found.pk).update(decision=Decision.ACCEPTED, suggestion=suggestion)
        end_if_settled(held)
    return made


@transaction.atomic
def reject_missing(*, fact: MissingFact, by: User, reason: RejectionReason) -> None:
    """Leave a fact that a coder found out of the record. Raises PermissionDenied and CodingRefused."""
    held = _compared_and_held(fact.coding.double_coding, by)
    with change(reason="adjudicated a missing fact", by=by):
        found = _pending(fact)
        MissingFact.objects.filter(pk=found.pk).update(decision=Decision.REJECTED, rejection_reason=reason)
        end_if_settled(held)


def hindrance(double_coding: DoubleCoding, user: User) -> str:
    """Why this person cannot adjudicate it now, in words for staff; empty when nothing stands in the way.

    A coder adjudicates only where nobody else could: an installation may have no third person with the right.
    """
    codings = list(double_coding.codings.all())
    if double_coding.state != DoubleCodingState.OPEN:
        return f"This double coding is {double_coding.get_state_display()}."
    if any(coding.state != CodingState.DONE for coding in codings):
        return "Adjudication begins when both coders are done."
    coders = {coding.coder_id for coding in codings}
    if user.pk in coders and holders_of("add", Adjudication).exclude(pk__in=coders).exists():
        return "You coded this article: somebody who did not adjudicates it."
    return ""


def _compared_and_held(double_coding: DoubleCoding, by: User) -> DoubleCoding:
    """The double coding, locked until the transaction ends. Raises PermissionDenied and CodingRefused."""
    require_add(by, Adjudication)
    (held,) = hold([double_coding])
    refusal = hindrance(held, by)
    if refusal:
        raise CodingRefused(refusal)
    return held


def _ruling(
    held: DoubleCoding,
    suggestion: Suggestion,
    choice: AdjudicationChoice,
    changes: dict[str, Any] | None,
    reason: RejectionReason | None,
) -> Ruling:
    if suggestion.article_id != held.article_id:
        raise CodingRefused("This suggestion is no part of the double coding.")
    if choice == AdjudicationChoice.EDITED:
        return Ruling(choice, coded_values(suggestion, changes))
    if choice == AdjudicationChoice.REJECTED:
        if reason is None:
            raise CodingRefused("Reason: choose one of the five.")
        return Ruling(choice, reason=reason)
    place = CODER_OF[choice]
    judged = Judgement.objects.filter(coding__double_coding=held, coding__place=place, suggestion=suggestion).first()
    if judged is None:
        raise CodingRefused(f"Coder {Coding(place=place).letter} did not judge this.")
    if judged.verdict == Verdict.ACCEPT:
        return Ruling(choice, judged.payload)
    return Ruling(choice, reason=RejectionReason(judged.rejection_reason))


def _settle(held: DoubleCoding, suggestion: Suggestion, by: User, ruling: Ruling) -> Adjudication:
    """Write what was chosen. The adjudication comes first: without it nobody decides on what is double coded."""
    chosen = {"choice": ruling.choice, "payload": ruling.payload, "rejection_reason": ruling.reason or ""}
    made, _ = Adjudication.objects.update_or_create(
        double_coding=held, suggestion=suggestion, defaults={"article": held.article, "decided_by": by, **chosen}
    )
    if ruling.reason is None:
        accept_suggestion(public_id=suggestion.public_id, by=by, changes=ruling.payload)
    else:
        reject_suggestion(public_id=suggestion.public_id, by=by, reason=ruling.reason)
    return made


def _pending(fact: MissingFact) -> MissingFact:
    (found,) = hold([fact])
    if found.decision != Decision.PENDING:
        raise CodingRefused(f"This missing fact was already {found.get_decision_display()}.")
    return found


def _suggestion_of(fact: MissingFact) -> Suggestion:
    """The suggestion that the extractor would have made; it cites the words that the coder quoted."""
    siblings = Suggestion.objects.filter(article=fact.article)
    meeting = siblings.filter(kind=SuggestionKind.DIALOGUE).exclude(decision=Decision.REJECTED).order_by("position")
    payload = dict(fact.payload)
    if fact.kind == SuggestionKind.DIALOGUE:
        payload["parties"] = [payload.get("side_a"), payload.get("side_b")]
    return Suggestion.objects.create(
        article=fact.article,
        snapshot=fact.snapshot,
        extraction=newest_extraction(fact.article),
        kind=fact.kind,
        position=(siblings.aggregate(last=Max("position"))["last"] or 0) + 1,
        builds_on=meeting.first() if fact.kind != SuggestionKind.DIALOGUE else None,
        payload=payload,
        spans=[[fact.start, fact.end]],
        sentence_start=fact.start,
        sentence_end=fact.end,
        confidence=1.0,
        rule=FOUND_BY_A_CODER,
        fingerprint=f"{FOUND_BY_A_CODER} {fact.pk}",
    )
