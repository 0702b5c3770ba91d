from datetime import date

import pytest

from dialogues.models import Outcome
from dialogues.models.vocabularies import OutcomeState
from dialogues.queries.overdue import is_overdue, not_overdue, overdue
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2016, 7, 1)


def is_late(outcome: Outcome, state: str | None) -> bool:
    """Whether it is overdue, by the database and by the row at hand, which must agree."""
    outcome = Outcome.objects.get(pk=outcome.pk)
    by_row = is_overdue(outcome, state, TODAY)
    assert overdue(Outcome.objects.all(), TODAY).contains(outcome) == by_row
    assert not_overdue(Outcome.objects.all(), TODAY).contains(outcome) != by_row
    return by_row


def test_an_outcome_is_overdue_when_its_last_possible_day_has_passed_and_nothing_was_recorded() -> None:
    assert is_late(factories.outcome(factories.dialogue(), deadline="2016-06"), None)


@pytest.mark.parametrize("deadline", ["2016-07-01", "2016-07", "2016", "2017-01-01", None])
def test_an_outcome_that_may_still_come_in_time_is_not_overdue(deadline: str | None) -> None:
    assert not is_late(factories.outcome(factories.dialogue(), deadline=deadline), None)


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (OutcomeState.AGREED, True),
        (OutcomeState.IN_PROGRESS, True),
        (OutcomeState.DELAYED, True),
        (OutcomeState.NOT_CONFIRMED, True),
        (OutcomeState.DISPUTED, True),
        (OutcomeState.HELD, False),
        (OutcomeState.LAUNCHED, False),
        (OutcomeState.COMPLETED, False),
        (OutcomeState.EXTENDED, False),
        (OutcomeState.SUPERSEDED, False),
        (OutcomeState.LAPSED, False),
        (OutcomeState.REVERSED, False),
    ],
)
def test_its_current_state_says_whether_it_is_still_awaited(state: OutcomeState, late: bool) -> None:
    outcome = factories.outcome(factories.dialogue(), deadline="2016-06-30")
    factories.status(outcome, OutcomeState.AGREED)
    factories.status(outcome, state)
    assert is_late(outcome, state) is late


def test_a_state_of_one_side_alone_settles_nothing() -> None:
    outcome = factories.outcome(factories.dialogue(), deadline="2016-06-30")
    factories.status(outcome, OutcomeState.COMPLETED, party=factories.party("CN"))
    assert is_late(outcome, None)
