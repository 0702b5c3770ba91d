"""One meeting of a file, with everything that is said of it."""

from __future__ import annotations

from dialogues.management.starter import terms
from dialogues.management.starter.entries import (
    AccountEntry,
    BodyEntry,
    ClaimEntry,
    ConflictEntry,
    DifferenceEntry,
    EventEntry,
    HeadCountEntry,
    OutcomeEntry,
    ParticipantEntry,
    RoundEntry,
)
from dialogues.management.starter.nodes import Fields


def read_round(fields: Fields) -> RoundEntry:
    """A round with its participants, outcomes and comparisons."""
    where = fields.entry("place")
    precision = fields.precision()
    entry = RoundEntry(
        place=fields.place,
        id=fields.text("id"),
        number=fields.number("number"),
        label=fields.text("label"),
        kind=fields.choice("kind", terms.DIALOGUE_KIND),
        start=fields.date("start_date", precision),
        end=fields.date("end_date", precision),
        city=where.optional_text("city"),
        country=where.optional_text("country"),
        venue=where.optional_text("venue"),
        mode=where.choice("mode", terms.MODE),
        note=fields.optional_text("note"),
        topics=fields.texts("topics"),
        participants=fields.each("participants", _participant),
        bodies=fields.each("participating_organizations", _body),
        head_counts=fields.each("head_counts", _head_count),
        outcomes=fields.each("outcomes", _outcome),
        events=fields.each("round_status_events", lambda event: read_event(event, terms.MILESTONE_STATE)),
        differences=fields.each("readout_differences", _difference),
        conflicts=fields.each("conflicts_in_sources", _conflict),
        support=fields.support(),
    )
    if entry.end.latest < entry.start.earliest:
        fields.mistakes.add(fields.node, "end_date", "must not be before the start date")
    where.end()
    fields.end()
    return entry


def _participant(fields: Fields) -> ParticipantEntry:
    entry = ParticipantEntry(
        place=fields.place,
        person=fields.text("person"),
        role=fields.choice("role", terms.ROLE),
        side=fields.text("side"),
        office=fields.text("office_at_the_time"),
        rank=fields.choice("rank", terms.RANK),
        note=fields.optional_text("note"),
        support=fields.support(),
    )
    fields.end()
    return entry


def _body(fields: Fields) -> BodyEntry:
    entry = BodyEntry(
        place=fields.place,
        organization=fields.text("organization"),
        side=fields.text("side"),
        note=fields.optional_text("note"),
        support=fields.support(),
    )
    fields.end()
    return entry


def _head_count(fields: Fields) -> HeadCountEntry:
    entry = HeadCountEntry(
        place=fields.place,
        side=fields.text("side"),
        count=fields.number("count") or 0,
        qualifier=fields.choice("qualifier", terms.QUALIFIER),
        what=fields.text("what"),
        support=fields.support(),
    )
    fields.end()
    return entry


def _outcome(fields: Fields) -> OutcomeEntry:
    entry = OutcomeEntry(
        place=fields.place,
        id=fields.text("id"),
        title=fields.text("title"),
        summary=fields.text("summary"),
        type=fields.choice("type", terms.OUTCOME_KIND),
        stated_by=fields.text("stated_by"),
        due=fields.optional_date("due"),
        status_events=fields.each("status_events", lambda event: read_event(event, terms.OUTCOME_STATE)),
        support=fields.support(),
    )
    fields.end()
    return entry


def _difference(fields: Fields) -> DifferenceEntry:
    entry = DifferenceEntry(
        place=fields.place,
        id=fields.text("id"),
        topic=fields.text("topic"),
        kind=fields.choice("kind", terms.DIFFERENCE_KIND),
        note=fields.optional_text("note"),
        accounts=fields.each("accounts", _account),
    )
    fields.end()
    return entry


def _account(fields: Fields) -> AccountEntry:
    entry = AccountEntry(
        place=fields.place, side=fields.text("side"), says=fields.text("says"), sources=fields.texts("sources")
    )
    fields.end()
    return entry


def _conflict(fields: Fields) -> ConflictEntry:
    entry = ConflictEntry(
        place=fields.place,
        field=fields.text("field"),
        resolution=fields.text("resolution"),
        note=fields.optional_text("note"),
        claims=fields.each("claims", _claim),
    )
    fields.end()
    return entry


def _claim(fields: Fields) -> ClaimEntry:
    entry = ClaimEntry(place=fields.place, value=fields.text("value"), sources=fields.texts("sources"))
    fields.end()
    return entry


def read_event(fields: Fields, states: dict[str, str]) -> EventEntry:
    """An event whose status is one of `states`."""
    entry = EventEntry(
        place=fields.place,
        date=fields.date("date", fields.precision()),
        status=fields.choice("status", states),
        note=fields.text("note"),
        support=fields.support(),
    )
    fields.end()
    return entry
