"""Accept: a suggestion becomes part of the record, with its citation, in one transaction."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from dialogues.models import Difference, OutcomeStatus, Suggestion, User
from dialogues.models.history import change
from dialogues.models.vocabularies import Decision, SuggestionKind
from dialogues.review.edit_distance import edit_distance
from dialogues.review.intended import Plan
from dialogues.review.lock import hold_its_dialogue, pending_and_locked
from dialogues.review.merge_steps import Addition
from dialogues.review.payload import form_for, proposal_of
from dialogues.review.permission import require_reviewer
from dialogues.review.plan import plan
from dialogues.review.written import entry_of


def accept_suggestion(*, public_id: str, by: User, changes: dict[str, Any] | None = None) -> Suggestion:
    """Write what the plan of this suggestion says, under the reviewer's name; all or nothing.

    `changes` are the reviewer's corrections by field. Raises PermissionDenied, AlreadyDecided, ClaimedByAnother,
    PayloadRefused (a correction breaks a rule), NotYet (its dialogue is not in the record) and ValidationError (the
    record refuses it).
    """
    require_reviewer(by)
    with transaction.atomic(), change(reason=f"accepted suggestion {public_id}", by=by):
        return write_accepted(pending_and_locked(public_id, by), by=by, changes=changes)


def write_accepted(suggestion: Suggestion, *, by: User, changes: dict[str, Any] | None = None) -> Suggestion:
    """The acceptance itself, for a verb that has checked the permission and holds the suggestion. Raises as above."""
    proposed, form = proposal_of(suggestion), form_for(suggestion, changes or {})
    payload = form.payload(proposed)
    hold_its_dialogue(suggestion, payload)
    intended = plan(suggestion, payload)
    suggestion.written = _write(intended, by)
    if suggestion.kind == SuggestionKind.DIALOGUE:
        suggestion.matched_dialogue = intended.dialogue
    suggestion.accepted_payload = payload
    suggestion.edit_distance = edit_distance(proposed, payload, fields=form.fields, texts=form.worded)
    suggestion.undo_note = ""
    suggestion.decision = Decision.ACCEPTED
    suggestion.decided_by = by
    suggestion.decided_at = timezone.now()
    suggestion.locked_by = suggestion.locked_until = None
    suggestion.save()
    return suggestion


def _write(intended: Plan, by: User) -> list[dict[str, Any]]:
    for record in intended.records:
        if isinstance(record, OutcomeStatus):
            record.assessor, record.assessed_on = by, timezone.localdate()
        if isinstance(record, Difference):
            record.aligned_by, record.aligned_on = by, timezone.localdate()
        _save(record)
    for citation in intended.citations:
        citation.recorded_by = by
        _save(citation)
    for addition in intended.additions:
        addition.apply()
    written: list[models.Model | Addition] = [*intended.records, *intended.citations, *intended.additions]
    return [entry_of(one) for one in written]


def _save(record: models.Model) -> None:
    """Save a planned record; what it points at was saved before it, and has its key only since then."""
    for reference in record._meta.concrete_fields:
        if isinstance(reference, models.ForeignKey) and reference.is_cached(record):
            setattr(record, reference.name, getattr(record, reference.name))
    # The rules' own messages, with their fields, instead of the database's.
    record.full_clean()
    record.save()
