"""The accounts of one dialogue side by side: one row a point on which they differ, or an outcome that several tell of;
one column a side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from dialogues.models import Difference, Outcome
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.accounts import account_of
from dialogues.queries.citations import CitationBook, CitedSentence


@dataclass(frozen=True)
class Account:
    """What one side's sources say about the point, or that they do not mention it."""

    says: str
    silent: bool
    sentences: tuple[CitedSentence, ...]


Columns = tuple[tuple[Account, ...], tuple[Account, ...], tuple[Account, ...]]


@dataclass(frozen=True)
class SideBySide:
    """A row of accounts: `columns` are those of side A, of side B, and of everybody else."""

    columns: Columns

    @property
    def labelled(self) -> tuple[tuple[str, tuple[Account, ...]], ...]:
        """The columns with what stands above them: "A", "B" and "Others"."""
        return tuple(zip(("A", "B", "Others"), self.columns, strict=True))


@dataclass(frozen=True)
class ComparedDifference(SideBySide):
    """A point with its accounts."""

    difference: Difference

    @property
    def uncited(self) -> bool:
        return not any(self.columns)


# Stances that say the same thing otherwise, or another thing.
_OTHERWISE: Final = frozenset({CitationStance.SOFTER, CitationStance.STRONGER, CitationStance.CONTRADICTS})


@dataclass(frozen=True)
class ComparedOutcome(SideBySide):
    """An outcome of which several accounts tell, or on which one is silent.

    `aligned_on` is the day on which a person last put one of the passages beside the others.
    """

    outcome: Outcome
    verdict: str
    aligned_on: date


def compared_outcomes(
    outcomes: Iterable[Outcome], sides: tuple[tuple[str, str], tuple[str, str]], book: CitationBook
) -> tuple[ComparedOutcome, ...]:
    """The outcomes that are cited from more than one account with a quote, or for which a text was searched in vain.

    `sides` gives code and name of each side. That the passages belong together is what people said when they
    accepted each of them as a citation of the outcome: nothing is aligned here.
    """
    codes = (sides[0][0], sides[1][0])
    names = (sides[0][1], sides[1][1])
    rows = []
    for outcome in outcomes:
        told = [one for one in book.about("outcome", outcome.pk).sentences if one.quote or one.is_silent]
        accounts = {account_of(one.source.article) for one in told}
        if len(accounts) < 2 or not any(one.quote for one in told):
            continue
        rows.append(
            ComparedOutcome(
                _columns(told, codes, by_value=False),
                outcome,
                _verdict(told, codes, names),
                max(one.citation.created_at for one in told).date(),
            )
        )
    return tuple(rows)


def _verdict(told: list[CitedSentence], codes: tuple[str, str], names: tuple[str, str]) -> str:
    """In words: whether both sides tell of it, and whether they say the same."""
    if any(one.citation.stance in _OTHERWISE for one in told):
        return "the accounts differ"
    telling = {_speaks_for(one) for one in told if one.quote}
    silent = {_speaks_for(one) for one in told if one.is_silent} - telling
    for ours, theirs in ((0, 1), (1, 0)):
        if codes[ours] in telling and codes[theirs] in silent:
            return f"only {names[ours]}; {names[theirs]} does not mention it"
    if telling >= set(codes):
        return "both sides tell of it"
    if silent:
        return "not every account mentions it"
    return "several accounts tell of it"


def compared(
    differences: Iterable[Difference], side_codes: tuple[str, str], book: CitationBook
) -> tuple[ComparedDifference, ...]:
    """Each citation of a difference is an account; it belongs to the speaker's side, else to the publisher's."""
    return tuple(
        ComparedDifference(_columns(book.about("difference", one.pk).sentences, side_codes), one) for one in differences
    )


def _columns(sentences: Iterable[CitedSentence], side_codes: tuple[str, str], *, by_value: bool = True) -> Columns:
    columns: tuple[dict[tuple[str, bool], list[CitedSentence]], ...] = ({}, {}, {})
    for sentence in sentences:
        code = _speaks_for(sentence)
        place = side_codes.index(code) if code in side_codes else 2
        key = (sentence.citation.value_as_stated if by_value else "", sentence.is_silent)
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
