"""Claim: whoever opens a suggestion has it to themselves for some minutes, so that no two decide on the same one.

A claim is only a promise among reviewers. It ends by the clock of the database, when its holder decides, skips or
opens another suggestion, and a decision on what somebody else holds is refused (`dialogues/review/lock.py`).
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from dialogues.models import Suggestion, User
from dialogues.models.suggestion import SuggestionQuerySet
from dialogues.review.hold import hold
from dialogues.review.permission import require_reviewer

CLAIM_LASTS: Final = timedelta(minutes=10)


def claim_suggestions(*, public_ids: Collection[str], by: User) -> set[str]:
    """Claim those of these that wait for a decision and are free, and let go of all others that `by` holds.

    Returns the public IDs of those that are claimed now. Raises PermissionDenied.
    """
    require_reviewer(by)
    wanted = Suggestion.objects.filter(public_id__in=public_ids)
    others = Suggestion.objects.filter(locked_by=by).exclude(public_id__in=public_ids)
    with transaction.atomic():
        # In the order of their keys: two reviewers who want what the other lets go of never wait for each other.
        hold(Suggestion.objects.filter(Q(pk__in=wanted.values("pk")) | Q(pk__in=others.values("pk"))).only("pk"))
        wanted.pending().free_for(by).update(locked_by=by, locked_until=Now() + CLAIM_LASTS)
        others.update(locked_by=None, locked_until=None)
        return set(wanted.pending().filter(locked_by=by).values_list("public_id", flat=True))


def claim_next(*, waiting: SuggestionQuerySet, by: User) -> Suggestion | None:
    """Claim the first of these that is free; None when none is. Raises PermissionDenied."""
    require_reviewer(by)
    while (candidate := waiting.pending().free_for(by).first()) is not None:
        # Each turn that fails is one that somebody else has just claimed.
        if claim_suggestions(public_ids=[candidate.public_id], by=by):
            return candidate
    return None


def release_claims(*, by: User) -> None:
    """Let go of everything that `by` holds."""
    require_reviewer(by)
    claim_suggestions(public_ids=[], by=by)
