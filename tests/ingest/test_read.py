"""The stage: from a snapshot to what the article says of itself."""

import pytest
from django.conf import settings

from dialogues.ingest import add, read
from dialogues.ingest.add import FromText, FromUpload, Particulars
from dialogues.ingest.reader import Budget
from dialogues.models import Article, Job
from dialogues.models.vocabularies import ArticleKind, ArticleStage, JobKind, JobState
from dialogues.text.dates import PartialDate
from dialogues.text.hashing import text_hash
from tests.faults.hostile_corpus import SENTENCE
from tests.ingest.stages import run_next
from tests.ingest.test_reader import SLOW

pytestmark = pytest.mark.django_db

PAGE = f"""<html><head><title>Joint statement on cyber talks | Gazette</title>
<meta property="article:published_time" content="2016-07-28T01:00:00+09:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "isAccessibleForFree": false,
"author": {{"name": "A Reporter"}}}}</script></head>
<body><article><h1>Joint statement on cyber talks</h1><p>{SENTENCE * 4}</p></article></body></html>""".encode()


def read_upload(name: str, content: bytes, particulars: Particulars | None = None) -> Article:
    article, _ = add.add_article(FromUpload(name, content, particulars or Particulars()), by=None)
    run_next(article)
    article.refresh_from_db()
    return article


def test_what_reading_finds_is_kept_with_where_it_was_found() -> None:
    article = read_upload("talks.html", PAGE)
    snapshot = article.snapshots.get()
    assert article.stage == ArticleStage.READ
    assert (article.title, article.byline, article.language) == ("Joint statement on cyber talks", "A Reporter", "en")
    assert str(article.published_on) == "2016-07-28"
    assert article.published_on_basis == "meta article:published_time: 2016-07-28T01:00:00+09:00"
    assert (article.kind, article.kind_basis) == (ArticleKind.JOINT_STATEMENT, "title: “Joint statement”")
    assert snapshot.text is not None
    assert snapshot.text_sha256 == text_hash(snapshot.text)
    assert snapshot.reader_version == read.READER_VERSION
    assert snapshot.reading_warnings == [
        "The page says that it is not free to read in full: the text is probably only its beginning."
    ]


def test_what_staff_said_stays() -> None:
    given = Particulars(title="My title", published_on=PartialDate.parse("2016-07"), language="ja")
    article, _ = add.add_article(FromUpload("talks.html", PAGE, given), by=None)
    Article.objects.filter(pk=article.pk).update(kind=ArticleKind.NEWS)
    run_next(article)
    article.refresh_from_db()
    assert (article.title, str(article.published_on), article.language) == ("My title", "2016-07", "ja")
    assert (article.published_on_basis, article.kind, article.kind_basis) == ("given by staff", ArticleKind.NEWS, "")


def test_what_takes_too_long_goes_on_in_a_job_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "FIRST_BUDGET", Budget(processor_seconds=1, clock_seconds=20))
    monkeypatch.setattr(read, "long_budget", lambda: Budget(processor_seconds=2, clock_seconds=20))
    article = read_upload("slow.html", SLOW)
    jobs = dict(Job.objects.filter(article=article).values_list("kind", "state"))
    assert (article.stage, article.problem) == (ArticleStage.FETCHED, "")
    assert jobs == {JobKind.READ: JobState.DONE, JobKind.READ_LONG: JobState.WAITING}

    run_next(article)
    article.refresh_from_db()
    assert (article.stage, article.problem) == (ArticleStage.FAILED, "too_slow")
    assert "more than 2 seconds" in article.problem_detail
    assert Job.objects.get(article=article, kind=JobKind.READ_LONG).state == JobState.FAILED


def test_what_the_second_job_reads_goes_on_as_any_other() -> None:
    article, job = add.add_article(FromUpload("talks.html", PAGE), by=None)
    Job.objects.filter(pk=job.pk).update(kind=JobKind.READ_LONG)
    run_next(article)
    article.refresh_from_db()
    assert article.stage == ArticleStage.READ
    assert Job.objects.get(article=article, state=JobState.WAITING).kind == JobKind.DEDUPE


def test_a_worker_stops_only_after_the_second_budget() -> None:
    budget = read.long_budget()
    assert read.FIRST_BUDGET.clock_seconds < budget.processor_seconds < budget.clock_seconds
    assert budget.clock_seconds < settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_too_little_text_is_no_article() -> None:
    article, _ = add.add_article(FromText("Talks were held."), by=None)
    run_next(article)
    article.refresh_from_db()
    assert (article.stage, article.problem) == (ArticleStage.FAILED, "too_short")
