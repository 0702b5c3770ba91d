"""An agreement as the rules of a language find it, before each thing agreed becomes an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit


@dataclass(frozen=True, slots=True)
class Agreement:
    """A verb of agreeing, whose agreement it is (both, a party's code, unknown), and where the things agreed stand."""

    sentence: Span
    verb: Hit
    stated_by: str
    items: tuple[Span, ...]
