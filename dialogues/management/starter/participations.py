"""Who took part: the posts that people held, the people, and the organizations that are named without them."""

from __future__ import annotations

import re
from typing import Final

from dialogues.management.starter import terms
from dialogues.management.starter.entries import BodyEntry, ParticipantEntry, RoundEntry
from dialogues.management.starter.mechanisms import as_stated
from dialogues.management.starter.offices import Post, posts
from dialogues.management.starter.shelves import Shelves
from dialogues.models import Participation
from dialogues.models.vocabularies import Attendance, ParticipationRole

_STOOD_IN_FOR: Final = re.compile(r"\bstood in for (?P<surname>\w+)")


def load_tenures(shelves: Shelves) -> None:
    """One tenure a person and title, however often it is stated. When it began and ended, the files do not say."""
    held: dict[str, tuple[str, Post]] = {}
    sources: dict[str, dict[str, None]] = {}
    for _, participant in _participants(shelves):
        for post in posts(participant.office, participant.side, participant.rank):
            key = _tenure_key(participant, post)
            held.setdefault(key, (participant.person, post))
            if participant.support.verified:
                sources.setdefault(key, {}).update(dict.fromkeys(participant.support.sources))
    for key, (person, post) in held.items():
        shelves.tenures.put(
            key,
            person=shelves.people[person],
            organization=shelves.organizations[post.organization] if post.organization else None,
            title=post.title,
            rank=post.rank,
            acting=post.acting,
        )
    shelves.tenures.store()
    for key, seen in sources.items():
        for source in seen:
            shelves.cite("tenure", key, shelves.tenures[key], source)


def load_participations(shelves: Shelves) -> None:
    """People and bodies. Those who stood in for somebody come last, when the one they stood in for is stored."""
    entries = list(_participants(shelves))
    stand_ins = [(meeting, entry) for meeting, entry in entries if _absent_one(meeting, entry, shelves)]
    for meeting, entry in entries:
        if (meeting, entry) not in stand_ins:
            _put_participant(shelves, meeting, entry, acting_for=None)
    shelves.participations.store()
    for meeting, entry in stand_ins:
        absent = _absent_one(meeting, entry, shelves)
        acting_for = shelves.participations[_key(meeting, absent)] if absent else None
        _put_participant(shelves, meeting, entry, acting_for=acting_for)
    bodies = [(meeting, body) for _, meeting in shelves.record.rounds() for body in meeting.bodies]
    for meeting, body in bodies:
        shelves.participations.put(
            _body_key(meeting, body),
            dialogue=shelves.dialogues[meeting.id],
            party_id=body.side,
            organization=shelves.organizations[body.organization],
            role=ParticipationRole.PARTICIPATING_BODY,
            note=shelves.remark(body.note, body.support),
        )
    shelves.participations.store()
    _attach_tenures(shelves)
    for meeting, entry in entries:
        key = _key(meeting, entry)
        shelves.cite_support("participation", key, shelves.participations[key], entry.support)
    for meeting, body in bodies:
        key = _body_key(meeting, body)
        shelves.cite_support("participation", key, shelves.participations[key], body.support)
    shelves.report.entry("participants", len(entries), "Participation of a person, with their Tenures")
    shelves.report.entry("participating organizations", len(bodies), "Participation as participating body")


def _put_participant(
    shelves: Shelves, meeting: RoundEntry, entry: ParticipantEntry, acting_for: Participation | None
) -> None:
    role = shelves.report.translate("role", entry.role, terms.ROLE)
    rank = shelves.report.translate("rank", entry.rank, terms.RANK)
    shelves.participations.put(
        _key(meeting, entry),
        dialogue=shelves.dialogues[meeting.id],
        party_id=entry.side,
        person=shelves.people[entry.person],
        title_as_stated=entry.office,
        role=role,
        role_as_stated=as_stated(entry.role, role),
        rank=rank,
        rank_as_stated=as_stated(entry.rank, rank),
        attendance=terms.ATTENDANCE.get(entry.role, Attendance.ATTENDED),
        acting_for=acting_for,
        note=shelves.remark(entry.note, entry.support),
    )


def _absent_one(meeting: RoundEntry, entry: ParticipantEntry, shelves: Shelves) -> ParticipantEntry | None:
    """The absent participant whose surname the note gives ("stood in for Johnson"), of the same side."""
    found = _STOOD_IN_FOR.search(entry.note)
    if found is None:
        return None
    for other in meeting.participants:
        surname = shelves.record.people[other.person].name.split()[-1]
        if other.role in terms.ATTENDANCE and other.side == entry.side and surname == found["surname"]:
            return other
    warning = f"{entry.place}: note: nobody of that name is entered as absent: {entry.note!r}"
    if warning not in shelves.report.warnings:
        shelves.report.warnings.append(warning)
    return None


def _attach_tenures(shelves: Shelves) -> None:
    """Only to participations made now: those of the others are what staff left there."""
    through = Participation.tenures.through
    through.objects.bulk_create(
        through(
            participation_id=shelves.participations[_key(meeting, entry)].pk,
            tenure_id=shelves.tenures[_tenure_key(entry, post)].pk,
        )
        for meeting, entry in _participants(shelves)
        if _key(meeting, entry) in shelves.participations.made
        for post in posts(entry.office, entry.side, entry.rank)
    )


def _participants(shelves: Shelves) -> list[tuple[RoundEntry, ParticipantEntry]]:
    return [(meeting, entry) for _, meeting in shelves.record.rounds() for entry in meeting.participants]


def _key(meeting: RoundEntry, entry: ParticipantEntry) -> str:
    return f"{meeting.id}/{entry.person}/{entry.role}"


def _body_key(meeting: RoundEntry, body: BodyEntry) -> str:
    return f"{meeting.id}/{body.organization}/participating_body"


def _tenure_key(entry: ParticipantEntry, post: Post) -> str:
    return f"{entry.person}/{'acting ' if post.acting else ''}{post.title}"
