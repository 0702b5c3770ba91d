"""Extracting from a Chinese text, and picking facts by kind."""

from collections.abc import Mapping
from datetime import date

from dialogues.ingest.extract import Fact, FactKind, Gazetteer, JSONValue
from tests.ingest.extract import reading

HELD = "当地时间2017年10月4日，首轮中美执法及网络安全对话在华盛顿举行。"
PUBLISHED = date(2017, 10, 6)


def facts_of(text: str, published_on: date | None = PUBLISHED, *, record: Gazetteer | None = None) -> list[Fact]:
    """All facts of a text."""
    return reading.facts_of(text, published_on, record=record, language="zh")


def values(text: str, kind: FactKind, published_on: date | None = PUBLISHED) -> list[Mapping[str, JSONValue]]:
    """The values of the facts of one kind in a text, in order."""
    return reading.values(facts_of(text, published_on), kind)
