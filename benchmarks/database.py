"""A PostgreSQL of our own in a temporary folder, with the starter record in it, gone afterwards.

A benchmark writes articles and invents dialogues, so it never touches a database that somebody else has named.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.embedded import Postgres, set_up_installation


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Run the server as `make run` does, with every write on the disk, and name it in the environment for Django.

    Raises `CannotRunError` with what to mend.
    """
    folder = Path(tempfile.mkdtemp(prefix="readout-bench-")).resolve()
    folder.chmod(0o711)  # as root the server runs as another user, who has to pass through
    try:
        installation = set_up_installation(folder)
        postgres = Postgres(installation)
        postgres.start()
        try:
            os.environ.update(installation.environment())
            # Each stage rings for the next one: here nobody listens, and no broker is needed.
            os.environ.update(
                CELERY_BROKER_URL="memory://localhost/", DJANGO_SETTINGS_MODULE="config.settings", DEBUG="false"
            )
            yield
        finally:
            postgres.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill_database() -> str:
    """Migrate and load the starter record. Django must be set up. Returns the server's version, e.g. "18.6"."""
    call_command("migrate", verbosity=0)
    call_command("seed", quiet=True, stdout=io.StringIO())
    # Pages name their style sheet by its hash; those of the admin are not on any page that is measured.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "rest_framework"])
    analyze()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version: str = cursor.fetchone()[0]
    return version


def analyze() -> None:
    """Let PostgreSQL count what is there: the owner's right, for the application's role it passes over each table."""
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("ANALYZE")
