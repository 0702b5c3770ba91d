"""Who took part, side by side: chairs, attendees by organization, and head counts without names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dialogues.models import DelegationCount, Organization, Participation, Party
from dialogues.models.vocabularies import Attendance, CountUnit, ParticipationRole, Rank
from dialogues.queries.citations import CitationBook, Evidence

CHAIRS: Final = (ParticipationRole.CO_CHAIR, ParticipationRole.CHAIR, ParticipationRole.ACTING_CHAIR)
HEADS: Final = (*CHAIRS, ParticipationRole.HEAD_OF_DELEGATION)
_RANKS: Final = tuple(Rank)


@dataclass(frozen=True)
class Attendee:
    """A participant with the citations that say so."""

    participation: Participation
    evidence: Evidence

    @property
    def absent(self) -> bool:
        return self.participation.attendance == Attendance.ABSENT


@dataclass(frozen=True)
class AttendingBody:
    """An organization, with its people who took part. `attendee` is its own entry when a source names the body."""

    organization: Organization | None
    people: tuple[Attendee, ...]
    attendee: Attendee | None


@dataclass(frozen=True)
class HeadCount:
    """A count without names, and how many people of that side and rank the record names."""

    count: DelegationCount
    number: str
    what: str
    named: int
    evidence: Evidence


@dataclass(frozen=True)
class Delegation:
    """One side of a dialogue; `party` is None for those who belong to neither."""

    party: Party | None
    heads: tuple[Attendee, ...]
    bodies: tuple[AttendingBody, ...]
    counts: tuple[HeadCount, ...]


def delegations(
    sides: Sequence[Party],
    participations: Iterable[Participation],
    counts: Iterable[DelegationCount],
    book: CitationBook,
) -> tuple[tuple[Delegation, ...], Delegation]:
    """The delegations of the two sides in their stored order, then everybody and every count of neither side alone."""
    attendees = [Attendee(one, book.about("participation", one.pk)) for one in participations]
    counts = list(counts)
    codes = {party.code for party in sides}

    def delegation(party: Party | None) -> Delegation:
        def belongs(code: str | None) -> bool:
            return code == party.code if party is not None else code not in codes

        own = [one for one in attendees if belongs(one.participation.party_id)]
        heads = [one for one in own if one.participation.role in HEADS]
        return Delegation(
            party=party,
            heads=tuple(sorted(heads, key=lambda one: HEADS.index(ParticipationRole(one.participation.role)))),
            bodies=_by_organization([one for one in own if one.participation.role not in HEADS]),
            counts=tuple(_head_count(count, own, book) for count in counts if belongs(count.party_id)),
        )

    return tuple(delegation(party) for party in sides), delegation(None)


def _by_organization(attendees: Iterable[Attendee]) -> tuple[AttendingBody, ...]:
    organizations: dict[int | None, Organization | None] = {}
    people: dict[int | None, list[Attendee]] = {}
    bodies: dict[int | None, Attendee] = {}
    for attendee in attendees:
        participation = attendee.participation
        key = participation.organization_id
        organizations[key] = participation.organization
        people.setdefault(key, [])
        if participation.person_id is None and not participation.name_as_stated:
            bodies.setdefault(key, attendee)
        else:
            people[key].append(attendee)
    groups = [AttendingBody(organizations[key], tuple(people[key]), bodies.get(key)) for key in organizations]
    return tuple(sorted(groups, key=lambda group: group.organization is not None))


def _head_count(count: DelegationCount, attendees: Sequence[Attendee], book: CitationBook) -> HeadCount:
    what = count.rank_as_stated or (count.get_rank_display() if count.rank != Rank.UNKNOWN else "")
    people = "officials" if what else "people"
    noun = people if count.unit == CountUnit.PEOPLE else "bodies"
    return HeadCount(
        count=count,
        number=_number_in_words(count),
        what=f"{what} {noun}".strip(),
        named=sum(_is_counted(one.participation, count) for one in attendees),
        evidence=book.about("delegation_count", count.pk),
    )


def _number_in_words(count: DelegationCount) -> str:
    low, best, high = count.low, count.best, count.high
    if low is not None and low == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    if best is not None:
        return f"about {best:,}"
    return f"more than {low:,}" if low is not None else f"at most {high:,}"


def _is_counted(participation: Participation, count: DelegationCount) -> bool:
    """A named person of the count's rank or a higher one, who was there; every named person for an unknown rank."""
    is_person = participation.person_id is not None or participation.name_as_stated != ""
    if count.unit != CountUnit.PEOPLE or not is_person or participation.attendance == Attendance.ABSENT:
        return False
    if count.rank == Rank.UNKNOWN:
        return True
    if participation.rank == Rank.UNKNOWN:
        return False
    return _RANKS.index(Rank(participation.rank)) <= _RANKS.index(Rank(count.rank))
