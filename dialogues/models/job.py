from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.db.models import Case, DurationField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce, Now

from dialogues.models.article import SETTLED, Article, hold_clusters
from dialogues.models.host import LONGEST_NAME
from dialogues.models.snapshot import Snapshot
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState

MAX_ATTEMPTS = 3
# How far an article has come when the job of this kind is still to be done.
STAGE_BEFORE: Final = {
    JobKind.FETCH: ArticleStage.ADDED,
    JobKind.READ: ArticleStage.FETCHED,
    JobKind.READ_LONG: ArticleStage.FETCHED,
    JobKind.DEDUPE: ArticleStage.READ,
    JobKind.EXTRACT: ArticleStage.COMPARED,
    JobKind.EXTRACT_LONG: ArticleStage.COMPARED,
    JobKind.SUGGEST: ArticleStage.EXTRACTED,
}


class JobLost(Exception):
    """The job was taken over, or called off, meanwhile: nothing of this attempt may be written."""


class JobChanged(Exception):
    """The job is no longer in the state in which it was read: nothing was done. The message is for staff."""


class JobQuerySet(models.QuerySet["Job"]):
    """The row is the truth, the broker only a doorbell. Times are the database's, so that clocks need not agree."""

    def claimable(self) -> JobQuerySet:
        """Due and waiting, or left behind by a worker whose lease has run out."""
        return self.filter(
            Q(state=JobState.WAITING, due_at__lte=Now()) | Q(state=JobState.RUNNING, lease_until__lt=Now())
        )

    def not_yet(self) -> JobQuerySet:
        """Waiting for a time that has not come."""
        return self.filter(state=JobState.WAITING, due_at__gt=Now())

    def schedule(self, kind: JobKind, article: Article, snapshot: Snapshot | None = None) -> Job:
        """The job of this kind that is to be done for this snapshot, or for an article of which nothing was seen yet.

        There is one however often it is asked for. What has ended before is done once more.
        """
        waiting = self.open().filter(kind=kind, article=article, snapshot=snapshot).first()
        return waiting or self.request(kind, article, snapshot)

    def request(self, kind: JobKind, article: Article, snapshot: Snapshot | None = None) -> Job:
        """One more job of this kind, whatever was done before: each has its key, which the database holds unique."""
        key = _key(kind, article, snapshot)
        before = self.filter(Q(dedupe_key=key) | Q(dedupe_key__startswith=f"{key}:")).count()
        key = f"{key}:{before + 1}" if before else key
        return self.create(kind=kind, article=article, snapshot=snapshot, dedupe_key=key)

    def open(self) -> JobQuerySet:
        """Waiting or running."""
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def due_within(self, period: timedelta, *, most: int) -> list[tuple[Job, timedelta]]:
        """Those that wait for a time that is near, the next first, each with how long it still is."""
        near = self.filter(state=JobState.WAITING, due_at__gt=Now(), due_at__lte=Now() + period)
        wait = ExpressionWrapper(F("due_at") - Now(), output_field=DurationField())
        return [(job, getattr(job, "wait", timedelta())) for job in near.annotate(wait=wait).order_by("due_at")[:most]]

    def come_now(self, host: str) -> int:
        """Let everything that waits for a turn of this host come at once; returns how many."""
        return self.filter(state=JobState.WAITING, turn_of=host).update(due_at=Now(), updated_at=Now())

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
                lost = f"The worker was lost {MAX_ATTEMPTS} times at the stage: {job.get_kind_display()}."
                self.quarantine(job, job.last_error or lost)
                return None
            self.filter(pk=job.pk).update(
                state=JobState.RUNNING,
                attempts=F("attempts") + 1,
                fence=F("fence") + 1,
                lease_until=Now() + lease,
                updated_at=Now(),
            )
        return self.select_related("article", "snapshot").get(pk=job.pk)

    def retry(self, job: Job) -> None:
        """Due at once, with all its attempts; the article stands again before this stage, without its problem.

        Raises JobChanged when the job is no longer as it was read.
        """
        with transaction.atomic():
            self._take(
                job,
                state=JobState.WAITING,
                attempts=0,
                due_at=Now(),
                last_error="",
                turn_of="",
                put_off_since=None,
            )
            back = Case(
                When(stage=ArticleStage.FAILED, then=Value(STAGE_BEFORE[JobKind(job.kind)])), default=F("stage")
            )
            article = Article.objects.filter(pk=job.article_id)
            article.exclude(problem="").exclude(stage__in=SETTLED).update(
                stage=back, problem="", problem_detail="", updated_at=Now()
            )
            article.exclude(update_problem="").update(update_problem="", updated_at=Now())

    def cancel(self, job: Job, reason: str) -> None:
        """Call the job off; its article ends here. Raises JobChanged when the job is no longer as it was read."""
        self._end(job, JobState.CANCELLED, reason)

    def quarantine(self, job: Job, reason: str) -> None:
        """Set the job aside until a person decides. Raises JobChanged when it is no longer as it was read."""
        self._end(job, JobState.QUARANTINED, reason)

    def _end(self, job: Job, state: JobState, reason: str) -> None:
        with transaction.atomic():
            self._take(job, state=state, last_error=reason)
            self.end_article(job, state.value, reason)

    def end_article(self, job: Job, code: str, detail: str) -> None:
        """Work on the job's article ends here. One that is settled stays what it is, and says what is wrong.

        Otherwise it has failed, and the first of its copies takes its place: their facts were to come from its text.
        """
        hold_clusters()
        article = Article.objects.select_for_update().get(pk=job.article_id)
        if article.is_settled:
            article.note_problem(code, detail)
            return
        article.stage, article.problem, article.problem_detail = ArticleStage.FAILED, code, detail
        article.save(update_fields=["stage", "problem", "problem_detail", "updated_at"])
        self._hand_over(article)

    def _hand_over(self, original: Article) -> None:
        copies = Snapshot.objects.taken().filter(article__copy_of=original, article__stage=ArticleStage.DUPLICATE)
        first = copies.select_related("article").order_by("article_id", "-id").first()
        if first is None:
            return
        heir = first.article
        heir.copy_of, heir.stage, heir.problem, heir.problem_detail = None, ArticleStage.COMPARED, "", ""
        heir.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "updated_at"])
        Article.objects.filter(copy_of=original).update(copy_of=heir, updated_at=Now())
        Article.objects.filter(pk=original.pk, own_article_because="").update(copy_of=heir, updated_at=Now())
        self.request(JobKind.EXTRACT, heir, first)

    def _take(self, job: Job, **values: object) -> None:
        """Change the row from the state it was read in, and raise its fence: a worker that has it writes nothing."""
        as_read = self.filter(pk=job.pk, state=job.state, fence=job.fence)
        if as_read.update(fence=F("fence") + 1, lease_until=None, updated_at=Now(), **values) != 1:
            raise JobChanged(f"“{job}” changed while you looked at it, so nothing was done: look again.")


def _key(kind: JobKind, article: Article, snapshot: Snapshot | None) -> str:
    return f"{kind}:{(snapshot or article).public_id}"


class Job(models.Model):
    """A piece of durable work on an article. It commits together with the row that it is about.

    All stages but the first are about one snapshot, so that each version of an article goes through them once. A job
    that an earlier version of Readout has written has none: it is about the newest.
    """

    kind = models.CharField(max_length=12, choices=JobKind.choices)
    dedupe_key = models.CharField(max_length=200, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="jobs")
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs", db_index=False
    )
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    turn_of = models.CharField(
        max_length=LONGEST_NAME,
        blank=True,
        default="",
        db_default="",
        help_text="The host that it waits for: due is when its turn comes.",
    )
    put_off_since = models.DateTimeField(null=True, blank=True, help_text="Since when its host says: later.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["due_at"], name="job_waiting", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(state="running")),
            models.Index(fields=["snapshot"], name="job_snapshot", condition=Q(snapshot__isnull=False)),
            # What the page of the ingestion counts: the few that are not done, and those done within a day.
            models.Index(fields=["state", "due_at"], name="job_not_done", condition=~Q(state="done")),
            models.Index(
                fields=["-updated_at"],
                include=["kind", "created_at"],
                name="job_done_newest",
                condition=Q(state="done"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="%(app_label)s_%(class)s_running_with_lease",
                violation_error_message="Job: a running job has a lease.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED]) | ~Q(last_error=""),
                name="%(app_label)s_%(class)s_end_has_reason",
                violation_error_message="Job: a job that failed, is quarantined or was cancelled says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"

    def finish(self, *, state: JobState = JobState.DONE, error: str = "") -> None:
        """Close the job, inside the transaction that writes its results. Raises JobLost when it is no longer ours."""
        self._write(state=state, last_error=error, lease_until=None)

    def retry_after(self, delay: timedelta, error: str) -> None:
        """Put the job back for a later attempt. Raises JobLost when it is no longer ours."""
        self._write(
            state=JobState.WAITING,
            last_error=error,
            lease_until=None,
            due_at=Now() + delay,
            turn_of="",
            put_off_since=None,
        )

    def postpone(self, until: datetime, *, turn_of: str, because: str = "") -> None:
        """Put the job back until its turn, as if it had not been tried. Raises JobLost when it is no longer ours.

        `because` is what the host itself says; empty when others are merely first. `last_error` stays then.
        """
        told: dict[str, object] = {}
        if because:
            told = {"last_error": because, "put_off_since": Coalesce(F("put_off_since"), Now())}
        self._write(
            state=JobState.WAITING,
            attempts=F("attempts") - 1,
            lease_until=None,
            due_at=until,
            turn_of=turn_of,
            **told,
        )

    def _write(self, **values: object) -> None:
        mine = Job.objects.filter(pk=self.pk, fence=self.fence, state=JobState.RUNNING)
        if mine.update(updated_at=Now(), **values) != 1:
            raise JobLost(f"job {self.pk} was taken over after its lease ran out")
