"""Sides of persons that only the whole document gives."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.facts import Fact, Span
from dialogues.ingest.extract.people import Person
from dialogues.ingest.extract.reading import Reading
from dialogues.ingest.extract.subject import Subject

_COUNTERPART: Final = re.compile(r",? (?:and|with|by|met|told|to)(?: with)? (?:his|her) (?:[\w.]+ ){1,3}counterpart\b")


def settle_sides(reading: Reading, subject: Subject, people: list[Person]) -> list[Person]:
    """A person "and his US counterpart" is of the other side; a known side holds for each mention of the person."""
    sides: dict[str, tuple[str, Span | None]] = {}
    for person in people:
        if person.party is None and len(subject.parties) == 2:
            match = _COUNTERPART.match(reading.plain, person.end)
            theirs = reading.parties(Span(match.start(), match.end())) if match else []
            if match and theirs and theirs[0].entry.group in subject.parties:
                other = next(party for party in subject.parties if party != theirs[0].entry.group)
                sides.setdefault(person.full_name, (other, Span(match.start(), match.end())))
    return [
        replace(person, party=sides[person.full_name][0], party_span=sides[person.full_name][1])
        if person.party is None and person.full_name in sides
        else person
        for person in people
    ]


def with_sides_of(reading: Reading, people: list[Person], participations: list[Fact]) -> list[Person]:
    """The side that taking part gave a person ("led the Indian delegation") holds in other sentences too."""
    sides = {str(fact.value["name"]): str(fact.value["party"]) for fact in participations if fact.value["party"]}
    return [
        replace(person, party=sides.get((person.full_span or person.name).of(reading.text)))
        if not person.party
        else person
        for person in people
    ]
