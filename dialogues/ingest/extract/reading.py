"""A document as the rules read it: capped, cut into sentences and tokens, with every phrase and date already found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Document, Gazetteer, Span
from dialogues.ingest.extract.lexicon import Hit, find_hits, load, same_width
from dialogues.text.date_mentions import DateMention, find_dates
from dialogues.text.sentences import bullet_length, sentence_spans

# An article is a few thousand words. What comes after this many code points is not read at all.
MOST_READ: Final = 60_000
_OPENING: Final = "\"'([{«“‘"
_CLOSING: Final = "\"')]}»”’,;:.!?|。，；：）」"
_DOTTED: Final = frozenset(["Gen", "Maj", "Lt", "Adm", "Brig", "Col", "Capt", "Dr", "Mr", "Mrs", "Ms", "Sen", "Prof"])


@dataclass(frozen=True, slots=True)
class Token:
    """A word without the punctuation around it. `trail` holds what follows it up to the next white space.

    `possessive` says that 's or ' was cut off. Offsets are those of the word alone.
    """

    start: int
    end: int
    word: str
    lead: str
    trail: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.word[:1].isupper()


class Reading:
    """One document prepared for all rules. Hits and dates are asked for by span."""

    def __init__(self, document: Document, gazetteer: Gazetteer, sentences: list[Span] | None = None) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.text = document.text[:MOST_READ]
        self.plain = same_width(self.text)
        self.sentences = sentences or [Span.clamped(start, end) for start, end in sentence_spans(self.text)]
        self.dates = find_dates(self.plain, document.published_on, document.published_within)
        self._hits: dict[str, list[Hit]] = {}
        for hit in find_hits(self.plain, gazetteer):
            self._hits.setdefault(hit.entry.family, []).append(hit)
        self._starts = {family: [hit.start for hit in hits] for family, hits in self._hits.items()}
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self._tokens: dict[Span, list[Token]] = {}

    def hits(self, span: Span, *families: str) -> list[Hit]:
        """Phrases of these lexicon classes that lie wholly within `span`, in order of place."""
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

    def covering(self, token: Token, *families: str) -> Hit | None:
        """A hit of these classes that holds the whole token, the first class first."""
        for family in families:
            hits = self._hits.get(family, [])
            place = bisect_right(self._starts.get(family, []), token.start) - 1
            while place >= 0 and hits[place].end >= token.end:
                if hits[place].entry.group:
                    return hits[place]
                place -= 1
        return None

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

    def tokens(self, sentence: Span) -> list[Token]:
        """The words of a sentence."""
        if sentence not in self._tokens:
            self._tokens[sentence] = list(_tokens(self.plain, sentence))
        return self._tokens[sentence]

    def bullet(self, sentence: Span) -> int:
        """Length of the list marker with which a sentence begins; 0 for none."""
        return bullet_length(self.text, sentence.start)

    def parties(self, span: Span) -> list[Hit]:
        """Names and adjectives of states and blocs within `span` (without phrases that only contain one)."""
        return [hit for hit in self.hits(span, "party") if hit.entry.group]

    def governments(self, span: Span) -> list[Hit]:
        """`parties`, and capitals that stand for their governments."""
        return [hit for hit in self.hits(span, "party", "capital") if hit.entry.group]


def _tokens(text: str, sentence: Span) -> Iterator[Token]:
    position = sentence.start
    for raw in text[sentence.start : sentence.end].split():
        start = text.index(raw, position)
        position = start + len(raw)
        begin, end = start, position
        while begin < end and raw[begin - start] in _OPENING:
            begin += 1
        while end > begin and text[end - 1] in _CLOSING:
            end -= 1
        if text[end : end + 1] == "." and _keeps_dot(text[begin:end]):
            end += 1
        if begin == end:
            continue
        word, trail = text[begin:end], text[end:position]
        possessive = word.endswith("'s") or trail.startswith("'")
        if word.endswith("'s"):
            end -= 2
            word = word[:-2]
        if word in _DOTTED and trail.startswith("."):
            trail = trail[1:]
        yield Token(begin, end, word, text[start:begin], trail, possessive)


def _keeps_dot(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or (len(word) < 8 and "." in word and word[0].isalpha())


@lru_cache(maxsize=32)
def words(file: str, name: str) -> frozenset[str]:
    """A word list of a data file as a set."""
    return frozenset(load(file)[name])
