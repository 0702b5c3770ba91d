"""Two people never decide the same: whoever opens a suggestion has it to themselves, for some minutes."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from dialogues.models import Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason
from dialogues.review.accept import accept_suggestion
from dialogues.review.claim import CLAIM_LASTS, claim_next, claim_suggestions, release_claims
from dialogues.review.lock import ClaimedByAnother
from dialogues.review.reject import reject_suggestion
from tests import factories
from tests.suggestions import suggested_round


@pytest.fixture
def queue(db: None) -> list[Suggestion]:
    return list(suggested_round(2).suggestions.in_review_order())


@pytest.fixture
def colleague(db: None) -> User:
    return factories.staff_user("colleague")


def claimed(suggestion: Suggestion, by: User) -> bool:
    return bool(claim_suggestions(public_ids=[suggestion.public_id], by=by))


def expire(suggestion: Suggestion) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(locked_until=timezone.now() - timedelta(seconds=1))


def test_whoever_opens_it_first_has_it(queue: list[Suggestion], staff: User, colleague: User) -> None:
    assert claimed(queue[0], staff)
    assert not claimed(queue[0], colleague)
    queue[0].refresh_from_db()
    assert queue[0].locked_by == staff
    assert queue[0].locked_until is not None
    assert abs(queue[0].locked_until - timezone.now() - CLAIM_LASTS) < timedelta(minutes=1)


def test_the_second_gets_the_next_one(queue: list[Suggestion], staff: User, colleague: User) -> None:
    waiting = Suggestion.objects.in_review_order()
    assert claim_next(waiting=waiting, by=staff) == queue[0]
    assert claim_next(waiting=waiting, by=colleague) == queue[1]


def test_nobody_gets_anything_when_all_is_taken(queue: list[Suggestion], staff: User, colleague: User) -> None:
    claim_suggestions(public_ids=[one.public_id for one in queue], by=staff)
    assert claim_next(waiting=Suggestion.objects.in_review_order(), by=colleague) is None


def test_a_decision_on_what_somebody_else_has_open_is_refused(
    queue: list[Suggestion], staff: User, colleague: User
) -> None:
    claimed(queue[0], staff)
    with pytest.raises(ClaimedByAnother, match=r"editor has this open until \d\d:\d\d UTC"):
        accept_suggestion(public_id=queue[0].public_id, by=colleague)
    with pytest.raises(ClaimedByAnother):
        reject_suggestion(public_id=queue[0].public_id, by=colleague, reason=RejectionReason.NOT_RELEVANT)
    queue[0].refresh_from_db()
    assert queue[0].decision == Decision.PENDING


def test_a_claim_that_has_ended_can_be_taken_over(queue: list[Suggestion], staff: User, colleague: User) -> None:
    claimed(queue[0], staff)
    expire(queue[0])
    assert claimed(queue[0], colleague)
    with pytest.raises(ClaimedByAnother, match="colleague"):
        accept_suggestion(public_id=queue[0].public_id, by=staff)


def test_what_nobody_took_over_may_still_be_decided(queue: list[Suggestion], staff: User) -> None:
    claimed(queue[0], staff)
    expire(queue[0])
    assert accept_suggestion(public_id=queue[0].public_id, by=staff).decision == Decision.ACCEPTED


def test_opening_another_one_lets_go_of_the_first(queue: list[Suggestion], staff: User, colleague: User) -> None:
    claimed(queue[0], staff)
    claimed(queue[1], staff)
    assert claimed(queue[0], colleague)


def test_a_claim_ends_with_the_decision_and_when_it_is_let_go(
    queue: list[Suggestion], staff: User, colleague: User
) -> None:
    claimed(queue[0], staff)
    accept_suggestion(public_id=queue[0].public_id, by=staff)
    queue[0].refresh_from_db()
    assert (queue[0].locked_by, queue[0].locked_until) == (None, None)
    claimed(queue[1], staff)
    release_claims(by=staff)
    assert claimed(queue[1], colleague)


def test_what_is_decided_is_not_claimed(queue: list[Suggestion], staff: User) -> None:
    reject_suggestion(public_id=queue[0].public_id, by=staff, reason=RejectionReason.NOT_RELEVANT)
    assert not claimed(queue[0], staff)


def test_whoever_may_not_decide_claims_nothing(queue: list[Suggestion]) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_suggestion"))
    with pytest.raises(PermissionDenied):
        claimed(queue[0], reader)
    with pytest.raises(PermissionDenied):
        claim_next(waiting=Suggestion.objects.in_review_order(), by=reader)


def test_a_claim_is_no_change_of_the_record(queue: list[Suggestion], staff: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dialogues_suggestionevent")
        before = cursor.fetchone()
        claimed(queue[0], staff)
        cursor.execute("SELECT count(*) FROM dialogues_suggestionevent")
        assert cursor.fetchone() == before


def at_once(workers: list[Callable[[], None]]) -> None:
    """Run these in threads that start together, each with a database connection of its own."""
    barrier = threading.Barrier(len(workers))

    def run(work: Callable[[], None]) -> None:
        try:
            barrier.wait(timeout=30)
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        for done in [pool.submit(run, work) for work in workers]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_the_same_at_once_exactly_one_has_it() -> None:
    people = [factories.staff_user(name) for name in ("first", "second")]
    for one in suggested_round(24).suggestions.all():
        winners: list[User] = []

        def open_it(user: User, one: Suggestion = one, winners: list[User] = winners) -> None:
            if claimed(one, user):
                winners.append(user)

        at_once([lambda user=user, open_it=open_it: open_it(user) for user in people])  # type: ignore[misc] # a default binds
        assert len(winners) == 1
        one.refresh_from_db()
        assert one.locked_by == winners[0]


@pytest.mark.django_db(transaction=True)
def test_four_reviewers_empty_a_queue_and_no_two_ever_decide_the_same() -> None:
    people = [factories.staff_user(f"reviewer-{number}") for number in range(4)]
    suggested_round(80)
    decided: list[str] = []

    def review(user: User) -> None:
        waiting = Suggestion.objects.pending().in_review_order()
        while (one := claim_next(waiting=waiting, by=user)) is not None:
            # AlreadyDecided or ClaimedByAnother here would mean that two had the same one.
            reject_suggestion(public_id=one.public_id, by=user, reason=RejectionReason.NOT_RELEVANT)
            decided.append(one.public_id)

    at_once([lambda user=user: review(user) for user in people])  # type: ignore[misc] # a default binds
    assert len(decided) == 81
    assert Counter(decided).most_common(1)[0][1] == 1
    assert len(set(Suggestion.objects.values_list("decided_by", flat=True))) > 1


@pytest.mark.django_db(transaction=True)
def test_reviewers_who_want_what_the_other_lets_go_of_never_wait_for_each_other() -> None:
    people = [factories.staff_user(name) for name in ("first", "second")]
    one, other = suggested_round(1).suggestions.in_review_order()

    def back_and_forth(user: User, order: list[Suggestion]) -> None:
        for _ in range(40):
            for wanted in order:
                claimed(wanted, user)

    at_once(
        [
            lambda: back_and_forth(people[0], [one, other]),
            lambda: back_and_forth(people[1], [other, one]),
        ]
    )
    release_claims(by=people[0])
    assert claimed(one, people[1])
