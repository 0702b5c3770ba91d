"""One dialogue as it is written: who took part, what was agreed, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from dialogues.management.generation.cast import FIRST_YEAR, LAST_YEAR, Cast
from dialogues.management.generation.meetings import LAST_DAY, Meeting
from dialogues.management.generation.names import body_name, office_title, place_name
from dialogues.management.generation.tables import WRITTEN_AT, Table
from dialogues.management.generation.weights import pick, spread, summed
from dialogues.models import DelegationCount, Dialogue, Outcome, OutcomeStatus, Participation
from dialogues.models.vocabularies import (
    CountUnit,
    DialogueStatus,
    OutcomeBasis,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    Publication,
    Rank,
    Side,
)

# How many of each a dialogue has: of ten dialogues these, in some order. 10, 6 and 1.8 (for each outcome) on average.
PARTICIPATIONS: Final = (2, 3, 4, 5, 6, 8, 10, 13, 18, 31)
OUTCOMES: Final = (0, 1, 2, 3, 4, 5, 7, 9, 12, 17)
STATUSES: Final = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)
PUBLICATIONS: Final = [Publication.PUBLISHED, Publication.DRAFT, Publication.WITHDRAWN]
PUBLICATION_WEIGHTS: Final = summed([97, 2, 1])
KINDS: Final = list(OutcomeKind)
BASES: Final = list(OutcomeBasis)
SIDES: Final = [Side.BOTH, Side.A, Side.B, Side.UNKNOWN]
SIDE_WEIGHTS: Final = summed([55, 18, 18, 9])
RANKS: Final = list(Rank)
FIRST_STATES: Final = [OutcomeState.AGREED, OutcomeState.ANNOUNCED]
LATER_STATES: Final = [state for state in OutcomeState if state not in FIRST_STATES]
WINDOW: Final = 0.1  # the part of a party's people who are in office at a time, at least six


@dataclass(slots=True)
class Written:
    """What sources can speak of: the dialogue and primary keys with the words that name them."""

    key: int
    meeting: Meeting
    place: str
    participations: list[tuple[int, str]] = field(default_factory=list)
    outcomes: list[tuple[int, str]] = field(default_factory=list)
    statuses: list[tuple[int, str]] = field(default_factory=list)


class FactTables:
    """The tables of a dialogue's own facts, in the order of their references."""

    def __init__(self, seed: int) -> None:
        self.dialogues = Table(
            Dialogue,
            "mechanism_id side_a_id side_b_id title kind ordinal start_date end_date city country status publication "
            "withdrawn_because created_at updated_at",
            seed=seed,
        )
        self.dialogue_topics = Table(Dialogue.topics.through, "dialogue_id topic_id", seed=seed)
        self.counts = Table(DelegationCount, "dialogue_id party_id rank unit best wording", seed=seed)
        self.participations = Table(
            Participation,
            "dialogue_id party_id person_id organization_id name_as_stated title_as_stated role rank",
            seed=seed,
        )
        self.outcomes = Table(
            Outcome,
            "dialogue_id kind title basis stated_by obliged deadline_as_stated deadline publication withdrawn_because "
            "created_at updated_at",
            seed=seed,
        )
        self.outcome_topics = Table(Outcome.topics.through, "outcome_id topic_id", seed=seed)
        self.statuses = Table(OutcomeStatus, "outcome_id sequence state effective_on", seed=seed)

    def all(self) -> list[Table]:
        return [
            self.dialogues,
            self.dialogue_topics,
            self.counts,
            self.participations,
            self.outcomes,
            self.outcome_topics,
            self.statuses,
        ]


class Facts:
    """Collects the facts of one dialogue after another in `tables`."""

    def __init__(self, cast: Cast, random: Random, tables: FactTables) -> None:
        self._cast, self._random, self._tables = cast, random, tables
        self._numbers_of_statuses = self._how_many_statuses()

    def add(self, meeting: Meeting, *, participations: int, outcomes: int) -> Written:
        """Returns what sources can speak of."""
        random, tables = self._random, self._tables
        host = meeting.sides[random.random() < 0.5]
        place = place_name(random.randint(1, 20), host)
        publication = pick(PUBLICATIONS, PUBLICATION_WEIGHTS, random)
        because = "Synthetic: withdrawn." if publication == Publication.WITHDRAWN else ""
        entered = WRITTEN_AT + timedelta(seconds=meeting.number * 7 % 26_000_000)
        key = tables.dialogues.add(
            meeting.mechanism,
            *meeting.sides,
            f"Synthetic dialogue {meeting.number:06} of {meeting.sides[0]} and {meeting.sides[1]}",
            meeting.kind,
            meeting.ordinal,
            meeting.start_date,
            meeting.end_date,
            place,
            host,
            DialogueStatus.HELD if random.random() < 0.97 else DialogueStatus.CANCELLED,
            publication,
            because,
            entered,
            entered,
        )
        written = Written(key, meeting, place)
        tables.dialogue_topics.add(key, random.choice(self._cast.topics))
        if random.random() < 0.3:
            best = random.randint(3, 60)
            tables.counts.add(key, host, random.choice(RANKS), CountUnit.PEOPLE, best, f"{best} officials of {host}")
        self._add_participations(written, participations)
        for _ in range(outcomes):
            self._add_outcome(written, publication, because, entered)
        return written

    def _add_participations(self, written: Written, number: int) -> None:
        """Two co-chairs first, then members of both sides: people, names as stated, and whole bodies."""
        random, cast, sides = self._random, self._cast, written.meeting.sides
        already: set[int] = set()
        for place in range(number):
            code = sides[place % 2]
            role = ParticipationRole.CO_CHAIR if place < 2 else ParticipationRole.MEMBER
            body = random.choice(cast.bodies[code])
            body_title = body_name(body - cast.bodies[code].start + 1, code)
            person: int | None = None
            as_stated, title = "", office_title(random.randint(1, 999), code)
            chance = random.random()
            if place >= 2 and chance < 0.2:
                role, title, named = ParticipationRole.PARTICIPATING_BODY, "", body_title
            else:
                person = self._somebody(code, written.meeting)
                if chance > 0.85 or person in already:
                    person, as_stated = None, f"Person as stated {random.randint(1, 9999):04} of {code}"
                else:
                    already.add(person)
                named = as_stated or f"the holder of {title}"
            key = self._tables.participations.add(
                written.key, code, person, body, as_stated, title, role, random.choice(RANKS)
            )
            written.participations.append((key, named))

    def _somebody(self, code: str, meeting: Meeting) -> int:
        """A person who is in office at the time; a few are met again and again."""
        people = self._cast.people[code]
        reached = (meeting.day.year - FIRST_YEAR + 4) / (LAST_YEAR - FIRST_YEAR + 4)
        window = max(WINDOW, 6 / len(people))
        place = int(len(people) * (reached - window * self._random.random() ** 2))
        return people[max(0, min(place, len(people) - 1))]

    def _add_outcome(self, written: Written, publication: Publication, because: str, entered: datetime) -> None:
        random, tables = self._random, self._tables
        number = tables.outcomes.written + 1
        deadline, as_stated = self._deadline(written.meeting)
        key = tables.outcomes.add(
            written.key,
            random.choice(KINDS),
            f"Synthetic outcome {number:07}",
            random.choice(BASES),
            pick(SIDES, SIDE_WEIGHTS, random),
            pick(SIDES, SIDE_WEIGHTS, random),
            as_stated,
            deadline,
            publication,
            because,
            entered,
            entered,
        )
        written.outcomes.append((key, f"Synthetic outcome {number:07}"))
        if random.random() < 0.4:
            tables.outcome_topics.add(key, random.choice(self._cast.topics))
        since = written.meeting.day
        for sequence in range(1, next(self._numbers_of_statuses) + 1):
            state = random.choice(FIRST_STATES if sequence == 1 else LATER_STATES)
            status = tables.statuses.add(key, sequence, state, since.isoformat() if sequence > 1 else str(since)[:7])
            written.statuses.append((status, f"Synthetic outcome {number:07} is now {state.label}"))
            since = min(since + timedelta(days=random.randint(20, 400)), LAST_DAY)

    def _deadline(self, meeting: Meeting) -> tuple[str | None, str]:
        """A deadline for 30 in 100, known to the day, the month or the year."""
        random = self._random
        if random.random() >= 0.3:
            return None, ""
        day = meeting.day + timedelta(days=random.randint(30, 900))
        deadline = random.choice([day.isoformat(), f"{day:%Y-%m}", str(day.year)])
        return deadline, f"by {deadline}"

    def _how_many_statuses(self) -> Iterator[int]:
        while True:
            yield from spread(STATUSES, len(STATUSES), self._random)
