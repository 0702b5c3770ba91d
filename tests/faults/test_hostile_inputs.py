"""Hostile documents and servers through real workers: each ends with its reason, and nobody else waits long."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from django.db.models import Q

from config import queues
from dialogues.ingest import add
from dialogues.ingest.add import ArticleRefused, FromArchive, FromUrl
from dialogues.models import Article
from dialogues.models.vocabularies import ArticleStage
from tests import factories
from tests.faults.hostile_corpus import hostile_files
from tests.faults.misbehaving_servers import misbehaving
from tests.faults.test_killed_worker import different_article
from tests.ingest.test_hostile_corpus import TYPES
from tests.network.servers import NO_ROBOTS, LoopbackServer
from tests.site import Site, wait_for

MEBIBYTE: Final = 1024 * 1024
MOST_GROWTH: Final = 64 * MEBIBYTE
LONGEST_WAIT: Final = 15  # seconds
# How long others wait says nothing where other tests take the same processors: `make faults` runs this alone.
ALONE: Final = "PYTEST_XDIST_WORKER" not in os.environ
SENTENCE: Final = re.compile(r" .*[.)]$", re.DOTALL)
ENDED: Final = Q(
    stage__in=[ArticleStage.READY, ArticleStage.NOTHING_FOUND, ArticleStage.DUPLICATE, ArticleStage.FAILED]
)
# A server that may do better the next time is tried again in a minute; the article says so.
TRIED_AGAIN: Final = Q(stage=ArticleStage.ADDED, problem_detail__contains="tried again")


@pytest.fixture
def servers() -> Iterator[list[LoopbackServer]]:
    with ExitStack() as running:
        yield [running.enter_context(LoopbackServer(answer, robots=NO_ROBOTS)) for answer in misbehaving().values()]


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, servers: list[LoopbackServer]) -> Iterator[Site]:
    """The three workers of `make run`."""
    running = Site(tmp_path)
    running.start(
        FETCH_ALLOWED_NETWORKS="127.0.0.0/8",
        FETCH_ALLOWED_PORTS=",".join(str(server.port) for server in servers),
        FETCH_SECONDS="10",
        FETCH_DELAY_SECONDS="0",
        JOB_SWEEP_SECONDS="1",
        # So that what takes long even with more time is given up sooner.
        JOB_LEASE_SECONDS="45",
    )
    try:
        running.start_worker("--queues", ",".join(queues.COMPUTING), concurrency=2)
        running.start_worker("--queues", ",".join(queues.WAITING), "--pool", "threads", concurrency=16)
        running.start_worker("--queues", ",".join(queues.SLOW), "--pool", "solo")
        yield running
    finally:
        running.stop()


def has_ended(article: int) -> bool:
    return Article.objects.filter(ENDED, pk=article).exists()


def celery_processes(site: Site) -> dict[int, int]:
    """The workers' own processes, not those that read for them: process to bytes in memory."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            group = os.getpgid(int(folder.name))
            size = int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
        if b"celery" in command and group in {process.pid for process in site.processes}:
            found[int(folder.name)] = size
    return found


def add_hostile(servers: list[LoopbackServer]) -> tuple[list[int], list[str]]:
    """The articles, and why others were not even taken."""
    articles = [add.add_article(FromUrl(server.url("/page")), by=None)[0].pk for server in servers]
    refused = []
    for name, content in hostile_files().items():
        kind = TYPES.get(name.rpartition(".")[2], "text/html")
        try:
            articles.append(add.add_article(FromArchive(content, kind, name=name), by=None)[0].pk)
        except ArticleRefused as error:
            refused.append(error.message)
    return articles, refused


def test_each_hostile_input_ends_with_its_reason_and_no_worker_dies(site: Site, servers: list[LoopbackServer]) -> None:
    factories.party("CN"), factories.party("US")
    wait_for("the workers", partial(has_ended, different_article(0).pk))
    before = celery_processes(site)
    articles, refused = add_hostile(servers)
    hostile = Article.objects.filter(pk__in=articles)
    waits: list[float] = []
    while hostile.exclude(ENDED | TRIED_AGAIN).exists() and len(waits) < 100:
        began = time.monotonic()
        wait_for("an article that is fine", partial(has_ended, different_article(len(waits) + 1).pk), seconds=60)
        waits.append(time.monotonic() - began)
    after = celery_processes(site)
    growth = max(after[process] - before[process] for process in set(after) & set(before))
    print(
        f"{len(articles)} hostile inputs, {len(refused)} more refused at once; memory grew by {growth // MEBIBYTE} MiB"
    )
    print(f"{len(waits)} articles that are fine waited {max(waits):.1f} s at most meanwhile")
    assert not hostile.exclude(ENDED | TRIED_AGAIN).exists()
    reasons = hostile.filter(Q(stage=ArticleStage.FAILED) | TRIED_AGAIN).values_list("problem_detail", flat=True)
    assert [reason for reason in [*reasons, *refused] if not SENTENCE.search(reason)] == []
    assert set(after) == set(before)
    assert growth <= MOST_GROWTH
    if ALONE:
        assert max(waits) <= LONGEST_WAIT
