from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from dialogues.models import User
from tests import factories
from tests.site import end_other_sessions


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's own, with nobody left to hold the database when it is dropped."""
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, and loudly, that the browser tests were not run."""
    reasons = {str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])}
    if any("NO_CHROMIUM" in reason for reason in reasons):
        terminalreporter.write_line(
            "BROWSER TESTS NOT RUN: no Chromium is found. On Debian: apt-get install chromium", red=True
        )
