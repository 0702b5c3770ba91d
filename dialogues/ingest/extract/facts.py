"""What the extractor takes and gives: a document, the record's names, and facts tied to spans of the text.

Offsets count code points of `Document.text`; spans are half-open. A fact is only a proposal: a person decides on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from dialogues.text.dates import PartialDate

JSONValue: TypeAlias = str | int | float | bool | list["JSONValue"] | dict[str, "JSONValue"] | None


# The rule of the one fact that a document gets whose language has no rules.
NOT_READ: Final = "relevance.language_without_rules"


class FactKind(StrEnum):
    """The kinds of fact, and the fields of each one's value (null where the text does not say).

    - relevance: relevance (reports, announces, mentions, none); exactly one for each document
    - dialogue: name, mechanism_key, kind, ordinal, start_date, end_date, date_basis, city, country, venue, mode,
      parties, date_conflicts (list of value, as_stated, span); at most one, the meeting that the document reports
    - participation: name, person_key, title_as_stated, organization_as_stated, organization_key, party, role, rank,
      attendance, acting_for
    - delegation_count: party, rank, rank_as_stated, unit (people, bodies), low, best, high, wording
    - outcome: kind, title, stated_by (both, a party's code, unknown), deadline_as_stated, deadline
    - relation: kind, to_as_stated, to_date
    - position: party, speaker, stance, addressee, statement
    - status: outcome_as_stated, status, effective_on

    Dates are written as `PartialDate` writes them; parties are ISO 3166 codes, or EU.
    """

    RELEVANCE = "relevance"
    DIALOGUE = "dialogue"
    PARTICIPATION = "participation"
    DELEGATION_COUNT = "delegation_count"
    OUTCOME = "outcome"
    RELATION = "relation"
    POSITION = "position"
    STATUS = "status"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end` (excluded) of a text. Raises ValueError when reversed or negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span: start ({self.start}) must be between 0 and end ({self.end})")

    @classmethod
    def clamped(cls, start: int, end: int) -> Span:
        """A window for looking around: empty at `start` where its end would come before it; never an error."""
        begin = max(0, start)
        return cls(begin, max(begin, end))

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read. `published_on` is the publisher's local date; `language` is a BCP 47 tag such as en or zh.

    `published_within` serves when only a month or year of publication is known: it gives years, never weekdays.
    """

    text: str
    language: str
    title: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    url: str | None = None
    published_within: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One proposed fact.

    `spans[0]` is the phrase itself; `sentence` the sentence that says it; `evidence` names for a field of `value` where
    the text says it; `rule` and `layers` say what found it; `confidence` lies between 0 and 1.
    """

    kind: FactKind
    value: Mapping[str, JSONValue]
    spans: tuple[Span, ...]
    sentence: Span
    rule: str
    confidence: float
    layers: tuple[str, ...]
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A state or bloc. `code` is ISO 3166 alpha-2, or EU; `aliases` may hold adjectives and native names."""

    key: str
    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTenure:
    """A post that a person held. An open end means that the record knows of none."""

    title: str
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the record."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    native_name: str | None = None
    party: str | None = None
    tenures: tuple[KnownTenure, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """A ministry or agency of the record."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    native_name: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A city or venue of the record. `country` is ISO 3166 alpha-2."""

    key: str
    name: str
    country: str
    aliases: tuple[str, ...] = ()
    native_name: str | None = None


@dataclass(frozen=True, slots=True)
class KnownMechanism:
    """A standing dialogue of the record, with each side's names for it among the aliases."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    native_name: str | None = None
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names that the record knows. Each `key` is opaque: facts give it back, for instance as person_key."""

    people: tuple[KnownPerson, ...] = ()
    organizations: tuple[KnownOrganization, ...] = ()
    parties: tuple[KnownParty, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    mechanisms: tuple[KnownMechanism, ...] = ()

    @classmethod
    def empty(cls) -> Gazetteer:
        """No names at all: the built-in lists of countries, capitals and common ministries still apply."""
        return EMPTY_GAZETTEER


EMPTY_GAZETTEER: Final = Gazetteer()
