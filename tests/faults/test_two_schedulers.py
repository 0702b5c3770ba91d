"""Two schedulers, and workers that ring by themselves: periodic work is done once a period all the same."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogues.models import PeriodicWork
from tests.site import Site, wait_for

PERIOD = 2
TURNS = 4


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    running.start(JOB_SWEEP_SECONDS=str(PERIOD))
    try:
        yield running
    finally:
        running.stop()


def turns() -> int:
    return PeriodicWork.objects.filter(name="sweep", turns__gt=0).values_list("turns", flat=True).first() or 0


def test_work_is_done_once_a_period_under_two_schedulers_and_two_workers(site: Site) -> None:
    for start in (site.start_scheduler, site.start_scheduler, site.start_worker, site.start_worker):
        start()
    wait_for("the first turn", turns)
    began, first = time.monotonic(), turns()
    wait_for("further turns", lambda: turns() >= first + TURNS)
    assert time.monotonic() - began >= (TURNS - 1) * PERIOD * 0.9
    rung = len(re.findall(r"Task dialogues\.tasks\.sweep\[.*received", site.log.read_text()))
    assert rung > turns()
