"""The first status that is entered together with an outcome."""

import pytest
from django.core.exceptions import PermissionDenied

from dialogues.models import OutcomeStatus, User
from dialogues.models.vocabularies import OutcomeState
from dialogues.review.first_status import StatusRefused, record_first_status
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_takes_effect_on_the_last_day_of_the_dialogue(staff: User) -> None:
    outcome = factories.outcome(factories.dialogue(start_date="2016-06-13", end_date="2016-06-15"))
    status = record_first_status(outcome=outcome, state=OutcomeState.ANNOUNCED, by=staff)
    assert (str(status.effective_on), status.state, status.assessor) == ("2016-06-15", "announced", staff)


def test_without_a_last_day_on_its_date_as_exact_as_it_is(staff: User) -> None:
    outcome = factories.outcome(factories.dialogue(start_date="2016-06", end_date=None))
    status = record_first_status(outcome=outcome, state=OutcomeState.AGREED, by=staff)
    assert str(status.effective_on) == "2016-06"


def test_a_history_that_has_begun_is_not_begun_again(staff: User) -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome)
    with pytest.raises(StatusRefused, match="has a history already"):
        record_first_status(outcome=outcome, state=OutcomeState.AGREED, by=staff)
    assert OutcomeStatus.objects.count() == 1


def test_it_takes_the_right_to_add_statuses() -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    with pytest.raises(PermissionDenied):
        record_first_status(outcome=factories.outcome(factories.dialogue()), state=OutcomeState.AGREED, by=clerk)
    assert not OutcomeStatus.objects.exists()
