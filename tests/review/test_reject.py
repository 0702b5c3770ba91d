import pytest
from django.core.exceptions import PermissionDenied

from dialogues.models import Dialogue, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason
from dialogues.review.lock import AlreadyDecided
from dialogues.review.reject import reject_suggestion
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(staff: User) -> Suggestion:
    return ingested_round_one().suggestions.in_review_order()[0]


def test_rejecting_keeps_the_reason_and_writes_no_record(staff: User, suggestion: Suggestion) -> None:
    rejected = reject_suggestion(public_id=suggestion.public_id, by=staff, reason=RejectionReason.OTHER_EVENT)
    assert (rejected.decision, rejected.rejection_reason) == (Decision.REJECTED, RejectionReason.OTHER_EVENT)
    assert rejected.decided_by == staff
    assert not Dialogue.objects.exists()


def test_a_decided_suggestion_is_not_decided_again(staff: User, suggestion: Suggestion) -> None:
    reject_suggestion(public_id=suggestion.public_id, by=staff, reason=RejectionReason.WRONG_VALUE)
    with pytest.raises(AlreadyDecided):
        reject_suggestion(public_id=suggestion.public_id, by=staff, reason=RejectionReason.OTHER_EVENT)


def test_somebody_without_the_permission_decides_nothing(suggestion: Suggestion) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        reject_suggestion(public_id=suggestion.public_id, by=reader, reason=RejectionReason.WRONG_VALUE)
    suggestion.refresh_from_db()
    assert suggestion.decision == Decision.PENDING
