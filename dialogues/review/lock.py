"""One decision a suggestion: the row is locked while it is decided, and whoever comes second is told."""

from dialogues.models import DoubleCoding, Suggestion
from dialogues.models.vocabularies import Decision


class AlreadyDecided(Exception):
    """Somebody decided on this suggestion meanwhile. The message says who, and what."""


class BeingDoubleCoded(AlreadyDecided):
    """It is not for one person to decide: two are coding its article, and a third adjudicates."""


def pending_and_locked(public_id: str) -> Suggestion:
    """The suggestion, locked until the transaction ends.

    Raises AlreadyDecided, BeingDoubleCoded (until it is adjudicated or that is called off), Suggestion.DoesNotExist.
    """
    suggestion = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("article__publisher", "snapshot", "builds_on__matched_dialogue", "matched_dialogue")
        .get(public_id=public_id)
    )
    if suggestion.decision != Decision.PENDING:
        who = suggestion.decided_by or "somebody"
        raise AlreadyDecided(f"This was already {suggestion.get_decision_display()} by {who}.")
    refuse_double_coded(suggestion)
    return suggestion


def refuse_double_coded(suggestion: Suggestion) -> None:
    """Raises BeingDoubleCoded, until it is adjudicated or that is called off. The caller has locked the row."""
    coded = DoubleCoding.objects.open().filter(article=suggestion.article_id)
    if coded.exclude(adjudications__suggestion=suggestion).exists():
        raise BeingDoubleCoded("Two people are coding this article; its suggestions are decided by adjudication.")
