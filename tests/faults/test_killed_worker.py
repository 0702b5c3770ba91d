"""Workers that are killed in the middle lose nothing and double nothing. `make faults` kills more often."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db.models import Count, Q

from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Article, Extraction, Job, Snapshot, Suggestion
from dialogues.models.vocabularies import ArticleStage, JobState
from tests import factories
from tests.rabbitmq import NO_RABBITMQ, RabbitMQ, is_installed
from tests.samples import cybercrime_round_one
from tests.site import Site, wait_for

KILLS = int(os.environ.get("READOUT_KILLS", "20"))
ARTICLES_PER_KILL = 25
JOBS_BETWEEN_KILLS = 60
LEASE_SECONDS = 5
OPEN = Q(state__in=[JobState.WAITING, JobState.RUNNING])

Start = Callable[..., Site]


@pytest.fixture
def start(transactional_db: None, tmp_path: Path) -> Iterator[Start]:
    """Starts a broker, and no worker yet."""
    sites: list[Site] = []

    def started(broker: RabbitMQ | None = None) -> Site:
        site = Site(tmp_path, broker)
        sites.append(site)
        site.start(JOB_LEASE_SECONDS=str(LEASE_SECONDS))
        return site

    yield started
    for site in sites:
        site.stop()


def different_article(number: int) -> Article:
    text = cybercrime_round_one().replace("Seven Chinese", f"{number % 90 + 2} Chinese")
    # As much again in words of its own, or the articles would be copies of each other.
    text += "\n" + " ".join(f"background{number}word{place}" for place in range(len(text.split())))
    return add.add_article(FromText(text), by=None)[0]


def kill_workers_again_and_again(site: Site, *, kills: int) -> None:
    """Two workers at work; now one, now the other is killed, at a moment that chance picks, and another takes over."""
    chance = random.Random(kills)  # noqa: S311 - the same moments in each run
    workers = [site.start_worker(), site.start_worker()]
    for kill in range(kills):
        wait_for("progress", partial(more_jobs_done_than, done() + JOBS_BETWEEN_KILLS))
        time.sleep(chance.uniform(0, 0.2))
        site.kill(workers.pop(0))
        workers.append(site.start_worker())
        if kill % 10 == 9:
            print(f"{kill + 1} kills, {done()} jobs done")


def done() -> int:
    return Job.objects.filter(state=JobState.DONE).count()


def more_jobs_done_than(number: int) -> bool:
    return done() > number


def wait_for_the_end(articles: int) -> None:
    began = time.monotonic()
    wait_for("the end of every job", lambda: not Job.objects.filter(OPEN).exists(), seconds=120 + articles / 2)
    print(f"all jobs of {articles} articles ended {time.monotonic() - began:.1f} s after the last kill")


def assert_nothing_is_lost_or_doubled(articles: list[Article]) -> None:
    stages = Counter(Article.objects.values_list("stage", "problem_detail"))
    assert stages == {(ArticleStage.READY, ""): len(articles)}
    assert not Job.objects.exclude(state=JobState.DONE).exists()
    assert Snapshot.objects.count() == len(articles)
    assert Extraction.objects.count() == len(articles)
    assert Suggestion.objects.values("article", "fingerprint").distinct().count() == Suggestion.objects.count()
    numbers = Article.objects.annotate(number=Count("suggestions")).values_list("number", flat=True)
    assert len(set(numbers)) == 1


def test_other_workers_finish_what_killed_ones_began(start: Start) -> None:
    factories.party("CN"), factories.party("US")
    site = start()
    articles = [different_article(number) for number in range(KILLS * ARTICLES_PER_KILL)]
    kill_workers_again_and_again(site, kills=KILLS)
    wait_for_the_end(len(articles))
    again = Job.objects.filter(attempts__gt=1).count()
    print(f"{KILLS} kills, {len(articles)} articles, {again} jobs were begun more than once")
    assert_nothing_is_lost_or_doubled(articles)


@pytest.mark.skipif(not is_installed() and os.environ.get("CI") != "true", reason=NO_RABBITMQ)
def test_the_same_holds_with_rabbitmq(start: Start, tmp_path: Path) -> None:
    factories.party("CN"), factories.party("US")
    site = start(RabbitMQ(tmp_path / "rabbitmq"))
    articles = [different_article(number) for number in range(2 * ARTICLES_PER_KILL)]
    kill_workers_again_and_again(site, kills=2)
    wait_for_the_end(len(articles))
    assert_nothing_is_lost_or_doubled(articles)
