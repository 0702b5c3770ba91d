"""The timeline: dialogues by year and by mechanism, with what became of their outcomes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Final

from django.db.models import BooleanField, Count, ExpressionWrapper, QuerySet
from django.db.models.functions import ExtractYear

from dialogues.models import Citation, Dialogue, Mechanism
from dialogues.models.outcome_status import current_state
from dialogues.queries.disagreements import sources_disagree
from dialogues.queries.displayed_dates import displayed_dates
from dialogues.queries.filters import published_outcomes
from dialogues.queries.state_families import Family, family_of
from dialogues.text.dates import PartialDate

# More dialogues of one lane and year than this are drawn as one cell that links to them.
DOTS_PER_LANE_AND_YEAR: Final = 12
# The more years there are, the narrower each is: so many dots are the most that a lane may have if all are full.
_DOTS_PER_LANE: Final = 180
# A page lists at most so many dialogues, the newest; its reader narrows the years to see the others.
ITEMS_PER_PAGE: Final = 500
# From each of these a citation leads to its dialogue.
_CITED_UNDER: Final = (
    "dialogue",
    "outcome__dialogue",
    "outcome_status__outcome__dialogue",
    "participation__dialogue",
    "delegation_count__dialogue",
    "position__dialogue",
    "difference__dialogue",
    "milestone__dialogue",
)


@dataclass(frozen=True)
class TimelineItem:
    """A dialogue with what a list says of it. `states` are those of its outcomes, in their order; "" for none."""

    dialogue: Dialogue
    states: tuple[str, ...]
    source_count: int
    disagree: bool

    @property
    def dates(self) -> str:
        return displayed_dates(self.dialogue.start_date, self.dialogue.end_date)

    @property
    def year(self) -> int:
        start: PartialDate = self.dialogue.start_date
        return start.earliest.year

    @cached_property
    def families(self) -> tuple[tuple[Family, int], ...]:
        """How many outcomes are in each family of states that occurs, the commonest first."""
        return tuple(Counter(family_of(state) for state in self.states).most_common())


@dataclass(frozen=True)
class Lane:
    """The dialogues of one mechanism, or (None) of none. `cells` are the years too full for dots, with their count."""

    mechanism: Mechanism | None
    items: tuple[TimelineItem, ...]
    cells: Mapping[int, int]

    @property
    def label(self) -> str:
        return self.mechanism.name if self.mechanism is not None else "Without a mechanism"

    @property
    def last_day(self) -> date:
        days: list[date] = [item.dialogue.start_date.latest for item in self.items]
        return max([*days, *(date(year, 12, 31) for year in self.cells)])


@dataclass(frozen=True)
class Year:
    year: int
    items: tuple[TimelineItem, ...]


@dataclass(frozen=True)
class Timeline:
    """The newest `len(items)` of `total` dialogues, by year and by lane; the lane that was active last comes first."""

    total: int
    items: tuple[TimelineItem, ...]
    years: tuple[Year, ...]
    lanes: tuple[Lane, ...]

    @property
    def complete(self) -> bool:
        return len(self.items) == self.total

    @property
    def outcome_count(self) -> int:
        return sum(len(item.states) for item in self.items)


def read_timeline(dialogues: QuerySet[Dialogue], mechanisms: Mapping[int, Mechanism]) -> Timeline:
    """The timeline of these dialogues in four queries; `mechanisms` are those that the public sees, by primary key."""
    counts = _counts(dialogues, mechanisms)
    items = _items(dialogues[:ITEMS_PER_PAGE])
    years: dict[int, list[TimelineItem]] = defaultdict(list)
    for item in items:
        years[item.year].append(item)
    return Timeline(
        total=sum(counts.values()),
        items=items,
        years=tuple(Year(year, tuple(years[year])) for year in sorted(years, reverse=True)),
        lanes=_lanes(items, counts, mechanisms),
    )


def _counts(dialogues: QuerySet[Dialogue], mechanisms: Mapping[int, Mechanism]) -> Counter[tuple[int | None, int]]:
    """How many dialogues each lane has in each year."""
    rows = (
        dialogues.order_by()
        .annotate(year=ExtractYear("start_date_earliest"))
        .values_list("mechanism_id", "year")
        .annotate(number=Count("pk"))
    )
    counts: Counter[tuple[int | None, int]] = Counter()
    for mechanism, year, number in rows:
        counts[mechanism if mechanism in mechanisms else None, year] += number
    return counts


def _items(dialogues: QuerySet[Dialogue]) -> tuple[TimelineItem, ...]:
    rows = list(
        dialogues.annotate(disagree=ExpressionWrapper(sources_disagree(), output_field=BooleanField()))
        .select_related("side_a", "side_b")
        .defer("summary", "note")
    )
    keys = [dialogue.pk for dialogue in rows]
    states: dict[int, list[str]] = defaultdict(list)
    outcomes = published_outcomes().filter(dialogue__in=keys).annotate(state=current_state()).order_by("dialogue", "id")
    for dialogue, state in outcomes.values_list("dialogue_id", "state"):
        states[dialogue].append(state or "")
    source_counts = _source_counts(keys)
    return tuple(
        TimelineItem(
            dialogue=dialogue,
            states=tuple(states[dialogue.pk]),
            source_count=source_counts[dialogue.pk],
            disagree=dialogue.disagree,
        )
        for dialogue in rows
    )


def _source_counts(dialogues: Sequence[int]) -> Counter[int]:
    """How many articles are cited for each dialogue or for a fact under it. A union, so that each part has an index."""
    if not dialogues:
        return Counter()
    pairs = [
        Citation.objects.filter(**{f"{path}__in": dialogues}).order_by().values_list(path, "snapshot__article")
        for path in _CITED_UNDER
    ]
    first, *others = pairs
    return Counter(dialogue for dialogue, _ in first.union(*others))


def _dots_per_year(years: set[int]) -> int:
    span = max(years, default=0) - min(years, default=0) + 1
    return max(3, min(DOTS_PER_LANE_AND_YEAR, _DOTS_PER_LANE // span))


def _lanes(
    items: Iterable[TimelineItem], counts: Counter[tuple[int | None, int]], mechanisms: Mapping[int, Mechanism]
) -> tuple[Lane, ...]:
    held: dict[tuple[int | None, int], list[TimelineItem]] = defaultdict(list)
    for item in items:
        mechanism = item.dialogue.mechanism_id
        held[mechanism if mechanism in mechanisms else None, item.year].append(item)
    dots: dict[int | None, list[TimelineItem]] = defaultdict(list)
    cells: dict[int | None, dict[int, int]] = defaultdict(dict)
    most = _dots_per_year({year for _, year in counts})
    for (key, year), number in counts.items():
        listed = held[key, year]
        # A year that is listed in part only would look emptier than it is.
        if number > most or len(listed) < number:
            cells[key][year] = number
        else:
            dots[key] += listed
    lanes = [
        Lane(
            mechanisms[key] if key is not None else None,
            tuple(sorted(dots[key], key=lambda item: (item.dialogue.start_date, item.dialogue.pk))),
            dict(sorted(cells[key].items())),
        )
        for key in {key for key, _ in counts}
    ]
    # Two sorts: by name first, so that lanes which were last active on one day keep a stable order.
    return tuple(sorted(sorted(lanes, key=attrgetter("label")), key=attrgetter("last_day"), reverse=True))
