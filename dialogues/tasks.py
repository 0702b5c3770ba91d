"""Every Celery entry point, in the order of the stages: an id in, one stage, the next one scheduled on commit.

The row is the truth and the broker only a doorbell: a message that is lost, doubled or late changes nothing, because
a worker first claims the job's row, and the sweep rings for whatever is due.
"""

import logging
import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

from celery import Task, shared_task
from celery.signals import task_prerun, worker_ready
from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from dialogues.ingest import add, dedupe, feeds, fetch, read, suggest
from dialogues.ingest.add import ArticleSource
from dialogues.ingest.archive import take_in
from dialogues.ingest.archive.item import Bad, Found, Skipped
from dialogues.ingest.archive.take_in import Tally
from dialogues.ingest.extract import stage as extract
from dialogues.ingest.failure import ArticleFailed, HostNotFree, MoreTimeNeeded
from dialogues.ingest.snapshot import snapshot_of
from dialogues.models import Archive, Article, Feed, Host, Job, PeriodicWork, Snapshot, User
from dialogues.models.feed import FeedLost
from dialogues.models.history import change
from dialogues.models.job import MAX_ATTEMPTS, JobLost
from dialogues.models.vocabularies import JobKind, JobState
from dialogues.queries.queues import waiting_messages
from dialogues.review.article import fetch_article_again, make_own_article, read_article_again, take_version
from dialogues.review.feed import poll_feed_now, resume_feed
from dialogues.review.host import ask_host_again
from dialogues.review.job import retry_job

log = logging.getLogger(__name__)

Result = TypeVar("Result")

UNEXPECTED_RETRY: Final = timedelta(seconds=30)
# A sweep leaves a queue alone in which this many messages wait: they may be for the very jobs it would ring for.
ENOUGH_WAITING: Final = 200
SWEEP_MOST: Final = 1_000
FEEDS_MOST: Final = 200
# A worker holds a message with a countdown, so it must be well below the broker's visibility timeout.
LONGEST_COUNTDOWN: Final = 60
# A message that comes earlier than this before its job is due is sent again: a worker's clock may run ahead.
NEARLY_DUE: Final = timedelta(seconds=5)


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
            transaction.on_commit(partial(_send, ring_due_jobs))
    return tally


def retry(job: Job, *, by: User) -> Job:
    """Let a job be done again, and ring for it. Raises what `retry_job` raises."""
    return _rung(retry_job(job=job, by=by))


def fetch_again(article: Article, *, by: User) -> Job:
    """Fetch an article again, and ring for it. Raises what `fetch_article_again` raises."""
    return _rung(fetch_article_again(article=article, by=by))


def read_again(article: Article, *, by: User) -> Job:
    """Read the bytes of an article anew, and ring for it. Raises what `read_article_again` raises."""
    return _rung(read_article_again(article=article, by=by))


def take(snapshot: Snapshot, *, by: User, reason: str) -> Job:
    """Take a version that was held back, and ring for it. Raises what `take_version` raises."""
    return _rung(take_version(snapshot=snapshot, by=by, reason=reason))


def make_own(article: Article, *, by: User, reason: str) -> Job:
    """Read a copy as an article of its own, and ring for it. Raises what `make_own_article` raises."""
    return _rung(make_own_article(article=article, by=by, reason=reason))


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


def ask_again(host: Host, *, by: User) -> Host:
    """Ask a host again that is left alone, and ring for what waits for it. Raises what `ask_host_again` raises."""
    freed = ask_host_again(host=host, by=by)
    transaction.on_commit(partial(_send, ring_due_jobs))
    return freed


@shared_task
def poll_feeds() -> None:
    """Ring for every feed that is due, once a period whoever else asks for it."""
    if not _my_turn("poll_feeds"):
        return
    for feed in Feed.objects.due().order_by(F("next_due_at").asc(nulls_first=True))[:FEEDS_MOST]:
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
def read_article_long(job_id: int) -> None:
    """Snapshot -> text, for what took longer than others may be kept waiting."""
    _run(job_id, read.work_long, read.write, then=JobKind.DEDUPE)


@shared_task
def dedupe_article(job_id: int) -> None:
    """Text -> new, or a copy."""
    _run(job_id, dedupe.work, dedupe.write, then=JobKind.EXTRACT)


@shared_task
def extract_facts(job_id: int) -> None:
    """Text -> facts."""
    _run(job_id, extract.work, extract.write, then=JobKind.SUGGEST)


@shared_task
def extract_facts_long(job_id: int) -> None:
    """Text -> facts, with a language model that others need not wait for."""
    _run(job_id, extract.work_long, extract.write, then=JobKind.SUGGEST)


@shared_task
def suggest_facts(job_id: int) -> None:
    """Facts -> pending suggestions."""
    _run(job_id, suggest.work, suggest.write, then=None)


@shared_task
def sweep() -> None:
    """Ring for what is due or was left behind, once a period whoever else asks for it.

    What is due before the next sweep is told now, so that a turn which comes in a second need not wait for it.
    """
    if _my_turn("sweep"):
        ring_due_jobs()
        for job, wait in Job.objects.due_within(_until_next_sweep(), most=SWEEP_MOST):
            ring_in(job, wait)


@shared_task
def ring_due_jobs() -> None:
    """Ring for every job that is due, or whose worker was lost. However old: there is no lower bound in time.

    Without the bound by what waits in the queues, each sweep over a long backlog would double its messages.
    """
    try:
        waiting = waiting_messages()
    except OperationalError as error:
        log.warning("The broker does not answer; the next sweep will try again: %s", error)
        return
    for kind, task in TASKS.items():
        if waiting[settings.CELERY_TASK_ROUTES[task.name]["queue"]] < ENOUGH_WAITING:
            for job in Job.objects.claimable().filter(kind=kind).only("kind").order_by("due_at")[:SWEEP_MOST]:
                ring(job)


TASKS: "Final[dict[JobKind, Task[[int], None]]]" = {
    JobKind.FETCH: fetch_article,
    JobKind.READ: read_article,
    JobKind.READ_LONG: read_article_long,
    JobKind.DEDUPE: dedupe_article,
    JobKind.EXTRACT: extract_facts,
    JobKind.EXTRACT_LONG: extract_facts_long,
    JobKind.SUGGEST: suggest_facts,
}


# The job that goes on with a stage which needs more time.
LONGER: Final = {JobKind.READ: JobKind.READ_LONG, JobKind.EXTRACT: JobKind.EXTRACT_LONG}


def ring(job: Job) -> None:
    """Tell the workers of a job. When the broker is away the sweep will do it: the person who waits need not."""
    _send(TASKS[JobKind(job.kind)], job.pk)


def _rung(job: Job) -> Job:
    transaction.on_commit(partial(ring, job))
    return job


def ring_in(job: Job, wait: timedelta) -> None:
    """Tell the workers of a job that will be due. When that is after the next sweep, the sweep does it."""
    if wait <= _until_next_sweep():
        _send(TASKS[JobKind(job.kind)], job.pk, wait=wait)


def ring_for_feed(feed: Feed, wait: timedelta = timedelta()) -> None:
    """Tell the workers of a feed that is due, or will be before the next sweep."""
    if wait <= _until_next_sweep():
        _send(poll_feed, feed.pk, wait=wait)


def _until_next_sweep() -> timedelta:
    return timedelta(seconds=min(settings.JOB_SWEEP_SECONDS, LONGEST_COUNTDOWN))


def _send(task: "Task[..., None]", *arguments: int, wait: timedelta = timedelta()) -> None:
    # RabbitMQ knows whole seconds only.
    later: dict[str, Any] = {"countdown": math.ceil(wait.total_seconds())} if wait > timedelta() else {}
    try:
        task.apply_async(args=arguments, retry=False, ignore_result=True, **later)
    except (OperationalError, OSError) as error:
        log.warning("The broker does not answer; %s%s waits for the sweep: %s", task.name, arguments, error)


@task_prerun.connect
def look_at_the_connection(**_: Any) -> None:
    """Let the next query find out whether the database has gone away meanwhile, and then connect anew."""
    close_old_connections()


@worker_ready.connect
def sweep_from_the_worker(sender: Any, **_: Any) -> None:
    """Let each worker ask for a sweep at its start and then regularly, so that none depends on beat being alive.

    Only a message is sent: this runs in the worker's parent process, which holds no database connection.
    """
    for task in (sweep, poll_feeds):
        ask = partial(task.apply_async, expires=settings.JOB_SWEEP_SECONDS)
        ask()
        sender.timer.call_repeatedly(settings.JOB_SWEEP_SECONDS, ask)


def _my_turn(name: str) -> bool:
    return PeriodicWork.objects.take_turn(name, every=timedelta(seconds=settings.JOB_SWEEP_SECONDS))


def _poll(feed: Feed) -> None:
    """Ask for a feed outside a transaction; write what it names, and how it went, in one."""
    try:
        answer = feeds.work(feed)
        with transaction.atomic():
            if feeds.write(feed, answer):
                # One message for all of them.
                transaction.on_commit(partial(_send, ring_due_jobs))
    except FeedLost:
        raise
    except HostNotFree as later:
        wait = _wait_until(later.until)
        if later.because:
            feed.failed(later.because, not_before=wait)
        else:
            feed.postponed(later.until)
            ring_for_feed(feed, wait)
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
    work: Callable[[Job], Result],
    write: Callable[[Job, Result], Snapshot | None],
    *,
    then: JobKind | None,
) -> None:
    """Claim the job, do its work outside a transaction, write the results and the next job in one."""
    job = Job.objects.claim(job_id, lease=timedelta(seconds=settings.JOB_LEASE_SECONDS))
    if job is None:
        _ring_again_if_early(job_id)
        return
    try:
        with change(reason=f"ingestion: {job.get_kind_display()}"):
            _do(job, work, write, then)
    except JobLost:
        log.warning("Job %s was taken over by another worker; nothing of this attempt was written.", job.pk)


def _do(
    job: Job, work: Callable[[Job], Result], write: Callable[[Job, Result], Snapshot | None], then: JobKind | None
) -> None:
    try:
        result = work(job)
        with transaction.atomic():
            job.finish()
            job.article.note_problem("", "")
            goes_on = write(job, result)
            if goes_on is not None and then is not None:
                _schedule(goes_on, then)
    except JobLost:
        raise
    except MoreTimeNeeded:
        with transaction.atomic():
            job.finish()
            _schedule(snapshot_of(job), LONGER[JobKind(job.kind)])
    except HostNotFree as later:
        _postpone(job, later)
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


def _postpone(job: Job, later: HostNotFree) -> None:
    """Back in line, without counting an attempt; given up when the host has said "later" for days."""
    limit = timedelta(days=settings.FETCH_GIVE_UP_DAYS)
    if later.because and job.put_off_since is not None and timezone.now() - job.put_off_since > limit:
        given_up = f"{later.because} It has been so for {limit.days} days: paste the text, or try again another time."
        _fail(job, "host_left_alone", given_up)
        return
    with transaction.atomic():
        job.postpone(later.until, turn_of=later.host, because=later.because)
        if later.because:
            job.article.note_problem("host_left_alone", f"{later.because} This is tried again then, in its turn.")
        transaction.on_commit(partial(ring_in, job, _wait_until(later.until)))


def _wait_until(moment: datetime) -> timedelta:
    return max(moment - timezone.now(), timedelta())


def _ring_again_if_early(job_id: int) -> None:
    for job, wait in Job.objects.filter(pk=job_id).due_within(NEARLY_DUE, most=1):
        ring_in(job, wait)


def _schedule(snapshot: Snapshot, kind: JobKind) -> None:
    job = Job.objects.schedule(kind, snapshot.article, snapshot)
    transaction.on_commit(partial(ring, job))


def _try_again(job: Job, delay: timedelta, code: str, detail: str) -> None:
    seconds = int(delay.total_seconds())
    with transaction.atomic():
        job.retry_after(delay, detail)
        again = f"{detail} It is tried again in {seconds} seconds (attempt {job.attempts + 1} of {MAX_ATTEMPTS})."
        job.article.note_problem(code, again)


def _fail(job: Job, code: str, detail: str, *, state: JobState = JobState.FAILED) -> None:
    with transaction.atomic():
        job.finish(state=state, error=detail)
        Job.objects.end_article(job, code, detail)
