from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from dialogues.models import Feed
from dialogues.models.feed import LONGEST_BACK_OFF, SPREAD, FeedChanged, FeedLost

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)


def feed(name: str = "Gazette", **values: object) -> Feed:
    return Feed.objects.create(name=name, url=f"https://gazette.example/{name}", **values)


def claimed() -> Feed:
    taken = Feed.objects.claim(feed().pk, lease=LEASE)
    assert taken is not None
    return taken


def test_a_feed_is_asked_in_its_interval_and_a_little_later_each_at_its_own_time() -> None:
    waits = {feed(str(number)).delay_after(0) for number in range(20)}
    assert len(waits) > 10
    assert all(timedelta(hours=1) <= wait <= timedelta(hours=1) * (1 + SPREAD) for wait in waits)
    one = feed("one")
    assert one.delay_after(0) == Feed.objects.get(pk=one.pk).delay_after(0)


def test_a_feed_that_is_asked_once_a_week_is_not_asked_more_often_when_it_fails() -> None:
    weekly = feed(interval_minutes=7 * 24 * 60)
    assert weekly.delay_after(9) == weekly.delay_after(0) > LONGEST_BACK_OFF


def test_a_great_many_failures_are_no_reason_to_fail() -> None:
    assert feed().delay_after(10_000) <= LONGEST_BACK_OFF * (1 + SPREAD)


def test_a_lease_that_ran_out_frees_the_feed() -> None:
    first = claimed()
    Feed.objects.update(lease_until=Now() - timedelta(seconds=1))
    second = Feed.objects.claim(first.pk, lease=LEASE)
    assert second is not None
    with pytest.raises(FeedLost):
        first.succeeded(etag="", last_modified="", moved_to="", result="")
    second.succeeded(etag="", last_modified="", moved_to="", result="")
    assert Feed.objects.get().attempts == 0


def test_a_feed_that_is_being_asked_is_not_made_due() -> None:
    taken = claimed()
    with pytest.raises(FeedChanged):
        Feed.objects.make_due(taken)
    assert taken.is_running(timezone.now())
    taken.failed("The server is away.")


def test_pausing_takes_the_feed_from_the_worker_and_resuming_makes_it_due() -> None:
    taken = claimed()
    Feed.objects.pause(taken, "By editor: enough")
    with pytest.raises(FeedLost):
        taken.failed("The server is away.")
    paused = Feed.objects.get()
    with pytest.raises(FeedChanged):
        Feed.objects.pause(taken, "Twice")
    Feed.objects.resume(paused)
    assert Feed.objects.due().get().paused_because == ""


def test_the_columns_that_a_poll_writes_are_no_new_version_and_others_are() -> None:
    one = feed()
    Feed.objects.update(etag="7", failures=3, last_error="The server is away.", next_due_at=Now(), fence=4)
    assert Feed.objects.get().version == one.version
    Feed.objects.update(name="Another name")
    assert Feed.objects.get().version == one.version + 1
