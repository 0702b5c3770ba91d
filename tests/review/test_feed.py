from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dialogues.models import Feed, User
from dialogues.models.feed import FeedChanged
from dialogues.review.feed import FeedRefused, pause_feed, poll_feed_now, resume_feed
from tests.events import events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed() -> Feed:
    later = timezone.now() + timedelta(hours=3)
    return Feed.objects.create(name="Gazette", url="https://gazette.example/feed", next_due_at=later, failures=2)


def test_a_feed_is_paused_with_a_reason_and_resumed(staff: User, feed: Feed) -> None:
    paused = pause_feed(feed=feed, by=staff, reason=" Too many recipes ")
    assert (paused.paused, paused.paused_because) == (True, "By editor: Too many recipes")
    resumed = resume_feed(feed=paused, by=staff)
    assert (resumed.paused, resumed.paused_because, resumed.failures) == (False, "", 0)
    assert resumed in Feed.objects.due()


def test_the_history_of_the_feed_says_who_did_it_and_why(staff: User, feed: Feed) -> None:
    resume_feed(feed=pause_feed(feed=feed, by=staff, reason="Too many recipes"), by=staff)
    events = events_of(feed)
    told = [event.pgh_context for event in events][1:]
    assert [(entry["reason"], entry["name"]) for entry in told] == [
        ("paused: Too many recipes", "editor"),
        ("resumed", "editor"),
    ]


def test_a_feed_that_waits_is_asked_now(staff: User, feed: Feed) -> None:
    assert poll_feed_now(feed=feed, by=staff) in Feed.objects.due()


def test_a_paused_feed_is_neither_paused_again_nor_asked(staff: User, feed: Feed) -> None:
    paused = pause_feed(feed=feed, by=staff, reason="Too many recipes")
    with pytest.raises(FeedRefused, match="is paused already"):
        pause_feed(feed=paused, by=staff, reason="Once more")
    with pytest.raises(FeedRefused, match="resume it first"):
        poll_feed_now(feed=paused, by=staff)


def test_what_is_not_paused_is_not_resumed_and_a_pause_needs_a_reason(staff: User, feed: Feed) -> None:
    with pytest.raises(FeedRefused, match="is not paused"):
        resume_feed(feed=feed, by=staff)
    with pytest.raises(FeedRefused, match="Reason: say why"):
        pause_feed(feed=feed, by=staff, reason=" ")


def test_a_feed_that_is_being_asked_is_not_asked_twice(staff: User, feed: Feed) -> None:
    poll_feed_now(feed=feed, by=staff)
    running = Feed.objects.claim(feed.pk, lease=timedelta(seconds=60))
    assert running is not None
    with pytest.raises(FeedRefused, match="right now"):
        poll_feed_now(feed=running, by=staff)
    with pytest.raises(FeedChanged):
        poll_feed_now(feed=feed, by=staff)


def test_somebody_without_the_permission_changes_nothing(feed: Feed) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        pause_feed(feed=feed, by=reader, reason="Too many recipes")
    with pytest.raises(PermissionDenied):
        resume_feed(feed=feed, by=reader)
    with pytest.raises(PermissionDenied):
        poll_feed_now(feed=feed, by=reader)
    assert Feed.objects.get().fence == feed.fence
