"""Create what is missing and change nothing: how a second run leaves every row as it was."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from django.db import models

from dialogues.management.starter.identity import starter_public_id
from dialogues.management.starter.report import Report
from dialogues.models import Merge

Row = TypeVar("Row", bound=models.Model)


class Shelf(Generic[Row]):
    """Rows of one model under their starter keys. Put them in, then `store`; `self[key]` is then the stored row.

    A row that is already there, under its starter ID or under the same natural key (a name that must be unique), is
    used as it is. `made` holds the keys of those that were created now: only to these may more be attached.
    """

    def __init__(self, model: type[Row], report: Report, natural_key: Callable[[Row], Hashable] | None = None) -> None:
        self.model = model
        self.manager = model._default_manager  # noqa: SLF001 - documented by Django: the name works for every model
        self.report = report
        self.natural_key = natural_key
        self.made: set[str] = set()
        self._new: dict[str, Row] = {}
        self._stored: dict[str, Row] = {}

    def put(self, key: str, **values: Any) -> None:
        """A row to be there. Raises ValueError when the key is taken: two facts would become one."""
        if key in self._new or key in self._stored:
            raise ValueError(f"{self.model.__name__}: the key {key!r} is used twice")
        self._new[key] = self.model(public_id=starter_public_id(self.model, key), **values)

    def store(self) -> None:
        """Create the rows that are missing, in the order in which they were put in."""
        rows, self._new = self._new, {}
        there = self._already_there(rows)
        there |= self._set_aside({key: row for key, row in rows.items() if key not in there})
        missing = {key: row for key, row in rows.items() if key not in there}
        self.manager.bulk_create(missing.values(), batch_size=500)
        self.made |= missing.keys()
        self._stored |= there | missing
        name = str(self.model._meta.verbose_name_plural)
        self.report.created[name] += len(missing)
        self.report.found[name] += len(there)

    def __getitem__(self, key: str) -> Row:
        return self._stored[key]

    def _set_aside(self, rows: dict[str, Row]) -> dict[str, Row]:
        """Those that a merge keeps out of their table, because they say the same as a row of the record that stays."""
        aside = {
            row["fields"]["public_id"]
            for kept in Merge.objects.filter(undone_at=None).values_list("set_aside", flat=True)
            for row in kept
        }
        return {key: row for key, row in rows.items() if getattr(row, "public_id") in aside}  # noqa: B009

    def _already_there(self, rows: dict[str, Row]) -> dict[str, Row]:
        ids = {getattr(row, "public_id"): key for key, row in rows.items()}  # noqa: B009 - not every model has one
        found = self.manager.filter(public_id__in=ids)
        there = {ids[getattr(row, "public_id")]: row for row in found}  # noqa: B009
        if self.natural_key is None:
            return there
        missing = {self.natural_key(row): key for key, row in rows.items() if key not in there}
        if not missing:
            return there
        for row in self.manager.all():
            key = missing.get(self.natural_key(row))
            if key is not None:
                there[key] = row
                self.report.remarks.append(f"{self.model.__name__} {str(row)!r} was already there under its own ID.")
        return there
