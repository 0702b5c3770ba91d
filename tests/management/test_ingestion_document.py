"""What docs/ingestion.md shows of the command is what it does."""

import io
import re
import shlex
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dialogues.ingest.archive.json_lines import KEYS
from dialogues.ingest.feeds import MOST_NEW, MOST_PARTS
from dialogues.text.feed_entry import MOST_ENTRIES

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "ingestion.md").read_text()


@pytest.mark.django_db
def test_the_commands_say_what_the_document_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (console,) = re.findall(r"```console\n(.*?)```", DOCUMENT, re.DOTALL)
    (_, shown), *commands = re.findall(r"^\$ (.+)\n((?:[^$].*\n)*)", console, re.MULTILINE)
    Path("talks.ndjson").write_text(shown)
    assert len(commands) == 2
    for command, answer in commands:
        said = io.StringIO()
        with suppress(CommandError):  # one line of the two is bad
            call_command(*shlex.split(command)[1:], stdout=said, stderr=io.StringIO())
        assert said.getvalue() == answer


def test_the_table_of_keys_is_whole() -> None:
    table = DOCUMENT.partition("### JSON lines")[2].partition("\n## ")[0]
    rows = "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", rows)) == set(KEYS)


def test_the_limits_are_those_of_the_code() -> None:
    assert (MOST_PARTS, MOST_NEW, MOST_ENTRIES) == (10, 100, 1_000)
    for words in ("the ten newest of their sitemaps", "at most 100 new articles each time", "the newest 1,000 entries"):
        assert words in DOCUMENT
