from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.management.color import Style
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from pytest_django import Settings

from dialogues.models import User
from tests import factories

NOT_RUN: Final = {
    "NO_CHROMIUM": "BROWSER TESTS NOT RUN: no Chromium is found. On Debian: apt-get install chromium",
    "NO_RABBITMQ": "TEST WITH RABBITMQ NOT RUN: none is found. On Debian: apt-get install rabbitmq-server",
}


@pytest.fixture
def staff(db: None) -> User:
    """A person who may do everything."""
    return factories.staff_user()


@pytest.fixture
def staff_client(staff: User, client: Client) -> Client:
    """A browser in which `staff` is signed in."""
    client.force_login(staff)
    return client


@pytest.fixture(autouse=True)
def unhashed_static_files(settings: Settings) -> None:
    """Static files under their own names, without collecting them first (tests/test_settings.py collects them)."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_password_hashes(settings: Settings) -> None:
    """The real hash is slow on purpose; no test is about it."""
    settings.PASSWORD_HASHERS = ["tests.quick_hashes.QuickHasher"]


@pytest.fixture(scope="session", autouse=True)
def tables_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests that commit empty every table afterwards. The tables refuse that, as it would not be in the history."""
    sql_flush = DatabaseOperations.sql_flush

    def without_triggers(self: DatabaseOperations, style: Style, tables: list[str], **options: Any) -> list[str]:
        def switch(verb: str) -> list[str]:
            return [f'ALTER TABLE "{table}" {verb} TRIGGER USER;' for table in tables]

        return [*switch("DISABLE"), *sql_flush(self, style, tables, **options), *switch("ENABLE")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", without_triggers)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, and loudly, which tests were not run for want of a program."""
    reasons = {str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])}
    for mark, told in NOT_RUN.items():
        if any(mark in reason for reason in reasons):
            terminalreporter.write_line(told, red=True)
