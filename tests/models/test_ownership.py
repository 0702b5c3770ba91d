"""The application's role uses the tables; what protects the history is not its own to take away."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from dialogues.models import Dialogue
from dialogues.models.history import event_model_of
from dialogues.models.ownership import RoleMissing, grant_to_application
from tests import factories
from tests.site import application_url

pytestmark = pytest.mark.django_db(transaction=True)

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def application() -> Iterator[Connection]:
    """A session of the application's role, as the site's own processes have it."""
    if not os.environ.get("READOUT_TESTS_APPLICATION_URL"):
        pytest.skip("the server that DATABASE_URL names has no second role for tests")
    url = urlsplit(application_url())._replace(path=f"/{connection.settings_dict['NAME']}")
    with psycopg.connect(url.geturl(), autocommit=True) as session:
        yield session


def test_it_works_with_the_record_and_each_change_is_in_the_history(application: Connection) -> None:
    dialogue = factories.dialogue()
    application.execute("UPDATE dialogues_dialogue SET city = 'Seattle'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT city FROM dialogues_dialogueevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [dialogue.pk])
        assert cursor.fetchall() == [("Washington",), ("Seattle",)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dialogues_dialogueevent SET city = 'Beijing'",
        "DELETE FROM dialogues_dialogueevent",
        "TRUNCATE dialogues_dialogueevent",
        "DROP TABLE dialogues_dialogueevent",
        "DROP TRIGGER history_is_append_only ON dialogues_dialogueevent",
        "ALTER TABLE dialogues_dialogueevent DISABLE TRIGGER USER",
        "ALTER TABLE dialogues_dialogue DISABLE TRIGGER USER",
        "ALTER TABLE dialogues_dialogueevent OWNER TO readout",
        "CREATE OR REPLACE FUNCTION dialogues_history_is_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "CREATE TEMPORARY TABLE mine (number int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('dialogues', '9999_made_up', now())",
    ],
)
def test_it_is_refused_what_would_open_the_history(application: Connection, statement: str) -> None:
    factories.dialogue()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement.encode())
    assert event_model_of(Dialogue).objects.count() == 1


def test_it_cannot_write_an_event_itself(application: Connection) -> None:
    factories.dialogue()
    with pytest.raises(psycopg.errors.CheckViolation, match="written by triggers only"):
        application.execute("INSERT INTO dialogues_dialogueevent SELECT * FROM dialogues_dialogueevent")


def test_it_cannot_silence_the_triggers_that_record(application: Connection) -> None:
    factories.dialogue()
    application.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [every_trigger_of("dialogues_dialogue")])
    application.execute("UPDATE dialogues_dialogue SET city = 'Seattle'")
    assert event_model_of(Dialogue).objects.count() == 2
    with pytest.raises(psycopg.errors.CheckViolation, match="stays as it is"):
        application.execute("UPDATE dialogues_dialogue SET public_id = 'dlg-0000000000'")


def test_a_merge_may_still_give_a_status_another_place(application: Connection) -> None:
    status = factories.status(factories.outcome(factories.dialogue()))
    other = factories.outcome(status.outcome.dialogue, "Guidelines")
    with pytest.raises(psycopg.errors.CheckViolation, match="append-only"):
        application.execute("UPDATE dialogues_outcomestatus SET outcome_id = %s", [other.pk])
    application.execute(
        "SELECT set_config('pgtrigger.ignore', %s, false)", [every_trigger_of("dialogues_outcomestatus")]
    )
    application.execute("UPDATE dialogues_outcomestatus SET outcome_id = %s", [other.pk])
    status.refresh_from_db()
    assert status.outcome == other


def test_a_table_that_is_new_is_the_applications_to_use_after_the_next_migrate(
    application: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `manage.py migrate` runs where DATABASE_OWNER_URL names the owner."""
    role = urlsplit(os.environ["READOUT_TESTS_APPLICATION_URL"])
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later AS SELECT 1 AS number")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", role.username)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", role.password)
    monkeypatch.setattr(settings, "DATABASE_OWNER", owner)
    call_command("migrate", verbosity=0)
    connection.close()
    try:
        assert connection.settings_dict["USER"] == role.username
        assert application.execute("SELECT number FROM made_later").fetchone() == (1,)
    finally:
        connection.settings_dict |= owner
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE made_later")


def test_a_role_that_is_not_there_and_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RoleMissing, match="CREATE ROLE nobody_yet LOGIN"):
        grant_to_application("nobody_yet", "secret")
    monkeypatch.setattr(
        settings, "DATABASE_OWNER", {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    )
    owner = connection.settings_dict["USER"]
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", "nobody_yet")
    try:
        with pytest.raises(CommandError, match="The role nobody_yet is not there"):
            call_command("migrate", verbosity=0)
    finally:
        connection.settings_dict["USER"] = owner


def every_trigger_of(table: str) -> str:
    """The names of all triggers of a table, as the setting that silences them wants them."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT array_agg(tgname)::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = {}::regclass"
            ).format(sql.Literal(table))
        )
        return str(cursor.fetchone()[0])
