"""What slows a COPY of millions of rows down, set aside and put back within the transaction of the COPY.

Row by row, triggers, references and indexes cost far more than once at the end, and the history would hold each row.
Putting a reference back checks every row of its table, putting an index back builds it anew, and `rules.py` asks for
what the triggers check. When anything fails, the transaction takes all of it back. Meanwhile nobody else can read or
write these tables.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import ProgrammingError, connection
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

SORTING_MEMORY = "256MB"  # per index that is built

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])
    ORDER BY conrelid::regclass::text, conname
"""
# Unique ones stay: they hold rules, and references may rest on them.
PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique AND NOT EXISTS (
        SELECT 1 FROM pg_constraint WHERE conindid = indexrelid
    ) ORDER BY indexrelid::regclass::text
"""


class NotTheOwnerError(Exception):
    """The role of this connection does not own the tables."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference as the database describes it; the table's name is quoted where it has to be."""

    table: str
    name: str
    definition: str


@contextmanager
def quick_copy(tables: Sequence[str]) -> Iterator[None]:
    """Within a transaction. Raises NotTheOwnerError before anything is changed."""
    try:
        _all_triggers(tables, "DISABLE")
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NotTheOwnerError from error
        raise
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_INDEXES, [list(tables)])
        indexes: list[tuple[str, str]] = cursor.fetchall()
        cursor.execute(FOREIGN_KEYS, [list(tables)])
        foreign_keys = [ForeignKey(*row) for row in cursor.fetchall()]
        for key in foreign_keys:
            cursor.execute(f"ALTER TABLE {key.table} DROP CONSTRAINT {_quoted(key.name)}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [SORTING_MEMORY])
        for _name, definition in indexes:
            cursor.execute(definition)
        for key in foreign_keys:
            cursor.execute(f"ALTER TABLE {key.table} ADD CONSTRAINT {_quoted(key.name)} {key.definition}")
    _all_triggers(tables, "ENABLE")


def _all_triggers(tables: Sequence[str], what: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            statement = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
            cursor.execute(statement.format(sql.Identifier(table), sql.SQL(what)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
