"""One decision a suggestion, and one at a time for a dialogue: whoever comes second waits, and is told."""

from dialogues.models import Dialogue, Suggestion, User
from dialogues.models.suggestion import SuggestionQuerySet
from dialogues.models.vocabularies import Decision, Publication, SuggestionKind
from dialogues.review.intended import NotYet
from dialogues.review.payload import Payload


class AlreadyDecided(Exception):
    """Somebody decided on this suggestion meanwhile. The message says who, and what."""


class ClaimedByAnother(Exception):
    """Somebody else has this suggestion open. The message says who, and until when."""


def pending_and_locked(public_id: str, by: User) -> Suggestion:
    """The suggestion, locked until the transaction ends, for the decision of `by`.

    Raises AlreadyDecided, ClaimedByAnother and Suggestion.DoesNotExist.
    """
    suggestion = locked().get(public_id=public_id)
    if suggestion.decision != Decision.PENDING:
        raise AlreadyDecided(decided_already(suggestion))
    if claimed_by_another(suggestion, by):
        raise ClaimedByAnother(who_has_it_open(suggestion))
    return suggestion


def locked() -> SuggestionQuerySet:
    """Suggestions that are locked when they are read, with what a plan needs; always in the order of their keys."""
    related = ("article__publisher", "snapshot", "builds_on__matched_dialogue", "matched_dialogue", "decided_by")
    waiting_for_each = Suggestion.objects.select_for_update(of=("self",)).with_claim()
    return waiting_for_each.select_related(*related, "locked_by").order_by("pk")


def decided_already(suggestion: Suggestion) -> str:
    """Who has decided what, in words."""
    return f"This was already {suggestion.get_decision_display()} by {suggestion.decided_by or 'somebody'}."


def claimed_by_another(suggestion: Suggestion, user: User) -> bool:
    """Whether somebody else's claim on it lasts. Needs a suggestion of `with_claim`, as `locked` gives it."""
    return bool(suggestion.is_claimed) and suggestion.locked_by_id != user.pk  # type: ignore[attr-defined] # annotated


def who_has_it_open(suggestion: Suggestion) -> str:
    """Whose claim lasts until when, in words."""
    return f"{suggestion.locked_by} has this open until {suggestion.locked_until:%H:%M} UTC."


def hold_its_dialogue(suggestion: Suggestion, payload: Payload) -> None:
    """Lock the dialogue that accepting writes to, so that nobody undoes it or adds the same to it meanwhile.

    Always after the suggestion itself, so that two people never wait for each other. Nothing to lock when the
    dialogue is new. Raises NotYet when it was taken back or withdrawn.
    """
    dialogue = written_to(suggestion, payload)
    if dialogue is None:
        return
    held = Dialogue.objects.select_for_update(no_key=True).filter(pk=dialogue.pk).first()
    if held is None:
        raise NotYet(f"“{dialogue}” was taken back meanwhile: decide on the dialogue of this article again.")
    if held.publication == Publication.WITHDRAWN:
        raise NotYet(f"“{dialogue}” is withdrawn ({held.withdrawn_because}): publish it again first.")


def written_to(suggestion: Suggestion, payload: Payload) -> Dialogue | None:
    """The dialogue that an acceptance with this payload adds to; None when it makes a new one."""
    if suggestion.kind == SuggestionKind.DIALOGUE:
        chosen = Dialogue.objects.filter(public_id=payload.get("same_as") or "")
    elif suggestion.kind == SuggestionKind.STATUS:
        chosen = Dialogue.objects.filter(outcomes__public_id=payload.get("outcome") or "")
    else:
        return suggestion.dialogue_in_the_record
    return chosen.first()
