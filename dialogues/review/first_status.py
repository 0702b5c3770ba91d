"""The first status of an outcome that a person enters together with it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dialogues.models import Outcome, OutcomeStatus, User
from dialogues.models.history import change
from dialogues.models.vocabularies import OutcomeState
from dialogues.review.hold import hold
from dialogues.review.permission import may


class StatusRefused(ValueError):
    """The outcome has a history already. The message is for staff."""


def record_first_status(*, outcome: Outcome, state: OutcomeState, by: User) -> OutcomeStatus:
    """Begin the history of an outcome: it takes effect on the last day of its dialogue, as accepting a suggestion does.

    Raises PermissionDenied, and StatusRefused when the outcome has a status: a later one belongs on its own page.
    """
    if not may(by, "add", OutcomeStatus):
        raise PermissionDenied("You may enter outcomes, but not what became of them.")
    with transaction.atomic(), change(reason="first status", by=by):
        [held] = hold([outcome])
        if held.statuses.exists():
            raise StatusRefused(f"First status: “{held}” has a history already; add to it on the outcome's own page.")
        status = OutcomeStatus(
            outcome=held,
            state=state,
            effective_on=held.dialogue.end_date or held.dialogue.start_date,
            assessor=by,
            assessed_on=timezone.localdate(),
        )
        status.full_clean()
        status.save()
    return status
