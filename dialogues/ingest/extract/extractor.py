"""From a document to its facts: the rules of its language."""

from __future__ import annotations

from typing import Final

from dialogues.ingest.extract.chinese import extract_chinese
from dialogues.ingest.extract.english import extract_english
from dialogues.ingest.extract.facts import Document, Fact, FactKind, Gazetteer, Span

# Changes whenever the rules or their data do, so that a re-run knows what is new.
EXTRACTOR_VERSION: Final = "rules-2"


def _unread(document: Document) -> list[Fact]:
    """The one fact of a document in a language without rules: nothing is known of it."""
    del document
    nothing = Span(0, 0)
    return [Fact(FactKind.RELEVANCE, {"relevance": "none"}, (nothing,), nothing, "relevance.language", 0.1, ("rules",))]


def extract(document: Document, record: Gazetteer) -> list[Fact]:
    """Facts of one document; always exactly one of kind relevance, and never an exception for any text.

    `record` holds the names that are known; with `Gazetteer.empty()` only the built-in lists are used. The first 60,000
    code points are read. English and (core fields of) Chinese have rules; other languages give relevance "none".
    """
    language = document.language.lower()[:2]
    if language == "en" or not language:
        return extract_english(document, record)
    if language == "zh":
        return extract_chinese(document, record)
    return _unread(document)
