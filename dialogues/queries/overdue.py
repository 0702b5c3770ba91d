"""Which outcomes are overdue: their last possible day has passed, and nothing recorded since settles them."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from dialogues.models import Outcome
from dialogues.models.outcome_status import current_state
from dialogues.models.vocabularies import OutcomeState

# Nothing is awaited any more: it happened, something else took its place, it came to an end, or another day was set.
# Delayed, suspended, disputed and not confirmed are missing on purpose: with them, what was promised is still awaited.
SETTLED: Final = (
    OutcomeState.HELD,
    OutcomeState.LAUNCHED,
    OutcomeState.COMPLETED,
    OutcomeState.EXTENDED,
    OutcomeState.SUPERSEDED,
    OutcomeState.LAPSED,
    OutcomeState.REVERSED,
)


def overdue(outcomes: QuerySet[Outcome], today: date) -> QuerySet[Outcome]:
    """Those of `outcomes` that are overdue on `today`. An outcome without a deadline never is."""
    # With nothing recorded the state is NULL, and NOT (NULL IN ...) would drop the very outcome that nobody settled.
    state = Coalesce(current_state(), Value(""))
    return outcomes.filter(~Q(In(state, SETTLED)), deadline_latest__lt=today)


def not_overdue(outcomes: QuerySet[Outcome], today: date) -> QuerySet[Outcome]:
    """The others: together with `overdue` they are all of `outcomes`."""
    return outcomes.exclude(pk__in=overdue(Outcome.objects.all(), today).values("pk"))


def is_overdue(outcome: Outcome, state: str | None, today: date) -> bool:
    """The same rule for an outcome at hand whose current state is known (None: nothing recorded)."""
    if outcome.deadline is None or outcome.deadline.latest >= today:
        return False
    return state not in SETTLED
