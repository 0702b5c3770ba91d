"""The timeline as a picture: SVG made in Python, with one path per family of states in each lane.

Coordinates are CSS pixels: the picture is drawn at its own size, so that its lanes stand beside their labels, whose
heights come from the same classes (`lane-1` to `lane-4` in the style sheet).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dialogues.models.vocabularies import DialogueStatus, Mode
from dialogues.queries.state_families import FAMILIES, family_of
from dialogues.queries.timeline import Lane, Timeline, TimelineItem
from dialogues.templatetags.marks import MORE, mark_path
from dialogues.text.dates import PartialDate

WIDTH: Final = 920
MARGIN: Final = 16
AXIS: Final = 28
MARKS_PER_COLUMN: Final = 4
MARK_STEP: Final = 9
MARKS_SHOWN: Final = 12
DOT_GAP: Final = 11
_BASE: Final = 36
_BELOW_DOT: Final = 13
_TICK_SPACE: Final = 42
# A year may be so much fuller than it is wide before the marks of its dialogues are cut short.
_CROWDED: Final = 1.3
_ORDER: Final = tuple(FAMILIES)


@dataclass(frozen=True)
class Scale:
    """Days to pixels. The whole of the first and of the last year is drawn."""

    first_year: int
    last_year: int

    @property
    def per_year(self) -> float:
        return (WIDTH - 2 * MARGIN) / (self.last_year - self.first_year + 1)

    def x(self, day: date) -> float:
        part = (day - date(day.year, 1, 1)).days / 366
        return round(MARGIN + (day.year - self.first_year + part) * self.per_year, 1)

    @property
    def years(self) -> range:
        """The years that are written: each one, or every second, fifth, tenth ... where they would touch."""
        step = next((step for step in (1, 2, 5, 10, 20, 50) if step * self.per_year >= _TICK_SPACE), 100)
        return range(-(-self.first_year // step) * step, self.last_year + 1, step)


@dataclass(frozen=True)
class Placed:
    """A dialogue's dot, and in how many columns the marks of its outcomes stand above it."""

    item: TimelineItem
    x: float
    columns: int


def lane_rows(lane: Lane) -> int:
    """How many rows of outcome marks a lane needs, from 1 to `MARKS_PER_COLUMN`: the number in its class."""
    return min(MARKS_PER_COLUMN, max([1, *(len(item.states) for item in lane.items)]))


def draw(timeline: Timeline, query: QueryDict) -> SafeString:
    """The whole picture; `query` are the filters in force, which the links of full years keep."""
    scale = _scale(timeline.lanes)
    tops, height = [], AXIS
    for lane in timeline.lanes:
        tops.append(height)
        height += _height(lane)
    return format_html(
        '<svg class="timeline-picture" width="{}" height="{}" viewBox="0 0 {} {}" role="group" '
        'aria-label="Timeline of {} dialogues in {} lanes">{}{}</svg>',
        WIDTH,
        height,
        WIDTH,
        height,
        timeline.total,
        len(timeline.lanes),
        _axis(scale, height),
        format_html_join(
            "", "{}", ((_lane(lane, top, scale, query),) for lane, top in zip(timeline.lanes, tops, strict=True))
        ),
    )


def _scale(lanes: Sequence[Lane]) -> Scale:
    years = {item.year for lane in lanes for item in lane.items} | {year for lane in lanes for year in lane.cells}
    return Scale(min(years), max(years))


def _height(lane: Lane) -> int:
    return _BASE + (lane_rows(lane) - 1) * MARK_STEP


def _axis(scale: Scale, height: int) -> SafeString:
    lines = "".join(f"M{scale.x(date(year, 1, 1)):g} {AXIS - 6}V{height}" for year in scale.years)
    labels = format_html_join(
        "", '<text x="{}" y="14">{}</text>', ((scale.x(date(year, 1, 1)), year) for year in scale.years)
    )
    return format_html('<g class="axis" aria-hidden="true"><path d="{}"/>{}</g>', lines, labels)


def _lane(lane: Lane, top: int, scale: Scale, query: QueryDict) -> SafeString:
    bottom = top + _height(lane)
    line = bottom - _BELOW_DOT
    placed = _placed(lane, scale)
    ends = [*(one.x for one in placed), *(scale.x(date(year, 7, 1)) for year in lane.cells)]
    return format_html(
        '<g class="lane"><path class="lane-edge" d="M0 {}H{}"/><path class="lane-line" d="M{} {}H{}"/>'
        '<text class="lane-name" x="2" y="{}" aria-hidden="true">{}</text>{}{}{}</g>',
        bottom,
        WIDTH,
        min(ends),
        line,
        max(ends),
        # Paper only: on a screen the labels stand beside the picture, so that they stay when it is moved.
        top + 12,
        lane.label,
        _marks(placed, line),
        format_html_join("", "{}", ((_dot(one.item, one.x, line),) for one in placed)),
        format_html_join("", "{}", ((_cell(lane, year, line, scale, query),) for year in lane.cells)),
    )


def _placed(lane: Lane, scale: Scale) -> list[Placed]:
    """Every dot of the lane, each within its own year: where dots stand close, their marks share one column."""
    placed = []
    for year, of_year in groupby(lane.items, key=attrgetter("year")):
        items = list(of_year)
        columns = [max(1, -(-min(len(item.states), MARKS_SHOWN) // MARKS_PER_COLUMN)) for item in items]
        if 2 * sum(map(_room, columns)) > _CROWDED * scale.per_year:
            columns = [1] * len(items)
        rooms = [_room(number) for number in columns]
        low = scale.x(date(year, 1, 1))
        slack = max(0.0, 2 * sum(rooms) - scale.per_year) / 2
        slack = min(slack, (_CROWDED - 1) / 2 * scale.per_year, MARGIN)
        middles = [scale.x(_middle(item)) for item in items]
        places = spread(middles, rooms, low - slack, low + scale.per_year + slack)
        placed += [Placed(*one) for one in zip(items, places, columns, strict=True)]
    return placed


def _middle(item: TimelineItem) -> date:
    start: PartialDate = item.dialogue.start_date
    return start.earliest + (start.latest - start.earliest) / 2


def _room(columns: int) -> float:
    """Half the width that a dot takes with its columns of marks."""
    return max(DOT_GAP, columns * MARK_STEP + 2) / 2


def spread(places: Sequence[float], rooms: Sequence[float], low: float, high: float) -> list[float]:
    """Move dots that would lie on each other just so far apart that each can be seen; clusters keep their centre.

    `places`: where they should be, in order. `rooms`: half the width that each needs; all shrink alike where `low` to
    `high`, which they do not leave, is too short for them.
    """
    shrunk = min(1.0, (high - low) / max(1.0, 2 * sum(rooms)))
    clusters: list[_Cluster] = []
    for place, room in zip(places, rooms, strict=True):
        clusters.append(_Cluster([place], [room * shrunk], low, high))
        while len(clusters) > 1 and clusters[-1].left < clusters[-2].left + clusters[-2].width:
            last = clusters.pop()
            clusters[-1] = _Cluster(clusters[-1].places + last.places, clusters[-1].halves + last.halves, low, high)
    return [x for cluster in clusters for x in cluster.spread()]


@dataclass(frozen=True)
class _Cluster:
    """Neighbouring dots that stand side by side."""

    places: list[float]
    halves: list[float]
    low: float
    high: float

    @property
    def width(self) -> float:
        return 2 * sum(self.halves)

    @property
    def left(self) -> float:
        """The left edge, when the cluster is centred on the places that its dots should have."""
        centred = sum(self.places) / len(self.places) - self.width / 2
        return max(self.low, min(centred, self.high - self.width))

    def spread(self) -> list[float]:
        edges = [self.left + 2 * sum(self.halves[:number]) for number in range(len(self.halves))]
        return [round(edge + half, 1) for edge, half in zip(edges, self.halves, strict=True)]


def _marks(placed: Sequence[Placed], line: int) -> SafeString:
    paths: dict[str, list[str]] = defaultdict(list)
    for one in placed:
        families = sorted((family_of(state) for state in one.item.states), key=_ORDER.index)
        shown = families[: one.columns * MARKS_PER_COLUMN]
        for number, family in enumerate(shown):
            column, row = divmod(number, MARKS_PER_COLUMN)
            left = round(one.x + (column - (one.columns - 1) / 2) * MARK_STEP, 1)
            height = line - 13 - row * MARK_STEP
            if number == len(shown) - 1 and len(shown) < len(families):
                paths["more"].append(f"M{left:g} {height}{MORE}")
            else:
                paths[family].append(mark_path(family, left, height))
    # What is drawn is said by the label of the dialogue's link.
    return format_html_join(
        "",
        '<path class="mark mark-{}" d="{}" aria-hidden="true"/>',
        ((family, "".join(parts)) for family, parts in sorted(paths.items())),
    )


def _dot(item: TimelineItem, x: float, line: int) -> SafeString:
    dialogue = item.dialogue
    virtual = dialogue.mode in {Mode.VIDEO, Mode.PHONE}
    classes = ["dot"]
    if virtual:
        classes.append("dot-virtual")
    if dialogue.status != DialogueStatus.HELD:
        classes.append(f"dot-{dialogue.status}")
    label = ", ".join(_said_of(item))
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title><circle class="dot-target" cx="{}" cy="{}" r="10"/>'
        '<circle class="{}" cx="{}" cy="{}" r="4.5"/></a>',
        dialogue.get_absolute_url(),
        label,
        label,
        x,
        line,
        " ".join(classes),
        x,
        line,
    )


def _said_of(item: TimelineItem) -> list[str]:
    dialogue = item.dialogue
    said = [f"{item.dates}: {dialogue.title}"]
    if dialogue.city:
        said.append(dialogue.city)
    if dialogue.mode in {Mode.VIDEO, Mode.PHONE}:
        said.append(dialogue.get_mode_display())
    if dialogue.status != DialogueStatus.HELD:
        said.append(dialogue.get_status_display())
    number = len(item.states)
    said.append(f"{number} outcome{'' if number == 1 else 's'}")
    return said


def _cell(lane: Lane, year: int, line: int, scale: Scale, query: QueryDict) -> SafeString:
    number = lane.cells[year]
    left = scale.x(date(year, 1, 1)) + 1
    width = round(max(4.0, scale.per_year - 2), 1)
    return format_html(
        '<a href="?{}" class="cell" aria-label="{}"><rect x="{}" y="{}" width="{}" height="18" rx="2"/>'
        '<text x="{}" y="{}">{}</text></a>',
        _narrowed(query, lane, year),
        f"{year}: {number} dialogues, {lane.label}",
        left,
        line - 9,
        width,
        left + width / 2,
        line + 4,
        number,
    )


def _narrowed(query: QueryDict, lane: Lane, year: int) -> SafeString:
    narrowed = query.copy()
    limits: Mapping[str, str] = {"from": str(year), "to": str(year)}
    for name, value in limits.items():
        narrowed[name] = value
    if lane.mechanism is not None:
        narrowed["mechanism"] = lane.mechanism.public_id
    return mark_safe(narrowed.urlencode().replace("&", "&amp;"))  # noqa: S308 - urlencode leaves no other mark-up
