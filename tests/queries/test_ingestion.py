from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.models import Article, Feed, FeedEntry, Host, Job
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind, JobState
from dialogues.queries import ingestion
from dialogues.queries.ingestion import (
    DAYS,
    MOST_HOSTS,
    Fate,
    articles_by_day,
    failures_by_reason,
    feed_rows,
    jobs_by_state,
    since,
    stage_rows,
)
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 31, 0, 30, tzinfo=UTC)


def article(stage: ArticleStage = ArticleStage.READY, created_at: datetime = NOW, **values: Any) -> Article:
    problem = {"problem": "http_error", "problem_detail": "The server is away."} if stage == ArticleStage.FAILED else {}
    made = factories.article(stage=stage, **(problem | values))
    Article.objects.filter(pk=made.pk).update(created_at=created_at)
    return made


def job(state: JobState = JobState.WAITING, kind: JobKind = JobKind.READ, **values: Any) -> Job:
    of = values.pop("of", None) or factories.article()
    made = Job.objects.create(kind=kind, article=of, dedupe_key=f"{kind}:{of.public_id}")
    error = "It broke." if state not in {JobState.WAITING, JobState.RUNNING, JobState.DONE} else ""
    Job.objects.filter(pk=made.pk).update(**({"state": state, "last_error": error} | values))
    return made


def test_there_is_a_row_for_each_of_thirty_days_today_first() -> None:
    days = articles_by_day(NOW)
    assert [day.day for day in days][:2] == [date(2026, 3, 31), date(2026, 3, 30)]
    assert (len(days), days[-1].day) == (DAYS, date(2026, 3, 2))
    assert {day.total for day in days} == {0}
    assert since(NOW, DAYS) == datetime(2026, 3, 2, tzinfo=UTC)


def test_each_article_counts_for_its_day_by_what_has_become_of_it() -> None:
    for stage in ArticleStage:
        article(stage)
    article(ArticleStage.READY, NOW - timedelta(hours=1))
    article(ArticleStage.READY, since(NOW, DAYS))
    article(ArticleStage.READY, since(NOW, DAYS) - timedelta(seconds=1))
    today, yesterday, *_, first = articles_by_day(NOW)
    assert today.counts == {
        Fate.READY: 1,
        Fate.NOTHING_FOUND: 1,
        Fate.DUPLICATE: 1,
        Fate.FAILED: 1,
        Fate.IN_WORK: 5,
    }
    assert (today.total, yesterday.total, first.total) == (9, 1, 1)


def test_the_sources_of_the_starter_record_did_not_come_in() -> None:
    article(origin=ArticleOrigin.STARTER)
    assert articles_by_day(NOW)[0].total == 0


def test_a_feed_counts_what_it_brought_what_failed_and_what_was_held() -> None:
    feed = Feed.objects.create(name="Gazette", url="https://gazette.example/feed")
    Feed.objects.create(name="Quiet", url="https://gazette.example/quiet")
    entries = [
        (ArticleStage.READY, True, NOW),
        (ArticleStage.FAILED, True, NOW),
        (ArticleStage.DUPLICATE, True, NOW),
        (ArticleStage.FAILED, False, NOW),
        (ArticleStage.READY, True, NOW - timedelta(days=8)),
    ]
    for number, (stage, brought, seen_at) in enumerate(entries):
        FeedEntry.objects.create(
            feed=feed, canonical_url=f"https://x/{number}", article=article(stage), brought=brought, seen_at=seen_at
        )
    rows = [(row.feed.name, row.new, row.failed, row.copies) for row in feed_rows(NOW)]
    assert rows == [("Gazette", 3, 1, 2), ("Quiet", 0, 0, 0)]


def test_feeds_that_fail_come_first_and_paused_ones_last(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, values in {"a": {}, "b": {"failures": 2}, "c": {"paused": True, "failures": 9}}.items():
        Feed.objects.create(name=name, url=f"https://gazette.example/{name}", **values)
    assert [row.feed.name for row in feed_rows(NOW)] == ["b", "a", "c"]
    monkeypatch.setattr(ingestion, "MOST_FEEDS", 2)
    assert [row.feed.name for row in feed_rows(NOW)] == ["b", "a"]


def test_jobs_are_counted_by_state_with_the_one_that_has_been_due_longest() -> None:
    now = timezone.now()
    longest = now - timedelta(hours=2)
    job(due_at=longest), job(due_at=now - timedelta(hours=1)), job(due_at=now + timedelta(hours=1))
    job(JobState.RUNNING, lease_until=now + timedelta(hours=1)), job(JobState.RUNNING, lease_until=longest)
    job(JobState.QUARANTINED), job(JobState.DONE)
    rows = {row.state: (row.number, row.oldest_due, row.left_behind) for row in jobs_by_state()}
    assert rows == {
        JobState.WAITING: (3, longest, 0),
        JobState.RUNNING: (2, None, 1),
        JobState.FAILED: (0, None, 0),
        JobState.QUARANTINED: (1, None, 0),
        JobState.CANCELLED: (0, None, 0),
    }


def test_reasons_come_by_their_number_with_what_the_newest_article_says() -> None:
    article(ArticleStage.FAILED, problem="no_text", problem_detail="A scan.")
    article(ArticleStage.FAILED, problem_detail="It answered 404.")
    article(ArticleStage.FAILED, problem_detail="It answered 500.")
    article(ArticleStage.FAILED, since(NOW, DAYS) - timedelta(seconds=1), problem="too_old")
    article(ArticleStage.DUPLICATE, problem="duplicate")
    reasons = [(reason.words, reason.number, reason.example) for reason in failures_by_reason(NOW)]
    assert reasons == [("http error", 2, "It answered 500."), ("no text", 1, "A scan.")]


def test_a_stage_tells_how_many_it_did_and_how_long_the_one_in_the_middle_took() -> None:
    for seconds, ago in ((2, 0), (4, 30), (90, 120), (1, 25 * 60)):
        ended = NOW - timedelta(minutes=ago)
        job(JobState.DONE, updated_at=ended, created_at=ended - timedelta(seconds=seconds))
    job(JobState.FAILED, updated_at=NOW)
    rows = {row.kind: (row.last_hour, row.last_day, row.median) for row in stage_rows(NOW)}
    assert rows.pop(JobKind.READ) == (2, 3, timedelta(seconds=4))
    assert set(rows.values()) == {(0, 0, None)}


def test_the_number_of_queries_is_the_same_for_two_and_for_two_hundred() -> None:
    def queries(number: int) -> int:
        feeds = [Feed(name=f"{number}/{n}", url=f"https://x.example/{number}/{n}") for n in range(number)]
        for feed in Feed.objects.bulk_create(feeds):
            failed = article(ArticleStage.FAILED, problem=f"{number}_{feed.pk}")
            job(JobState.QUARANTINED, of=failed)
            FeedEntry.objects.create(feed=feed, canonical_url=feed.url, article=failed, brought=True, seen_at=NOW)
        with CaptureQueriesContext(connection) as seen:
            articles_by_day(NOW), feed_rows(NOW), jobs_by_state(), failures_by_reason(NOW), stage_rows(NOW)
        return len(seen)

    assert queries(2) == queries(198) == 8


@pytest.mark.parametrize("number", [2, MOST_HOSTS + 5])
def test_hosts_that_are_left_alone_come_with_what_waits_for_them_the_longest_first(number: int) -> None:
    for hours in range(1, number + 1):
        Host.objects.leave_alone(f"paper{hours}.example", "busy", at_least=timedelta(hours=hours))
    job(turn_of=f"paper{number}.example")
    job(JobState.DONE, turn_of=f"paper{number}.example")
    Host.objects.create(name="free.example")
    with CaptureQueriesContext(connection) as queries:
        rows = ingestion.hosts_left_alone()
    assert len(queries) == 2
    assert [row.host.name for row in rows[:2]] == [f"paper{number}.example", f"paper{number - 1}.example"]
    assert [row.waiting for row in rows[:2]] == [1, 0]
    assert len(rows) == min(number, MOST_HOSTS)


def test_a_host_whose_time_is_over_is_no_longer_left_alone() -> None:
    Host.objects.leave_alone("gazette.example", "busy")
    Host.objects.update(blocked_until=Now())
    assert ingestion.hosts_left_alone() == []
