from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from dialogues.management.starter.joining import StarterRecord, join
from dialogues.management.starter.loading import FOLDER, load_starter
from dialogues.management.starter.reading import read_folder
from dialogues.management.starter.report import Report


@pytest.fixture(scope="session")
def record() -> StarterRecord:
    """The files of the starter record, read and joined."""
    return join(read_folder(FOLDER))


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Report]:
    """The starter record in the database, once for the tests of a module; they only read, or use `undone`."""
    with django_db_blocker.unblock(), rolled_back():
        yield load_starter()


@pytest.fixture
def undone(seeded: Report) -> Iterator[None]:
    """Whatever the test writes is undone."""
    with rolled_back():
        yield


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
