"""Every Celery entry point, in the order of the stages: an id in, one stage, the next one scheduled on commit.

The row is the truth and the broker only a doorbell: a message that is lost, doubled or late changes nothing, because
a worker first claims the job's row, and the sweep rings for whatever is due.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final, TypeVar

from celery import Task, shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from dialogues.ingest import add, dedupe, feeds, fetch, read, suggest
from dialogues.ingest.add import ArticleSource
from dialogues.ingest.archive import take_in
from dialogues.ingest.archive.item import Bad, Found, Skipped
from dialogues.ingest.archive.take_in import Tally
from dialogues.ingest.extract import stage as extract
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Archive, Article, Feed, Job, User
from dialogues.models.feed import FeedLost
from dialogues.models.history import change
from dialogues.models.job import MAX_ATTEMPTS, JobLost
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState
from dialogues.review.feed import poll_feed_now, resume_feed
from dialogues.review.job import retry_job

log = logging.getLogger(__name__)

Result = TypeVar("Result")

UNEXPECTED_RETRY: Final = timedelta(seconds=30)
SWEEP_MOST: Final = 200


def submit_article(source: ArticleSource, *, by: User | None) -> Article:
    """Add an article and ring for its first stage. Raises ArticleRefused before anything is written."""
    article, job = add.add_article(source, by=by)
    transaction.on_commit(partial(ring, job))
    return article


def submit_archived(archive: Archive, batch: Sequence[Found | Bad | Skipped], *, by: User | None) -> Tally:
    """Take in a batch of an archive's entries in one transaction, and ring once for all of them."""
    with transaction.atomic():
        tally = take_in.write(archive, batch, by=by)
        if tally.taken:
            transaction.on_commit(partial(_send, sweep))
    return tally


def retry(job: Job, *, by: User) -> Job:
    """Let a job be done again, and ring for it. Raises what `retry_job` raises."""
    again = retry_job(job=job, by=by)
    transaction.on_commit(partial(ring, again))
    return again


def resume(feed: Feed, *, by: User) -> Feed:
    """Take a feed up again, and ring for it. Raises what `resume_feed` raises."""
    resumed = resume_feed(feed=feed, by=by)
    transaction.on_commit(partial(ring_for_feed, resumed))
    return resumed


def poll_now(feed: Feed, *, by: User) -> Feed:
    """Ask for a feed as soon as a worker is free. Raises what `poll_feed_now` raises."""
    due = poll_feed_now(feed=feed, by=by)
    transaction.on_commit(partial(ring_for_feed, due))
    return due


@shared_task
def poll_feeds() -> None:
    """Ring for every feed that is due. Two sweeps at once do no harm: one worker gets the feed."""
    for feed in Feed.objects.due().order_by(F("next_due_at").asc(nulls_first=True))[:SWEEP_MOST]:
        ring_for_feed(feed)


@shared_task
def poll_feed(feed_id: int) -> None:
    """Feed -> articles."""
    feed = Feed.objects.claim(feed_id, lease=timedelta(seconds=settings.JOB_LEASE_SECONDS))
    if feed is None:
        return
    try:
        with change(reason=f"feed: {feed.name}"):
            _poll(feed)
    except FeedLost:
        log.warning("Feed %s was paused, changed or taken over; nothing of this answer was written.", feed.public_id)


@shared_task
def fetch_article(job_id: int) -> None:
    """Address -> snapshot."""
    _run(job_id, fetch.work, fetch.write, then=JobKind.READ)


@shared_task
def read_article(job_id: int) -> None:
    """Snapshot -> text."""
    _run(job_id, read.work, read.write, then=JobKind.DEDUPE)


@shared_task
def dedupe_article(job_id: int) -> None:
    """Text -> new, or a copy."""
    _run(job_id, dedupe.work, dedupe.write, then=JobKind.EXTRACT)


@shared_task
def extract_facts(job_id: int) -> None:
    """Text -> facts."""
    _run(job_id, extract.work, extract.write, then=JobKind.SUGGEST)


@shared_task
def suggest_facts(job_id: int) -> None:
    """Facts -> pending suggestions."""
    _run(job_id, suggest.work, suggest.write, then=None)


@shared_task
def sweep() -> None:
    """Ring for every job that is due, or whose worker was lost. However old: there is no lower bound in time."""
    for job in Job.objects.claimable().order_by("due_at")[:SWEEP_MOST]:
        ring(job)


TASKS: "Final[dict[JobKind, Task[[int], None]]]" = {
    JobKind.FETCH: fetch_article,
    JobKind.READ: read_article,
    JobKind.DEDUPE: dedupe_article,
    JobKind.EXTRACT: extract_facts,
    JobKind.SUGGEST: suggest_facts,
}


def ring(job: Job) -> None:
    """Tell the workers of a job. When the broker is away the sweep will do it: the person who waits need not."""
    _send(TASKS[JobKind(job.kind)], job.pk)


def ring_for_feed(feed: Feed) -> None:
    """Tell the workers of a feed that is due."""
    _send(poll_feed, feed.pk)


def _send(task: "Task[..., None]", *arguments: int) -> None:
    try:
        task.apply_async(args=arguments, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("The broker does not answer; %s%s waits for the sweep: %s", task.name, arguments, error)


@worker_ready.connect
def sweep_from_the_worker(sender: Any, **_: Any) -> None:
    """Let each worker ask for a sweep at its start and then regularly, so that none depends on beat being alive.

    Only a message is sent: this runs in the worker's parent process, which holds no database connection.
    """
    for task in (sweep, poll_feeds):
        task.apply_async()
        sender.timer.call_repeatedly(settings.JOB_SWEEP_SECONDS, task.apply_async)


def _poll(feed: Feed) -> None:
    """Ask for a feed outside a transaction; write what it names, and how it went, in one."""
    try:
        answer = feeds.work(feed)
        with transaction.atomic():
            if feeds.write(feed, answer):
                # One message for all of them: the sweep rings for each.
                transaction.on_commit(partial(_send, sweep))
    except FeedLost:
        raise
    except feeds.FeedFailed as failure:
        if failure.gone:
            feed.ended(failure.detail)
        else:
            feed.failed(failure.detail, not_before=failure.not_before)
    except Exception as error:
        log.exception("Feed %s broke", feed.public_id)
        feed.failed(f"Readout itself failed: {type(error).__name__}: {error}"[:2000])


def _run(
    job_id: int,
    work: Callable[[Article], Result],
    write: Callable[[Article, Result], bool],
    *,
    then: JobKind | None,
) -> None:
    """Claim the job, do its work outside a transaction, write the results and the next job in one."""
    job = Job.objects.claim(job_id, lease=timedelta(seconds=settings.JOB_LEASE_SECONDS))
    if job is None:
        return
    try:
        with change(reason=f"ingestion: {job.get_kind_display()}"):
            _do(job, work, write, then)
    except JobLost:
        log.warning("Job %s was taken over by another worker; nothing of this attempt was written.", job.pk)


def _do(
    job: Job, work: Callable[[Article], Result], write: Callable[[Article, Result], bool], then: JobKind | None
) -> None:
    article = job.article
    try:
        result = work(article)
        with transaction.atomic():
            job.finish()
            _note_problem(article, "", "")
            goes_on = write(article, result)
            if goes_on and then is not None:
                _schedule(article, then)
    except JobLost:
        raise
    except ArticleFailed as failure:
        if failure.retry_in is not None and job.attempts < MAX_ATTEMPTS:
            _try_again(job, failure.retry_in, failure.code, failure.detail)
        else:
            _fail(job, failure.code, failure.detail)
    except Exception as error:
        log.exception("Job %s (%s) broke", job.pk, job.kind)
        detail = f"Readout itself failed at the stage “{job.get_kind_display()}”: {type(error).__name__}: {error}"
        if job.attempts < MAX_ATTEMPTS:
            _try_again(job, UNEXPECTED_RETRY * job.attempts, "internal_error", detail[:2000])
        else:
            _fail(job, "internal_error", detail[:2000], state=JobState.QUARANTINED)


def _schedule(article: Article, kind: JobKind) -> None:
    job, _ = Job.objects.get_or_create(
        dedupe_key=f"{kind}:{article.public_id}", defaults={"kind": kind, "article": article}
    )
    transaction.on_commit(partial(ring, job))


def _note_problem(article: Article, code: str, detail: str) -> None:
    if article.problem or code:
        article.problem, article.problem_detail = code, detail
        article.save(update_fields=["problem", "problem_detail", "updated_at"])


def _try_again(job: Job, delay: timedelta, code: str, detail: str) -> None:
    seconds = int(delay.total_seconds())
    with transaction.atomic():
        job.retry_after(delay, detail)
        again = f"{detail} It is tried again in {seconds} seconds (attempt {job.attempts + 1} of {MAX_ATTEMPTS})."
        _note_problem(job.article, code, again)


def _fail(job: Job, code: str, detail: str, *, state: JobState = JobState.FAILED) -> None:
    with transaction.atomic():
        job.finish(state=state, error=detail)
        job.article.stage, job.article.problem, job.article.problem_detail = ArticleStage.FAILED, code, detail
        job.article.save(update_fields=["stage", "problem", "problem_detail", "updated_at"])
