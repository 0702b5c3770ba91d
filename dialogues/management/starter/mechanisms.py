"""Mechanisms, the events in their life and their lineage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from dialogues.management.starter import terms
from dialogues.management.starter.entries import EventEntry, LineageEntry, SeriesEntry
from dialogues.management.starter.shelves import Shelves
from dialogues.models import Dialogue, Mechanism
from dialogues.models.vocabularies import MechanismStatus, OutcomeState, Publication, RelationKind

# The alias that is short for the whole name.
_ABBREVIATIONS: Final = {
    "au-cn-hlsd": "HLSD",
    "us-cn-ced": "CED",
    "us-cn-cnwg": "CNWG",
    "us-cn-dsd": "D&SD",
    "us-cn-ewg": "EWG",
    "us-cn-fwg": "FWG",
    "us-cn-lecd": "LECD",
    "us-cn-scd": "SCD",
    "us-cn-sed": "S&ED",
}


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A relation between two series by their ids; the target may be one that the record does not hold."""

    kind: str
    source: str
    target: str


def load_mechanisms(shelves: Shelves) -> None:
    for series in shelves.record.series:
        side_a, side_b = sorted(series.sides)
        established = series.established
        notes = [series.note] + ([f"Established: {established.note}"] if established and established.note else [])
        shelves.mechanisms.put(
            series.id,
            side_a_id=side_a,
            side_b_id=side_b,
            name=series.name,
            abbreviation=_ABBREVIATIONS.get(series.id, ""),
            native_names=dict(series.native_names),
            aliases=list(series.aliases),
            level=shelves.report.translate("level", series.level, terms.LEVEL),
            status=_status(series, shelves),
            status_as_stated=series.status,
            established_on=established.date if established else None,
            established_by=established.by if established else "",
            note="\n".join(note for note in notes if note),
            publication=Publication.PUBLISHED,
        )
    shelves.mechanisms.store()
    shelves.report.entry("series", len(shelves.record.series), "Mechanism")


def _status(series: SeriesEntry, shelves: Shelves) -> str:
    status = terms.MECHANISM_STATUS.get(series.id, MechanismStatus.UNKNOWN)
    shelves.report.becomes("status of a mechanism", series.status, status)
    return status


def cite_establishment(shelves: Shelves) -> None:
    count = 0
    for series in shelves.record.series:
        if series.established is not None:
            count += 1
            mechanism = shelves.mechanisms[series.id]
            shelves.cite_support("mechanism", series.id, mechanism, series.established.support, "established_on")
    shelves.report.entry("accounts of how a series began", count, "Mechanism.established_on and established_by")


def load_milestones(shelves: Shelves) -> None:
    """The dated events of series and of rounds, in the order of the files."""
    events: dict[str, tuple[EventEntry, Mechanism | Dialogue]] = {}
    for series in shelves.record.series:
        for number, event in enumerate(series.events, 1):
            events[f"{series.id}/{number}"] = event, shelves.mechanisms[series.id]
        for meeting in series.rounds:
            for number, event in enumerate(meeting.events, 1):
                events[f"{meeting.id}/{number}"] = event, shelves.dialogues[meeting.id]
    for key, (event, owner) in events.items():
        state = shelves.report.translate("state of a milestone", event.status, terms.MILESTONE_STATE)
        shelves.milestones.put(
            key,
            mechanism=owner if isinstance(owner, Mechanism) else None,
            dialogue=owner if isinstance(owner, Dialogue) else None,
            state=state,
            state_as_stated=as_stated(event.status, state),
            effective_on=event.date,
            description=event.note,
        )
    shelves.milestones.store()
    for key, (event, _) in events.items():
        cite_event(shelves, "milestone", key, event)
    shelves.report.entry("events of series and rounds", len(events), "Milestone")


def cite_event(shelves: Shelves, subject: str, key: str, event: EventEntry) -> None:
    """Cite the sources of an event. Of what was looked for and not found, the sources are silent about it."""
    row = shelves.milestones[key] if subject == "milestone" else shelves.statuses[key]
    if not event.support.verified and event.status == OutcomeState.NOT_CONFIRMED:
        shelves.cite_silence(subject, key, row, event.support)
    else:
        shelves.cite_support(subject, key, row, event.support)


def load_relations(shelves: Shelves) -> None:
    """Lineage. What two series say of each other is one relation, with the words and the sources of both."""
    lines: defaultdict[Line, list[LineageEntry]] = defaultdict(list)
    for series in shelves.record.series:
        for entry in series.lineage:
            line = _line(shelves, series, entry)
            shelves.report.becomes("lineage", entry.relation, line.kind)
            lines[line].append(entry)
    for line, entries in lines.items():
        in_record = shelves.has_series(line.target)
        notes = dict.fromkeys(shelves.remark(entry.note, entry.support) for entry in entries)
        shelves.relations.put(
            _key(line),
            kind=line.kind,
            kind_as_stated="; ".join(
                filter(None, dict.fromkeys(as_stated(one.relation, line.kind) for one in entries))
            ),
            from_mechanism=shelves.mechanisms[line.source],
            to_mechanism=shelves.mechanisms[line.target] if in_record else None,
            to_as_stated="" if in_record else _readable(shelves, entries[0]),
            note="; ".join(notes),
        )
    shelves.relations.store()
    for line, entries in lines.items():
        verified = [entry.support.sources for entry in entries if entry.support.verified]
        for source in dict.fromkeys(source for sources in verified for source in sources):
            shelves.cite("relation", _key(line), shelves.relations[_key(line)], source)
    total = sum(len(entries) for entries in lines.values())
    shelves.report.entry("entries of lineage", total, f"Relation ({total - len(lines)} were told from both ends)")


def _line(shelves: Shelves, series: SeriesEntry, entry: LineageEntry) -> Line:
    if not shelves.has_series(entry.target_series) and entry.relation in terms.RELATION_TO_UNKNOWN:
        kind = terms.RELATION_TO_UNKNOWN[entry.relation]
        shelves.report.remarks.append(
            f"{series.id}: {entry.relation} {entry.target_series}: that series is not in the record, so this is told "
            f"as {series.id} {kind} {_readable(shelves, entry)!r}."
        )
        return Line(kind, series.id, entry.target_series)
    relation = entry.relation
    if (series.id, entry.target_series) in terms.LED_TO_A_RESTORATION:
        return Line(RelationKind.REAFFIRMS, series.id, entry.target_series)
    kind, from_other = terms.LINEAGE[relation]
    ends = (entry.target_series, series.id) if from_other else (series.id, entry.target_series)
    if kind == RelationKind.SIBLING_OF:
        ends = (min(ends), max(ends))
    return Line(kind, *ends)


def _key(line: Line) -> str:
    return f"{line.source}/{line.kind}/{line.target}"


def _readable(shelves: Shelves, entry: LineageEntry) -> str:
    if entry.target_series not in terms.UNKNOWN_SERIES:
        shelves.report.warnings.append(f"{entry.place}: target_series: {entry.target_series!r} is not in the record")
    return terms.UNKNOWN_SERIES.get(entry.target_series, entry.target_series)


def as_stated(term: str, ours: str) -> str:
    """The files' term in readable form, or "" when ours is the same."""
    return "" if term == ours else term.replace("_", " ")
