"""A text cut at the places that a page marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked in one way. `first` is the first piece that lies in the sentence."""

    text: str
    in_sentence: bool
    is_phrase: bool
    first: bool = False


def marked(text: str, *, sentence: tuple[int, int], phrases: Iterable[tuple[int, int]]) -> list[Piece]:
    """The whole text in order, cut wherever the sentence or one of the phrases begins or ends.

    Offsets are code points; what lies outside the text is cut off, so that a wrong offset never hides the text.
    """
    spans = [(max(0, start), min(len(text), end)) for start, end in phrases]
    cuts = sorted({0, len(text), *(edge for span in [*spans, sentence] for edge in span if 0 < edge < len(text))})
    pieces: list[Piece] = []
    reached = False
    for start, end in pairwise(cuts):
        in_sentence = sentence[0] <= start and end <= sentence[1]
        is_phrase = any(first <= start and end <= last for first, last in spans)
        pieces.append(Piece(text[start:end], in_sentence, is_phrase, first=in_sentence and not reached))
        reached = reached or in_sentence
    return pieces
