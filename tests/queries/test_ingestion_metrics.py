from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from dialogues.models import Feed, Job, PeriodicWork
from dialogues.models.vocabularies import JobKind, JobState
from dialogues.queries.ingestion_metrics import ingestion_metrics
from tests import factories

pytestmark = pytest.mark.django_db


def figures() -> dict[tuple[str, ...], float]:
    """Name and label values to the figure, as a monitoring system reads them."""
    families = text_string_to_metric_families(ingestion_metrics().decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def job(kind: JobKind, state: JobState = JobState.WAITING, **values: Any) -> None:
    of = factories.article()
    made = Job.objects.create(kind=kind, article=of, dedupe_key=f"{kind}:{of.public_id}")
    error = "It broke." if state in {JobState.FAILED, JobState.QUARANTINED} else ""
    Job.objects.filter(pk=made.pk).update(state=state, last_error=error, **values)


def test_jobs_are_counted_by_stage_and_state_and_a_stage_without_jobs_says_none() -> None:
    for kind, state in [
        (JobKind.READ, JobState.WAITING),
        (JobKind.READ, JobState.WAITING),
        (JobKind.FETCH, JobState.QUARANTINED),
        (JobKind.READ, JobState.DONE),
    ]:
        job(kind, state)
    found = figures()
    assert found["readout_jobs", "read", "waiting"] == 2
    assert found["readout_jobs", "fetch", "quarantined"] == 1
    assert found["readout_jobs", "suggest", "waiting"] == 0
    assert found["readout_jobs_done_last_hour", "read"] == 1
    assert ("readout_jobs", "read", "done") not in found
    assert ("readout_job_median_seconds", "fetch") not in found


def test_the_oldest_job_that_could_be_done_shows_how_far_the_workers_are_behind() -> None:
    job(JobKind.EXTRACT, due_at=Now() - timedelta(hours=2))
    job(JobKind.EXTRACT, due_at=Now() - timedelta(minutes=1))
    job(JobKind.FETCH, due_at=Now() + timedelta(hours=1))
    job(JobKind.SUGGEST, JobState.RUNNING, lease_until=Now() - timedelta(seconds=1))
    found = figures()
    assert 7_200 <= found["readout_job_oldest_due_seconds", "extract"] < 7_300
    assert found["readout_job_oldest_due_seconds", "fetch"] == 0
    assert found["readout_jobs_left_behind", "suggest"] == 1


def test_feeds_are_counted_by_how_they_stand() -> None:
    standings: dict[str, dict[str, Any]] = {
        "answers": {"next_due_at": Now() + timedelta(hours=1)},
        "fails": {"failures": 3, "failing_since": Now(), "next_due_at": Now() - timedelta(hours=1)},
        "is paused": {"paused": True, "paused_because": "A test.", "failing_since": Now()},
    }
    for name, values in standings.items():
        feed = Feed.objects.create(name=name, url=f"https://{name.replace(' ', '-')}.example/feed")
        Feed.objects.filter(pk=feed.pk).update(**values)
    found = figures()
    assert [found["readout_feeds", standing] for standing in ("answering", "failing", "paused")] == [1, 1, 1]
    assert found["readout_feeds_late",] == 1


def test_periodic_work_that_nobody_does_grows_old() -> None:
    PeriodicWork.objects.take_turn("sweep", every=timedelta(seconds=30))
    PeriodicWork.objects.update(last_begun_at=Now() - timedelta(minutes=10))
    assert 600 <= figures()["readout_periodic_work_age_seconds", "sweep"] < 700


def test_a_broker_that_is_away_is_a_figure_too_and_hides_nothing_else() -> None:
    """The settings of the tests name a socket that does not exist."""
    found = figures()
    assert found["readout_broker_up",] == 0
    assert not [name for name in found if name[0] == "readout_queue_messages"]
    assert ("readout_jobs", "read", "waiting") in found


def test_more_rows_take_no_more_queries() -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ingestion_metrics()
        return len(captured)

    for kind in JobKind:
        job(kind)
    with_few = queries()
    for kind in JobKind:
        for state in (JobState.WAITING, JobState.DONE):
            job(kind, state)
    assert queries() == with_few == 4
