"""A document with every phrase, date and sentence already found: what the rules of every language ask by span."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from dialogues.ingest.extract.facts import Document, Span
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
        self.dates = find_dates(plain, document.published_on, document.published_within)
        self._hits = hits
        self._starts = {family: [hit.start for hit in found] for family, found in hits.items()}
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def hits(self, span: Span, *families: str) -> list[Hit]:
        """Phrases of these classes that lie wholly within `span`, in order of place."""
        found: list[Hit] = []
        for family in families:
            hits = self._hits.get(family, [])
            for hit in hits[bisect_left(self._starts.get(family, []), span.start) :]:
                if hit.start >= span.end:
                    break
                if hit.end <= span.end:
                    found.append(hit)
        return found if len(families) < 2 else sorted(found, key=lambda hit: (hit.start, -hit.end))

    def has(self, span: Span, *families: str) -> bool:
        """Whether any phrase of these classes lies within `span`."""
        return bool(self.hits(span, *families))

    def dates_in(self, span: Span) -> list[DateMention]:
        """Date mentions that lie wholly within `span`."""
        return [mention for mention in self.dates if span.start <= mention.start and mention.end <= span.end]

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds this offset (the one before it, between two sentences)."""
        index = bisect_left(self._sentence_starts, offset + 1) - 1
        return self.sentences[max(0, index)] if self.sentences else Span(0, 0)

    def index_of(self, sentence: Span) -> int:
        """The place of a sentence in the document, from 0."""
        return bisect_left(self._sentence_starts, sentence.start)
