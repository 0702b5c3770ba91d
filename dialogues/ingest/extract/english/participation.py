"""Who took part in the reported meeting, in which role and for which side."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.english.attending import attendees_in, with_attendance
from dialogues.ingest.extract.english.leading import leaders_in
from dialogues.ingest.extract.english.offices import body_in, rank_of
from dialogues.ingest.extract.english.pairs import pair_that_acted, with_the_only_candidate
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.roles import LEADING, Role, enumerated_after
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.english.unnamed import unnamed_chairs
from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.participant import participant
from dialogues.ingest.extract.reading import Reading

_STANDS_FOR: Final = re.compile(r",? (?:the )?(?:special|personal) (?:representative|envoy)s? of (?:the )?[A-Z]")
_STRENGTH: Final = {"co_chair": 4, "chair": 3, "head_of_delegation": 3, "member": 2, "interlocutor": 1}


def participation_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """One fact for each person who took part or is said to have been absent; none unless a meeting is reported."""
    if not subject.reports:
        return []
    roles: dict[str, Role] = {}
    before: list[Role] = []
    for sentence in subject.scope:
        here = [person for person in people if person.sentence == sentence]
        before = _roles(reading, subject, sentence, here) or _continued(reading, sentence, here, before)
        for role in before:
            earlier = roles.get(role.person.full_name)
            if earlier is None or _STRENGTH.get(role.role, 0) > _STRENGTH.get(earlier.role, 0):
                roles[role.person.full_name] = role
            elif earlier.party is None and role.party and role.role == earlier.role:
                roles[role.person.full_name] = replace(earlier, party=role.party)
    promoted = _promoted(list(roles.values()))
    if not any(role.role in LEADING for role in promoted):
        promoted = _counterparts(promoted, subject)
    if not any(role.role in LEADING for role in promoted):
        pair = pair_that_acted(reading, subject, people)
        promoted = [*pair, *(role for role in promoted if role.person.full_name not in _names(pair))]
    settled = with_the_only_candidate(reading, subject, people, _with_sides(promoted, subject))
    return [_fact(reading, role) for role in settled] + unnamed_chairs(reading, subject)


def _names(roles: list[Role]) -> set[str]:
    return {role.person.full_name for role in roles}


def _roles(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> list[Role]:
    if not people or _only_announced(reading, subject, sentence):
        return []
    found = [*leaders_in(reading, subject, sentence, people), *attendees_in(reading, subject, sentence, people)]
    return [with_attendance(reading, role, people) for role in _as_representatives(reading, found)]


def _as_representatives(reading: Reading, roles: list[Role]) -> list[Role]:
    """ "A and B, special representatives of President C, attended": those who stand for a leader lead their side."""
    triggers = {
        role.trigger for role in roles if _STANDS_FOR.match(reading.plain, role.person.end, role.person.sentence.end)
    }
    return [
        replace(role, role="head_of_delegation") if role.role == "member" and role.trigger in triggers else role
        for role in roles
    ]


def _continued(reading: Reading, sentence: Span, people: list[Person], before: list[Role]) -> list[Role]:
    """After a semicolon a list goes on: "Ministers present were: A, Minister for X; B, Minister for Y"."""
    listing = [role for role in before if role.role == "member" and role.trigger.entry.family == "attended_after"]
    if not listing or not people or reading.plain[: sentence.start].rstrip()[-1:] != ";":
        return []
    listed = enumerated_after(reading, people, sentence.start, sentence.end)
    return [Role(person, "member", listing[-1].trigger, listing[-1].party) for person in listed]


def _only_announced(reading: Reading, subject: Subject, sentence: Span) -> bool:
    best = subject.meeting
    if best is not None and sentence == best.sentence:
        return False
    return reading.has(sentence, "future", "past_other", "margins") and not reading.has(sentence, "chair_after")


def _promoted(roles: list[Role]) -> list[Role]:
    """Where the text names nobody who led, or nobody of the other side, those who met each other did."""
    led_by = {role.party or role.person.party for role in roles if role.role in LEADING}
    met = {role.party or role.person.party for role in roles if role.role == "interlocutor"}
    if led_by and (None in led_by | met or led_by & met):
        return roles
    return [replace(role, role="head_of_delegation") if role.role == "interlocutor" else role for role in roles]


def _counterparts(roles: list[Role], subject: Subject) -> list[Role]:
    """ "Foreign Minister A attended, as did his Iraqi counterpart B": two who are named, one of each side, led."""
    present = [role for role in roles if role.attendance == "attended"]
    sides = {role.party or role.person.party for role in present}
    opposite = len(present) == len(subject.parties) == len(sides) and sides - {None} <= set(subject.parties)
    return [replace(role, role="head_of_delegation") for role in present] if opposite else roles


def _with_sides(roles: list[Role], subject: Subject) -> list[Role]:
    """A side by grammar beats one by the office; a leader without a side gets the one that the others leave over."""
    known = [replace(role, party=role.party or role.person.party) for role in roles]
    known = [replace(role, party=role.party or _of_those_beside(role, known)) for role in known]
    meeting = (*LEADING, "interlocutor")
    taken = {role.party for role in known if role.role in meeting and role.party}
    left = [party for party in subject.parties if party not in taken]
    sideless = [role for role in known if role.role in meeting and role.party is None]
    if len(left) == 1 and sideless:
        known = [replace(role, party=left[0]) if role in sideless else role for role in known]
    return [role for role in known if role.party is None or role.party in subject.parties or role.role in LEADING]


def _of_those_beside(role: Role, roles: list[Role]) -> str | None:
    """ "A and the US Secretary B co-chaired with the Chinese C": A is of B's side, C being of the other."""
    here = [one for one in roles if one.person.sentence == role.person.sentence and one.party]
    beside = {one.party for one in here if one.trigger == role.trigger}
    opposite = {one.party for one in here if one.trigger != role.trigger and one.role in LEADING}
    together = role.role in LEADING and len(beside) == 1 and len(opposite) == 1 and beside != opposite
    return beside.pop() if together else None


def _fact(reading: Reading, role: Role) -> Fact:
    person = role.person
    title_span = person.office.span if person.office else None
    title = " ".join(title_span.of(reading.text).split()) if title_span else None
    body = body_in(reading, title_span) if title_span else None
    known_body = reading.hits(title_span, "known_organization") if title_span else []
    full = person.full_span or person.name
    value = participant(
        role.role,
        role.party,
        name=full.of(reading.text),
        person_key=person.key or None,
        title=title,
        organization=body.of(reading.text) if body else None,
        organization_key=known_body[0].entry.key if known_body else None,
        rank=rank_of(title),
        attendance=role.attendance,
        acting_for=role.acting_for,
    )
    trigger = Span.clamped(role.trigger.start, role.trigger.end)
    evidence: dict[str, tuple[Span, ...]] = {"name": tuple(dict.fromkeys((person.name, full))), "role": (trigger,)}
    if title_span:
        evidence |= {"title_as_stated": (title_span,), "rank": (title_span,)}
    if person.party_span and role.party == person.party:
        evidence["party"] = (person.party_span,)
    if body:
        evidence["organization_as_stated"] = (body,)
    told = 0.9 if role.role in LEADING and role.party else 0.75
    confidence = told if role.trigger.entry.family != "only_candidate" else 0.5
    rule = f"participation.{role.trigger.entry.family}"
    return Fact(
        FactKind.PARTICIPATION, value, (person.name, trigger), person.sentence, rule, confidence, ("rules",), evidence
    )
