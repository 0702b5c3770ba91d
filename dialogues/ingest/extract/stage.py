"""The stage extract: a snapshot's text becomes one Extraction with its facts."""

from dataclasses import asdict
from typing import Any

from dialogues.ingest.extract import EXTRACTOR_VERSION, Document, Fact, FactKind, extract
from dialogues.ingest.extract.extractor import NOT_READ
from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.ingest.snapshot import snapshot_of, text_of
from dialogues.models import Extraction, Job, Snapshot
from dialogues.models.vocabularies import ArticleStage, Relevance


def work(job: Job) -> tuple[Snapshot, list[Fact]]:
    """Read the facts out of the job's snapshot. Raises ArticleFailed when no text of it was kept."""
    article, snapshot = job.article, snapshot_of(job)
    published = article.published_on
    known_to_the_day = published is not None and published.precision == "day"
    document = Document(
        text=text_of(snapshot),
        language=article.language,
        title=article.title or None,
        # A publication date that is only a month or a year resolves no weekday, but it does resolve a year.
        published_on=published.earliest if published is not None and known_to_the_day else None,
        published_within=None if known_to_the_day else published,
        publisher=article.publisher.name if article.publisher is not None else None,
        url=article.url or None,
    )
    return snapshot, extract(document, names_of_the_record())


def write(job: Job, result: tuple[Snapshot, list[Fact]]) -> Snapshot | None:
    """Keep the run, also when it found nothing: that is a result, and not the same as not having looked."""
    snapshot, facts = result
    relevance = next(
        (Relevance(str(fact.value["relevance"])) for fact in facts if fact.kind == FactKind.RELEVANCE), Relevance.NONE
    )
    stated = [fact for fact in facts if fact.kind != FactKind.RELEVANCE]
    Extraction.objects.update_or_create(
        snapshot=snapshot,
        extractor_version=EXTRACTOR_VERSION,
        defaults={"relevance": relevance, "facts": [as_json(fact) for fact in stated]},
    )
    article = job.article
    article.relevance = relevance
    if stated or article.stage == ArticleStage.READY:
        article.advance(ArticleStage.EXTRACTED)
    else:
        article.stage = ArticleStage.NOTHING_FOUND
        article.problem, article.problem_detail = _why_nothing(facts, article.language)
    article.save(update_fields=["relevance", "stage", "problem", "problem_detail", "updated_at"])
    return snapshot if stated else None


def _why_nothing(facts: list[Fact], language: str) -> tuple[str, str]:
    """Not to have read is no finding: it is said as plainly as it can be."""
    if any(fact.rule == NOT_READ for fact in facts):
        return "not_read", f"Not read: there are no rules for its language ({language}), so nothing is known of it."
    return "nothing_found", "Read in full; it reports no dialogue, and no fact for the record was found in it."


def as_json(fact: Fact) -> dict[str, Any]:
    """A fact as it is stored: spans as [start, end]."""
    stored = asdict(fact)
    stored["spans"] = [[span.start, span.end] for span in fact.spans]
    stored["sentence"] = [fact.sentence.start, fact.sentence.end]
    stored["evidence"] = {field: [[span.start, span.end] for span in spans] for field, spans in fact.evidence.items()}
    stored["value"] = dict(fact.value)
    return stored
