"""A database that was restarted between two tasks costs neither an attempt nor an article."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dialogues.models import Job
from dialogues.models.vocabularies import JobState
from tests.faults.test_killed_worker import different_article
from tests.site import SESSION_NAME, Site, wait_for


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    running.start(JOB_SWEEP_SECONDS="1")
    try:
        yield running
    finally:
        running.stop()


def all_is_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


def end_the_sessions_of(site: Site) -> int:
    """How many there were. A role may end its own sessions."""
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = %s AND pid <> pg_backend_pid()",
            [SESSION_NAME],
        )
        return found.rowcount


def test_a_worker_connects_anew_when_its_connection_was_cut(site: Site) -> None:
    site.start_worker()
    different_article(1)
    wait_for("the first article", all_is_done)
    assert end_the_sessions_of(site) > 0
    different_article(2)
    wait_for("the second article", all_is_done)
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
