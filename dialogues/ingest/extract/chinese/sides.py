"""The sides of persons whose words do not give one: by their other mentions, and by the shape of their names."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.chinese.people import Person, family_name, is_chinese_name
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.subject import Subject

_ALIKE: Final = ("JP", "KR", "KP", "VN", "SG", "TW", "MY", "HK", "MO")


def with_sides(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Person]:
    """Each person with the side found; where China is one of two sides, names tell Chinese from foreign persons.

    Names of Japan, Korea and Vietnam look like Chinese ones: with these sides nothing is told from a name.
    """
    parties = {family_name(reading, person): person.party for person in people if person.party}
    foreign = [code for code in subject.parties if code != "CN"]
    tells = "CN" in subject.parties and len(foreign) == 1 and foreign[0] not in _ALIKE
    settled: list[Person] = []
    for person in people:
        party = person.party or parties.get(family_name(reading, person))
        if party is None and tells:
            party = "CN" if is_chinese_name(person.name.of(reading.plain)) else foreign[0]
        alike = any(code in _ALIKE for code in foreign)
        if party is None and person.office and person.party_span is None and "CN" in subject.parties and not alike:
            # An office without a state is one of the writer's own country; the others' are introduced with theirs.
            party = "CN" if is_chinese_name(person.name.of(reading.plain)) else None
        settled.append(replace(person, party=party) if party != person.party else person)
    return settled
