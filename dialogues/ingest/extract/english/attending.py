"""Who else was at the meeting: those who met, attended, came along, stayed away, or stood in for somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.english.frames import as_hit, frames
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.roles import Role, enumerated_after, enumerated_before, side_announced
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading

# Words that say that somebody was there with those named before, and so of their side.
_BESIDE: Final = re.compile(
    r"together with|accompanied|flanked|assisted|seconded|supported|delegation|team|side|participating"
)


# "led the delegation of the Republic of X, which included A": of the side that the sentence names.
_OF_A_DELEGATION: Final = re.compile(r"included|comprised")


def attendees_in(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """Roles of taking part without leading that one sentence gives."""
    for hit in reading.hits(sentence, "attended_after"):
        before = {one.entry.group for one in reading.governments(Span.clamped(sentence.start, hit.start))}
        own = before & set(subject.parties) if _OF_A_DELEGATION.search(hit.entry.phrase) else set()
        side = own.pop() if len(own) == 1 and len(before) == 1 else None
        listed = enumerated_after(reading, people, hit.end, sentence.end)
        yield from (Role(person, "member", hit, side if person.party is None else None) for person in listed)
    for role, frame in frames("attending_after"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            listed = enumerated_after(reading, people, match.end(), sentence.end)
            sides = {found.entry.group for found in reading.governments(Span(*match.span()))}
            before = {found.entry.group for found in reading.governments(Span.clamped(sentence.start, match.start()))}
            if not sides and len(before) == 1 and _BESIDE.search(match.group()):
                sides = before
            side = sides.pop() if len(sides) == 1 else None
            yield from (Role(person, role, as_hit(match, "attended_after"), side) for person in listed)
    for role, frame in frames("attending_before"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            listed = enumerated_before(reading, people, sentence.start, match.start())
            sides = {found.entry.group for found in reading.governments(Span(*match.span()))}
            side = sides.pop() if len(sides) == 1 else None
            yield from (Role(person, role, as_hit(match, "attended_before"), side) for person in listed)
    for hit in reading.hits(sentence, "attended_before"):
        listed = enumerated_before(reading, people, sentence.start, hit.start)
        if not reading.plain.startswith(" by ", hit.end):
            side = side_announced(reading, sentence, listed) if listed else None
            yield from (Role(person, "member", hit, side) for person in listed)
    yield from _met(reading, subject, sentence, people)
    yield from _absent(reading, sentence, people)


def _met(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Role]:
    """Both sides of "A met (with) B", "the delegation led by A received B", if that was the reported meeting."""
    distance = _distance(reading, subject, sentence)
    main = 0 <= distance <= 2 and (distance == 0 or not reading.dates_in(sentence))
    delegation = "delegation" in sentence.of(reading.plain)
    for hit in reading.hits(sentence, "met_with"):
        before = enumerated_before(reading, people, sentence.start, hit.start)
        after = enumerated_after(reading, people, hit.end, sentence.end)
        if len(before) > 1 and not after and main:
            yield from (Role(person, "interlocutor", hit) for person in before)
        leading = [person for person in people if person.end <= hit.start] if delegation else []
        if not (before or leading) or not after or not (main or delegation or _same_day(reading, subject, sentence)):
            continue
        if {person.party for person in (*before, *after) if person.party} - set(subject.parties):
            continue
        role = "interlocutor" if before else "head_of_delegation"
        for group, others in ((before, after), (after, before or leading)):
            own = {person.party for person in group if person.party}
            side = own.pop() if len(own) == 1 else _opposite({one.party for one in others if one.party}, subject)
            yield from (Role(person, role, hit, person.party or side) for person in group)


def _distance(reading: Reading, subject: Subject, sentence: Span) -> int:
    """How many sentences after the one that reports the meeting; negative before it."""
    return reading.index_of(sentence) - (reading.index_of(subject.meeting.sentence) if subject.meeting else 0)


def _opposite(sides: set[str], subject: Subject) -> str | None:
    rest = [party for party in subject.parties if party not in sides]
    return rest[0] if len(sides) == 1 and len(rest) == 1 else None


def _same_day(reading: Reading, subject: Subject, sentence: Span) -> bool:
    if subject.meeting is None:
        return False
    own = {mention.value for meeting in subject.mentions for mention in reading.dates_in(meeting.sentence)}
    return any(mention.value in own and mention.precision_is_day for mention in reading.dates_in(sentence))


def _absent(reading: Reading, sentence: Span, people: list[Person]) -> Iterator[Role]:
    for hit in reading.hits(sentence, "absent"):
        missing = enumerated_before(reading, people, sentence.start, hit.start)
        near = [person for person in people if person.end <= hit.start and hit.start - person.end < 30]
        if near and reading.plain[near[-1].end : hit.start].strip(" ,") == "who":
            missing = near[-1:] + [
                person for person in people if reading.plain[person.end : near[-1].start].strip() == "and"
            ]
        yield from (Role(person, "member", hit, attendance="absent") for person in missing)


def with_attendance(reading: Reading, role: Role, people: list[Person]) -> Role:
    """The role with whom the person stood in for, or that they took part from afar, where the text says so."""
    person = role.person
    if role.attendance == "absent":
        return role
    nearby = Span.clamped(person.name.end, min(person.sentence.end, role.trigger.end + 60))
    for hit in reading.hits(nearby, "acting_for"):
        replaced = enumerated_after(reading, people, hit.end, person.sentence.end)
        if replaced and person.start < hit.end:
            names = [(other.full_span or other.name).of(reading.text) for other in replaced]
            return replace(role, acting_for=" and ".join(names))
    near = Span.clamped(person.end, min(person.sentence.end, person.end + 60))
    if reading.has(near, "remote") and not reading.has(person.sentence, "chair_after"):
        return replace(role, attendance="remote")
    return role
