"""From a document to its facts: the rules of its language, and the votes of the other layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dialogues.ingest.extract.chinese import extract_chinese
from dialogues.ingest.extract.classifier import Model
from dialogues.ingest.extract.english import extract_english
from dialogues.ingest.extract.facts import NOT_READ, Document, Fact, FactKind, Gazetteer, Span
from dialogues.ingest.extract.other_languages import extract_other, is_read
from dialogues.ingest.extract.votes import merged

# Changes whenever the rules or their data do, so that a re-run knows what is new.
EXTRACTOR_VERSION: Final = "rules-3"


def _not_read() -> Fact:
    """The one fact of a document in a language without rules: nothing is known of it."""
    nothing = Span(0, 0)
    return Fact(FactKind.RELEVANCE, {"relevance": "none"}, (nothing,), nothing, NOT_READ, 0.1, ("rules",))


def extract(
    document: Document, record: Gazetteer, model: Model | None = None, proposed: Sequence[Fact] = ()
) -> list[Fact]:
    """Facts of one document; always exactly one of kind relevance, and never an exception for any text.

    `record` holds the names that are known; with `Gazetteer.empty()` only the built-in lists are used. The first 60,000
    code points are read. English and Chinese are read in full; of the languages in data/languages the core fields; any
    other gives relevance "none" by the rule NOT_READ.

    `proposed` are facts of another layer about the same document, which are merged with those of the rules
    (`votes.py`); then `model` votes, a classifier that was trained from decisions.
    """
    facts = _by_rules(document, record)
    if proposed:
        facts = merged(facts, proposed)
    return facts if model is None else model.vote(facts, document)


def _by_rules(document: Document, record: Gazetteer) -> list[Fact]:
    language = document.language.lower()[:2]
    if language == "en" or not language:
        return extract_english(document, record)
    if language == "zh":
        return extract_chinese(document, record)
    if is_read(language):
        return extract_other(document, record, language)
    return [_not_read()]
