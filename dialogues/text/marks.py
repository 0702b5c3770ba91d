"""A text cut at the places that a page marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked in one way.

    `phrases` are the numbers, from 1, of the phrases that it lies in, `begins` of those that begin with it. `first` is
    the first piece that lies in the sentence.
    """

    text: str
    in_sentence: bool
    phrases: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    first: bool = False

    @property
    def is_phrase(self) -> bool:
        return bool(self.phrases)


def marked(text: str, *, sentence: tuple[int, int], phrases: Sequence[tuple[int, int]]) -> list[Piece]:
    """The whole text in order, cut wherever the sentence or one of the phrases begins or ends.

    Offsets are code points; what lies outside the text is cut off, so that a wrong offset never hides the text.
    """
    spans = [(max(0, start), min(len(text), end)) for start, end in phrases]
    cuts = sorted({0, len(text), *(edge for span in [*spans, sentence] for edge in span if 0 < edge < len(text))})
    pieces: list[Piece] = []
    reached = False
    for start, end in pairwise(cuts):
        in_sentence = sentence[0] <= start and end <= sentence[1]
        inside = tuple(number for number, (first, last) in enumerate(spans, 1) if first <= start and end <= last)
        pieces.append(
            Piece(
                text=text[start:end],
                in_sentence=in_sentence,
                phrases=inside,
                begins=tuple(number for number in inside if spans[number - 1][0] == start),
                first=in_sentence and not reached,
            )
        )
        reached = reached or in_sentence
    return pieces
