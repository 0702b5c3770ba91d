"""A worker that is killed in the middle loses nothing and doubles nothing. `make faults` kills more often."""

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Article, Extraction, Job, Snapshot, Suggestion
from dialogues.models.vocabularies import ArticleStage, JobState
from tests import factories
from tests.samples import cybercrime_round_one
from tests.site import Site, wait_for

KILLS = int(os.environ.get("READOUT_KILLS", "3"))
ARTICLES_PER_KILL = 8
LEASE_SECONDS = 5


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """A broker, and no worker yet."""
    running = Site(tmp_path)
    running.start(JOB_LEASE_SECONDS=str(LEASE_SECONDS))
    try:
        yield running
    finally:
        running.stop()


def different_article(number: int) -> Article:
    text = cybercrime_round_one().replace("Seven Chinese", f"{number + 2} Chinese")
    # As much again in words of its own, or the articles would be copies of each other.
    text += "\n" + " ".join(f"background{number}word{place}" for place in range(len(text.split())))
    return add.add_article(FromText(text), by=None)[0]


def finished_at_least(number: int) -> bool:
    unfinished = [ArticleStage.FETCHED, ArticleStage.READ, ArticleStage.COMPARED]
    return Article.objects.exclude(stage__in=unfinished).count() >= number


def test_the_next_worker_finishes_what_a_killed_one_began(site: Site) -> None:
    factories.party("CN"), factories.party("US")
    articles = [different_article(number) for number in range(KILLS * ARTICLES_PER_KILL)]
    for kill in range(KILLS):
        worker = site.start_worker()
        wait_for("a job in the middle", Job.objects.filter(state=JobState.RUNNING).exists)
        wait_for("some progress", partial(finished_at_least, kill * 2))
        site.kill(worker)
    began = time.monotonic()
    site.start_worker()
    open_jobs = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    wait_for("the end of every job", lambda: not open_jobs.exists(), seconds=120 + 15 * KILLS)
    print(f"{KILLS} kills, {len(articles)} articles: all finished {time.monotonic() - began:.1f} s after the last kill")
    assert list(Article.objects.exclude(stage=ArticleStage.READY).values_list("stage", "problem_detail")) == []
    assert not Job.objects.exclude(state=JobState.DONE).exists()
    assert Snapshot.objects.count() == len(articles)
    assert Extraction.objects.count() == len(articles)
    assert Suggestion.objects.values("article", "fingerprint").distinct().count() == Suggestion.objects.count()
    per_article = {article.suggestions.count() for article in articles}
    assert len(per_article) == 1
