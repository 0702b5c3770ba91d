"""Where two coders agree: for each kind of suggestion the decision and every field, over what both have finished.

A double coding counts when both coders are done and it was not called off. The decision counts every suggestion that
both judged; a field counts those that both accepted, as a rejection gives it no value.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db.models import QuerySet

from dialogues.models import DoubleCoding, Judgement, MissingFact
from dialogues.models.coding import FIRST, SECOND
from dialogues.models.vocabularies import DoubleCodingState, SuggestionKind
from dialogues.queries.reliability import Agreement, Level, agreement

DECISION: Final = "decision"
ALL_KINDS: Final = ""
# Everything else is nominal: a date too, because two dates of which one is known only to the month have no distance,
# and a day beside the right one is as wrong in the record as any other. Numbers of people have a true zero.
LEVELS: Final[dict[tuple[str, str], Level]] = {
    (SuggestionKind.DELEGATION_COUNT, name): "ratio" for name in ("low", "best", "high")
}

Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class _Coded:
    """What one coder said: the payload is None for a rejection."""

    verdict: str
    payload: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A suggestion that both have judged, coder A first."""

    double_coding: int
    kind: str
    judgements: tuple[_Coded, _Coded]


@dataclass(frozen=True, slots=True)
class Row:
    """Agreement on one field of one kind; `kind` is empty for all kinds together, `field` may be the decision."""

    kind: str
    field: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Missing:
    """Facts that the extractor had missed: how many of them each coder found. Nobody lists what neither found, so
    there is no alpha. Two coders found the same one when the kind is the same and their quotes overlap."""

    both: int
    only_first: int
    only_second: int

    @property
    def percent(self) -> float | None:
        """Found by both, of all that were found. None when nothing was."""
        found = self.both + self.only_first + self.only_second
        return 100 * self.both / found if found else None


def compared(double_coding: str = "") -> QuerySet[DoubleCoding]:
    """The double codings that count; only the one with this public ID, if one is given."""
    counted = DoubleCoding.objects.coded_by_both().exclude(state=DoubleCodingState.CALLED_OFF)
    return counted.filter(public_id=double_coding) if double_coding else counted


def agreement_rows(double_coding: str = "") -> list[Row]:
    """The decision over all kinds, then for each kind that was judged its decision and its fields. One query."""
    verdicts: dict[str, list[Pair]] = defaultdict(list)
    fields: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for unit in _units(compared(double_coding)):
        first, second = unit.judgements
        for kind in (ALL_KINDS, unit.kind):
            verdicts[kind].append((first.verdict, second.verdict))
        if first.payload is not None and second.payload is not None:
            for name in first.payload:
                # An empty field is a value: this coder says that the text gives none.
                fields[unit.kind, name].append((_given(first.payload, name), _given(second.payload, name)))
    return list(_rows(verdicts, fields))


def decisions(double_codings: Iterable[DoubleCoding]) -> dict[int, Agreement]:
    """The agreement on the decision in each of these that both have coded, by its key. One query."""
    chosen = DoubleCoding.objects.coded_by_both().filter(pk__in=[one.pk for one in double_codings])
    pairs: dict[int, list[Pair]] = defaultdict(list)
    for unit in _units(chosen):
        pairs[unit.double_coding].append((unit.judgements[0].verdict, unit.judgements[1].verdict))
    return {key: agreement(some) for key, some in pairs.items()}


def missing_facts(double_coding: str = "") -> Missing:
    """What the coders found beside the suggestions. One query."""
    found = MissingFact.objects.filter(coding__double_coding__in=compared(double_coding))
    columns = ("coding__double_coding", "kind", "coding__place", "start", "end")
    both = only_first = only_second = 0
    for _, facts in groupby(found.values_list(*columns).order_by(*columns), key=lambda row: row[:2]):
        spans: dict[int, list[tuple[int, int]]] = {FIRST: [], SECOND: []}
        for *_, place, start, end in facts:
            spans[place].append((start, end))
        matched = _matched(spans[FIRST], spans[SECOND])
        both += matched
        only_first += len(spans[FIRST]) - matched
        only_second += len(spans[SECOND]) - matched
    return Missing(both, only_first, only_second)


def _units(double_codings: QuerySet[DoubleCoding]) -> Iterator[_Unit]:
    judged = Judgement.objects.filter(coding__double_coding__in=double_codings)
    rows = judged.values_list(
        "coding__double_coding", "suggestion", "suggestion__kind", "coding__place", "verdict", "payload"
    ).order_by("coding__double_coding", "suggestion", "coding__place")
    for (double_coding, _, kind), unit in groupby(rows, key=lambda row: row[:3]):
        coded = [_Coded(verdict, payload) for *_, verdict, payload in unit]
        if len(coded) == len((FIRST, SECOND)):
            yield _Unit(double_coding, kind, (coded[0], coded[1]))


def _given(payload: dict[str, Any], name: str) -> Any:
    value = payload.get(name)
    return "" if value is None else value


def _rows(verdicts: dict[str, list[Pair]], fields: dict[tuple[str, str], list[Pair]]) -> Iterable[Row]:
    for kind in (ALL_KINDS, *SuggestionKind.values):
        if kind in verdicts:
            yield Row(kind, DECISION, agreement(verdicts[kind]))
            for (of, name), pairs in fields.items():
                if of == kind:
                    yield Row(kind, name, agreement(pairs, LEVELS.get((kind, name), "nominal")))


def _matched(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> int:
    """How many spans of the one have an overlapping partner among the other's, each taken once."""
    free = list(second)
    matched = 0
    for start, end in first:
        partner = next((span for span in free if span[0] < end and start < span[1]), None)
        if partner is not None:
            free.remove(partner)
            matched += 1
    return matched
