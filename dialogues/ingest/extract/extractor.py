"""The order in which the rules are applied to a document."""

from __future__ import annotations

from typing import Final

from dialogues.ingest.extract.chinese import extract_chinese
from dialogues.ingest.extract.counts import delegation_counts
from dialogues.ingest.extract.dialogue import dialogue_facts
from dialogues.ingest.extract.facts import Document, Fact, FactKind, Gazetteer, Span
from dialogues.ingest.extract.outcome import outcome_facts
from dialogues.ingest.extract.participation import participation_facts
from dialogues.ingest.extract.people import find_people
from dialogues.ingest.extract.position import position_facts
from dialogues.ingest.extract.reading import Reading
from dialogues.ingest.extract.relation import relation_facts
from dialogues.ingest.extract.relevance import relevance_facts
from dialogues.ingest.extract.sides import settle_sides, with_sides_of
from dialogues.ingest.extract.status import status_facts
from dialogues.ingest.extract.subject import find_subject

# Changes whenever the rules or their data do, so that a re-run knows what is new.
EXTRACTOR_VERSION: Final = "rules-1"


def _extract_english(document: Document, record: Gazetteer) -> list[Fact]:
    """All facts of an English document: relevance first, then in the order of the kinds."""
    reading = Reading(document, record)
    subject = find_subject(reading)
    people = settle_sides(reading, subject, find_people(reading))
    participations = participation_facts(reading, subject, people)
    people = with_sides_of(reading, people, participations)
    return [
        *relevance_facts(reading, subject),
        *dialogue_facts(reading, subject, people),
        *participations,
        *delegation_counts(reading, subject),
        *outcome_facts(reading, subject, people),
        *relation_facts(reading, subject),
        *position_facts(reading, subject, people),
        *status_facts(reading, subject),
    ]


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
        return _extract_english(document, record)
    if language == "zh":
        return extract_chinese(document, record)
    return _unread(document)
