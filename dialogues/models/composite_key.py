"""A reference whose target has to share something with the row: the same dialogue, the same outcome, the same sides."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


def key_with(*fields: str, name: str) -> models.UniqueConstraint:
    """Lets a `SharedForeignKey` of another row refer to a row together with these of its fields."""
    return models.UniqueConstraint(
        fields=["id", *fields], name=name, violation_error_message="Key: another row has this one already."
    )


class SharedForeignKey(models.BaseConstraint):
    """The target of `reference` has the same values as the row in the fields `shared`.

    A foreign key over several columns, so that no order of concurrent changes gets round it. Like Django's own it is
    checked at the end of the transaction, and holds nothing where one of the columns is empty. The target's model
    needs `key_with(*shared)`.
    """

    def __init__(self, *, reference: str, shared: Sequence[str], name: str, violation_error_message: str) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.reference = reference
        self.shared = tuple(shared)

    def constraint_sql(  # type: ignore[override] # the stub wants a text; Django asks for nothing or a text
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str | None:
        """Nothing within CREATE TABLE: the target's unique constraint may come after it."""
        if schema_editor is not None:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override] # the stub wants a text
        if model is None or schema_editor is None:
            raise TypeError("a constraint is made on a table")
        # Table's methods make Django drop the statement when one of its two tables is dropped before it is run.
        quote = schema_editor.quote_name
        target = self._target(model)
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(columns)s) "
            "REFERENCES %(target)s (%(target_columns)s) DEFERRABLE INITIALLY DEFERRED",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            columns=", ".join(quote(column) for column in _columns(model, (self.reference, *self.shared))),
            target=Table(target._meta.db_table, quote),
            target_columns=", ".join(quote(column) for column in _columns(target, ("id", *self.shared))),
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override] # the stub wants a text
        if model is None or schema_editor is None:
            raise TypeError("a constraint is taken from a table")
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises ValidationError with the message for staff, before the database refuses."""
        fields = (self.reference, *self.shared)
        if exclude is not None and set(fields) & set(exclude):
            return
        wanted = [getattr(instance, name) for name in _columns(model, fields)]
        if None in wanted:
            return
        names = _columns(self._target(model), ("id", *self.shared))
        rows: models.QuerySet[models.Model] = models.QuerySet(self._target(model), using=using)
        if not rows.filter(**dict(zip(names, wanted, strict=True))).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> Any:
        path, arguments, keywords = super().deconstruct()
        return path, arguments, {**keywords, "reference": self.reference, "shared": self.shared}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SharedForeignKey):
            return NotImplemented
        return bool(self.deconstruct() == other.deconstruct())

    def __hash__(self) -> int:
        return hash((self.name, self.reference, self.shared))

    def _target(self, model: type[models.Model]) -> type[models.Model]:
        target = model._meta.get_field(self.reference).related_model
        if not isinstance(target, type):
            raise FieldDoesNotExist(f"{model.__name__}.{self.reference} refers to no model")
        return target


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    """The columns of these fields; for a reference also the attribute that holds its key."""
    fields = [model._meta.get_field(name) for name in names]
    return [field.column for field in fields if isinstance(field, models.Field) and field.column is not None]
