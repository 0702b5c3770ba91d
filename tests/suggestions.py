"""Suggestions in the shape in which ingestion writes them, as many as a test wants, without running the extractor."""

import hashlib
from typing import Any

from dialogues.models import Article, Extraction, Snapshot, Suggestion
from dialogues.models.vocabularies import ArticleStage, Relevance, SuggestionKind
from tests import factories

MEETING = "China and the United States have held the first round of their dialogue on cyber crimes in Washington."
POINT = "Point {number}: the two sides agreed on guidelines for working together against cyber crimes."


def suggested_round(points: int, *, title: str = "A first round", **values: Any) -> Article:
    """An article that reports the round of December 2015 and this many outcomes of it: `points` + 1 suggestions."""
    lines = [MEETING, *(POINT.format(number=number) for number in range(1, points + 1))]
    text = "\n".join(lines)
    article = factories.article(title, stage=ArticleStage.READY, relevance=Relevance.REPORTS, **values)
    snapshot = factories.snapshot(text, article=article)
    extraction = reading(snapshot, facts=[{"kind": "dialogue"}])
    meeting = suggestion(
        extraction,
        SuggestionKind.DIALOGUE,
        "China",
        {
            "name": "High-level dialogue on cyber crimes",
            "kind": "round",
            "ordinal": 1,
            "start_date": "2015-12-01",
            "end_date": "2015-12-01",
            "city": "Washington",
            "country": "US",
            "venue": None,
            "mode": "in_person",
            "parties": [factories.party("CN").pk, factories.party("US").pk],
            "mechanism_key": None,
            "date_conflicts": [],
        },
        evidence={"city": [span_of(text, "Washington")], "ordinal": [span_of(text, "first")]},
    )
    for number in range(1, points + 1):
        suggestion(
            extraction,
            SuggestionKind.OUTCOME,
            f"Point {number}: the two sides agreed on guidelines",
            {"kind": "instrument", "title": f"Guidelines, point {number}", "stated_by": "both"},
            builds_on=meeting,
            confidence=0.85 if number % 2 else 0.65,
            position=number,
        )
    return article


def reading(snapshot: Snapshot, *, facts: list[Any] | None = None, version: str = "rules-1") -> Extraction:
    """A run of the extractor; without facts it has found nothing."""
    relevance = Relevance.REPORTS if facts else Relevance.NONE
    return Extraction.objects.create(
        snapshot=snapshot, extractor_version=version, relevance=relevance, facts=facts or []
    )


def suggestion(
    extraction: Extraction, kind: SuggestionKind, phrase: str, payload: dict[str, Any], **values: Any
) -> Suggestion:
    """One suggestion that rests on the first place where the text says `phrase`, in the line around it."""
    text = extraction.snapshot.text or ""
    start, end = span_of(text, phrase)
    defaults: dict[str, Any] = {
        "position": 0,
        "confidence": 0.9,
        "rule": f"{kind}.test",
        "sentence_start": text.rfind("\n", 0, start) + 1,
        "sentence_end": text.find("\n", end) if "\n" in text[end:] else len(text),
        "fingerprint": hashlib.sha256(f"{kind}\n{phrase}".encode()).hexdigest(),
    }
    return Suggestion.objects.create(
        article=extraction.snapshot.article,
        snapshot=extraction.snapshot,
        extraction=extraction,
        kind=kind,
        payload=payload,
        spans=[[start, end]],
        **(defaults | values),
    )


def span_of(text: str, phrase: str) -> list[int]:
    start = text.index(phrase)
    return [start, start + len(phrase)]
