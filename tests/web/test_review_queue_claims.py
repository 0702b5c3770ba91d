"""Two reviewers at the queue: the second gets the next one, sees who holds what, and takes over what was left."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogues.models import Dialogue, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason
from tests import factories
from tests.suggestions import suggested_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(staff: User) -> list[Suggestion]:
    return list(suggested_round(2).suggestions.in_review_order())


@pytest.fixture
def colleague(queue: list[Suggestion]) -> Client:
    """The browser of a second reviewer."""
    client = Client()
    client.force_login(factories.staff_user("colleague"))
    return client


def page_of(suggestion: Suggestion) -> str:
    return reverse("suggestion", args=[suggestion.public_id])


def test_the_second_reviewer_gets_the_next_free_one(
    staff_client: Client, colleague: Client, queue: list[Suggestion]
) -> None:
    assert staff_client.get(reverse("review_queue"))["Location"] == page_of(queue[0])
    assert colleague.get(reverse("review_queue"))["Location"] == page_of(queue[1])


def test_whoever_comes_second_sees_who_has_it_and_until_when(
    staff_client: Client, colleague: Client, queue: list[Suggestion]
) -> None:
    staff_client.get(page_of(queue[0]))
    queue[0].refresh_from_db()
    page = colleague.get(page_of(queue[0])).text
    assert "Held by editor until <time" in page
    assert f"{queue[0].locked_until:%H:%M} UTC" in page
    assert reverse("suggestion_accept", args=[queue[0].public_id]) not in page


def test_what_somebody_else_holds_is_not_decided(
    staff_client: Client, colleague: Client, queue: list[Suggestion]
) -> None:
    staff_client.get(page_of(queue[0]))
    for verb, sent in (("accept", {}), ("reject", {"reason": RejectionReason.NOT_RELEVANT.value})):
        answer = colleague.post(reverse(f"suggestion_{verb}", args=[queue[0].public_id]), sent, follow=True)
        assert "editor has this open until" in answer.text
    queue[0].refresh_from_db()
    assert queue[0].decision == Decision.PENDING
    assert not Dialogue.objects.exists()


def test_it_is_taken_over_when_the_claim_has_ended_and_not_before(
    staff_client: Client, colleague: Client, queue: list[Suggestion]
) -> None:
    staff_client.get(page_of(queue[0]))
    take_over = reverse("suggestion_take_over", args=[queue[0].public_id])
    assert "editor has this open until" in colleague.post(take_over, follow=True).text
    Suggestion.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert "Held by" not in colleague.post(take_over, follow=True).text
    answer = staff_client.post(reverse("suggestion_accept", args=[queue[0].public_id]), follow=True)
    assert "colleague has this open until" in answer.text
    assert not Dialogue.objects.exists()


def test_skipping_and_going_on_let_it_go(staff_client: Client, colleague: Client, queue: list[Suggestion]) -> None:
    staff_client.get(page_of(queue[0]))
    staff_client.post(reverse("suggestion_skip", args=[queue[0].public_id]))
    assert colleague.get(reverse("review_queue"))["Location"] == page_of(queue[0])
    staff_client.get(page_of(queue[2]))
    queue[1].refresh_from_db()
    assert queue[1].locked_by is None


def test_when_all_is_held_the_page_says_so(staff_client: Client, colleague: Client, queue: list[Suggestion]) -> None:
    staff_client.get(reverse("suggestion_together", args=[queue[0].public_id]))
    answer = colleague.get(reverse("review_queue"))
    assert "3 suggestions wait, but others have them open at the moment." in answer.text


def test_what_was_undone_is_claimed_by_who_undid_it(
    staff_client: Client, colleague: Client, queue: list[Suggestion]
) -> None:
    staff_client.post(reverse("suggestion_accept", args=[queue[0].public_id]))
    staff_client.post(reverse("suggestion_undo", args=[queue[0].public_id]), follow=True)
    assert colleague.get(reverse("review_queue"))["Location"] == page_of(queue[1])
