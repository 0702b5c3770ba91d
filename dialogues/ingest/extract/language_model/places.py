"""Where a quote stands in a text: word for word, or at most with other white space, quotation marks and dashes."""

from __future__ import annotations

from functools import cached_property

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import same_width
from dialogues.text.sentences import sentence_spans


class Places:
    """A text in which quotes are looked for; offsets are those of the text as it stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, quote: str, within: Span | None = None) -> Span | None:
        """The first place of a quote (within a span, if it stands there); None when the text does not say it."""
        wanted = quote.strip()
        if not wanted:
            return None
        if within is not None:
            inside = Places(within.of(self._text)).of(wanted)
            if inside is not None:
                return Span(within.start + inside.start, within.start + inside.end)
        start = self._text.find(wanted)
        if start >= 0:
            return Span(start, start + len(wanted))
        return self._of_plain(" ".join(same_width(wanted).split()))

    def sentence(self, span: Span) -> Span:
        """The sentences that a span touches, from the first to the last."""
        touched = [one for one in self._sentences if one.overlaps(span)]
        return Span(touched[0].start, touched[-1].end) if touched else span

    def _of_plain(self, wanted: str) -> Span | None:
        plain, offsets = self._plain
        start = plain.find(wanted) if wanted else -1
        return Span(offsets[start], offsets[start + len(wanted) - 1] + 1) if start >= 0 else None

    @cached_property
    def _plain(self) -> tuple[str, list[int]]:
        """The text with plain marks and single spaces, and for each of its code points the offset in the text."""
        characters: list[str] = []
        offsets: list[int] = []
        for offset, character in enumerate(same_width(self._text)):
            if character.isspace():
                if characters and characters[-1] == " ":
                    continue
                character = " "  # noqa: PLW2901 - any white space is one space
            characters.append(character)
            offsets.append(offset)
        return "".join(characters), offsets

    @cached_property
    def _sentences(self) -> list[Span]:
        return [Span(start, end) for start, end in sentence_spans(self._text)]
