"""Finding a quotation in a text: letter for letter, or but for spacing, marks and case; and what was near a miss.

Modelled on the text quote selector of the W3C Web Annotation Data Model: the quote with 32 characters on either side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

CONTEXT_LENGTH: Final = 32
# A quote that stands at more places than anybody would look through needs more words.
MOST_PLACES: Final = 50
# Letters of two texts on different matters are alike to about a half.
LEAST_ALIKE: Final = 60.0
_LONGEST_COMPARED: Final = 2000
# Each end that is tried compares the quote once more.
_MOST_ENDS: Final = 40
_MARKS: Final = {
    **dict.fromkeys("“”„‟«»❝❞「」『』〝〞〟", '"'),
    **dict.fromkeys("‘’‚‛❛❜`´", "'"),
    **dict.fromkeys("‐‑‒–—―−⸺⸻", "-"),
}
# Chinese and Japanese characters with their marks; Korean is written with spaces.
_UNSPACED: Final = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_WIDE: Final = (0xFF00, 0xFFEF)


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Where a quote stands: half-open code-point offsets, the text's own words, and up to 32 characters around them."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class FoundQuotes:
    """Every place at which a text says a quote, in order, at most 50 of them; `more` says that there are others.

    `as_given` is false when the text says it only but for spacing, quotation marks, dashes, width of letters or case.
    """

    places: tuple[FoundQuote, ...]
    as_given: bool
    more: bool = False


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


def find_quotes(text: str, quote: str, *, start: int | None = None) -> FoundQuotes:
    """Where the text says the quote; no places when it does not. White space around the quote does not count.

    Letter for letter is preferred; only when the text nowhere says it so, white space of any kind and length counts as
    one space (beside a Chinese character as none), and quotation marks, apostrophes, dashes, full-width forms and
    case are each as good as their kin. A letter is never cut from its accent. With `start`, if one of the places begins
    there, the answer is that place alone.
    """
    wanted = quote.strip()
    as_given = bool(wanted) and wanted in text
    spans = _literal(text, wanted) if as_given else _but_for_marks(text, wanted)
    if start is not None:
        every = list(spans)
        spans = iter([span for span in every if span[0] == start] or every)
    found = list(islice(spans, MOST_PLACES + 1))
    places = tuple(context_of(text, *span) for span in found[:MOST_PLACES])
    return FoundQuotes(places, as_given=as_given, more=len(found) > MOST_PLACES)


def nearest_match(text: str, quote: str) -> NearQuote | None:
    """The passage of `text` most like `quote`, in whole words, to show beside a refused quote.

    None when no passage is alike to 60 in 100 of its letters, which is what any two texts in one language reach.
    Only the first 2,000 characters of the quote are compared.
    """
    folded, origins = _folded(text)
    wanted = _folded(quote.strip()[:_LONGEST_COMPARED])[0].strip()
    if not wanted or not folded.strip():
        return None
    near = fuzz.partial_ratio_alignment(wanted, folded, score_cutoff=LEAST_ALIKE)
    if near is None or near.dest_start >= near.dest_end:
        return None
    first, after = _best_ends(wanted, folded, near.dest_start, near.dest_end)
    start, end = _whole_words(text, origins[first], origins[after - 1] + 1)
    return NearQuote(start, end, text[start:end], round(fuzz.ratio(wanted, folded[first:after]) / 100, 3))


def _literal(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    place = text.find(wanted)
    while place >= 0:
        yield place, place + len(wanted)
        place = text.find(wanted, place + 1)


def _but_for_marks(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Spans of the text that fold to the same as the quote, and neither begin nor end within a letter of the text."""
    wanted = _folded(quote)[0].strip()
    if not wanted:
        return
    folded, origins = _folded(text)
    for first, after in _literal(folded, wanted):
        end = origins[after - 1] + 1
        within_first = first > 0 and origins[first - 1] == origins[first]
        within_last = after < len(folded) and origins[after] < end
        accented = end < len(text) and unicodedata.combining(text[end])
        if not (within_first or within_last or accented):
            yield origins[first], end


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with its spacing, marks, widths and case evened out, and for each character the offset it came from."""
    signs: list[str] = []
    origins: list[int] = []
    space = -1  # the offset of white space that is not written yet
    for offset, sign in enumerate(text):
        if sign.isspace():
            space = offset if space < 0 else space
            continue
        for part in _fold(sign):
            if space >= 0:
                if signs and not (_is_unspaced(text[origins[-1]]) or _is_unspaced(sign)):
                    signs.append(" ")
                    origins.append(space)
                space = -1
            if part == "-" and signs and signs[-1] == "-":
                continue
            signs.append(part)
            origins.append(offset)
    return "".join(signs), origins


@cache
def _fold(sign: str) -> str:
    """One character, evened out; nothing for one that is not seen, such as a soft hyphen."""
    if unicodedata.category(sign) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", _MARKS.get(sign, sign)).casefold()
    # The compatible form of a lone accent or of an ideographic half brings spaces or marks of its own.
    return "".join(_MARKS.get(one, one) for one in plain if not one.isspace())


@cache
def _is_unspaced(sign: str) -> bool:
    """Whether it is of a script that is written without spaces between words, or one of its marks."""
    wide_mark = _WIDE[0] <= ord(sign) <= _WIDE[1] and not sign.isalnum()
    return wide_mark or any(first <= ord(sign) <= last for first, last in _UNSPACED)


def _best_ends(wanted: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """A passage as long as the quote, moved to the ends at which it is most like the quote.

    The quote may leave out words of the text, or have some that the text lacks.
    """
    low, high = max(0, start - len(wanted)), min(len(folded), end + len(wanted))
    shared = [block for block in Indel.opcodes(wanted, folded[low:high]) if block.tag == "equal"]
    ends = [end, *(low + block.dest_end for block in shared[-_MOST_ENDS:] if low + block.dest_end > start)]
    end = max(ends, key=lambda one: fuzz.ratio(wanted, folded[start:one]))
    starts = [start, *(low + block.dest_start for block in shared[:_MOST_ENDS] if low + block.dest_start < end)]
    return max(starts, key=lambda one: fuzz.ratio(wanted, folded[one:end])), end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and _one_word(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _one_word(text[end - 1], text[end]):
        end += 1
    return start, end


def _one_word(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word; each Chinese character is one by itself."""
    if unicodedata.combining(right):
        return True
    return left.isalnum() and right.isalnum() and not _is_unspaced(left) and not _is_unspaced(right)
