"""The steps of a merge: small enough to be kept as JSON, done in their order, and taken back in the opposite one."""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.core import serializers
from django.db import models
from django.utils import timezone

from dialogues.models import OutcomeStatus
from dialogues.models.outcome_status import PLACES_IN_HISTORY
from dialogues.models.record import Record


class NotAsLeft(Exception):
    """A row is not as the step before left it. The message names it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Rows of one model get other values. References stand as public IDs, so that people can read the log."""

    model: str
    public_ids: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def apply(self) -> None:
        """Raises NotAsLeft unless all the rows are there with the values `before`."""
        model = model_of(self.model)
        rows = model._base_manager.filter(public_id__in=self.public_ids)
        expected = rows.filter(**_conditions(model, self.before))
        with pgtrigger.ignore(PLACES_IN_HISTORY) if model is OutcomeStatus else contextlib.nullcontext():
            changed = expected.update(**_columns(model, self.after), updated_at=timezone.now())
        if changed != len(self.public_ids):
            right = set(ids_with(model, self.public_ids, self.after))
            missing = next((one for one in self.public_ids if one not in right), self.public_ids[0])
            raise NotAsLeft(f"{_name(model)} {missing} was changed or deleted meanwhile.")

    def reversed(self) -> "Move":
        return Move(self.model, self.public_ids, before=self.after, after=self.before)

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "public_ids": list(self.public_ids),
            "from": dict(self.before),
            "to": dict(self.after),
        }


@dataclass(frozen=True, slots=True)
class Addition:
    """Values that a list of one row gets, or records that a many-to-many field gets: what it held before stays."""

    model: str
    public_id: str
    field: str
    added: tuple[str, ...]

    def apply(self) -> None:
        self._write(add=True)

    def take_back(self) -> None:
        """What somebody has removed meanwhile is gone already; what somebody added meanwhile stays."""
        self._write(add=False)

    def _write(self, *, add: bool) -> None:
        model = model_of(self.model)
        row = model._base_manager.select_for_update(no_key=True).filter(public_id=self.public_id).first()
        if row is None:
            raise NotAsLeft(f"{_name(model)} {self.public_id} was deleted meanwhile.")
        field = model._meta.get_field(self.field)
        if isinstance(field, models.ManyToManyField):
            related = getattr(row, self.field)
            targets = field.remote_field.model._base_manager.filter(public_id__in=self.added)
            (related.add if add else related.remove)(*targets)
            return
        held = [value for value in getattr(row, self.field) if value not in self.added]
        values = [*held, *self.added] if add else held
        model._base_manager.filter(pk=row.pk).update(**{self.field: values, "updated_at": timezone.now()})

    def as_json(self) -> dict[str, Any]:
        return {"model": self.model, "public_ids": [self.public_id], "field": self.field, "added": list(self.added)}


Step = Move | Addition


def step_of(kept: Mapping[str, Any]) -> Step:
    """The step that `as_json` wrote."""
    if "added" in kept:
        return Addition(kept["model"], kept["public_ids"][0], kept["field"], tuple(kept["added"]))
    return Move(kept["model"], tuple(kept["public_ids"]), kept["from"], kept["to"])


def move(rows: Sequence[Record], **changes: tuple[Any, Any]) -> Move:
    """A step that changes each of these fields from the first to the second value; records become public IDs."""
    return Move(
        name_of(type(rows[0])),
        tuple(public_id_of(row) for row in rows),
        before={field: _plain(pair[0]) for field, pair in changes.items()},
        after={field: _plain(pair[1]) for field, pair in changes.items()},
    )


def kept_row(row: Record) -> dict[str, Any]:
    """The whole row as JSON, with the keys of its many-to-many fields, from which `put_back` makes it again."""
    kept: dict[str, Any] = json.loads(serializers.serialize("json", [row]))[0]
    return kept


def put_back(rows: Iterable[dict[str, Any]]) -> None:
    """Write rows again as they were, with their keys and times."""
    for restored in serializers.deserialize("json", json.dumps(list(rows))):
        restored.save(force_insert=(models.Model,))


def take_out(row: Record) -> None:
    """Delete a row to which nothing points any more. Raises NotAsLeft when something else would go with it."""
    own = {row._meta.label}
    for field in row._meta.many_to_many:
        links: Any = field.remote_field.through
        own.add(links._meta.label)
    _, deleted = row.delete()
    if set(deleted) - own:
        raise NotAsLeft(f"{_name(type(row))} {public_id_of(row)} got something new meanwhile.")


def name_of(model: type[models.Model]) -> str:
    return model._meta.model_name or ""


def model_of(name: str) -> type[Any]:
    """The model of a record by its name in lower case. Raises LookupError, and TypeError for what is no record."""
    model = apps.get_model("dialogues", name)
    if not issubclass(model, Record):
        raise TypeError(f"{name} is no record")
    return model


def public_id_of(row: models.Model) -> str:
    return str(row.serializable_value("public_id"))


def ids_with(model: type[Any], public_ids: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    """The public IDs of those rows that hold these values."""
    rows = model._base_manager.filter(public_id__in=public_ids, **_conditions(model, values))
    return list(rows.values_list("public_id", flat=True))


def _plain(value: Any) -> Any:
    return public_id_of(value) if isinstance(value, models.Model) else value


def _conditions(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    for name, value in values.items():
        if value is None:
            conditions[f"{name}__isnull"] = True
        elif isinstance(model._meta.get_field(name), models.ForeignKey):
            conditions[f"{name}__public_id"] = value
        else:
            conditions[name] = value
    return conditions


def _columns(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if value is not None and isinstance(field, models.ForeignKey):
            target = field.remote_field.model._base_manager.filter(public_id=value).first()
            if target is None:
                raise NotAsLeft(f"{value} was deleted meanwhile.")
            columns[name] = target
        else:
            columns[name] = value
    return columns


def _name(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name).capitalize()
