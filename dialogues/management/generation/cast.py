"""Who there is: parties, their bodies, people and posts, publishers, topics, and the mechanisms of each pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Final

from dialogues.management.generation.names import CODES, body_name, office_title, party_name, person_name
from dialogues.management.generation.tables import Table
from dialogues.management.generation.weights import falling, pick
from dialogues.models import Mechanism, Organization, Party, Person, Publisher, Tenure, Topic
from dialogues.models.vocabularies import MechanismLevel, MechanismStatus, Perspective, Publication, Rank

TOPICS: Final = 40
INDEPENDENT_PUBLISHERS: Final = 60
PUBLISHERS_PER_PARTY: Final = 6
DIALOGUES_PER_MECHANISM: Final = 25
DIALOGUES_PER_PERSON: Final = 2.5
DIALOGUES_PER_BODY: Final = 100
FEWEST_PEOPLE: Final = 12
FEWEST_BODIES: Final = 4
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2026
PAIR_EXPONENT: Final = 1.1  # of 741 pairs the busiest has a fifth of all meetings
MECHANISM_EXPONENT: Final = 0.5  # of 8,000 mechanisms the busiest has one meeting in 180

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A mechanism: its primary key and its sides."""

    key: int
    sides: Pair


@dataclass(frozen=True, slots=True)
class Cast:
    """Primary keys of all that dialogues name. People stand in the order in which they came into office."""

    people: dict[str, range]
    bodies: dict[str, range]
    publishers: dict[str, range]
    independents: range
    topics: range
    pairs: Sequence[Pair]
    mechanisms: Sequence[Standing]


class CastTables:
    """The tables that a cast is written to, in the order of their references."""

    def __init__(self, seed: int) -> None:
        self.topics = Table(Topic, "name", seed=seed)
        self.bodies = Table(Organization, "party_id name publication", seed=seed)
        self.people = Table(Person, "party_id name publication", seed=seed)
        self.tenures = Table(Tenure, "person_id organization_id title rank start_date end_date", seed=seed)
        self.publishers = Table(Publisher, "name perspective party_id language", seed=seed)
        self.mechanisms = Table(
            Mechanism, "side_a_id side_b_id name level status established_on publication", seed=seed
        )

    def all(self) -> list[Table]:
        return [self.topics, self.bodies, self.people, self.tenures, self.publishers, self.mechanisms]


def make_cast(dialogues: int, random: Random, tables: CastTables) -> Cast:
    """Write the parties, and collect the rest in `tables`. The busiest pairs come first."""
    Party.objects.bulk_create(Party(code=code, name=party_name(code)) for code in CODES)
    pairs = list(combinations(CODES, 2))
    random.shuffle(pairs)
    shares = _shares(pairs)
    bodies = {code: _add_bodies(code, dialogues / DIALOGUES_PER_BODY * shares[code], tables) for code in CODES}
    people = {
        code: _add_people(code, dialogues / DIALOGUES_PER_PERSON * shares[code], bodies[code], random, tables)
        for code in CODES
    }
    return Cast(
        people=people,
        bodies=bodies,
        publishers={code: _add_publishers(code, tables) for code in CODES},
        independents=_add_independents(tables),
        topics=_keys(tables.topics.add(f"Synthetic topic {number:02}") for number in range(1, TOPICS + 1)),
        pairs=pairs,
        mechanisms=_add_mechanisms(max(5, dialogues // DIALOGUES_PER_MECHANISM), pairs, random, tables),
    )


def _shares(pairs: Sequence[Pair]) -> dict[str, float]:
    """The share of each party in all places at the table, from the weights of its pairs."""
    sums = falling(len(pairs), PAIR_EXPONENT)
    shares = dict.fromkeys(CODES, 0.0)
    for place, pair in enumerate(pairs):
        weight = sums[place] - (sums[place - 1] if place else 0)
        for code in pair:
            shares[code] += weight / sums[-1] / 2
    return shares


def _add_bodies(code: str, number: float, tables: CastTables) -> range:
    return _keys(
        tables.bodies.add(code, body_name(place, code), Publication.PUBLISHED)
        for place in range(1, max(FEWEST_BODIES, int(number)) + 1)
    )


def _add_people(code: str, number: float, bodies: range, random: Random, tables: CastTables) -> range:
    """People of one party, each with one post of two to nine years."""
    how_many = max(FEWEST_PEOPLE, int(number))
    keys = []
    ranks = list(Rank)
    for place in range(how_many):
        key = tables.people.add(code, person_name(tables.people.written + 1), Publication.PUBLISHED)
        first = FIRST_YEAR - 4 + int((LAST_YEAR - FIRST_YEAR + 3) * place / how_many)
        last = first + random.randint(2, 9)
        tables.tenures.add(
            key,
            random.choice(bodies),
            office_title(place + 1, code),
            random.choice(ranks),
            str(first),
            None if last > LAST_YEAR else str(last),
        )
        keys.append(key)
    return _keys(keys)


def _add_publishers(code: str, tables: CastTables) -> range:
    """Every other one is official, the others are state media."""
    perspectives = [Perspective.OFFICIAL, Perspective.STATE_MEDIA]
    return _keys(
        tables.publishers.add(f"Publisher {number:02} of {code}", perspectives[number % 2], code, "en")
        for number in range(1, PUBLISHERS_PER_PARTY + 1)
    )


def _add_independents(tables: CastTables) -> range:
    perspectives = [Perspective.INDEPENDENT_MEDIA, Perspective.THIRD_PARTY]
    return _keys(
        tables.publishers.add(f"Synthetic publisher {number:03}", perspectives[number % 5 == 0], None, "en")
        for number in range(1, INDEPENDENT_PUBLISHERS + 1)
    )


def _add_mechanisms(number: int, pairs: Sequence[Pair], random: Random, tables: CastTables) -> list[Standing]:
    sums = falling(len(pairs), PAIR_EXPONENT)
    levels, statuses = list(MechanismLevel), list(MechanismStatus)
    mechanisms = []
    for place in range(1, number + 1):
        side_a, side_b = pick(pairs, sums, random)
        key = tables.mechanisms.add(
            side_a,
            side_b,
            f"Synthetic mechanism {place:05} of {side_a} and {side_b}",
            random.choice(levels),
            random.choice(statuses),
            str(random.randint(FIRST_YEAR, LAST_YEAR - 1)),
            Publication.PUBLISHED,
        )
        mechanisms.append(Standing(key, (side_a, side_b)))
    return mechanisms


def _keys(keys: Iterable[int]) -> range:
    """Primary keys that were given one after another."""
    given = list(keys)
    return range(given[0], given[-1] + 1)
