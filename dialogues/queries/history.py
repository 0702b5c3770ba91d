"""The history of a record in words: one stream of steps, the newest first, with who, why and what changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models

from dialogues.models.history import DELETE, INSERT
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.queries.event_words import Words
from dialogues.queries.events import Event, events_of, events_of_parts
from dialogues.text.difference import Stretch, difference

# What says nothing to a reader, or what the step itself says already.
_UNSHOWN: Final = frozenset({"id", "public_id", "created_at", "updated_at", "version"})


@dataclass(frozen=True)
class FieldChange:
    """One field: its label, and its value in words before and after; `stretches` when both are longer texts."""

    label: str
    before: str
    after: str
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What happened to one row: `verb` is added, changed or removed. `number` identifies the event for a restore."""

    model: str
    kind: str
    name: str
    verb: str
    fields: tuple[FieldChange, ...]
    number: int
    restorable: bool


@dataclass(frozen=True)
class Step:
    """All that one transaction, or one request, changed. `who` is empty when nobody's name is known."""

    at: datetime
    who: str
    why: str
    request: str
    entries: tuple[Entry, ...]


def read_history(record: models.Model, *, for_staff: bool) -> tuple[Step, ...]:
    """The steps of a record and of everything that is part of it, the newest first.

    The number of queries does not grow with the record. The public sees nothing of the time before a record was
    published, nothing of drafts, and no user's name.
    """
    model = type(record)
    own = events_of(model, [record.pk])
    events = [own, *events_of_parts(model, [record.pk])]
    since = None if for_staff else _public_since(own)
    rows: dict[tuple[type[models.Model], Any], list[Event]] = defaultdict(list)
    for event in (one for some in events for one in some):
        rows[event.model, event.key].append(event)
    words = Words((event for some in rows.values() for event in some), for_staff=for_staff)
    steps: dict[tuple[datetime, str], list[tuple[Event, Entry]]] = defaultdict(list)
    for row in rows.values():
        for before, event, after in _with_neighbours(row if for_staff else _seen(row, since)):
            entry = _entry(words, before, event, restorable=for_staff and (after is not None or event.label == DELETE))
            if entry is not None:
                steps[_step_of(event)].append((event, entry))
    made = (_step(found, for_staff=for_staff) for found in steps.values())
    return tuple(sorted(made, key=lambda step: step.at, reverse=True))


def _public_since(own: list[Event]) -> datetime | None:
    """When the record was first published; None when it always was public, or has no such state."""
    if not own or not issubclass(own[0].model, PublishedRecord):
        return None
    published = [event for event in own if event.value("publication") != Publication.DRAFT]
    first: datetime | None = published[0].value("pgh_created_at") if published else None
    return first


def _seen(row: list[Event], since: datetime | None) -> list[Event]:
    """Without what happened to a draft, and without what happened before the record was public."""
    if issubclass(row[0].model, PublishedRecord):
        row = [event for event in row if event.value("publication") != Publication.DRAFT]
    return [event for event in row if since is None or event.value("pgh_created_at") >= since]


def _with_neighbours(row: list[Event]) -> Iterable[tuple[Event | None, Event, Event | None]]:
    return zip([None, *row], row, [*row[1:], None], strict=False)


def _step_of(event: Event) -> tuple[datetime, str]:
    return event.value("pgh_created_at"), str(event.value("pgh_context_id") or "")


def _entry(words: Words, before: Event | None, event: Event, *, restorable: bool) -> Entry | None:
    """None when nothing changed that a reader would see."""
    if before is not None and before.label == DELETE:
        before = None
    if event.label == DELETE:
        verb, fields = "removed", _values(words, event)
    elif before is None:
        verb = "added" if event.label == INSERT else "published"
        fields = _values(words, event)
    else:
        verb, fields = "changed", _changes(words, before, event)
        if not fields:
            return None
    kind = str(event.model._meta.verbose_name)
    name = event.model._meta.model_name or ""
    return Entry(name, kind, words.name(event), verb, fields, event.number, restorable)


def _values(words: Words, event: Event) -> tuple[FieldChange, ...]:
    found = ((field, words.value(event, field)) for field in words.fields(event.model) if field.name not in _UNSHOWN)
    return tuple(FieldChange(words.label(field), "", value) for field, value in found if value)


def _changes(words: Words, before: Event, event: Event) -> tuple[FieldChange, ...]:
    changes = []
    for field in words.fields(event.model):
        if field.name in _UNSHOWN or before.value(field.attname) == event.value(field.attname):
            continue
        old, new = words.value(before, field), words.value(event, field)
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        stretches = difference(old, new) if is_text and old and new and " " in old + new else ()
        changes.append(FieldChange(words.label(field), old, new, stretches))
    return tuple(changes)


def _step(found: list[tuple[Event, Entry]], *, for_staff: bool) -> Step:
    event = found[0][0]
    context: dict[str, Any] = event.value("pgh_context") or {}
    who = str(context.get("name", ""))
    if who and not for_staff:
        who = "staff"
    return Step(
        at=event.value("pgh_created_at"),
        who=who,
        why=str(context.get("reason", "")),
        request=str(context.get("request", "")) if for_staff else "",
        entries=tuple(entry for _, entry in found),
    )
