"""The timeline of a record of 2,000 dialogues: the queries and objects it is made of, and the SVG itself."""

import gzip
from datetime import date, timedelta
from functools import partial

from django.http import QueryDict

from benchmarks.table import Row
from benchmarks.timing import interleaved
from dialogues.models import Dialogue, Mechanism, Outcome, OutcomeStatus
from dialogues.models.vocabularies import DialogueKind, OutcomeKind, OutcomeState, Publication
from dialogues.queries.filters import published_dialogues
from dialogues.queries.timeline import Timeline, read_timeline
from dialogues.templatetags.timeline_picture import draw

DIALOGUES = 2_000
FIRST_DAY = date(2001, 1, 10)
DAYS_BETWEEN = 4


def measure(rounds: int) -> list[Row]:
    """Fill the record up to 2,000 dialogues, then read and draw its timeline. The ratio is the share of the two."""
    invent_dialogues(DIALOGUES - published_dialogues().count())
    timeline = _read()
    medians = interleaved({"read": _read, "draw": partial(draw, timeline, QueryDict())}, rounds=rounds)
    picture = draw(timeline, QueryDict()).encode()
    packed = len(gzip.compress(picture))
    notes = {
        "read": f"{timeline.total} dialogues, of which {len(timeline.items)} are listed",
        "draw": f"SVG, {packed / 1024:.1f} KB gzipped",
    }
    return [
        Row(
            measurement="timeline",
            name=name,
            ratio=milliseconds / sum(medians.values()),
            ratio_of="whole",
            milliseconds=milliseconds,
            size=len(picture) if name == "draw" else 0,
            note=notes[name],
        )
        for name, milliseconds in medians.items()
    ]


def invent_dialogues(number: int) -> None:
    """Write meetings that never were, over 22 years and all mechanisms, with 0 to 5 outcomes and their states."""
    mechanisms = list(Mechanism.objects.published().order_by("id"))
    states = list(OutcomeState)
    meetings = Dialogue.objects.bulk_create(
        Dialogue(
            title=f"Invented meeting {place}",
            mechanism=mechanism,
            side_a_id=mechanism.side_a_id,
            side_b_id=mechanism.side_b_id,
            kind=DialogueKind.VISIT,
            start_date=str(FIRST_DAY + timedelta(days=place * DAYS_BETWEEN)),
            publication=Publication.PUBLISHED,
        )
        for place in range(number)
        for mechanism in [mechanisms[place * 7 % len(mechanisms)]]
    )
    outcomes = Outcome.objects.bulk_create(
        Outcome(
            dialogue=meeting,
            title=f"Invented outcome {place}.{count}",
            kind=OutcomeKind.CHANNEL,
            publication=Publication.PUBLISHED,
        )
        for place, meeting in enumerate(meetings)
        for count in range(place % 6)
    )
    OutcomeStatus.objects.bulk_create(
        OutcomeStatus(outcome=outcome, state=states[place % len(states)]) for place, outcome in enumerate(outcomes)
    )


def _read() -> Timeline:
    return read_timeline(published_dialogues(), {one.pk: one for one in Mechanism.objects.published()})
