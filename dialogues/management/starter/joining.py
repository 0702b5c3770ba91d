"""The files together: entries of one id become one, and every id that is referred to exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from typing import Protocol, TypeVar

from dialogues.management.starter.entries import (
    BodyEntry,
    CountryEntry,
    EventEntry,
    HeadCountEntry,
    OrganizationEntry,
    OutcomeEntry,
    ParticipantEntry,
    PersonEntry,
    Place,
    RoundEntry,
    SeriesEntry,
    SourceEntry,
    StarterFile,
)
from dialogues.management.starter.reading import StarterError


class HasId(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


Entry = TypeVar("Entry", CountryEntry, OrganizationEntry, PersonEntry, SourceEntry)
WithId = TypeVar("WithId", bound=HasId)


@dataclass(slots=True)
class StarterRecord:
    """All files as one. `repeated` counts the entries that were found in more files than one; a contradiction
    between two of them is told in `contradictions`, and the value read first is kept."""

    series: list[SeriesEntry]
    countries: dict[str, CountryEntry] = field(default_factory=dict)
    organizations: dict[str, OrganizationEntry] = field(default_factory=dict)
    people: dict[str, PersonEntry] = field(default_factory=dict)
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def rounds(self) -> Iterator[tuple[SeriesEntry, RoundEntry]]:
        for series in self.series:
            for meeting in series.rounds:
                yield series, meeting


def join(files: Sequence[StarterFile]) -> StarterRecord:
    """One record of all files. Raises StarterError for an id that is used twice or refers to nothing."""
    record = StarterRecord(series=[file.series for file in files])
    for file in files:
        _merge("countries", record, record.countries, file.countries)
        _merge("organizations", record, record.organizations, file.organizations)
        _merge("people", record, record.people, file.people)
        _merge("sources", record, record.sources, file.sources)
    mistakes = [*_doubles(record), *_dangling(record)]
    if mistakes:
        raise StarterError(mistakes)
    return record


def _merge(kind: str, record: StarterRecord, known: dict[str, Entry], entries: Iterable[Entry]) -> None:
    for entry in entries:
        if entry.id not in known:
            known[entry.id] = entry
            continue
        record.repeated[kind] = record.repeated.get(kind, 0) + 1
        known[entry.id] = _joined(known[entry.id], entry, record.contradictions)


def _joined(first: Entry, second: Entry, contradictions: list[str]) -> Entry:
    """The first entry with what only the second knows, and with the names under which either was seen."""
    gained: dict[str, object] = {}
    for name in (one.name for one in fields(first) if one.name != "place"):
        kept, found = getattr(first, name), getattr(second, name)
        if name == "also_seen_as":
            gained[name] = tuple(dict.fromkeys(kept + found))
        elif kept in ("", None) and found not in ("", None):
            gained[name] = found
        elif found not in ("", None, kept):
            contradictions.append(f"{second.place}: {first.id}: {name} is {found!r}, but {kept!r} in {first.place}")
    return replace(first, **gained)  # type: ignore[arg-type]  # the names come from the entry itself


def _doubles(record: StarterRecord) -> Iterator[str]:
    rounds = [meeting for _, meeting in record.rounds()]
    yield from _used_twice("series", record.series)
    yield from _used_twice("round", rounds)
    yield from _used_twice("outcome", chain.from_iterable(meeting.outcomes for meeting in rounds))
    for meeting in rounds:
        yield from _used_twice("difference", meeting.differences)
        seen: set[tuple[str, str]] = set()
        for participant in meeting.participants:
            if (participant.person, participant.role) in seen:
                yield f"{participant.place}: person: {participant.person!r} is already entered with this role"
            seen.add((participant.person, participant.role))


def _used_twice(kind: str, entries: Iterable[WithId]) -> Iterator[str]:
    first: dict[str, Place] = {}
    for entry in entries:
        if entry.id in first:
            yield f"{entry.place}: id: {kind} {entry.id!r} is already used in {first[entry.id]}"
        first.setdefault(entry.id, entry.place)


def _dangling(record: StarterRecord) -> Iterator[str]:
    """Ids that refer to no country, organization, person or source of the files, and sides that are not sides."""
    of_countries: list[OrganizationEntry | PersonEntry] = [*record.organizations.values(), *record.people.values()]
    for entry in of_countries:
        if entry.country not in record.countries:
            yield f"{entry.place}: country: {entry.country!r} is not among the countries"
    for person in record.people.values():
        if person.native_name_source and person.native_name_source not in record.sources:
            yield f"{person.place}: native_name_source: {person.native_name_source!r} is not among the sources"
    for series in record.series:
        for side in series.sides:
            if side not in record.countries:
                yield f"{series.place}: sides: {side!r} is not among the countries"
        yield from _unknown_sources(record, _sources_named(series))
        for meeting in series.rounds:
            yield from _outsiders(record, series, meeting)


def _outsiders(record: StarterRecord, series: SeriesEntry, meeting: RoundEntry) -> Iterator[str]:
    for participant in meeting.participants:
        if participant.person not in record.people:
            yield f"{participant.place}: person: {participant.person!r} is not among the people"
    for body in meeting.bodies:
        if body.organization not in record.organizations:
            yield f"{body.place}: organization: {body.organization!r} is not among the organizations"
    one = series.sides
    sides = [
        *((member.place, "side", member.side, one) for member in meeting.participants),
        *((body.place, "side", body.side, one) for body in meeting.bodies),
        *((count.place, "side", count.side, (*one, "both")) for count in meeting.head_counts),
        *((outcome.place, "stated_by", outcome.stated_by, (*one, "both")) for outcome in meeting.outcomes),
    ]
    for place, name, side, allowed in sides:
        if side not in allowed:
            yield f"{place}: {name}: must be one of {', '.join(allowed)}, not {side!r}"


def _sources_named(series: SeriesEntry) -> Iterator[tuple[Place, tuple[str, ...]]]:
    if series.established is not None:
        yield series.established.place, series.established.support.sources
    yield from ((event.place, event.support.sources) for event in series.events)
    yield from ((entry.place, entry.support.sources) for entry in series.lineage)
    for meeting in series.rounds:
        yield meeting.place, meeting.support.sources
        facts: list[ParticipantEntry | BodyEntry | HeadCountEntry | OutcomeEntry | EventEntry] = [
            *meeting.participants,
            *meeting.bodies,
            *meeting.head_counts,
            *meeting.outcomes,
            *meeting.events,
        ]
        yield from ((fact.place, fact.support.sources) for fact in facts)
        for event in chain.from_iterable(outcome.status_events for outcome in meeting.outcomes):
            yield event.place, event.support.sources
        for said in chain.from_iterable(difference.accounts for difference in meeting.differences):
            yield said.place, said.sources
        for claim in chain.from_iterable(conflict.claims for conflict in meeting.conflicts):
            yield claim.place, claim.sources


def _unknown_sources(record: StarterRecord, named: Iterable[tuple[Place, tuple[str, ...]]]) -> Iterator[str]:
    for place, sources in named:
        for source in sources:
            if source not in record.sources:
                yield f"{place}: sources: {source!r} is not among the sources"
