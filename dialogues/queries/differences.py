"""The accounts of one dialogue side by side: one row a point on which they differ, one column a side."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogues.models import Difference
from dialogues.queries.citations import CitationBook, CitedSentence


@dataclass(frozen=True)
class Account:
    """What one side's sources say about the point, or that they do not mention it."""

    says: str
    silent: bool
    sentences: tuple[CitedSentence, ...]


@dataclass(frozen=True)
class ComparedDifference:
    """A point with its accounts: `columns` are those of side A, of side B, and of everybody else."""

    difference: Difference
    columns: tuple[tuple[Account, ...], tuple[Account, ...], tuple[Account, ...]]

    @property
    def labelled(self) -> tuple[tuple[str, tuple[Account, ...]], ...]:
        """The columns with what stands above them: "A", "B" and "Others"."""
        return tuple(zip(("A", "B", "Others"), self.columns, strict=True))

    @property
    def uncited(self) -> bool:
        return not any(self.columns)


def compared(
    differences: Iterable[Difference], side_codes: tuple[str, str], book: CitationBook
) -> tuple[ComparedDifference, ...]:
    """Each citation of a difference is an account; it belongs to the speaker's side, else to the publisher's."""
    return tuple(
        ComparedDifference(one, _columns(book.about("difference", one.pk).sentences, side_codes)) for one in differences
    )


def _columns(
    sentences: Iterable[CitedSentence], side_codes: tuple[str, str]
) -> tuple[tuple[Account, ...], tuple[Account, ...], tuple[Account, ...]]:
    columns: tuple[dict[tuple[str, bool], list[CitedSentence]], ...] = ({}, {}, {})
    for sentence in sentences:
        code = _speaks_for(sentence)
        place = side_codes.index(code) if code in side_codes else 2
        key = (sentence.citation.value_as_stated, sentence.is_silent)
        columns[place].setdefault(key, []).append(sentence)
    first, second, others = (
        tuple(Account(says, silent, tuple(group)) for (says, silent), group in column.items()) for column in columns
    )
    return first, second, others


def _speaks_for(sentence: CitedSentence) -> str | None:
    if sentence.citation.speaker_party_id is not None:
        return sentence.citation.speaker_party_id
    publisher = sentence.source.article.publisher
    return publisher.party_id if publisher is not None else None
