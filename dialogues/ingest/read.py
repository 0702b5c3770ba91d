"""Read: the bytes of a snapshot become text, title, byline, language, kind and publication date."""

from importlib.metadata import version
from textwrap import shorten
from typing import Final

from django.conf import settings

from dialogues.ingest.failure import ArticleFailed, MoreTimeNeeded
from dialogues.ingest.reader import Budget, TookTooLong, read_apart
from dialogues.ingest.snapshot import snapshot_of
from dialogues.models import Job, Snapshot
from dialogues.models.vocabularies import ArticleKind, ArticleStage
from dialogues.text.dates import PartialDate
from dialogues.text.hashing import text_hash
from dialogues.text.reading.document import ReadText

# The first number rises with every change of what is read from the same bytes.
READER_VERSION: Final = f"2 (trafilatura {version('trafilatura')}, pypdf {version('pypdf')})"
# Below this a page is a menu, a cookie notice or a headline: nothing that a dialogue could be read from.
MINIMUM_CHARACTERS: Final = 80
DESCRIPTION_CHARACTERS: Final = 90
# An ordinary article takes some 20 milliseconds, a PDF of 50 pages may take more than this.
FIRST_BUDGET: Final = Budget(processor_seconds=1, clock_seconds=3)
FILLED_BY_READING: Final = (
    "title",
    "description",
    "byline",
    "language",
    "kind",
    "kind_basis",
    "published_on",
    "published_on_basis",
    "canonical_url",
)
FILLED_IN_THE_SNAPSHOT: Final = (
    "text",
    "text_sha256",
    "reader_version",
    "reading_warnings",
    "language",
    "held_back_because",
    "updated_at",
)
# Until the next stage has looked at a newer version, the one before is what the article says.
NOT_COMPARED: Final = "It is not compared with the version before yet."


def work(job: Job) -> tuple[Snapshot, ReadText]:
    """Read the job's snapshot. Raises MoreTimeNeeded for what others should not wait for.

    Raises ArticleFailed when it holds no text, or too little to be an article.
    """
    try:
        return _read(job, FIRST_BUDGET)
    except TookTooLong as error:
        raise MoreTimeNeeded from error


def work_long(job: Job) -> tuple[Snapshot, ReadText]:
    """Read the job's snapshot in as much time as a job has. Raises ArticleFailed."""
    budget = long_budget()
    try:
        return _read(job, budget)
    except TookTooLong as error:
        raise ArticleFailed(
            "too_slow",
            f"Reading it took more than {budget.processor_seconds} seconds. Upload what matters, or paste the text.",
        ) from error


def long_budget() -> Budget:
    """Within the time after which a worker is asked to stop, with some to spare for starting and writing."""
    seconds = settings.CELERY_TASK_SOFT_TIME_LIMIT - 10
    return Budget(processor_seconds=max(seconds - 5, 5), clock_seconds=max(seconds, 6))


def write(job: Job, result: tuple[Snapshot, ReadText]) -> Snapshot | None:
    """Keep the text with its snapshot. What staff said of the article stays; what they left empty is filled.

    A snapshot that was read before keeps its text: where this version of the reader finds another one, a new snapshot
    has it, and otherwise there is nothing more to do for an article that is settled.
    """
    kept, found = result
    article = job.article
    snapshot = kept
    if kept.text_sha256 != text_hash(found.text):
        snapshot = _with_text(kept, found, waits=NOT_COMPARED if article.is_settled else "")
    elif article.is_settled:
        return None
    article.title = article.title or found.title[:500]
    if not article.title and not article.description:
        article.description = shorten(found.text, DESCRIPTION_CHARACTERS, placeholder=" …")
    article.byline = article.byline or found.byline[:300]
    article.language = article.language or found.language
    if article.kind == ArticleKind.UNKNOWN and found.kind:
        article.kind, article.kind_basis = ArticleKind(found.kind), found.kind_basis
    if article.published_on is None and found.published_on is not None:
        article.published_on = PartialDate.parse(found.published_on.isoformat())
        article.published_on_basis = found.published_on_basis
    if not article.is_settled and len(found.canonical_url) <= 2000:
        article.canonical_url = found.canonical_url or article.canonical_url
    article.advance(ArticleStage.READ)
    article.save(update_fields=[*FILLED_BY_READING, "stage", "updated_at"])
    return snapshot


def _with_text(kept: Snapshot, found: ReadText, *, waits: str) -> Snapshot:
    """The snapshot with its text; another one of the same bytes when it has a text already, which never changes."""
    snapshot = kept if kept.text is None else Snapshot.objects.same_bytes(kept)
    snapshot.text, snapshot.text_sha256 = found.text, text_hash(found.text)
    snapshot.reader_version, snapshot.language = READER_VERSION, found.language
    snapshot.reading_warnings = list(found.warnings)
    snapshot.held_back_because = waits
    snapshot.save(update_fields=FILLED_IN_THE_SNAPSHOT if snapshot is kept else None)
    return snapshot


def _read(job: Job, budget: Budget) -> tuple[Snapshot, ReadText]:
    snapshot = snapshot_of(job)
    try:
        content = snapshot.stored_bytes()
    except FileNotFoundError as error:
        lost = "What was received of this article is not in the storage of files any more: add it again."
        raise ArticleFailed("bytes_lost", lost) from error
    found = read_apart(content, snapshot.content_type, snapshot.final_url or job.article.url, budget)
    if len(found.text) < MINIMUM_CHARACTERS:
        raise ArticleFailed(
            "too_short",
            f"Only {len(found.text)} characters of text were found, too few for an article. "
            "If the page shows more in a browser, paste its text.",
        )
    return snapshot, found
