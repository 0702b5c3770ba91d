"""One decision a suggestion: the row is locked while it is decided, and whoever comes second is told."""

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision


class AlreadyDecided(Exception):
    """Somebody decided on this suggestion meanwhile. The message says who, and what."""


def pending_and_locked(public_id: str) -> Suggestion:
    """The suggestion, locked until the transaction ends. Raises AlreadyDecided and Suggestion.DoesNotExist."""
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("article__publisher", "snapshot", "builds_on__matched_dialogue", "matched_dialogue")
        .get(public_id=public_id)
    )
    if suggestion.decision != Decision.PENDING:
        who = suggestion.decided_by or "somebody"
        raise AlreadyDecided(f"This was already {suggestion.get_decision_display()} by {who}.")
    return suggestion
