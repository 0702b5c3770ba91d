import time
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from config.queues import QUEUES
from dialogues import tasks
from dialogues.ingest import add, read
from dialogues.ingest.add import FromText, FromUrl
from dialogues.ingest.failure import HostNotFree
from dialogues.models import Article, Job
from dialogues.models.job import MAX_ATTEMPTS
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState
from dialogues.network import Client, FetchError, FetchErrorCode
from tests.ingest.stages import run_next
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db


def added() -> tuple[Article, Job]:
    return add.add_article(FromText(cybercrime_round_one()), by=None)


def test_each_stage_schedules_the_next_one_with_its_results() -> None:
    article, _ = added()
    done = []
    while (job := run_next(article)) is not None:
        done.append((job.kind, job.state))
    assert done == [
        (JobKind.READ, JobState.DONE),
        (JobKind.DEDUPE, JobState.DONE),
        (JobKind.EXTRACT, JobState.DONE),
        (JobKind.SUGGEST, JobState.DONE),
    ]


def test_the_broker_is_told_only_after_the_commit(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda job: rung.append(job.pk))
    with django_capture_on_commit_callbacks(execute=True):
        article = tasks.submit_article(FromText("Two sides met."), by=None)
        assert rung == []
    assert rung == [Job.objects.get(article=article).pk]


def test_a_broker_that_is_away_holds_nobody_up_and_loses_nothing() -> None:
    """The settings of the tests name a socket that does not exist."""
    _, job = added()
    began = time.monotonic()
    tasks.ring(job)
    assert time.monotonic() - began < 3
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_a_second_delivery_of_the_same_message_does_nothing() -> None:
    article, job = added()
    tasks.read_article(job.pk)
    tasks.read_article(job.pk)
    assert Job.objects.filter(article=article, kind=JobKind.DEDUPE).count() == 1
    job.refresh_from_db()
    assert job.attempts == 1


def test_a_job_whose_worker_was_lost_is_taken_by_the_next_after_its_lease() -> None:
    _, job = added()
    lost = Job.objects.claim(job.pk, lease=timedelta(seconds=60))
    assert lost is not None
    assert Job.objects.claim(job.pk, lease=timedelta(seconds=60)) is None
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    tasks.read_article(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_the_worker_that_lost_its_lease_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    article, job = added()

    def overtaken(claimed: Job) -> Any:
        Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
        assert Job.objects.claim(job.pk, lease=timedelta(seconds=60)) is not None
        return read.work(claimed)

    tasks._run(job.pk, overtaken, read.write, then=JobKind.DEDUPE)
    article.refresh_from_db()
    assert article.stage == ArticleStage.FETCHED
    assert not Job.objects.filter(kind=JobKind.DEDUPE).exists()


def test_a_job_that_kills_its_worker_three_times_is_quarantined_with_a_reason() -> None:
    article, job = added()
    for _ in range(MAX_ATTEMPTS):
        assert Job.objects.claim(job.pk, lease=timedelta(seconds=60)) is not None
        Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert Job.objects.claim(job.pk, lease=timedelta(seconds=60)) is None
    job.refresh_from_db()
    article.refresh_from_db()
    assert (job.state, article.stage, article.problem) == (JobState.QUARANTINED, ArticleStage.FAILED, "quarantined")
    assert "lost 3 times" in article.problem_detail


def test_an_unexpected_error_is_tried_again_later_and_then_ends_in_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: Job) -> Any:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(read, "work", breaks)
    article, job = added()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        tasks.read_article(job.pk)
        job.refresh_from_db()
        article.refresh_from_db()
        assert job.attempts == attempt
        if attempt < MAX_ATTEMPTS:
            assert (job.state, article.stage) == (JobState.WAITING, ArticleStage.FETCHED)
            assert f"attempt {attempt + 1} of 3" in article.problem_detail
        Job.objects.filter(pk=job.pk).update(due_at=Now())
    assert (job.state, article.stage, article.problem) == (JobState.QUARANTINED, ArticleStage.FAILED, "internal_error")
    assert "out of paper" in article.problem_detail


@pytest.mark.parametrize("retryable", [True, False])
def test_a_fetch_that_fails_says_why_and_is_tried_again_only_when_that_may_help(
    monkeypatch: pytest.MonkeyPatch, retryable: bool
) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise FetchError(FetchErrorCode.HTTP_ERROR, "The server answers 404: not found.", retryable=retryable)

    monkeypatch.setattr(Client, "fetch", refused)
    article, job = add.add_article(FromUrl("https://gazette.example/gone"), by=None)
    tasks.fetch_article(job.pk)
    article.refresh_from_db()
    job.refresh_from_db()
    assert article.problem_detail.startswith("The server answers 404: not found.")
    assert article.stage == (ArticleStage.ADDED if retryable else ArticleStage.FAILED)
    assert job.state == (JobState.WAITING if retryable else JobState.FAILED)


def test_a_problem_that_passed_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    article, job = added()
    Article.objects.filter(pk=article.pk).update(problem="internal_error", problem_detail="It is tried again.")
    tasks.read_article(job.pk)
    article.refresh_from_db()
    assert (article.problem, article.problem_detail) == ("", "")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, float | None]]:
    """The messages that would go to workers: the job, and its countdown if it has one."""
    messages: list[tuple[int, float | None]] = []

    def apply_async(args: tuple[int], countdown: float | None = None, **_: Any) -> None:
        messages.append((*args, countdown))

    monkeypatch.setattr(tasks.read_article, "apply_async", apply_async)
    monkeypatch.setattr(tasks, "waiting_messages", lambda: dict.fromkeys(QUEUES, 0))
    return messages


def test_the_sweep_tells_what_is_due_before_the_next_one_when_to_come(
    settings: Settings, sent: list[tuple[int, float | None]]
) -> None:
    settings.JOB_SWEEP_SECONDS = 3600
    now, soon, next_minute, _ = (added()[1] for _ in range(4))
    waits = {now: 0, soon: 50, next_minute: 3000}
    for job in Job.objects.exclude(pk=now.pk):
        Job.objects.filter(pk=job.pk).update(due_at=Now() + timedelta(seconds=waits.get(job, 4000)))
    tasks.sweep()
    assert sent[0] == (now.pk, None)
    ((told, countdown),) = sent[1:]
    assert told == soon.pk
    assert countdown is not None
    assert 0 < countdown <= 50


def test_a_message_that_comes_a_little_early_is_sent_again(sent: list[tuple[int, float | None]]) -> None:
    """A worker's clock may run ahead of the database's."""
    early, far = (added()[1] for _ in range(2))
    Job.objects.filter(pk=early.pk).update(due_at=Now() + timedelta(seconds=4))
    Job.objects.filter(pk=far.pk).update(due_at=Now() + timedelta(seconds=40))
    for job in (early, far):
        tasks.read_article(job.pk)
    ((told, countdown),) = sent
    assert told == early.pk
    assert countdown is not None
    assert 0 < countdown <= 4


def test_a_message_for_a_job_that_is_done_is_not_sent_again(sent: list[tuple[int, float | None]]) -> None:
    _, job = added()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    tasks.read_article(job.pk)
    assert sent == []


def test_a_postponed_job_is_rung_for_when_its_turn_comes(
    django_capture_on_commit_callbacks: Any, sent: list[tuple[int, float | None]]
) -> None:
    _, soon = added()
    _, late = added()
    waits = {soon.pk: timedelta(seconds=9), late.pk: timedelta(hours=2)}
    for job in (soon, late):

        def not_now(job: Job, wait: timedelta = waits[job.pk]) -> Any:
            raise HostNotFree("gazette.example", timezone.now() + wait)

        with django_capture_on_commit_callbacks(execute=True):
            tasks._run(job.pk, not_now, read.write, then=None)
    ((told, countdown),) = sent
    assert told == soon.pk
    assert countdown is not None
    assert 0 < countdown <= 9


def rung_with(monkeypatch: pytest.MonkeyPatch, **waiting: int) -> list[int]:
    """Stand in for the broker: what waits in its queues, and the list of jobs that are rung for."""
    rung: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda job: rung.append(job.pk))
    monkeypatch.setattr(tasks, "waiting_messages", lambda: dict.fromkeys(QUEUES, 0) | waiting)
    return rung


def test_the_sweep_rings_for_what_is_due_and_for_what_was_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    rung = rung_with(monkeypatch)
    due, left, running, later, done = (added()[1] for _ in range(5))
    changes: dict[Job, dict[str, Any]] = {
        left: {"state": JobState.RUNNING, "lease_until": Now() - timedelta(seconds=1)},
        running: {"state": JobState.RUNNING, "lease_until": Now() + timedelta(seconds=60)},
        later: {"due_at": Now() + timedelta(seconds=60)},
        done: {"state": JobState.DONE},
        due: {"due_at": Now() - timedelta(days=400)},
    }
    for job, values in changes.items():
        Job.objects.filter(pk=job.pk).update(**values)
    tasks.sweep()
    assert set(rung) == {due.pk, left.pk}


def test_a_sweep_does_not_ring_where_enough_messages_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """They may be for the very jobs it would ring for: a long backlog would double its messages with each sweep."""
    rung = rung_with(monkeypatch, read=tasks.ENOUGH_WAITING)
    added()
    fetching = add.add_article(FromUrl("https://news.example/talks"), by=None)[1]
    tasks.ring_due_jobs()
    assert rung == [fetching.pk]


def test_a_sweep_is_done_once_a_period(monkeypatch: pytest.MonkeyPatch) -> None:
    rung = rung_with(monkeypatch)
    _, job = added()
    tasks.sweep()
    tasks.sweep()
    assert rung == [job.pk]


def test_a_sweep_while_the_broker_is_away_says_so_and_ends(caplog: pytest.LogCaptureFixture) -> None:
    added()
    tasks.sweep()
    assert "The broker does not answer; the next sweep will try again" in caplog.text


def test_a_message_for_later_says_so_in_whole_seconds(sent: list[tuple[int, float | None]]) -> None:
    """RabbitMQ refuses a part of a second."""
    _, job = added()
    Job.objects.filter(pk=job.pk).update(due_at=Now() + timedelta(milliseconds=300))
    tasks.ring_in(job, timedelta(milliseconds=300))
    tasks.ring_in(job, timedelta(seconds=2.5))
    assert sent == [(job.pk, 1), (job.pk, 3)]
