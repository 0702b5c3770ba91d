"""A record as it stood at a time (`known_at`), and as it was true at a time (`valid_on`).

The two are different questions. `known_at` asks the history: what had been entered by then, mistakes included.
`valid_on` asks the statuses: what had become of an outcome by that day, by what is known now, or at `known_at`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models

from dialogues.models import Citation, Dialogue, Outcome, OutcomeStatus
from dialogues.models.vocabularies import Publication
from dialogues.queries.events import Event, Model, events_of, events_of_parts, references_to_owners, standing
from dialogues.queries.outcome import current_status, valid_statuses

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class RecordAsOf:
    """A dialogue or an outcome with its parts. The rows are model objects that must not be saved."""

    record: Dialogue | Outcome
    parts: dict[Model, list[models.Model]]

    def rows(self, model: type[Row]) -> list[Row]:
        """The parts of one kind, in the order in which they were entered."""
        return [row for row in self.parts.get(model, []) if isinstance(row, model)]

    @property
    def statuses(self) -> list[OutcomeStatus]:
        return sorted(self.rows(OutcomeStatus), key=lambda status: (status.outcome_id, status.sequence))

    @property
    def citations(self) -> list[Citation]:
        return self.rows(Citation)

    def state_of(self, outcome: Outcome) -> str:
        """The state of an outcome as a whole, empty when none was recorded."""
        current = current_status([status for status in self.statuses if status.outcome_id == outcome.pk])
        return current.state if current is not None else ""


def as_of(
    record: Dialogue | Outcome, *, known_at: datetime | None = None, valid_on: date | None = None
) -> RecordAsOf | None:
    """The record with its parts; None when it was not public at that time.

    `known_at` is an aware time, None for now; whatever a transaction that began later wrote is left out.
    `valid_on` keeps the statuses that took effect on or before that day at the earliest that their date can mean; one
    without a date is left out, as nobody knows since when it holds. Raises ValueError for a `known_at` without zone.
    """
    if known_at is not None and known_at.tzinfo is None:
        raise ValueError("known_at: give a time with its zone, such as 2026-01-31T12:00:00Z.")
    own = standing(_until(events_of(type(record), [record.pk]), known_at))
    if record.pk not in own or own[record.pk].value("publication") != Publication.PUBLISHED:
        return None
    parts: dict[Model, dict[object, Event]] = {}
    for events in events_of_parts(type(record), [record.pk]):
        for key, event in standing(_until(events, known_at)).items():
            parts.setdefault(event.model, {})[key] = event
    kept = _still_parts(record, parts)
    if valid_on is not None:
        statuses = [row for row in kept.get(OutcomeStatus, []) if isinstance(row, OutcomeStatus)]
        kept[OutcomeStatus] = [*valid_statuses(statuses, valid_on)]
    rebuilt = own[record.pk].rebuilt()
    if not isinstance(rebuilt, Dialogue | Outcome):
        raise TypeError(f"{type(record).__name__} is neither a dialogue nor an outcome")
    return RecordAsOf(rebuilt, kept)


def _until(events: list[Event], known_at: datetime | None) -> list[Event]:
    return [event for event in events if known_at is None or event.value("pgh_created_at") <= known_at]


def _still_parts(
    record: Dialogue | Outcome, parts: dict[Model, dict[object, Event]]
) -> dict[Model, list[models.Model]]:
    """Without the rows that had gone over to another record, and without outcomes that were not public."""
    here: dict[Model, set[object]] = {type(record): {record.pk}}
    kept: dict[Model, list[models.Model]] = {}
    for model, events in parts.items():
        rows = []
        for key, event in events.items():
            if _public(event) and _belongs(event, here):
                rows.append(event.rebuilt())
                here.setdefault(model, set()).add(key)
        kept[model] = rows
    return kept


def _public(event: Event) -> bool:
    """An outcome that was a draft, was withdrawn or had gone into another is not a part that the public saw."""
    if event.model is not Outcome:
        return True
    published: bool = event.value("publication") == Publication.PUBLISHED
    return published and event.value("merged_into_id") is None


def _belongs(event: Event, here: dict[Model, set[object]]) -> bool:
    for name in references_to_owners(event.model):
        owner = event.model._meta.get_field(name).related_model
        if isinstance(owner, type) and event.value(f"{name}_id") in here.get(owner, ()):
            return True
    return False
