"""Asking for feeds, against a server on loopback."""

import sys
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dialogues import tasks
from dialogues.ingest import add, feeds
from dialogues.ingest.add import FromUrl
from dialogues.models import Article, Feed, FeedEntry, Job
from dialogues.models.feed import MAX_ATTEMPTS
from dialogues.models.vocabularies import ArticleOrigin, JobKind, JobState
from dialogues.text.feed import MOST_BYTES
from tests import factories
from tests.events import events_of
from tests.ingest.feed_server import DATE, publisher, rss, serving
from tests.network.servers import Answer, LoopbackServer, answering, redirecting

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)


def poll(feed: Feed) -> Feed:
    """Make the feed due and do the task as a worker would; returns the feed as it stands afterwards."""
    Feed.objects.filter(pk=feed.pk).update(next_due_at=Now())
    tasks.poll_feed(feed.pk)
    return Feed.objects.get(pk=feed.pk)


def test_each_entry_becomes_an_article_with_its_job(settings: Settings) -> None:
    gazette = factories.publisher()
    with publisher(settings, serving(rss(2, 1))) as (_, feed):
        Feed.objects.filter(pk=feed.pk).update(publisher=gazette)
        polled = poll(feed)
    first, second = Article.objects.order_by("pk")
    assert (first.url, first.title) == ("https://gazette.example/talks/1", "Talks 1")
    assert (first.origin, first.publisher, first.added_by) == (ArticleOrigin.FEED, gazette, None)
    assert second.url == "https://gazette.example/talks/2"
    assert set(Job.objects.values_list("kind", "state")) == {(JobKind.FETCH, JobState.WAITING)}
    assert polled.last_result.startswith("2 entries, 2 new, 0 held")
    assert (polled.failures, polled.last_error, polled.lease_until) == (0, "", None)
    assert polled.last_success_at is not None


def test_the_day_of_publication_is_the_publishers_own(settings: Settings) -> None:
    with publisher(settings, serving(rss(1))) as (_, feed):
        poll(feed)
    article = Article.objects.get()
    assert (str(article.published_on), article.published_on_basis) == ("2015-12-03", f"feed: {DATE}")
    assert FeedEntry.objects.get().published_as_stated == DATE


def test_a_time_in_utc_is_kept_and_left_to_the_page(settings: Settings) -> None:
    utc = "Thu, 03 Dec 2015 17:30:00 GMT"
    with publisher(settings, serving(rss(1, date=utc))) as (_, feed):
        poll(feed)
    article = Article.objects.get()
    assert (article.published_on, article.published_on_basis) == (None, "")
    assert FeedEntry.objects.get().published_as_stated == utc


def test_an_entry_becomes_an_article_once(settings: Settings) -> None:
    with publisher(settings, serving(rss(1)), serving(rss(2, 1))) as (_, feed):
        poll(feed)
        # Its page names another address for itself, which the article takes when it is read.
        Article.objects.update(canonical_url="https://gazette.example/2015/talks")
        polled = poll(feed)
    assert list(Article.objects.order_by("pk").values_list("title", flat=True)) == ["Talks 1", "Talks 2"]
    assert polled.last_result.startswith("2 entries, 1 new")


def test_an_address_that_occurs_twice_in_a_feed_is_one_article(settings: Settings) -> None:
    body = rss(1, 1).replace(b"talks/1</link>", b"talks/1?utm_source=feed</link>", 1)
    with publisher(settings, serving(body)) as (_, feed):
        poll(feed)
    assert Article.objects.count() == 1


def test_what_staff_or_another_feed_brought_is_not_added_again(settings: Settings) -> None:
    held, _ = add.add_article(FromUrl("https://gazette.example/talks/1?utm_source=mail"), by=None)
    with publisher(settings, serving(rss(2, 1))) as (_, feed):
        poll(feed)
        other = Feed.objects.create(name="Gazette, world", url=feed.url + "?world")
        polled = poll(other)
    assert Article.objects.count() == 2
    assert feed.entries.get(article=held).brought is False
    assert set(other.entries.values_list("brought", flat=True)) == {False}
    assert polled.last_result.startswith("2 entries, 0 new, 2 held already from elsewhere")


def test_a_source_of_the_starter_record_gives_way_to_the_feed(settings: Settings) -> None:
    factories.article(origin=ArticleOrigin.STARTER, canonical_url="https://gazette.example/talks/1")
    with publisher(settings, serving(rss(1))) as (_, feed):
        poll(feed)
    assert Article.objects.filter(origin=ArticleOrigin.FEED).count() == 1


def test_an_unchanged_feed_is_asked_with_what_its_server_gave_and_not_read_again(settings: Settings) -> None:
    validators = ('ETag: W/"7"', "Last-Modified: Thu, 03 Dec 2015 15:30:00 GMT")
    with publisher(settings, serving(rss(1), *validators), answering(b"", status="304 Not Modified")) as (server, feed):
        first = poll(feed)
        second = poll(feed)
        third = poll(feed)
    assert (first.etag, first.last_modified) == ('W/"7"', "Thu, 03 Dec 2015 15:30:00 GMT")
    assert [visit.header("if-none-match") for visit in server.visits] == [None, 'W/"7"', 'W/"7"']
    assert [visit.header("if-modified-since") for visit in server.visits][1] == "Thu, 03 Dec 2015 15:30:00 GMT"
    assert second.last_result == "Nothing has changed since the time before."
    assert (second.failures, third.etag) == (0, 'W/"7"')


def test_a_validator_that_cannot_be_sent_back_is_not_kept(settings: Settings) -> None:
    with publisher(settings, serving(rss(1), f'ETag: "{"x" * 400}"', "Last-Modified: \u00e9")) as (_, feed):
        polled = poll(feed)
    assert (polled.etag, polled.last_modified, polled.failures) == ("", "", 0)


def test_a_feed_that_moved_for_good_says_where(settings: Settings) -> None:
    with publisher(settings, redirecting("/new", 301), serving(rss(1))) as (server, feed):
        polled = poll(feed)
    assert polled.moved_to == server.url("/new")
    assert Article.objects.count() == 1


def test_a_feed_that_is_elsewhere_for_today_has_not_moved(settings: Settings) -> None:
    with publisher(settings, redirecting("/today", 302), redirecting("/new", 301), serving(rss(1))) as (_, feed):
        assert poll(feed).moved_to == ""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (answering(b"", status="404 Not Found"), "answered with status 404"),
        (answering(b"<p>News</p>"), "This is no RSS, Atom or JSON feed"),
        (answering(b"x", kind="image/png"), "which cannot be read"),
        (serving(b"x" * (MOST_BYTES + 1)), "larger than what is taken"),
    ],
)
def test_a_feed_that_fails_says_why_in_words_and_writes_nothing(
    settings: Settings, answer: Answer, reason: str
) -> None:
    with publisher(settings, answer) as (_, feed):
        polled = poll(feed)
    assert reason in polled.last_error
    assert (polled.failures, polled.paused, polled.lease_until) == (1, False, None)
    assert polled.failing_since is not None
    assert not Article.objects.exists()


def test_an_address_inside_is_refused_like_any_other(settings: Settings) -> None:
    with publisher(settings, serving(rss(1))) as (server, feed):
        settings.FETCH_ALLOWED_NETWORKS = []
        assert "is not fetched" in poll(feed).last_error
        assert server.accepted == 0


def test_a_feed_built_to_hold_up_its_reader_is_stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An element with 80,000 attributes takes feedparser minutes."""
    monkeypatch.setattr(feeds, "READING_SECONDS", 1)
    body = b"<rss " + b"".join(b"a%d='b' " % number for number in range(80_000)) + b"/>"
    with publisher(settings, serving(body)) as (_, feed):
        assert "more time or memory than one is given" in poll(feed).last_error


def test_a_broken_reader_is_our_own_fault_and_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with publisher(settings, serving(rss(1))) as (_, feed):
        assert poll(feed).last_error.startswith("Readout itself failed: RuntimeError: the reader of feeds stopped")


def test_each_failure_in_a_row_makes_the_next_try_later_up_to_a_day(settings: Settings) -> None:
    with publisher(settings, answering(b"", status="500 Broken")) as (_, feed):
        waits = [wait_of(poll(feed)) for _ in range(7)]
    hours = [round(wait / timedelta(hours=1) / (waits[0] / timedelta(hours=1))) for wait in waits]
    assert hours == [1, 2, 4, 8, 16, 24, 24]
    assert timedelta(hours=1) <= waits[0] <= timedelta(hours=1.1)


def test_a_success_ends_the_waiting_and_the_reason(settings: Settings) -> None:
    broken = answering(b"", status="500 Broken")
    with publisher(settings, broken, broken, serving(rss(1))) as (_, feed):
        failing = [poll(feed) for _ in range(2)]
        recovered = poll(feed)
    assert failing[0].failing_since == failing[1].failing_since
    assert (recovered.failures, recovered.failing_since, recovered.last_error) == (0, None, "")
    assert wait_of(recovered) <= timedelta(hours=1.1)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_wants_to_be_left_alone_is(settings: Settings, status: str) -> None:
    with publisher(settings, answering(b"", "Retry-After: 82800", status=status)) as (_, feed):
        assert wait_of(poll(feed)) > timedelta(hours=22)


def test_a_feed_that_is_gone_is_paused_with_the_reason(settings: Settings) -> None:
    with publisher(settings, answering(b"", status="410 Gone")) as (server, feed):
        polled = poll(feed)
        poll(feed)
        assert len(server.visits) == 1
    assert polled.paused
    assert "gone for good" in polled.paused_because
    event = events_of(feed).last()
    assert "gone for good" in event.paused_because


def test_asking_is_neither_a_new_version_nor_a_part_of_the_history(settings: Settings) -> None:
    with publisher(settings, answering(b"", status="500 Broken"), serving(rss(1))) as (_, feed):
        events = events_of(feed)
        before = events.count()
        poll(feed)
        polled = poll(feed)
        assert (events.count(), polled.version) == (before, feed.version)


def test_our_own_fault_is_told_and_of_the_answer_nothing_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[FromUrl] = []

    def breaks_at_the_second(source: FromUrl, *, by: None) -> tuple[Article, Job]:
        given.append(source)
        if len(given) == 2:
            raise RuntimeError("out of paper")
        return add.add_article(source, by=by)

    monkeypatch.setattr(feeds, "add_article", breaks_at_the_second)
    with publisher(settings, serving(rss(1, 2), 'ETag: "7"')) as (_, feed):
        broken = poll(feed)
        assert "out of paper" in broken.last_error
        assert (broken.etag, Article.objects.count(), FeedEntry.objects.count()) == ("", 0, 0)
        assert poll(feed).failures == 0
    assert Article.objects.count() == 2


def test_what_arrives_after_a_pause_is_dropped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = feeds.work

    def paused_while_it_is_asked(feed: Feed) -> feeds.Answer:
        answer = ask(feed)
        Feed.objects.pause(Feed.objects.get(pk=feed.pk), "By editor: enough")
        return answer

    monkeypatch.setattr(feeds, "work", paused_while_it_is_asked)
    with publisher(settings, serving(rss(1))) as (_, feed):
        polled = poll(feed)
    assert (polled.paused, polled.last_success_at) == (True, None)
    assert not Article.objects.exists()


def test_a_feed_that_kills_its_worker_three_times_is_paused_with_a_reason() -> None:
    feed = Feed.objects.create(name="Gazette", url="https://gazette.example/feed")
    for _ in range(MAX_ATTEMPTS):
        assert Feed.objects.claim(feed.pk, lease=LEASE) is not None
        assert Feed.objects.claim(feed.pk, lease=LEASE) is None
        Feed.objects.filter(pk=feed.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert Feed.objects.claim(feed.pk, lease=LEASE) is None
    feed.refresh_from_db()
    assert feed.paused
    assert "lost 3 times" in feed.paused_because


def test_the_sweep_rings_for_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(tasks, "ring_for_feed", lambda feed: rung.append(feed.name))
    moment = timezone.now()
    never: dict[str, Any] = {}
    states = {
        "new": never,
        "due": {"next_due_at": moment - timedelta(days=400)},
        "left behind": {"lease_until": moment - timedelta(seconds=1)},
        "later": {"next_due_at": moment + timedelta(hours=1)},
        "running": {"lease_until": moment + timedelta(minutes=1)},
        "paused": {"paused": True},
    }
    for name, values in states.items():
        Feed.objects.create(name=name, url=f"https://gazette.example/{name}", **values)
    tasks.poll_feeds()
    assert set(rung) == {"new", "due", "left behind"}


def test_the_number_of_queries_does_not_grow_with_what_is_known(settings: Settings) -> None:
    def queries_for(server_feed: tuple[LoopbackServer, Feed]) -> int:
        poll(server_feed[1])
        with CaptureQueriesContext(connection) as queries:
            poll(server_feed[1])
        return len(queries)

    with publisher(settings, serving(rss(*range(2)))) as few:
        with_two = queries_for(few)
        Feed.objects.all().delete()
    with publisher(settings, serving(rss(*range(feeds.MOST_NEW)))) as many:
        assert queries_for(many) == with_two


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_want_a_feed_at_once_one_gets_it(settings: Settings) -> None:
    """With real connections: the claims wait for each other at the row, and all but one find it taken."""
    with publisher(settings, serving(rss(1, 2, 3))) as (server, feed):
        poll_at_once(feed, feed, feed, feed)
        assert len(server.visits) == 1
    assert Article.objects.count() == 3
    feed.refresh_from_db()
    assert (feed.fence, feed.attempts) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_feeds_that_name_the_same_page_at_once_one_brings_it(settings: Settings) -> None:
    with publisher(settings, serving(rss(1, 2, 3))) as (_, feed):
        other = Feed.objects.create(name="Gazette, world", url=feed.url + "?world")
        poll_at_once(feed, other)
    assert Article.objects.count() == 3
    assert sorted(FeedEntry.objects.values_list("brought", flat=True)) == [False] * 3 + [True] * 3


def poll_at_once(*feeds_to_ask: Feed) -> None:
    """Each in a thread with a connection of its own, all at the same moment."""
    start = threading.Barrier(len(feeds_to_ask))

    def ask(feed: Feed) -> None:
        try:
            start.wait(10)
            tasks.poll_feed(feed.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[feed]) for feed in feeds_to_ask]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def wait_of(feed: Feed) -> timedelta:
    assert feed.next_due_at is not None
    moment: datetime = timezone.now()
    return feed.next_due_at - moment + timedelta(seconds=2)
