"""Sides of persons that only the whole document gives."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, Span
from dialogues.ingest.extract.reading import Reading

_COUNTERPART: Final = re.compile(r",? (?:and|with|by|met|told|to)(?: with)? (?:his|her) (?:[\w.]+ ){1,3}counterpart\b")


def settle_sides(reading: Reading, subject: Subject, people: list[Person]) -> list[Person]:
    """A person "and his US counterpart" is of the other side; a known side holds for each mention of the person."""
    sides: dict[str, tuple[str, Span | None]] = {}
    for person in people:
        if person.party is None and len(subject.parties) == 2:
            match = _COUNTERPART.match(reading.plain, person.end)
            theirs = reading.parties(Span.clamped(match.start(), match.end())) if match else []
            if match and theirs and theirs[0].entry.group in subject.parties:
                other = next(party for party in subject.parties if party != theirs[0].entry.group)
                sides.setdefault(person.full_name, (other, Span.clamped(match.start(), match.end())))
    for full_name, party, span in _named_after(reading, people):
        sides.setdefault(full_name, (party, span))
    people = [_without_foreign_body(reading, subject, person) for person in people]
    return [
        replace(person, party=sides[person.full_name][0], party_span=sides[person.full_name][1])
        if person.party is None and person.full_name in sides
        else person
        for person in people
    ]


def _named_after(reading: Reading, people: list[Person]) -> list[tuple[str, str, Span]]:
    """ "A and B, on the US side, and C, on the Chinese side": the side of those named since the side before."""
    found: list[tuple[str, str, Span]] = []
    for sentence in dict.fromkeys(person.sentence for person in people):
        since = sentence.start
        for hit in reading.parties(sentence):
            after = reading.plain[hit.end : hit.end + 6]
            if not (after.startswith(" side") and reading.plain[: hit.start].endswith((", on the ", ", for the "))):
                continue
            listed = [person for person in people if since <= person.start and person.end <= hit.start]
            found.extend((person.full_name, hit.entry.group, Span(hit.start, hit.end)) for person in listed)
            since = hit.end
    return found


def _without_foreign_body(reading: Reading, subject: Subject, person: Person) -> Person:
    """A ministry's name that several states use gives no side when that state is none of the two that met."""
    if person.party is None or person.party_span is None or person.party in subject.parties or not subject.parties:
        return person
    by_body = reading.has(person.party_span, "organization") and not reading.parties(person.party_span)
    return replace(person, party=None, party_span=None) if by_body else person


def with_sides_of(reading: Reading, people: list[Person], participations: list[Fact]) -> list[Person]:
    """The side that taking part gave a person ("led the Indian delegation") holds in other sentences too."""
    sides = {str(fact.value["name"]): str(fact.value["party"]) for fact in participations if fact.value["party"]}
    return [
        replace(person, party=sides.get((person.full_span or person.name).of(reading.text)))
        if not person.party
        else person
        for person in people
    ]
