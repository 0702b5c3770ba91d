"""Reject: a suggestion stays out of the record, for a reason, and is not proposed again."""

from django.db import transaction
from django.utils import timezone

from dialogues.models import Suggestion, User
from dialogues.models.history import change
from dialogues.models.vocabularies import Decision, RejectionReason
from dialogues.review.lock import pending_and_locked
from dialogues.review.permission import require_reviewer


def reject_suggestion(*, public_id: str, by: User, reason: RejectionReason) -> Suggestion:
    """Record the decision. Raises PermissionDenied, AlreadyDecided and ClaimedByAnother."""
    require_reviewer(by)
    with transaction.atomic(), change(reason=f"rejected suggestion {public_id}", by=by):
        return write_rejected(pending_and_locked(public_id, by), by=by, reason=reason)


def write_rejected(suggestion: Suggestion, *, by: User, reason: RejectionReason) -> Suggestion:
    """The rejection itself, for a verb that has checked the permission and holds the suggestion."""
    suggestion.decision = Decision.REJECTED
    suggestion.rejection_reason = reason
    suggestion.decided_by = by
    suggestion.decided_at = timezone.now()
    suggestion.locked_by = suggestion.locked_until = None
    suggestion.save()
    return suggestion
