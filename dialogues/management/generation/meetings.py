"""Which dialogues there are: between whom, within which mechanism, when, and how exactly the day is known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from dialogues.management.generation.cast import (
    FIRST_YEAR,
    LAST_YEAR,
    MECHANISM_EXPONENT,
    PAIR_EXPONENT,
    Cast,
    Pair,
    Standing,
)
from dialogues.management.generation.weights import falling, pick, summed
from dialogues.models.vocabularies import DialogueKind

FIRST_DAY: Final = date(FIRST_YEAR, 1, 1)
LAST_DAY: Final = date(LAST_YEAR, 10, 31)
DAYS: Final = (LAST_DAY - FIRST_DAY).days
WITHIN_A_MECHANISM: Final = 0.7
GROWTH: Final = 0.6  # below 1: more meetings in later years than in earlier ones
KINDS_WITHIN: Final = [DialogueKind.ROUND, DialogueKind.PREPARATORY, DialogueKind.EXPERT_GROUP, DialogueKind.EXERCISE]
WEIGHTS_WITHIN: Final = summed([80, 8, 10, 2])
KINDS_WITHOUT: Final = [DialogueKind.VISIT, DialogueKind.CALL, DialogueKind.SIDELINE, DialogueKind.SUMMIT]
WEIGHTS_WITHOUT: Final = summed([40, 30, 20, 10])


@dataclass(frozen=True, slots=True)
class Meeting:
    """A dialogue before it is written. Dates in EDTF; `day` is the day on which it really took place."""

    number: int
    mechanism: int | None
    sides: Pair
    kind: DialogueKind
    ordinal: int | None
    day: date
    start_date: str
    end_date: str | None


def plan_meetings(number: int, cast: Cast, random: Random) -> list[Meeting]:
    """All dialogues, in the order in which staff happened to enter them. Rounds are counted in the order of days."""
    days = sorted(FIRST_DAY + timedelta(days=int(DAYS * random.random() ** GROWTH)) for _ in range(number))
    meetings = list(_in_order(days, cast, random))
    random.shuffle(meetings)
    return meetings


def _in_order(days: list[date], cast: Cast, random: Random) -> Iterator[Meeting]:
    pair_sums = falling(len(cast.pairs), PAIR_EXPONENT)
    mechanism_sums = falling(len(cast.mechanisms), MECHANISM_EXPONENT)
    rounds: Counter[int] = Counter()
    for number, day in enumerate(days, start=1):
        standing: Standing | None = None
        if random.random() < WITHIN_A_MECHANISM:
            standing = pick(cast.mechanisms, mechanism_sums, random)
            kind = pick(KINDS_WITHIN, WEIGHTS_WITHIN, random)
        else:
            kind = pick(KINDS_WITHOUT, WEIGHTS_WITHOUT, random)
        ordinal = None
        if standing is not None and kind == DialogueKind.ROUND:
            rounds[standing.key] += 1
            ordinal = rounds[standing.key]
        start_date, end_date = _dates(day, random)
        yield Meeting(
            number=number,
            mechanism=None if standing is None else standing.key,
            sides=pick(cast.pairs, pair_sums, random) if standing is None else standing.sides,
            kind=kind,
            ordinal=ordinal,
            day=day,
            start_date=start_date,
            end_date=end_date,
        )


def _dates(day: date, random: Random) -> tuple[str, str | None]:
    """Start and end as far as they are known: 85 in 100 to the day, and of these 40 in 100 last longer than one."""
    chance = random.random()
    if chance < 0.04:
        return str(day.year), None
    if chance < 0.14:
        return f"{day:%Y-%m}", None
    if chance < 0.15:
        return f"[{day},{day + timedelta(days=1)}]", None
    lasts = random.randint(1, 3) if random.random() < 0.4 else 0
    return day.isoformat(), (day + timedelta(days=lasts)).isoformat()
