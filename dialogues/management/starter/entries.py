"""What a file of the starter record holds. Dates are partial dates already; terms are still those of the files."""

from __future__ import annotations

from dataclasses import dataclass

from dialogues.text.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file's name and the line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a fact was seen in a source, and the ids of the sources named for it."""

    verified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryEntry:
    place: Place
    id: str
    name: str
    kind: str
    native: str


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    place: Place
    id: str
    name: str
    country: str
    abbreviation: str
    native_name: str
    also_seen_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    place: Place
    id: str
    name: str
    country: str
    native_name: str
    native_name_verified: bool
    native_name_source: str
    also_seen_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """`published` is None when the date was not shown."""

    place: Place
    id: str
    url: str
    publisher: str
    published: PartialDate | None
    perspective: str
    language: str
    what_it_is: str
    repost_of: str
    date_basis: str
    mirror_domain: bool
    extent_seen: str
    note: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    """A dated event in the life of an outcome, a round or a series."""

    place: Place
    date: PartialDate
    status: str
    note: str
    support: Support


@dataclass(frozen=True, slots=True)
class LineageEntry:
    place: Place
    relation: str
    target_series: str
    note: str
    support: Support


@dataclass(frozen=True, slots=True)
class ParticipantEntry:
    place: Place
    person: str
    role: str
    side: str
    office: str
    rank: str
    note: str
    support: Support


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """An organization that took part."""

    place: Place
    organization: str
    side: str
    note: str
    support: Support


@dataclass(frozen=True, slots=True)
class HeadCountEntry:
    """`side` is "both" when the count covers both delegations together."""

    place: Place
    side: str
    count: int
    qualifier: str
    what: str
    support: Support


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    place: Place
    id: str
    title: str
    summary: str
    type: str
    stated_by: str
    due: PartialDate | None
    status_events: tuple[EventEntry, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What one side's account says. `side` may carry a remark: "CN (wire)"."""

    place: Place
    side: str
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceEntry:
    place: Place
    id: str
    topic: str
    kind: str
    note: str
    accounts: tuple[AccountEntry, ...]


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    place: Place
    value: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictEntry:
    place: Place
    field: str
    resolution: str
    note: str
    claims: tuple[ClaimEntry, ...]


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """One meeting. `number` is None for a meeting that is not counted."""

    place: Place
    id: str
    number: int | None
    label: str
    kind: str
    start: PartialDate
    end: PartialDate
    city: str
    country: str
    venue: str
    mode: str
    note: str
    topics: tuple[str, ...]
    participants: tuple[ParticipantEntry, ...]
    bodies: tuple[BodyEntry, ...]
    head_counts: tuple[HeadCountEntry, ...]
    outcomes: tuple[OutcomeEntry, ...]
    events: tuple[EventEntry, ...]
    differences: tuple[DifferenceEntry, ...]
    conflicts: tuple[ConflictEntry, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class EstablishedEntry:
    place: Place
    date: PartialDate
    by: str
    note: str
    support: Support


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """A standing dialogue. `established` is None when no source seen says when it was set up."""

    place: Place
    id: str
    name: str
    native_names: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    sides: tuple[str, ...]
    level: str
    established: EstablishedEntry | None
    status: str
    note: str
    lineage: tuple[LineageEntry, ...]
    events: tuple[EventEntry, ...]
    rounds: tuple[RoundEntry, ...]


@dataclass(frozen=True, slots=True)
class StarterFile:
    name: str
    countries: tuple[CountryEntry, ...]
    organizations: tuple[OrganizationEntry, ...]
    people: tuple[PersonEntry, ...]
    series: SeriesEntry
    sources: tuple[SourceEntry, ...]
