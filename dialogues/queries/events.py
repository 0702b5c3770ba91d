"""The events of a record and of everything that is part of it, each kind read at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Q

from dialogues.models import (
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    DialogueTopic,
    Difference,
    Mechanism,
    Milestone,
    Outcome,
    OutcomeStatus,
    OutcomeTopic,
    Participation,
    ParticipationTenure,
    Person,
    Position,
    Relation,
    Tenure,
)
from dialogues.models.citation import SUBJECTS
from dialogues.models.history import DELETE, event_model_of, key_of, tracked_fields

Model = type[models.Model]

# What belongs to what, and by which references. Citations belong to whatever they are about.
PARTS: Final[dict[Model, tuple[tuple[Model, tuple[str, ...]], ...]]] = {
    Dialogue: (
        (Participation, ("dialogue",)),
        (DelegationCount, ("dialogue",)),
        (Outcome, ("dialogue",)),
        (Position, ("dialogue",)),
        (Difference, ("dialogue",)),
        (Conflict, ("dialogue",)),
        (Milestone, ("dialogue",)),
        (Relation, ("from_dialogue", "to_dialogue")),
        (DialogueTopic, ("dialogue",)),
    ),
    Outcome: (
        (OutcomeStatus, ("outcome",)),
        (Relation, ("from_outcome", "to_outcome")),
        (OutcomeTopic, ("outcome",)),
    ),
    Mechanism: ((Milestone, ("mechanism",)), (Relation, ("from_mechanism", "to_mechanism"))),
    Participation: ((ParticipationTenure, ("participation",)),),
    Person: ((Tenure, ("person",)),),
}
# What a citation can be about, with the name of its reference.
SUBJECT_OF: Final[dict[Model, str]] = {
    subject: name
    for name in SUBJECTS
    if isinstance(subject := Citation._meta.get_field(name).related_model, type) and issubclass(subject, models.Model)
}


def references_to_owners(model: Model) -> set[str]:
    """The references by which a row of this model is part of another."""
    found = set(SUBJECTS) if model is Citation else set()
    for parts in PARTS.values():
        for part, references in parts:
            if part is model:
                found |= set(references)
    return found


@dataclass(frozen=True)
class Event:
    """One event of one row. `values` are the columns after the change; before it, when the row was deleted."""

    model: Model
    key: Any
    row: models.Model

    @property
    def number(self) -> int:
        """Events of one row are numbered in the order of its changes."""
        return int(self.row.serializable_value("pgh_id"))

    @property
    def label(self) -> str:
        return str(self.row.serializable_value("pgh_label"))

    def value(self, name: str) -> Any:
        return self.row.serializable_value(name)

    def rebuilt(self) -> models.Model:
        """The row as a model object that was not read from its table and must not be saved."""
        return self.model(**{field.attname: self.value(field.attname) for field in tracked_fields(self.model)})


def events_of(model: Model, keys: Collection[Any]) -> list[Event]:
    """All events of these rows, in their order. One query."""
    return _read(model, Q(**{f"{key_of(model)}__in": list(keys)}))


def events_of_parts(model: Model, keys: Collection[Any]) -> Iterator[list[Event]]:
    """The events of everything that is or was part of these rows, one kind after the other; citations last.

    The number of queries depends on the kinds of parts, not on how many there are.
    """
    owners: dict[Model, set[Any]] = {model: set(keys)}
    waiting = [model]
    while waiting:
        owner = waiting.pop(0)
        for part, references in PARTS.get(owner, ()):
            found = _parts(part, dict.fromkeys(references, owners[owner])) if owners[owner] else []
            new = [event for event in found if event.key not in owners.get(part, set())]
            owners.setdefault(part, set()).update(event.key for event in new)
            if part not in waiting and PARTS.get(part):
                waiting.append(part)
            yield new
    cited = {SUBJECT_OF[owner]: found for owner, found in owners.items() if owner in SUBJECT_OF and found}
    if cited:
        yield _parts(Citation, cited)


def _parts(model: Model, owners: dict[str, set[Any]]) -> list[Event]:
    """The events of rows that at any time referred to one of these owners. One query."""
    condition = Q()
    for reference, keys in owners.items():
        condition |= Q(**{f"{reference}_id__in": list(keys)})
    once = event_model_of(model).objects.filter(condition).values(key_of(model))
    return _read(model, Q(**{f"{key_of(model)}__in": once}))


def _read(model: Model, condition: Q) -> list[Event]:
    rows = event_model_of(model).objects.filter(condition).order_by("pgh_id")
    return [Event(model, row.serializable_value(key_of(model)), row) for row in rows]


def standing(events: Collection[Event]) -> dict[Any, Event]:
    """The last event of each row that is not deleted by then, by key."""
    last = {event.key: event for event in events}
    return {key: event for key, event in last.items() if event.label != DELETE}
