import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

from dialogues import migrations

SQUAWK: Final = Path(sys.executable).parent / "squawk"
OLDEST_POSTGRESQL: Final = "15"
# Rules of squawk that are not about locks, or that another place holds.
NOT_ASKED: Final = (
    "prefer-bigint-over-int",  # the numbers that are int are small
    "prefer-bigint-over-smallint",
    "prefer-text-field",  # a longer varchar needs no rewrite since PostgreSQL 9.2
    "prefer-identity",  # Django's business
    "prefer-robust-stmts",  # each migration is one transaction
    "require-lock-timeout",  # PGOPTIONS, see docs/server.md
    "require-statement-timeout",
)
# Locks that a migration may hold all the same, and why.
ACCEPTED: Final = {
    ("0041_ingestion_indexes", "ban-drop-constraint"): "a stricter check stands in its place, and is valid by then",
} | {
    ("0004_rules", rule): "four unique keys, made before the first release: no record is so large that they take long"
    for rule in ("constraint-missing-not-valid", "disallowed-unique-constraint")
}
FILES: Final = sorted(path.stem for path in Path(migrations.__path__[0]).glob("[0-9]*.py"))
LATER: Final = [name for name in FILES if not name.startswith("0001_")]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_migrations_can_be_taken_back_and_done_again() -> None:
    """In the test's own database, which is whole again afterwards."""
    call_command("migrate", "admin", "zero", verbosity=0)
    call_command("migrate", "dialogues", "zero", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'dialogues\\_%' AND relkind = 'r'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'partial_date_%'")
        assert cursor.fetchone() == (0,)
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.parametrize("name", FILES)
def test_a_name_says_what_the_migration_does(name: str) -> None:
    assert re.fullmatch(r"[0-9]{4}_[a-z][a-z_]+", name)
    assert "_auto_" not in name


@pytest.mark.parametrize("name", FILES)
def test_each_step_can_be_taken_back(name: str) -> None:
    assert [step.describe() for step in steps(migration(name).operations) if not step.reversible] == []


@pytest.mark.parametrize("name", LATER)
def test_a_new_column_that_must_be_filled_is_filled_by_the_database(name: str) -> None:
    """While a new version is rolled out, processes of the old one still write rows without it."""
    assert needing_a_default(migration(name).operations) == []


@pytest.mark.django_db(transaction=True)  # in a transaction of the test, Django refuses to build indexes concurrently
@pytest.mark.parametrize("name", LATER)
def test_it_holds_no_lock_for_long(name: str) -> None:
    """A finding is mended (indexes concurrently, constraints NOT VALID first) or gets its reason in ACCEPTED."""
    out = StringIO()
    call_command("sqlmigrate", "dialogues", name, stdout=out)
    assert [found for found in long_locks(out.getvalue()) if (name, found.split(":")[0]) not in ACCEPTED] == []


@pytest.mark.django_db
def test_every_constraint_has_been_checked_for_the_rows_that_are_there() -> None:
    """One that was added NOT VALID is validated by a later migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ('CREATE INDEX "newest" ON "dialogues_dialogue" ("start_date");', "require-concurrent-index-creation"),
        (
            'ALTER TABLE "dialogues_person" ADD CONSTRAINT "named" CHECK ("name" <> \'\');',
            "constraint-missing-not-valid",
        ),
        ('ALTER TABLE "dialogues_person" ADD CONSTRAINT "once" UNIQUE ("name");', "disallowed-unique-constraint"),
        ('ALTER TABLE "dialogues_person" ALTER COLUMN "note" SET NOT NULL;', "adding-not-nullable-field"),
        ('ALTER TABLE "dialogues_person" ALTER COLUMN "id" TYPE numeric;', "changing-column-type"),
        ('ALTER TABLE "dialogues_person" DROP COLUMN "name";', "ban-drop-column"),
    ],
)
def test_a_long_lock_is_found(statement: str, rule: str) -> None:
    assert rule in [found.split(":")[0] for found in long_locks(statement)]


def test_a_table_that_is_new_may_be_locked() -> None:
    create = 'CREATE TABLE "dialogues_new" ("id" bigint);\n'
    assert long_locks(create + 'CREATE INDEX "by_id" ON "dialogues_new" ("id");') == []


def test_a_required_column_without_a_default_of_the_database_is_found() -> None:
    def adding(field: "models.Field[Any, Any]") -> list[str]:
        return needing_a_default([AddField("person", "note", field)])

    assert adding(models.TextField(default="")) == ["person.note"]
    assert adding(models.TextField(db_default="")) == []
    assert adding(models.TextField(null=True)) == []
    made_before = CreateModel("Person", [])
    assert needing_a_default([made_before, AddField("person", "note", models.TextField())]) == []


@pytest.mark.django_db
def test_a_migration_on_a_server_gives_up_instead_of_waiting_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    services = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text())["services"]
    monkeypatch.setenv("PGOPTIONS", services["migrations"]["environment"]["PGOPTIONS"])
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            assert cursor.fetchone() == ("10s", "30min")
    finally:
        another.close()


def migration(name: str) -> type[Migration]:
    found: type[Migration] = import_module(f"dialogues.migrations.{name}").Migration
    return found


def steps(operations: Sequence[Operation]) -> Iterator[Operation]:
    """Also those that another one holds."""
    for operation in operations:
        yield operation
        yield from steps(getattr(operation, "operations", []))


def needing_a_default(operations: Sequence[Operation]) -> list[str]:
    """Columns that are required, added to a table that was there before, and filled by Django alone."""
    made = {step.name_lower for step in steps(operations) if isinstance(step, CreateModel)}
    return [
        f"{step.model_name_lower}.{step.name}"
        for step in steps(operations)
        if isinstance(step, AddField)
        and step.model_name_lower not in made
        and not (step.field.null or step.field.many_to_many or step.field.generated or step.field.has_db_default())
    ]


def long_locks(statements: str) -> list[str]:
    """What squawk finds in these statements, as "rule: statement", but for tables that they make themselves."""
    command = [
        str(SQUAWK),
        "--reporter=json",
        f"--pg-version={OLDEST_POSTGRESQL}",
        f"--exclude={','.join(NOT_ASKED)}",
    ]
    done = subprocess.run(command, input=statements, capture_output=True, text=True, check=False)
    lines = statements.splitlines()
    made = set(re.findall(r'^CREATE TABLE "(\w+)"', statements, re.MULTILINE))
    found = []
    for warning in json.loads(done.stdout):
        text = "\n".join(lines[warning["line"] : warning["line_end"] + 1])
        table = re.search(r'\b(?:TABLE|ON) "(\w+)"', text)
        if table is None or table[1] not in made:
            found.append(f"{warning['rule_name']}: {text}")
    return found
