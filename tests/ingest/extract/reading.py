"""Extracting from a text, and picking facts by kind."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dialogues.ingest.extract import Document, Fact, FactKind, Gazetteer, JSONValue, extract

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> str:
    """The text of a sample file."""
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def facts_of(
    text: str, published_on: date | None = None, *, record: Gazetteer | None = None, language: str = "en"
) -> list[Fact]:
    """All facts of a text."""
    return extract(Document(text, language, published_on=published_on), record or Gazetteer.empty())


def of_kind(facts: list[Fact], kind: FactKind) -> list[Fact]:
    """The facts of one kind, in order."""
    return [fact for fact in facts if fact.kind is kind]


def values(facts: list[Fact], kind: FactKind) -> list[Mapping[str, JSONValue]]:
    """The values of the facts of one kind, in order."""
    return [fact.value for fact in of_kind(facts, kind)]


def relevance_of(text: str, published_on: date | None = None) -> JSONValue:
    """What a text is judged to be."""
    (fact,) = values(facts_of(text, published_on), FactKind.RELEVANCE)
    return fact["relevance"]
