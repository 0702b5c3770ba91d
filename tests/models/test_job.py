"""What staff can do with a job, at the row: from the state it was in, and against a worker that has it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from dialogues import tasks
from dialogues.ingest import add, read
from dialogues.ingest.add import FromText
from dialogues.models import Article, Job
from dialogues.models.job import MAX_ATTEMPTS, STAGE_BEFORE, JobChanged, JobLost
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState
from tests import factories
from tests.ingest.stages import run_next
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)
CALLS: list[Callable[[Job], None]] = [
    Job.objects.retry,
    lambda job: Job.objects.cancel(job, "By editor: not needed"),
    lambda job: Job.objects.quarantine(job, "By editor: look at it"),
]


def waiting() -> tuple[Article, Job]:
    return add.add_article(FromText(cybercrime_round_one()), by=None)


def ended(kind: JobKind, state: JobState) -> Job:
    article = factories.article(stage=ArticleStage.FAILED, problem="internal_error", problem_detail="It broke.")
    return Job.objects.create(
        kind=kind, article=article, dedupe_key=f"{kind}:x", state=state, attempts=MAX_ATTEMPTS, last_error="It broke."
    )


@pytest.mark.parametrize("kind", JobKind)
def test_a_job_that_is_tried_again_has_all_its_attempts_and_its_article_stands_before_that_stage(kind: JobKind) -> None:
    job = ended(kind, JobState.QUARANTINED)
    Job.objects.retry(job)
    again, article = Job.objects.get(pk=job.pk), Article.objects.get(pk=job.article_id)
    assert (again.state, again.attempts, again.last_error) == (JobState.WAITING, 0, "")
    assert (article.stage, article.problem, article.problem_detail) == (STAGE_BEFORE[kind], "", "")
    assert again in Job.objects.claimable()


def test_the_stages_before_are_those_that_the_stages_leave_behind() -> None:
    article, _ = waiting()
    seen = []
    while (job := Job.objects.claimable().filter(article=article).first()) is not None:
        article.refresh_from_db()
        seen.append((job.kind, article.stage))
        run_next(article)
    elsewhere = {JobKind.FETCH, JobKind.READ_LONG, JobKind.EXTRACT_LONG}
    assert seen == [(kind, stage) for kind, stage in STAGE_BEFORE.items() if kind not in elsewhere]


def test_a_job_out_of_quarantine_goes_through_to_the_end() -> None:
    article, job = waiting()
    Job.objects.quarantine(job, "By editor: look at it")
    assert run_next(article) is None
    Job.objects.retry(Job.objects.get(pk=job.pk))
    while run_next(article) is not None:
        pass
    article.refresh_from_db()
    assert article.stage == ArticleStage.READY


def test_a_job_that_waits_for_its_next_attempt_is_due_at_once_and_its_article_keeps_its_stage() -> None:
    article, job = waiting()
    claimed = Job.objects.claim(job.pk, lease=LEASE)
    assert claimed is not None
    claimed.retry_after(timedelta(hours=1), "The server is away.")
    Article.objects.filter(pk=article.pk).update(problem="timed_out", problem_detail="It is tried again.")
    Job.objects.retry(Job.objects.get(pk=job.pk))
    article.refresh_from_db()
    assert (article.stage, article.problem) == (ArticleStage.FETCHED, "")
    assert Job.objects.claim(job.pk, lease=LEASE) is not None


@pytest.mark.parametrize(
    ("call", "state"), [(CALLS[1], JobState.CANCELLED), (CALLS[2], JobState.QUARANTINED)], ids=["cancel", "quarantine"]
)
def test_the_article_of_a_job_that_is_taken_away_says_why(call: Callable[[Job], None], state: JobState) -> None:
    article, job = waiting()
    call(job)
    job.refresh_from_db()
    article.refresh_from_db()
    assert (job.state, article.stage, article.problem) == (state, ArticleStage.FAILED, state)
    assert job.last_error == article.problem_detail
    assert "By editor" in job.last_error
    assert job not in Job.objects.claimable()


@pytest.mark.parametrize("call", CALLS, ids=["retry", "cancel", "quarantine"])
def test_a_worker_that_has_the_job_meanwhile_writes_nothing(
    call: Callable[[Job], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    article, job = waiting()

    def taken_away(claimed: Job) -> Any:
        call(Job.objects.get(pk=job.pk))
        return read.work(claimed)

    monkeypatch.setattr(read, "work", taken_away)
    tasks.read_article(job.pk)
    assert not Job.objects.filter(kind=JobKind.DEDUPE).exists()
    assert article.snapshots.get().text is None
    job.refresh_from_db()
    assert job.state != JobState.DONE


@pytest.mark.parametrize("call", CALLS, ids=["retry", "cancel", "quarantine"])
def test_a_job_that_changed_since_it_was_read_is_left_as_it_is(call: Callable[[Job], None]) -> None:
    article, job = waiting()
    tasks.read_article(job.pk)
    with pytest.raises(JobChanged, match="look again"):
        call(job)
    job.refresh_from_db()
    article.refresh_from_db()
    assert (job.state, article.stage, article.problem) == (JobState.DONE, ArticleStage.READ, "")


def test_a_job_that_is_postponed_is_as_if_it_had_not_been_tried() -> None:
    _, job = waiting()
    for turn in range(1, 6):
        Job.objects.update(due_at=Now())
        claimed = Job.objects.claim(job.pk, lease=LEASE)
        assert claimed is not None
        until = timezone.now() + timedelta(hours=turn)
        claimed.postpone(until, turn_of="gazette.example")
        job.refresh_from_db()
        assert (job.state, job.attempts, job.due_at, job.lease_until) == (JobState.WAITING, 0, until, None)
        assert (job.turn_of, job.last_error, job.put_off_since) == ("gazette.example", "", None)


def test_a_job_knows_since_when_its_host_says_later() -> None:
    _, job = waiting()
    seen = []
    for because in ("It is busy.", "It is busy still.", ""):
        Job.objects.update(due_at=Now())
        claimed = Job.objects.claim(job.pk, lease=LEASE)
        assert claimed is not None
        claimed.postpone(timezone.now() + timedelta(hours=1), turn_of="gazette.example", because=because)
        job.refresh_from_db()
        seen.append((job.last_error, job.put_off_since))
    assert [error for error, _ in seen] == ["It is busy.", "It is busy still.", "It is busy still."]
    assert seen[0][1] is not None
    assert len({since for _, since in seen}) == 1


@pytest.mark.parametrize("how", ["failure", "retry"])
def test_what_a_job_waited_for_is_forgotten_when_its_host_answers_or_staff_try_it_again(how: str) -> None:
    _, job = waiting()
    Job.objects.update(turn_of="gazette.example", put_off_since=Now(), last_error="It is busy.")
    if how == "retry":
        Job.objects.retry(Job.objects.get(pk=job.pk))
    else:
        claimed = Job.objects.claim(job.pk, lease=LEASE)
        assert claimed is not None
        claimed.retry_after(LEASE, "It broke off.")
    job.refresh_from_db()
    assert (job.turn_of, job.put_off_since) == ("", None)


def test_a_job_that_was_taken_over_cannot_be_postponed() -> None:
    _, job = waiting()
    lost = Job.objects.claim(job.pk, lease=timedelta(seconds=-1))
    assert lost is not None
    assert Job.objects.claim(job.pk, lease=LEASE) is not None
    with pytest.raises(JobLost):
        lost.postpone(timezone.now(), turn_of="gazette.example")
