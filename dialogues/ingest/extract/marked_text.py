"""A document with every phrase, date and sentence already found: what the rules of every language ask by span."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Final

from dialogues.ingest.extract.facts import Document, Span
from dialogues.ingest.extract.in_order import InOrder
from dialogues.ingest.extract.lexicon import Hit
from dialogues.text.date_mentions import DateMention, find_dates
from dialogues.text.sentences import sentence_spans

# An article is a few thousand words. What comes after this many code points is not read at all.
MOST_READ: Final = 60_000


class MarkedText:
    """`text` is as written, `plain` as the rules read it, sign for sign; `hits` by class, each in order of place."""

    def __init__(
        self, document: Document, plain: str, hits: dict[str, list[Hit]], sentences: list[Span] | None = None
    ) -> None:
        self.document = document
        self.text = document.text[:MOST_READ]
        self.plain = plain
        self.sentences = sentences or [Span.clamped(start, end) for start, end in sentence_spans(self.text)]
        self._hits = {family: InOrder(found) for family, found in hits.items()}
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    @cached_property
    def dates(self) -> list[DateMention]:
        """Date mentions as English and Chinese write them, in order of place."""
        return find_dates(self.plain, self.document.published_on, self.document.published_within)

    @cached_property
    def _dates(self) -> InOrder[DateMention]:
        return InOrder(self.dates)

    def hits(self, span: Span, *families: str) -> list[Hit]:
        """Phrases of these classes that lie wholly within `span`, in order of place."""
        found = [hit for family in families if family in self._hits for hit in self._hits[family].within(span)]
        return found if len(families) < 2 else sorted(found, key=lambda hit: (hit.start, -hit.end))

    def has(self, span: Span, *families: str) -> bool:
        """Whether any phrase of these classes lies within `span`."""
        return any(self._hits[family].within(span) for family in families if family in self._hits)

    def dates_in(self, span: Span) -> list[DateMention]:
        """Date mentions that lie wholly within `span`."""
        return self._dates.within(span)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds this offset (the one before it, between two sentences)."""
        index = bisect_left(self._sentence_starts, offset + 1) - 1
        return self.sentences[max(0, index)] if self.sentences else Span(0, 0)

    def index_of(self, sentence: Span) -> int:
        """The place of a sentence in the document, from 0."""
        return bisect_left(self._sentence_starts, sentence.start)
