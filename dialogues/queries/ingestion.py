"""How ingestion goes: articles by day, feeds, jobs, failures, stages.

Each read is bounded: by days (an index leads with the time), or by what is not done (a partial index). Days are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Aggregate, Count, DurationField, F, Max, Min, Q
from django.db.models.functions import Now, TruncDate

from dialogues.models import Article, Feed, FeedEntry, Host, Job
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind, JobState

DAYS: Final = 30
FEED_DAYS: Final = 7
MOST_FEEDS: Final = 200
MOST_REASONS: Final = 20
MOST_HOSTS: Final = 20


class Fate(StrEnum):
    """What became of an article, as far as a day's bar tells it; the value is the label."""

    READY = "ready for review"
    NOTHING_FOUND = "no dialogue found"
    DUPLICATE = "copies"
    FAILED = "failed"
    IN_WORK = "in work"


FATES: Final = {
    ArticleStage.READY: Fate.READY,
    ArticleStage.NOTHING_FOUND: Fate.NOTHING_FOUND,
    ArticleStage.DUPLICATE: Fate.DUPLICATE,
    ArticleStage.FAILED: Fate.FAILED,
}


class Median(Aggregate):
    """The median of a duration. PostgreSQL's own; Django has no name for it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Day:
    """The articles that came in on a day (UTC), by what has become of them since. Every fate is a key."""

    day: date
    counts: Mapping[Fate, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed, and what it brought within the last seven days."""

    feed: Feed
    new: int
    failed: int
    copies: int
    standing: str
    next_run: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """The jobs in a state. `oldest_due` is since when the longest-waiting one could have been done; None if none is."""

    state: JobState
    number: int
    oldest_due: datetime | None
    left_behind: int


@dataclass(frozen=True, slots=True)
class HostRow:
    """A host that is left alone for now, and how many articles wait for it."""

    host: Host
    waiting: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why articles failed: the stable code, how many, and what the newest of them says."""

    code: str
    number: int
    example: str

    @property
    def words(self) -> str:
        return self.code.replace("_", " ")


@dataclass(frozen=True, slots=True)
class StageRow:
    """The jobs of a kind that were done within a day. The median runs from being due to being done."""

    kind: JobKind
    last_hour: int
    last_day: int
    median: timedelta | None


def articles_by_day(now: datetime) -> list[Day]:
    """The last 30 days, today first, days without articles too. Without the sources of the starter record."""
    today = now.date()
    start = since(now, DAYS)
    rows = (
        Article.objects.filter(created_at__gte=start)
        .exclude(origin=ArticleOrigin.STARTER)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values_list("day", "stage")
        .annotate(number=Count("*"))
    )
    counted = {today - timedelta(days=back): dict.fromkeys(Fate, 0) for back in range(DAYS)}
    for day, stage, number in rows:
        if day in counted:
            counted[day][FATES.get(ArticleStage(stage), Fate.IN_WORK)] += number
    return [Day(day, counts) for day, counts in counted.items()]


def feed_rows(now: datetime) -> list[FeedRow]:
    """The feeds, those that fail first, 200 at most."""
    feeds = list(Feed.objects.order_by("paused", "-failures", "name", "pk")[:MOST_FEEDS])
    counts = (
        FeedEntry.objects.filter(seen_at__gte=now - timedelta(days=FEED_DAYS))
        .order_by()
        .values_list("feed")
        .annotate(
            new=Count("feed", filter=Q(brought=True)),
            failed=Count("feed", filter=Q(brought=True, article__stage=ArticleStage.FAILED)),
            copies=Count("feed", filter=Q(brought=False) | Q(article__stage=ArticleStage.DUPLICATE)),
        )
    )
    brought = {feed: numbers for feed, *numbers in counts}
    return [
        FeedRow(feed, new, failed, copies, feed.standing(now), feed.next_run(now))
        for feed in feeds
        for new, failed, copies in [brought.get(feed.pk, (0, 0, 0))]
    ]


def jobs_by_state() -> list[JobRow]:
    """Every state but done, in the vocabulary's order. Due is what a worker may take, by the database's clock."""
    waiting_due = Q(state=JobState.WAITING, due_at__lte=Now())
    left_behind = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=Now()).count()
    rows = (
        Job.objects.exclude(state=JobState.DONE)
        .order_by()
        .values_list("state")
        .annotate(number=Count("*"), oldest=Min("due_at", filter=waiting_due))
    )
    found = {state: (number, oldest) for state, number, oldest in rows}
    return [
        JobRow(state, *found.get(state, (0, None)), left_behind if state == JobState.RUNNING else 0)
        for state in JobState
        if state != JobState.DONE
    ]


def failures_by_reason(now: datetime) -> list[Reason]:
    """Why articles of the last 30 days failed, the most frequent first, 20 at most."""
    failed = Article.objects.filter(stage=ArticleStage.FAILED, created_at__gte=since(now, DAYS)).order_by()
    rows = failed.values_list("problem").annotate(number=Count("*"), newest=Max("pk")).order_by("-number", "problem")
    reasons = list(rows[:MOST_REASONS])
    newest = Article.objects.filter(pk__in=[pk for _, _, pk in reasons]).order_by()
    examples = dict(newest.values_list("pk", "problem_detail"))
    return [Reason(code, number, examples.get(pk, "")) for code, number, pk in reasons]


def hosts_left_alone() -> list[HostRow]:
    """The hosts that nothing is asked of for now, the longest first, 20 at most."""
    hosts = list(Host.objects.left_alone().order_by("-blocked_until", "name")[:MOST_HOSTS])
    waiting = Job.objects.filter(state=JobState.WAITING, turn_of__in=[host.name for host in hosts]).order_by()
    counts = dict(waiting.values_list("turn_of").annotate(number=Count("*")))
    return [HostRow(host, counts.get(host.name, 0)) for host in hosts]


def stage_rows(now: datetime) -> list[StageRow]:
    """What the stages did within a day, in their order."""
    done = Job.objects.filter(state=JobState.DONE, updated_at__gte=now - timedelta(days=1)).order_by()
    rows = done.values_list("kind").annotate(
        last_hour=Count("kind", filter=Q(updated_at__gte=now - timedelta(hours=1))),
        last_day=Count("*"),
        median=Median(F("updated_at") - F("created_at")),
    )
    found = {kind: StageRow(JobKind(kind), *numbers) for kind, *numbers in rows}
    return [found.get(kind, StageRow(kind, 0, 0, None)) for kind in JobKind]


def since(now: datetime, days: int) -> datetime:
    """The beginning of the first of so many days, today included."""
    return datetime.combine(now.date() - timedelta(days=days - 1), time.min, now.tzinfo)
