"""One decision a suggestion: the row is locked while it is decided, and whoever comes second is told."""

from dialogues.models import Suggestion, User
from dialogues.models.vocabularies import Decision


class AlreadyDecided(Exception):
    """Somebody decided on this suggestion meanwhile. The message says who, and what."""


class ClaimedByAnother(Exception):
    """Somebody else has this suggestion open. The message says who, and until when."""


def pending_and_locked(public_id: str, by: User) -> Suggestion:
    """The suggestion, locked until the transaction ends, for the decision of `by`.

    Raises AlreadyDecided, ClaimedByAnother and Suggestion.DoesNotExist.
    """
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",))
        .with_claim()
        .select_related("article__publisher", "snapshot", "builds_on__matched_dialogue", "matched_dialogue")
        .get(public_id=public_id)
    )
    if suggestion.decision != Decision.PENDING:
        who = suggestion.decided_by or "somebody"
        raise AlreadyDecided(f"This was already {suggestion.get_decision_display()} by {who}.")
    if claimed_by_another(suggestion, by):
        raise ClaimedByAnother(f"{suggestion.locked_by} has this open until {suggestion.locked_until:%H:%M} UTC.")
    return suggestion


def claimed_by_another(suggestion: Suggestion, user: User) -> bool:
    """Whether somebody else's claim on it lasts. Needs a suggestion from `with_claim`."""
    return bool(suggestion.is_claimed) and suggestion.locked_by_id != user.pk  # type: ignore[attr-defined] # annotated
