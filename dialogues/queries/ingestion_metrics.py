"""The figures of the ingestion for a monitoring system, in Prometheus' terms.

They are read from the rows and the broker at the moment they are asked for, so they are the same whichever process of
whichever machine answers, and no worker has to be reached. Each read is bounded as in `queries/ingestion.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.db.models.functions import Extract, Now
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dialogues.models import Feed, Job, PeriodicWork
from dialogues.models.vocabularies import JobKind, JobState
from dialogues.queries.ingestion import stage_rows
from dialogues.queries.queues import waiting_messages

LATE: Final = timedelta(minutes=5)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def ingestion_metrics() -> bytes:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Ingestion())
    return generate_latest(registry)


class _Ingestion(Collector):
    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: what is described beforehand would be read twice."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _jobs()
        yield from _stages()
        yield from _feeds()
        yield _periodic_work()
        yield from _queues()


def _jobs() -> Iterator[GaugeMetricFamily]:
    number = GaugeMetricFamily(
        "readout_jobs", "Jobs by stage and state, without those that are done.", labels=["stage", "state"]
    )
    oldest = GaugeMetricFamily(
        "readout_job_oldest_due_seconds",
        "For how long the longest-waiting job of the stage could have been done; 0 when none is due.",
        labels=["stage"],
    )
    left = GaugeMetricFamily(
        "readout_jobs_left_behind", "Running jobs whose worker has let the lease run out.", labels=["stage"]
    )
    rows = (
        Job.objects.exclude(state=JobState.DONE)
        .order_by()
        .values_list("kind", "state")
        .annotate(
            number=Count("*"),
            oldest=Extract(Now() - Min("due_at", filter=Q(state=JobState.WAITING, due_at__lte=Now())), "epoch"),
            left=Count("kind", filter=Q(state=JobState.RUNNING, lease_until__lt=Now())),
        )
    )
    found = {(kind, state): (count, age or 0, left_behind) for kind, state, count, age, left_behind in rows}
    none = (0, 0, 0)
    for kind in JobKind:
        for state in JobState:
            if state != JobState.DONE:
                number.add_metric([kind, state], found.get((kind, state), none)[0])
        oldest.add_metric([kind], float(found.get((kind, JobState.WAITING), none)[1]))
        left.add_metric([kind], found.get((kind, JobState.RUNNING), none)[2])
    yield from (number, oldest, left)


def _stages() -> Iterator[GaugeMetricFamily]:
    done = GaugeMetricFamily("readout_jobs_done_last_hour", "Jobs done within the last hour.", labels=["stage"])
    median = GaugeMetricFamily(
        "readout_job_median_seconds",
        "Median time from a job's being made to its end, of those done within a day; absent when there are none.",
        labels=["stage"],
    )
    for row in stage_rows(timezone.now()):
        done.add_metric([row.kind], row.last_hour)
        if row.median is not None:
            median.add_metric([row.kind], row.median.total_seconds())
    yield from (done, median)


def _feeds() -> Iterator[GaugeMetricFamily]:
    feeds = GaugeMetricFamily("readout_feeds", "Feeds by how they stand.", labels=["standing"])
    late = GaugeMetricFamily("readout_feeds_late", "Feeds that were due five minutes ago, and have not been asked.")
    active, failing = Q(paused=False), Q(failing_since__isnull=False)
    counted = Feed.objects.aggregate(
        number_answering=Count("pk", filter=active & ~failing),
        number_failing=Count("pk", filter=active & failing),
        number_paused=Count("pk", filter=~active),
        number_late=Count("pk", filter=active & Q(next_due_at__lt=Now() - LATE)),
    )
    for standing in ("answering", "failing", "paused"):
        feeds.add_metric([standing], counted[f"number_{standing}"])
    late.add_metric([], counted["number_late"])
    yield from (feeds, late)


def _periodic_work() -> GaugeMetricFamily:
    ages = GaugeMetricFamily(
        "readout_periodic_work_age_seconds",
        "For how long this work has not been begun; it grows when no worker listens.",
        labels=["work"],
    )
    rows = PeriodicWork.objects.order_by("name").annotate(age=Extract(Now() - Min("last_begun_at"), "epoch"))
    for name, age in rows.values_list("name", "age"):
        ages.add_metric([name], float(age))
    return ages


def _queues() -> Iterator[GaugeMetricFamily]:
    messages = GaugeMetricFamily(
        "readout_queue_messages",
        "Messages that wait in the broker; absent when it does not answer.",
        labels=["queue"],
    )
    answers = GaugeMetricFamily("readout_broker_up", "1 when the broker answers, else 0.")
    try:
        waiting = waiting_messages()
    except OperationalError:
        answers.add_metric([], 0)
    else:
        answers.add_metric([], 1)
        for queue, number in waiting.items():
            messages.add_metric([queue], number)
    yield from (answers, messages)
