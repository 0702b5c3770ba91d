"""From a document's text to facts, each tied to the exact words that say it.

Layers: gazetteers (the built-in lists and the record's own names), grammar rules kept as data (data/*.yaml), and a
clause layer that gives each verb its nearest subject. Pure functions: the same text always gives the same facts.
"""

from __future__ import annotations

from dialogues.ingest.extract.extractor import EXTRACTOR_VERSION, extract
from dialogues.ingest.extract.facts import (
    Document,
    Fact,
    FactKind,
    Gazetteer,
    JSONValue,
    KnownMechanism,
    KnownOrganization,
    KnownParty,
    KnownPerson,
    KnownPlace,
    KnownTenure,
    Span,
)

__all__ = [
    "EXTRACTOR_VERSION",
    "Document",
    "Fact",
    "FactKind",
    "Gazetteer",
    "JSONValue",
    "KnownMechanism",
    "KnownOrganization",
    "KnownParty",
    "KnownPerson",
    "KnownPlace",
    "KnownTenure",
    "Span",
    "extract",
]
