"""An import that is killed again and again in the middle, and goes on: nothing lost, nothing doubled."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from dialogues.models import ArchiveEntry, Article, Job, Snapshot
from tests.ingest.archive.archives import Warc, entry, lines

ENTRIES: Final = 1_200
KILLS: Final = 3


def start(archive: Path, data: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own, on the tests' database, with a broker that forgets."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={quote(database['HOST'], '')}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "ingest_archive", str(archive)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "CELERY_BROKER_URL": "memory://", "READOUT_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill_in_the_middle(running: subprocess.Popen[bytes]) -> None:
    """Wait for the next batch and a little longer, so that the process dies inside the one after it."""
    before = ArchiveEntry.objects.count()
    while ArchiveEntry.objects.count() == before and running.poll() is None:
        time.sleep(0.01)
    time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.communicate()


def archive_of(kind: str, folder: Path) -> Path:
    file = folder / f"talks.{kind}"
    if kind == "ndjson":
        file.write_bytes(lines(*map(entry, range(ENTRIES))))
        return file
    warc = Warc()
    for number in range(ENTRIES):
        page = f"<html><body><p>Report {number}: two sides met.</p></body></html>"
        warc.response(f"https://gazette.example/{number}", page.encode())
    return warc.at(file)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["ndjson", "warc.gz"])
def test_a_killed_import_goes_on_where_it_was(tmp_path: Path, kind: str) -> None:
    archive, data = archive_of(kind, tmp_path), tmp_path / "data"
    for _ in range(KILLS):
        running = start(archive, data)
        kill_in_the_middle(running)
        assert running.returncode == -signal.SIGKILL
        assert ArchiveEntry.objects.count() < ENTRIES
    last = start(archive, data)
    said, complained = last.communicate()
    assert (last.returncode, b"Traceback" in complained) == (0, False), complained
    assert b"Not taken in: 0" in said
    urls = Counter(Article.objects.values_list("url", flat=True))
    assert (len(urls), max(urls.values())) == (ENTRIES, 1)
    assert Job.objects.count() == Snapshot.objects.count() == ENTRIES
    kept = {path.name: path.stat().st_size for path in (data / "files").rglob("*") if path.is_file()}
    assert all(kept[row.content_sha256] == row.content_bytes for row in Snapshot.objects.all())
