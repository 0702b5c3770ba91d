"""The timeline as a picture: SVG made in Python, with one path per family of states in each lane.

Coordinates are CSS pixels: the picture is drawn at its own size, so that its lanes stand beside their labels, whose
heights come from the same classes (`lane-1` to `lane-4` in the style sheet).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dialogues.models.vocabularies import DialogueStatus, Mode
from dialogues.queries.state_families import Family, family_of
from dialogues.queries.timeline import Lane, Timeline, TimelineItem
from dialogues.templatetags.marks import mark_path
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
    places = _spread([scale.x(_middle(item)) for item in lane.items])
    ends = [*places, *(scale.x(date(year, 7, 1)) for year in lane.cells)]
    return format_html(
        '<g class="lane"><path class="lane-edge" d="M0 {}H{}"/><path class="lane-line" d="M{:g} {}H{:g}"/>{}{}{}</g>',
        bottom,
        WIDTH,
        min(ends),
        line,
        max(ends),
        _marks(lane, places, line),
        format_html_join("", "{}", ((_dot(item, x, line),) for item, x in zip(lane.items, places, strict=True))),
        format_html_join("", "{}", ((_cell(lane, year, line, scale, query),) for year in lane.cells)),
    )


def _middle(item: TimelineItem) -> date:
    start: PartialDate = item.dialogue.start_date
    return start.earliest + (start.latest - start.earliest) / 2


def _spread(places: Sequence[float]) -> list[float]:
    """Move dots that would lie on each other just so far apart that each can be seen; clusters keep their centre."""
    gap = min(DOT_GAP, (WIDTH - 2 * MARGIN) / max(1, len(places)))
    clusters: list[list[float]] = []
    for place in places:
        clusters.append([place])
        while len(clusters) > 1 and _first(clusters[-1], gap) < _first(clusters[-2], gap) + gap * len(clusters[-2]):
            last = clusters.pop()
            clusters[-1] += last
    return [round(_first(cluster, gap) + gap * number, 1) for cluster in clusters for number in range(len(cluster))]


def _first(cluster: Sequence[float], gap: float) -> float:
    width = gap * (len(cluster) - 1)
    centred = sum(cluster) / len(cluster) - width / 2
    return max(float(MARGIN), min(centred, WIDTH - MARGIN - width))


def _marks(lane: Lane, places: Sequence[float], line: int) -> SafeString:
    paths: dict[Family, list[str]] = defaultdict(list)
    for item, x in zip(lane.items, places, strict=True):
        states = item.states[:MARKS_SHOWN]
        columns = -(-len(states) // MARKS_PER_COLUMN)
        for number, state in enumerate(states):
            column, row = divmod(number, MARKS_PER_COLUMN)
            left = x + (column - (columns - 1) / 2) * MARK_STEP
            family = family_of(state)
            paths[family].append(mark_path(family, round(left, 1), line - 13 - row * MARK_STEP))
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
        '<a href="{}" aria-label="{}"><title>{}</title><circle class="dot-target" cx="{:g}" cy="{}" r="10"/>'
        '<circle class="{}" cx="{:g}" cy="{}" r="4.5"/></a>',
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
        '<a href="?{}" class="cell" aria-label="{}"><rect x="{:g}" y="{}" width="{:g}" height="18" rx="2"/>'
        '<text x="{:g}" y="{}">{}</text></a>',
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
