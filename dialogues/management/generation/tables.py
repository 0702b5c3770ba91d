"""Rows of a model, collected and written by COPY. Columns that nobody names get the model's own defaults."""

from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, models
from psycopg import sql

from dialogues.management.generation.names import public_ids
from dialogues.models.public_id import PublicIdField

# When a row was written that has no time of its own. Not the present: the same seed gives the same rows.
WRITTEN_AT: Final = datetime(2025, 1, 1, tzinfo=UTC)


class Table:
    """The rows of one model that wait for the next COPY. Primary keys count up from the first free one.

    `columns` are the database's names of what each row gives itself. Raises LookupError for one that does not exist.
    """

    def __init__(self, model: type[models.Model], columns: str, *, seed: int) -> None:
        self.model = model
        self.name = model._meta.db_table
        given = columns.split()
        fields = {str(field.column): field for field in model._meta.concrete_fields}
        if unknown := set(given) - fields.keys():
            raise LookupError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        public = fields.get("public_id")
        self._public_ids = public_ids(public.prefix, seed) if isinstance(public, PublicIdField) else None
        own = ["id"] if self._public_ids is None else ["id", "public_id"]
        defaults = {
            name: _default(field)
            for name, field in fields.items()
            if name not in {*own, *given} and not field.generated and field.db_default is models.NOT_PROVIDED
        }
        self._columns = [*own, *given, *defaults]
        self._defaults = tuple(defaults.values())
        self.first_id = self._first_free_id()
        self.next_id = self.first_id
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Collect a row of `columns`. Returns its primary key."""
        key = self.next_id
        self.next_id = key + 1
        own = (key,) if self._public_ids is None else (key, next(self._public_ids))
        self._rows.append((*own, *values, *self._defaults))
        return key

    @property
    def written(self) -> int:
        """How many rows have been added since the beginning."""
        return self.next_id - self.first_id

    def flush(self) -> None:
        """COPY the collected rows into the database."""
        if not self._rows:
            return
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.name), sql.SQL(", ").join(sql.Identifier(column) for column in self._columns)
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in self._rows:
                copy.write_row(row)
        self._rows.clear()

    def move_sequence(self) -> None:
        """Let the next row that anybody adds come after these."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [self.name, self.next_id])

    def _first_free_id(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [self.name])
            key: int = cursor.fetchone()[0]
        return key


def _default(field: Any) -> Any:
    """What COPY is given for a field that no row sets."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return WRITTEN_AT
    return field.get_db_prep_save(field.get_default(), connection)
