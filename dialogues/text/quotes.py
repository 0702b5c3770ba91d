"""Finding a quotation in a text: exactly, or with white space and quotation marks folded; and what was near a miss.

Modelled on the text quote selector of the W3C Web Annotation Data Model: the quote with 32 characters on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

CONTEXT_LENGTH: Final = 32
_LONGEST_COMPARED: Final = 2000
_MOST_WINDOWS: Final = 60
_FOLDED_SIGNS: Final = {
    **dict.fromkeys("“”„‟«»＂❝❞", '"'),
    **dict.fromkeys("‘’‚‛＇`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Where a quote stands: half-open code-point offsets, the text's own words, and up to 32 characters around them."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class NearQuote:
    """The passage most like a quote that is not in the text. `similarity` lies between 0 and 1."""

    start: int
    end: int
    exact: str
    similarity: float


def context_of(text: str, start: int, end: int) -> FoundQuote:
    """The quote at these offsets with its surroundings. Raises ValueError when they do not lie in the text in order."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"quote: offsets {start} to {end} must be in order and within the {len(text)} characters")
    return FoundQuote(
        start,
        end,
        text[start:end],
        text[max(0, start - CONTEXT_LENGTH) : start],
        text[end : end + CONTEXT_LENGTH],
    )


def find_quote(text: str, quote: str, *, near: int = 0) -> FoundQuote | None:
    """The occurrence of `quote` that begins nearest to offset `near`; None if it is not in the text.

    An exact occurrence is preferred. Otherwise white space of any kind and length counts as one space, and the kinds of
    quotation marks, apostrophes and dashes as one; letters must be equal. An empty quote is never found.
    """
    exact = _nearest(text, quote, near) if quote.strip() else -1
    if exact >= 0:
        return context_of(text, exact, exact + len(quote))
    folded, offsets = _folded(text)
    wanted = _folded(quote)[0].strip()
    if not wanted:
        return None
    folded_near = next((index for index, offset in enumerate(offsets) if offset >= near), len(folded))
    start = _nearest(folded, wanted, folded_near)
    if start < 0:
        return None
    return context_of(text, offsets[start], offsets[start + len(wanted) - 1] + 1)


def nearest_match(text: str, quote: str) -> NearQuote | None:
    """The passage of `text` most like `quote`, to show beside a refused quote; None when nothing is half alike.

    Only the first 2,000 characters of the quote are compared, at the 60 places that share most words with it.
    """
    words = _words(quote[:_LONGEST_COMPARED])
    if not words:
        return None
    wanted = [word for _, _, word in words]
    tokens = _words(text)
    starts = _promising(tokens, set(wanted), len(wanted))
    best: NearQuote | None = None
    for start in starts:
        window = tokens[start : start + len(wanted)]
        ratio = SequenceMatcher(None, wanted, [word for _, _, word in window], autojunk=False).ratio()
        if ratio >= 0.5 and (best is None or ratio > best.similarity):
            best = NearQuote(window[0][0], window[-1][1], text[window[0][0] : window[-1][1]], round(ratio, 3))
    return best


def _nearest(text: str, quote: str, near: int) -> int:
    after = text.find(quote, max(0, near))
    before = text.rfind(quote, 0, max(0, near) + len(quote))
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - near), default=-1)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the offset it came from."""
    signs: list[str] = []
    offsets: list[int] = []
    for offset, sign in enumerate(text):
        if sign.isspace():
            if signs and signs[-1] == " ":
                continue
            signs.append(" ")
        else:
            signs.append(_FOLDED_SIGNS.get(sign, sign))
        offsets.append(offset)
    return "".join(signs), offsets


def _words(text: str) -> list[tuple[int, int, str]]:
    words: list[tuple[int, int, str]] = []
    position = 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        words.append((start, position, word.casefold().strip(".,;:!?\"'“”‘’()")))
    return words


def _promising(tokens: list[tuple[int, int, str]], wanted: set[str], length: int) -> list[int]:
    """Starts of the windows that share most words with the quote, best first."""
    hits = [1 if word in wanted else 0 for _, _, word in tokens]
    shared = sum(hits[:length])
    scores: list[tuple[int, int]] = []
    for start in range(max(1, len(tokens) - length + 1)):
        if shared:
            scores.append((-shared, start))
        shared -= hits[start] if start < len(hits) else 0
        shared += hits[start + length] if start + length < len(hits) else 0
    return [start for _, start in sorted(scores)[:_MOST_WINDOWS]]
