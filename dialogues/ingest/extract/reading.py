"""A document as the rules read it: capped, cut into sentences and tokens, with every phrase and date already found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Document, Gazetteer, Span
from dialogues.ingest.extract.lexicon import Hit, find_hits, load, same_width
from dialogues.ingest.extract.marked_text import MOST_READ, MarkedText
from dialogues.text.sentences import bullet_length

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


class Reading(MarkedText):
    """One document prepared for the rules of a language with spaces between its words."""

    def __init__(self, document: Document, gazetteer: Gazetteer, sentences: list[Span] | None = None) -> None:
        plain = same_width(document.text[:MOST_READ])
        hits: dict[str, list[Hit]] = {}
        for hit in find_hits(plain, gazetteer):
            hits.setdefault(hit.entry.family, []).append(hit)
        super().__init__(document, plain, hits, sentences)
        self.gazetteer = gazetteer
        self._tokens: dict[Span, list[Token]] = {}

    def covering(self, token: Token, *families: str) -> Hit | None:
        """A hit of these classes that holds the whole token, the first class first."""
        for family in families:
            around = self._hits[family].reaching_over(token.start, token.end) if family in self._hits else ()
            for hit in around:
                if hit.entry.group:
                    return hit
        return None

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
