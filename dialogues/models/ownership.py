"""Two roles of the database: one owns the tables and runs the migrations, the application only uses them.

So the application cannot alter the history, whatever SQL it is brought to run: it may read events and, through the
triggers that record, add to them. It can drop, disable or replace no trigger, and the setting of the session by which
pgtrigger silences triggers moves it nothing but what a merge needs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from dialogues.models.outcome_status import PLACES_IN_HISTORY

TOLD_TO_LOOK_AWAY: Final = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$
    DECLARE
        asked text := current_setting('pgtrigger.ignore', true);
    BEGIN
        IF asked IS NULL OR asked = '' OR NOT trigger_name = ANY (asked::name[]) THEN
            RETURN false;
        END IF;
        RETURN trigger_name = {a_merge_needs_it} OR pg_has_role(
            session_user, (SELECT relowner FROM pg_class WHERE oid = 'public.dialogues_dialogue'::regclass), 'USAGE'
        );
    END
    $$
"""


class RoleMissing(Exception):
    """The application's role is not there, and this connection may not make it. The message says how to."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the role of DATABASE_OWNER_URL meanwhile, where one is given. Not within a transaction."""
    if settings.DATABASE_OWNER is None:
        yield
        return
    application = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict |= {name: settings.DATABASE_OWNER[name] for name in application}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= application


def keep_the_recording_on() -> None:
    """Let nobody but the owner of the tables silence a trigger. pgtrigger's migrations put its own answer back."""
    trigger = pgtrigger.registered(PLACES_IN_HISTORY)[0]
    statement = sql.SQL(TOLD_TO_LOOK_AWAY).format(a_merge_needs_it=sql.Literal(trigger[1].get_pgid(trigger[0])))
    with connection.cursor() as cursor:
        cursor.execute(statement)


def grant_to_application(role: str, password: str) -> None:
    """Give the role what the application needs of this database, and nothing more; make it if it is not there.

    As the owner, within a transaction. Raises RoleMissing.
    """
    with connection.cursor() as cursor:
        _make_role(cursor, role, password)
        cursor.execute(
            "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname"
        )
        tables = [str(name) for (name,) in cursor.fetchall()]
        rights = _rights()
        for table in tables:
            granted = rights.get(table, "SELECT, INSERT, UPDATE, DELETE")
            cursor.execute(_about(role, "REVOKE ALL ON TABLE {table} FROM {role}", table=table))
            cursor.execute(_about(role, f"GRANT {granted} ON TABLE {{table}} TO {{role}}", table=table))
        cursor.execute(_about(role, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
        # A trigger on a temporary table of its own would let the application write events that nothing happened for.
        database = connection.settings_dict["NAME"]
        cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _rights() -> dict[str, str]:
    """What the application may do with the tables that it does not simply use."""
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return {model._meta.db_table: "SELECT, INSERT" for model in events} | {"django_migrations": "SELECT"}


def _make_role(cursor: Any, role: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone() != (True,):
        raise RoleMissing(f"The role {role} is not there: make it with CREATE ROLE {role} LOGIN PASSWORD '...'.")
    cursor.execute(_about(role, "CREATE ROLE {role} LOGIN PASSWORD {password}", password=password))


def _about(role: str, statement: str, *, table: str = "", password: str = "") -> sql.Composed:
    return sql.SQL(statement).format(
        role=sql.Identifier(role), table=sql.Identifier(table), password=sql.Literal(password)
    )
