"""Every input of the hostile corpus through the stage read, in a process that is watched from outside."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings

from dialogues.ingest import reader
from dialogues.ingest.failure import ArticleFailed
from dialogues.ingest.read import FIRST_BUDGET
from tests.faults.hostile_corpus import SCRIPTS, hostile_files
from tests.ingest.test_reader import is_running

MEBIBYTE: Final = 1024
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc")
# What an upload or an answer with such a name is taken for; all that is no document by name is read as a page.
TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "eml": "message/rfc822",
    "txt": "text/plain",
}


def memory(of: str) -> int:
    """KiB of this process: VmRSS now, VmHWM at the most since it was started (getrusage counts its parent too)."""
    return int(Path("/proc/self/status").read_text().partition(f"{of}:")[2].split()[0])


def read_all(folder: Path) -> None:
    """In a process of its own: read each file of a folder, and print what became of it and of this process."""
    budget = reader.Budget(processor_seconds=FIRST_BUDGET.processor_seconds, clock_seconds=20)
    reader.read_apart(b"<p>Both sides talked.</p>", "text/html", "", budget)
    before = memory("VmRSS")
    ends: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        kind = TYPES.get(path.suffix.removeprefix("."), "text/html")
        try:
            found = reader.read_apart(path.read_bytes(), kind, "https://page.example/x", budget)
            ends[path.name] = ["read", found.text, found.title, list(found.warnings)]
        except ArticleFailed as failure:
            ends[path.name] = ["failed", failure.code, failure.detail]
        except reader.TookTooLong:
            ends[path.name] = ["longer"]
    grown = memory("VmHWM") - before
    assert reader._templates._template is not None
    template = reader._templates._template.process.pid
    readers = Path(f"/proc/{template}/task/{template}/children").read_text().split()
    json.dump({"ends": ends, "grown": grown, "left": [template, *map(int, readers)]}, sys.stdout)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in hostile_files().items():
        (folder / name).write_bytes(content)
    read = f"from pathlib import Path; from {__name__} import read_all; read_all(Path({str(folder)!r}))"
    script = f"import django; django.setup(); {read}"
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=settings.BASE_DIR, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_each_ends_read_or_with_a_sentence_and_few_need_the_second_budget(told: dict[str, Any]) -> None:
    ends = told["ends"]
    assert len(ends) > 100
    assert all(end[2].endswith(".") and " " in end[2] for end in ends.values() if end[0] == "failed")
    assert sum(end == ["longer"] for end in ends.values()) <= 10


def test_the_memory_of_the_worker_grows_by_64_mebibytes_at_most(told: dict[str, Any]) -> None:
    assert told["grown"] <= 64 * MEBIBYTE


def test_nothing_is_left_running_when_the_worker_has_ended(told: dict[str, Any]) -> None:
    assert not [number for number in told["left"] if is_running(number)]


def test_no_other_file_is_read_into_a_document(told: dict[str, Any]) -> None:
    passwords = Path("/etc/passwd").read_text().splitlines()[0]
    assert not [name for name, end in told["ends"].items() if end[0] == "read" and passwords in end[1]]


def test_what_was_cut_by_us_or_nested_too_deeply_is_told(told: dict[str, Any]) -> None:
    ends = told["ends"]
    assert "302 deep" in ends["page_300_deep.html"][3][0]
    assert "DEEP TEXT" in ends["page_300_deep.html"][1]
    assert "nested so deeply" in ends["page_200000_deep.html"][2]
    assert "Only the first 500,000 of" in ends["text_20_megabytes_of_lines.txt"][3][-1]
    assert "Only the first 200 parts" in ends["mail_50000_parts.eml"][3][-1]


def test_scripts_of_a_page_are_no_part_of_its_text(told: dict[str, Any]) -> None:
    """What a page shows as text, angle brackets included, is text: it is escaped wherever it is shown."""
    ends = [told["ends"][f"page_script_{number:02}.html"] for number in range(1, len(SCRIPTS) + 1)]
    shown_as_text = {number for number, script in enumerate(SCRIPTS) if script.startswith(("&lt;", "<textarea"))}
    for number, end in enumerate(ends):
        if number not in shown_as_text and end[0] == "read":
            assert not {part for part in ("<script", "onerror=") if part in end[1]}, SCRIPTS[number]
