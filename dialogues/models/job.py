from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from dialogues.models.article import Article
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState

MAX_ATTEMPTS = 3


class JobLost(Exception):
    """The lease ran out and another worker has taken the job: nothing of this attempt may be written."""


class JobQuerySet(models.QuerySet["Job"]):
    """The row is the truth, the broker only a doorbell. Times are the database's, so that clocks need not agree."""

    def claimable(self) -> JobQuerySet:
        """Due and waiting, or left behind by a worker whose lease has run out."""
        return self.filter(
            Q(state=JobState.WAITING, due_at__lte=Now()) | Q(state=JobState.RUNNING, lease_until__lt=Now())
        )

    def claim(self, job_id: int, *, lease: timedelta) -> Job | None:
        """Take one job, or None when it is not due, done, or somebody else's.

        Counts the attempt before the work, so that a job which kills its worker ends in quarantine at its third.
        Commits before it returns: the work itself happens outside the transaction.
        """
        with transaction.atomic():
            job = self.claimable().select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id).first()
            if job is None:
                return None
            if job.attempts >= MAX_ATTEMPTS:
                self._quarantine(job)
                return None
            self.filter(pk=job.pk).update(
                state=JobState.RUNNING,
                attempts=F("attempts") + 1,
                fence=F("fence") + 1,
                lease_until=Now() + lease,
                updated_at=Now(),
            )
        return self.get(pk=job.pk)

    def _quarantine(self, job: Job) -> None:
        reason = job.last_error or f"The worker was lost {MAX_ATTEMPTS} times at the stage: {job.get_kind_display()}."
        self.filter(pk=job.pk).update(
            state=JobState.QUARANTINED, fence=F("fence") + 1, lease_until=None, last_error=reason, updated_at=Now()
        )
        Article.objects.filter(pk=job.article_id).update(
            stage=ArticleStage.FAILED, problem="quarantined", problem_detail=reason, updated_at=Now()
        )


class Job(models.Model):
    """A piece of durable work on an article. It commits together with the row that it is about."""

    kind = models.CharField(max_length=12, choices=JobKind.choices)
    dedupe_key = models.CharField(max_length=200, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["due_at"], name="job_waiting", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(state="running")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="%(app_label)s_%(class)s_running_with_lease",
                violation_error_message="Job: a running job has a lease.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[JobState.FAILED, JobState.QUARANTINED]) | ~Q(last_error=""),
                name="%(app_label)s_%(class)s_failure_has_reason",
                violation_error_message="Job: a failed job says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"

    def finish(self, *, state: JobState = JobState.DONE, error: str = "") -> None:
        """Close the job, inside the transaction that writes its results. Raises JobLost when it is no longer ours."""
        self._write(state=state, last_error=error, lease_until=None)

    def retry_after(self, delay: timedelta, error: str) -> None:
        """Put the job back for a later attempt. Raises JobLost when it is no longer ours."""
        self._write(state=JobState.WAITING, last_error=error, lease_until=None, due_at=Now() + delay)

    def _write(self, **values: object) -> None:
        mine = Job.objects.filter(pk=self.pk, fence=self.fence, state=JobState.RUNNING)
        if mine.update(updated_at=Now(), **values) != 1:
            raise JobLost(f"job {self.pk} was taken over after its lease ran out")
