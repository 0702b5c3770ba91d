"""What accepting a suggestion has written: found again, compared with how it was left, and what hangs on it now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db import models
from pghistory.models import Event

from dialogues.models import Outcome, OutcomeStatus, Suggestion
from dialogues.models.record import PublishedRecord, Record
from dialogues.models.vocabularies import Decision
from dialogues.review.hold import hold
from dialogues.review.merge_steps import Addition, model_of, name_of, public_id_of

# The database counts from here; accepting only adds rows, so whatever is higher was changed since.
AS_ACCEPTED: Final = 1
MOST_NAMED: Final = 20


class NotAsAccepted(Exception):
    """The rows are not as the acceptance left them, or something hangs on them. The message names it."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of one acceptance in the order of writing, locked, and the values that other rows got."""

    rows: tuple[Record, ...]
    additions: tuple[Addition, ...]

    @property
    def public(self) -> tuple[PublishedRecord, ...]:
        """The rows that have an address of their own."""
        return tuple(row for row in self.rows if isinstance(row, PublishedRecord))

    def by_model(self, *, backwards: bool = False) -> Iterator[tuple[type[Record], list[Record]]]:
        """The rows in runs of one model."""
        rows = reversed(self.rows) if backwards else iter(self.rows)
        for model, run in groupby(rows, key=type):
            yield model, list(run)


def entry_of(one: models.Model | Addition) -> dict[str, Any]:
    """A written row, or a value that a row got, as `Suggestion.written` keeps it."""
    if isinstance(one, Addition):
        return {"model": one.model, "id": one.public_id, "field": one.field, "added": list(one.added)}
    return {"model": name_of(type(one)), "id": public_id_of(one)}


def written_and_held(entries: Sequence[Mapping[str, Any]]) -> Written:
    """The rows that these entries name, locked until the transaction ends.

    Raises NotAsAccepted when one of them is gone or was changed since.
    """
    wanted: dict[str, list[str]] = {}
    additions = []
    for entry in entries:
        if "added" in entry:
            additions.append(Addition(entry["model"], entry["id"], entry["field"], tuple(entry["added"])))
        else:
            wanted.setdefault(entry["model"], []).append(entry["id"])
    found: dict[str, Record] = {}
    for name, public_ids in wanted.items():
        model = model_of(name)
        held = hold(model._base_manager.filter(public_id__in=public_ids))
        found |= {public_id_of(row): row for row in held}
        for public_id in public_ids:
            if public_id not in found:
                raise NotAsAccepted(f"The {model._meta.verbose_name} {public_id} was taken out since then.")
    for row in found.values():
        if row.version != AS_ACCEPTED:
            raise NotAsAccepted(f"The {row._meta.verbose_name} “{row}” was changed since then.")
    rows = tuple(found[entry["id"]] for entry in entries if "added" not in entry)
    return Written(rows, tuple(additions))


def hanging_on(written: Written) -> list[models.Model]:
    """What refers to these rows and is none of them; one query for each kind of reference.

    Suggestions that nobody has accepted do not count: they are matched anew.
    """
    own: dict[type[models.Model], list[Any]] = {}
    for row in written.rows:
        own.setdefault(type(row), []).append(row.pk)
    found: list[models.Model] = []
    for target, keys in own.items():
        for model, reference in _references_to(target):
            others = model._base_manager.filter(**{f"{reference}__in": keys}).exclude(pk__in=own.get(model, []))
            if model is Suggestion:
                others = others.filter(decision=Decision.ACCEPTED)
            found += others[:MOST_NAMED]
    return found + _later_statuses(written)


def _references_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in target._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        model = relation.related_model
        if not issubclass(model, Event):
            yield model, relation.field.name


def _later_statuses(written: Written) -> list[models.Model]:
    """Only the last entry of a history can be taken out of it."""
    own_outcomes = {row.pk for row in written.rows if isinstance(row, Outcome)}
    later: list[models.Model] = []
    for row in written.rows:
        if isinstance(row, OutcomeStatus) and row.outcome_id not in own_outcomes:
            later += OutcomeStatus.objects.filter(outcome=row.outcome_id, sequence__gt=row.sequence)[:MOST_NAMED]
    return later
