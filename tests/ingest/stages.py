"""Run stages in the test's own process: a task's body is called directly, as a worker would call it."""

from dialogues.ingest import add, suggest
from dialogues.ingest.add import ArticleSource, FromText, Particulars
from dialogues.models import Article, Job, TextFingerprint
from dialogues.models.vocabularies import JobKind
from dialogues.tasks import TASKS
from dialogues.text.dates import PartialDate
from tests.samples import cybercrime_round_one


def run_next(article: Article) -> Job | None:
    """Do the one job of this article that is due, and return it as it stands afterwards; None when there is none."""
    job = Job.objects.claimable().filter(article=article).first()
    if job is None:
        return None
    TASKS[job.kind](job.pk)  # type: ignore[index]
    job.refresh_from_db()
    return job


def ingest(source: ArticleSource) -> Article:
    """Take an article through all stages that are due now."""
    article, _ = add.add_article(source, by=None)
    return run_all(article)


def run_all(article: Article) -> Article:
    """Do the jobs of an article that are due, and what follows from them."""
    while run_next(article) is not None:
        pass
    article.refresh_from_db()
    return article


def suggest_again(article: Article) -> None:
    """Make suggestions once more out of what was extracted from the newest text."""
    job = Job(kind=JobKind.SUGGEST, article=article, snapshot=article.snapshots.taken().newest())
    suggest.write(job, suggest.work(job))


def ingested_round_one() -> Article:
    """The restated report of December 2015, pasted by staff who knew its publication date."""
    particulars = Particulars(title="A first round", published_on=PartialDate.parse("2015-12-03"))
    return ingest(FromText(cybercrime_round_one(), particulars=particulars))


def ingest_as_another_report(text: str) -> Article:
    """Take a text through all stages as if its words were its own, though most of them are held already."""
    TextFingerprint.objects.all().delete()
    return ingest(FromText(text))
