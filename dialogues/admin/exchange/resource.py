"""What a record's file means: which rows are new, which change a record, and what is wrong with which cell.

A row with a public ID changes that record, and must give the version that it was made from; a row without one makes a
new record. Columns that are not in the file, and cells that say what the record says already, are left alone.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, connection, models
from import_export.resources import (
    ModelResource,
    modelresource_factory,
)
from import_export.results import RowResult

from dialogues.admin.exchange.columns import Column
from dialogues.admin.exchange.references import ReferencesColumn, column_for
from dialogues.admin.exchange.refusals import FileRefused, in_words
from dialogues.admin.exchange.tables import comparable
from dialogues.models import User
from dialogues.models.history import change
from dialogues.models.vocabularies import Publication
from dialogues.review.hold import hold
from dialogues.review.permission import may_add, may_change
from dialogues.review.publish import PublicationRefused, publish_record

logger = logging.getLogger(__name__)

# They say which record is meant; they are never values to be set.
_IDENTITY: Final = ("public_id", "version")
_PUBLIC_ID: Final = "public ID"
_PUBLIC_ID_IN_TEXT: Final = re.compile("[a-z]{3}-[0-9a-z]{10}")
# Keys that mean nothing elsewhere, and texts that are too long for a cell.
_NOT_EXPORTED: Final = frozenset({"id", "text", "http_headers"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell. `line` counts from the top of the file; `column` is empty when it is the whole row."""

    line: int
    column: str
    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell changes, as texts."""

    column: str
    before: str
    after: str


class Row(RowResult):  # type: ignore[misc] # the package has no types
    """What became of a row; `public_id` is empty for a new record."""

    line = 0
    public_id = ""
    changes: tuple[Change, ...] = ()


class RecordResource(ModelResource):  # type: ignore[misc] # the package has no types
    """The columns of a model. `Meta.fields` gives their order."""

    class Meta:
        # What changes is compared here, as texts.
        skip_diff = True
        skip_html_diff = True
        report_skipped = False
        use_transactions = True

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: "models.Field[Any, Any]", readonly: bool) -> Column:
        return column_for(django_field)

    @classmethod
    def get_row_result_class(cls) -> type[Row]:
        return Row

    @property
    def columns(self) -> list[Column]:
        """In the order of the file."""
        return [self.fields[name] for name in self._meta.fields]

    def for_export(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """The same rows, with what their cells name read along with them."""
        single = [column.attribute for column in self.columns if column.field.many_to_one]
        several = [column.attribute for column in self.columns if column.field.many_to_many]
        rows = rows.select_related(*single) if single else rows
        return rows.prefetch_related(*several) if several else rows

    # --- Import: the package calls these, in this order -------------------------------------------------------------

    def import_data(self, dataset: Any, dry_run: bool = False, **options: Any) -> Any:
        """As in the package. The result also has `problems`, and `seen`, which is the same while nothing changes."""
        result = super().import_data(dataset, dry_run, **options)
        result.problems = list(self._problems(result))
        told = [
            (row.line, row.import_type, row.public_id, [(one.column, one.before, one.after) for one in row.changes])
            for row in result.valid_rows()
        ]
        result.seen = hashlib.sha256(json.dumps(told).encode()).hexdigest()
        return result

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:
        if not isinstance(error, FileRefused):
            raise error
        super().handle_import_error(result, error, raise_errors)

    def before_import(self, dataset: Any, *, user: User, file_name: str, confirmed: bool = False, **_: Any) -> None:
        """Raises FileRefused for columns that are unknown or missing. Then no row is read."""
        self.user, self.reason, self.lines = user, f"import of {file_name[:120]}", dataset.lines
        try:
            self.present = self._columns_of(dataset)
        except FileRefused:
            dataset.wipe()
            raise
        dataset.headers = [column.column_name for column in self.present]
        self._read_ahead(dataset, locked=confirmed)
        with connection.cursor() as cursor:
            # What is otherwise checked at the end of the transaction is to be the fault of the row that breaks it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, str]) -> tuple[Any, bool]:
        public_id, version = row.get(_PUBLIC_ID, ""), row.get("version", "")
        if not public_id:
            if version:
                raise ValidationError({"version": "belongs to a public ID; leave both empty for a new record"})
            return self._meta.model(), True
        record = self.known.get(public_id)
        if record is None:
            noun = self._meta.model._meta.verbose_name
            raise ValidationError({"public_id": f"the record has no {noun} {public_id}; leave it empty for a new one"})
        if public_id in self.met:
            raise ValidationError({"public_id": f"line {self.met[public_id]} has this record already"})
        if version != str(record.version):
            given = f"was made from version {version}" if version else "must say which version it was made from"
            now = f"the record is at version {record.version} now"
            raise ValidationError({"version": f"{given}, and {now}: export it again and repeat what you changed"})
        return record, False

    def after_init_instance(self, instance: Any, new: bool, row: dict[str, str], **options: Any) -> None:
        self.line = self.lines[options["row_number"] - 1]
        self.instance, self.new, self.publishes = instance, new, False
        instance.chosen = {}
        self.before = {} if new else self._texts(instance)
        self.closed = not new and not may_change(self.user, instance)
        if not new:
            self.met[instance.public_id] = self.line

    def import_instance(self, instance: Any, row: dict[str, str], **_: Any) -> None:
        refused: dict[str, str] = {}
        for column in self.present:
            name, cell = column.attribute, row[column.column_name]
            if name in _IDENTITY or (not self.new and comparable(cell) == comparable(self.before[name])):
                continue
            try:
                self._set(column, column.read(cell))
            except ValueError as wrong:
                refused[name] = str(wrong)
        if refused:
            raise ValidationError(refused)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not import_validation_errors and not self.new and next(self._changes(), None) is None

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **_: Any) -> None:
        """Raises ValidationError with all that is wrong with single cells. What concerns several the database says."""
        errors: dict[str, Any] = dict(import_validation_errors or {})
        if not self.new and getattr(instance, "merged_into_id", None) is not None:
            errors["public_id"] = [f"has gone into {instance.merged_into.public_id}: change that one"]
        # What a reference names was found just now.
        references = {field.name for field in instance._meta.concrete_fields if field.is_relation}
        try:
            instance.clean_fields(exclude=references | errors.keys())
        except ValidationError as refused:
            errors = refused.update_error_dict(errors)
        if not errors:
            instance.clean()
            # As it was, and as it would be: a part may be moved to a record that is public.
            if self.closed or not (may_add if self.new else may_change)(self.user, instance):
                raise ValidationError("This is public, or part of what is: it takes the right to publish.")
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        # What is chosen of other records stands in other tables, so the version has to be raised for it.
        instance.version += bool(instance.chosen and not is_create)
        try:
            # The package holds a savepoint for each row.
            with change(reason=self.reason, by=self.user):
                instance.save(force_insert=is_create)
                for name, chosen in instance.chosen.items():
                    getattr(instance, name).set(chosen)
            if self.publishes:
                publish_record(record=instance, by=self.user)
        except (IntegrityError, DataError) as refused:
            raise ValidationError(in_words(refused, type(instance))) from refused
        except (PermissionDenied, PublicationRefused) as refused:
            raise ValidationError({"publication": f"you may not publish this, write draft ({refused})"}) from refused
        if is_create:
            self.made[instance.public_id] = f"line {self.line}"
        for column in self.present:
            column.learn(instance)

    def save_m2m(self, instance: Any, row: Any, **_: Any) -> None:
        """Done with the record itself."""

    def after_import_row(self, row: Any, row_result: Row, **_: Any) -> None:
        row_result.line, row_result.changes = self.line, tuple(self._changes())
        row_result.public_id = "" if self.new else self.instance.public_id

    def after_import(self, dataset: Any, result: Any, **_: Any) -> None:
        """New rows got their keys from the database, so its sequences need no reset."""

    # --- How --------------------------------------------------------------------------------------------------------

    def _columns_of(self, dataset: Any) -> list[Column]:
        """The column of each header. Raises FileRefused."""
        by_name = {_folded(column.column_name): column for column in self.columns}
        found = [(header, by_name.get(_folded(header))) for header in dataset.headers]
        unknown = [header for header, column in found if column is None]
        if unknown:
            known = ", ".join(column.column_name for column in self.columns)
            raise FileRefused(f"Unknown columns: {', '.join(map(repr, unknown))}. There are: {known}.")
        present = [column for _, column in found if column is not None]
        twice = {column.column_name for column in present if present.count(column) > 1}
        if twice:
            raise FileRefused(f"Columns that are there more than once: {', '.join(sorted(twice))}.")
        names = [column.attribute for column in present]
        only_changes = "public_id" in names and all(dataset.get_col(names.index("public_id")))
        missing = [column.column_name for column in self.columns if column.required and column not in present]
        if missing and not only_changes:
            raise FileRefused(f"Missing columns, which a new record needs: {', '.join(missing)}.")
        return present

    def _read_ahead(self, dataset: Any, *, locked: bool) -> None:
        """Read what the rows change and what their cells name, all at once."""
        ids = set(dataset[_PUBLIC_ID]) if _PUBLIC_ID in dataset.headers else set()
        rows = self._meta.model._base_manager.filter(public_id__in=ids)
        if locked:
            hold(rows)
        self.known = {record.public_id: record for record in self.for_export(rows)}
        self.met: dict[str, int] = {}
        self.made: dict[str, str] = {}
        for column in self.present:
            column.prepare(set(dataset[column.column_name]))

    def _set(self, column: Column, value: Any) -> None:
        """Raises ValueError for a publication that an import cannot bring about."""
        if column.attribute == "publication":
            before = Publication.DRAFT if self.new else self.instance.publication
            if value == Publication.WITHDRAWN or (before, value) == (Publication.PUBLISHED, Publication.DRAFT):
                raise ValueError("needs a reason: use the list's action for it")
            if (before, value) == (Publication.WITHDRAWN, Publication.DRAFT):
                raise ValueError("a withdrawn record is no draft again")
            self.publishes = value == Publication.PUBLISHED
        elif isinstance(column, ReferencesColumn):
            self.instance.chosen[column.attribute] = value
        else:
            setattr(self.instance, column.attribute, value)

    def _texts(self, record: Any) -> dict[str, str]:
        return {column.attribute: column.show(record) for column in self.present}

    def _changes(self) -> Iterator[Change]:
        after = self._texts(self.instance)
        if self.publishes:
            after["publication"] = Publication.PUBLISHED.value
        for column in self.present:
            name = column.attribute
            if name not in _IDENTITY and self.before.get(name, "") != after[name]:
                # A record of this file has another public ID in the preview than it will have in the end.
                told = _PUBLIC_ID_IN_TEXT.sub(lambda found: self.made.get(found[0], found[0]), after[name])
                yield Change(column.column_name, self.before.get(name, ""), told)

    def _problems(self, result: Any) -> Iterator[Problem]:
        """In the order of the file, and of its columns."""
        found: list[Problem] = []
        for row in result.invalid_rows:
            cells = dict(zip(result.diff_headers, row.values, strict=True))
            for name, messages in row.error_dict.items():
                column = self.fields[name].column_name if name in self.fields else ""
                cell = cells.get(column, "")
                found += [Problem(self.lines[row.number - 1], column, cell, message) for message in messages]
        for row in result.error_rows:
            for error in row.errors:
                logger.error("A row of an %s could not be read.", self.reason, exc_info=error.error)
                found.append(Problem(self.lines[row.number - 1], "", "", "could not be read; the log says why"))
        return iter(sorted(found, key=lambda problem: problem.line))


def export_only(model: type[models.Model]) -> type[RecordResource]:
    """The columns of a record that is not imported: all its fields but those that the database computes."""
    kept = [field for field in model._meta.get_fields() if field.concrete and not getattr(field, "generated", False)]
    names = sorted((field.name for field in kept if field.name not in _NOT_EXPORTED), key=_identity_first)
    made: type[RecordResource] = modelresource_factory(model, RecordResource, {"fields": tuple(names)})
    return made


def _identity_first(name: str) -> int:
    return _IDENTITY.index(name) if name in _IDENTITY else len(_IDENTITY)


def _folded(header: str) -> str:
    return " ".join(header.replace("_", " ").split()).casefold()
