"""Accept: a suggestion becomes part of the record, with its citation, in one transaction."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from dialogues.models import OutcomeStatus, Suggestion, User
from dialogues.models.history import change
from dialogues.models.vocabularies import Decision, SuggestionKind
from dialogues.review.intended import Plan
from dialogues.review.lock import pending_and_locked
from dialogues.review.payload import accepted_payload
from dialogues.review.permission import require_reviewer
from dialogues.review.plan import plan


def accept_suggestion(*, public_id: str, by: User, changes: dict[str, Any] | None = None) -> Suggestion:
    """Write what the plan of this suggestion says, under the reviewer's name; all or nothing.

    `changes` are the reviewer's corrections by field. Raises PermissionDenied, AlreadyDecided, ClaimedByAnother,
    PayloadRefused (a correction breaks a rule), NotYet (its dialogue is not in the record) and ValidationError (the
    record refuses it).
    """
    require_reviewer(by)
    with transaction.atomic(), change(reason=f"accepted suggestion {public_id}", by=by):
        suggestion = pending_and_locked(public_id, by)
        payload = accepted_payload(suggestion, changes)
        intended = plan(suggestion, payload)
        suggestion.written = _write(intended, by)
        if suggestion.kind == SuggestionKind.DIALOGUE:
            suggestion.matched_dialogue = intended.dialogue
        suggestion.accepted_payload = payload
        suggestion.decision = Decision.ACCEPTED
        suggestion.decided_by = by
        suggestion.decided_at = timezone.now()
        suggestion.locked_by = suggestion.locked_until = None
        suggestion.save()
    return suggestion


def _write(intended: Plan, by: User) -> list[dict[str, str]]:
    written = []
    for record in intended.records:
        if isinstance(record, OutcomeStatus):
            record.assessor, record.assessed_on = by, timezone.localdate()
        _save(record)
        written.append(_named(record))
    for citation in intended.citations:
        citation.recorded_by = by
        _save(citation)
        written.append(_named(citation))
    return written


def _save(record: models.Model) -> None:
    """Save a planned record; what it points at was saved before it, and has its key only since then."""
    for reference in record._meta.concrete_fields:
        if isinstance(reference, models.ForeignKey) and reference.is_cached(record):
            setattr(record, reference.name, getattr(record, reference.name))
    # The rules' own messages, with their fields, instead of the database's.
    record.full_clean()
    record.save()


def _named(record: models.Model) -> dict[str, str]:
    return {"model": record._meta.model_name or "", "id": str(record.serializable_value("public_id"))}
