"""The stage extract: a snapshot's text becomes one Extraction with its facts.

Where a language model is to be asked, the job ends and one with more time takes its place: the rules' quick work on
other articles does not wait for it.
"""

import logging
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from dialogues.ingest.extract import EXTRACTOR_VERSION, Document, Fact, FactKind, extract
from dialogues.ingest.extract.classifier import BadModel, Model, files
from dialogues.ingest.extract.facts import NOT_READ
from dialogues.ingest.extract.language_model import ask
from dialogues.ingest.extract.names_of_the_record import names_of_the_record
from dialogues.ingest.failure import MoreTimeNeeded
from dialogues.ingest.snapshot import snapshot_of, text_of
from dialogues.models import Extraction, Job, Snapshot
from dialogues.models.article import LANGUAGE_NOT_READ
from dialogues.models.vocabularies import ArticleStage, Relevance

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a run found. `version` names every layer that was heard; `note` says what staff should know of the run."""

    snapshot: Snapshot
    facts: list[Fact]
    version: str
    note: str


def work(job: Job) -> Extracted:
    """Read the facts out of the job's snapshot. Raises ArticleFailed when no text of it was kept.

    Raises MoreTimeNeeded when a language model is to be asked about it.
    """
    snapshot, document = _document(job)
    model, note = trained_model()
    facts = extract(document, names_of_the_record(), model)
    if ask.is_wanted(facts):
        why_not = ask.hindrance()
        if not why_not:
            raise MoreTimeNeeded
        note = f"{note} {why_not}".strip()
    return Extracted(snapshot, facts, _version(model), note)


def work_long(job: Job) -> Extracted:
    """The same with what a language model proposes. Whatever goes wrong with that, the facts of the rules stay."""
    snapshot, document = _document(job)
    names = names_of_the_record()
    model, note = trained_model()
    answer = ask.ask(document, names)
    facts = extract(document, names, model, answer.facts)
    return Extracted(snapshot, facts, _version(model, answer.version), f"{note} {answer.note}".strip())


def write(job: Job, result: Extracted) -> Snapshot | None:
    """Keep the run, also when it found nothing: that is a result, and not the same as not having looked."""
    snapshot, facts = result.snapshot, result.facts
    relevance = next(
        (Relevance(str(fact.value["relevance"])) for fact in facts if fact.kind == FactKind.RELEVANCE), Relevance.NONE
    )
    stated = [fact for fact in facts if fact.kind != FactKind.RELEVANCE]
    Extraction.objects.update_or_create(
        snapshot=snapshot,
        extractor_version=result.version,
        defaults={"relevance": relevance, "facts": [as_json(fact) for fact in stated], "note": result.note},
    )
    article = job.article
    article.relevance = relevance
    if stated or article.stage == ArticleStage.READY:
        article.advance(ArticleStage.EXTRACTED)
    else:
        article.stage = ArticleStage.NOTHING_FOUND
        article.problem, nothing = _why_nothing(facts, article.language)
        article.problem_detail = f"{nothing} {result.note}".strip()
    article.save(update_fields=["relevance", "stage", "problem", "problem_detail", "updated_at"])
    return snapshot if stated else None


def _why_nothing(facts: list[Fact], language: str) -> tuple[str, str]:
    """Not to have read is no finding: it is said as plainly as it can be."""
    if any(fact.rule == NOT_READ for fact in facts):
        return (
            LANGUAGE_NOT_READ,
            f"Not read: there are no rules for its language ({language}), so nothing is known of it.",
        )
    return "nothing_found", "Read in full; it reports no dialogue, and no fact for the record was found in it."


def trained_model() -> tuple[Model | None, str]:
    """The newest model from training, and why it is not used if it cannot be. None when none was trained yet."""
    path = None
    try:
        path = files.newest(settings.EXTRACTOR_MODEL_FOLDER)
        return (None, "") if path is None else (files.load(path, extractor_version=EXTRACTOR_VERSION), "")
    except (BadModel, OSError) as error:
        name = path.name if path is not None else str(settings.EXTRACTOR_MODEL_FOLDER)
        log.warning("The classifier %s is not used: %s", name, error)
        why = str(error) if isinstance(error, BadModel) else "it cannot be read."
        return None, f"The classifier {name} did not vote: {why}"


def as_json(fact: Fact) -> dict[str, Any]:
    """A fact as it is stored: spans as [start, end]."""
    stored = asdict(fact)
    stored["spans"] = [[span.start, span.end] for span in fact.spans]
    stored["sentence"] = [fact.sentence.start, fact.sentence.end]
    stored["evidence"] = {field: [[span.start, span.end] for span in spans] for field, spans in fact.evidence.items()}
    stored["value"] = dict(fact.value)
    return stored


def _document(job: Job) -> tuple[Snapshot, Document]:
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
    return snapshot, document


def _version(model: Model | None, language_model: str = "") -> str:
    """Another layer, or another version of one, makes another extraction; suggestions are found again all the same."""
    return "+".join(filter(None, [EXTRACTOR_VERSION, model.version if model is not None else "", language_model]))
