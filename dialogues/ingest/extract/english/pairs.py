"""Two persons of the two sides who speak or decide together: who met, where no words say who led."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.roles import Role, enumerated_before
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading

_ACTS: Final = ("agreed", "stance", "held")
_AND: Final = re.compile(r"^[^;:.]*\band\b[^;:.]*$")
# The heading and the first sentences tell who met; further down other meetings are spoken of.
_SENTENCES: Final = 8


def pair_that_acted(reading: Reading, subject: Subject, people: list[Person]) -> list[Role]:
    """ "Minister A and Secretary B agreed": both led, if they are of the two sides and nothing else says who did."""
    for sentence in subject.scope[:_SENTENCES]:
        here = [person for person in people if person.sentence == sentence]
        for hit in reading.hits(sentence, *_ACTS) if len(here) > 1 else ():
            pair = enumerated_before(reading, here, sentence.start, hit.start)[-2:]
            if len(pair) == 2 and _of_both_sides(reading, subject, pair):
                return [Role(person, "head_of_delegation", hit) for person in pair]
    return []


def _of_both_sides(reading: Reading, subject: Subject, pair: list[Person]) -> bool:
    first, second = pair
    sides = {person.party for person in pair if person.party}
    together = _AND.match(Span.clamped(first.end, second.start).of(reading.plain))
    told_apart = first.party != second.party and sides <= set(subject.parties) and len(subject.parties) == 2
    # "Indian Ministers A and B": of one side, though only A has it beside the name.
    shared = first.office is not None and first.office.plural and first.office == second.office
    return bool(together) and told_apart and not shared and first.full_name != second.full_name
