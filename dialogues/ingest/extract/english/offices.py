"""Offices as a text states them: their words and ranks, and the side and the body that they name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.reading import Reading, Token, words
from dialogues.text.names import fold

CONNECTORS: Final = frozenset(
    ["of", "for", "the", "and", "on", "in", "to", "&", "at", "with", "from", "a", "an", "de", "charge"]
)
_BODIES: Final = (
    "ministry department office division bureau commission service agency committee council directorate secretariat "
    "centre center authority army force forces administration institute staff police branch unit section parliament "
    "embassy mission board union bank pentagon headquarters"
)
BODY_NOUNS: Final = frozenset(_BODIES.split())
HONORIFICS: Final = frozenset(
    "Mr Mrs Ms Dr Prof Sir Dame Lord Lady Amb H.E HE Ato Shri Smt Messrs Hon Honourable Honorable Excellency "
    "Sheikh Rt Right "
    "Madam Madame Engr Datuk Dato Dato' Seri Tun Tan His Her".split()
)


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office as stated. `span` is None when only a side stands beside the name; `start`/`end` hold all of it."""

    start: int
    end: int
    span: Span | None
    party: str | None
    party_span: Span | None
    plural: bool = False
    military: bool = False
    single_word: bool = False


def rank_of(title: str | None) -> str:
    """The rank that a title as stated gives; "unknown" when no office in the data file is in it."""
    if not title:
        return "unknown"
    folded = f" {fold(title).replace('-', ' ').replace(',', ' ')} "
    position, _, rank = min(
        ((folded.find(f" {phrase} "), -len(phrase), rank) for phrase, rank in _ranked() if f" {phrase} " in folded),
        default=(0, 0, "unknown"),
    )
    # The highest of two offices stands first by custom; the longest phrase at one place decides.
    return rank if position >= 0 else "unknown"


@lru_cache(maxsize=1)
def _ranked() -> tuple[tuple[str, str], ...]:
    ranks = load("offices")["ranks"]
    return tuple((phrase.replace("-", " "), rank) for rank, phrases in ranks.items() for phrase in phrases)


def is_head(word: str) -> bool:
    """Whether a word by itself makes a phrase an office."""
    low = word.lower()
    last = low.rsplit("-", 1)[-1]
    return any(form in words("offices", "heads") for form in (low, low.removesuffix("s"), last))


@lru_cache(maxsize=1)
def military_words() -> frozenset[str]:
    """The single words of military ranks, without full stops."""
    return frozenset(part.rstrip(".") for rank in words("offices", "military") for part in rank.split())


def with_bracket(reading: Reading, span: Span) -> Span:
    """A span that opens a bracket reaches to where it closes."""
    words = span.of(reading.plain)
    closes = reading.plain.startswith(")", span.end) and words.count("(") > words.count(")")
    return Span(span.start, span.end + 1) if closes else span


def party_of(reading: Reading, token: Token) -> tuple[str, Span] | None:
    """The state or bloc that a word names, with where its whole name stands."""
    hit = reading.covering(token, "party", "capital")
    return (hit.entry.group, Span(hit.start, hit.end)) if hit else None


def party_by_body(reading: Reading, span: Span) -> tuple[str, Span] | None:
    """The state of the first ministry or agency within a span that is known to be of one."""
    for hit in reading.hits(span, "organization", "known_organization"):
        if hit.entry.group:
            return hit.entry.group, Span(hit.start, hit.end)
    return None


def body_in(reading: Reading, span: Span) -> Span | None:
    """The ministry or agency that an office names: "Joint Secretary in the Ministry of X" -> "Ministry of X"."""
    for hit in reading.hits(span, "known_organization", "organization"):
        if any(word.lower() in BODY_NOUNS for word in reading.plain[hit.start : hit.end].split()):
            return Span(hit.start, hit.end)
    inside = [
        token
        for token in reading.tokens(reading.sentence_at(span.start))
        if span.start <= token.start and token.end <= span.end
    ]
    for place, token in enumerate(inside):
        if token.word.lower() in BODY_NOUNS and token.capital:
            begin = place
            while (
                begin > 0
                and inside[begin - 1].capital
                and not inside[begin - 1].trail
                and not is_head(inside[begin - 1].word)
            ):
                begin -= 1
            return (
                Span.clamped(inside[begin].start, span.end)
                if token.word in ("Ministry", "Department", "Office")
                else Span.clamped(inside[begin].start, token.end)
            )
    return None
