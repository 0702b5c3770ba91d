"""Documents are read in processes of their own: what becomes of a worker, whatever it is given to read."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from dialogues.ingest import reader
from dialogues.ingest.failure import ArticleFailed
from dialogues.ingest.reader import Budget, TookTooLong, read_apart
from tests.faults.hostile_corpus import SENTENCE, archive
from tests.site import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc")

ENOUGH: Final = Budget(processor_seconds=5, clock_seconds=30)
PAGE: Final = (
    f"<html><head><title>Talks</title></head><body><article><p>{SENTENCE * 5}</p></article></body></html>".encode()
)
# An element with so many attributes keeps the parser at work for minutes.
SLOW: Final = b"<p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">x"


@pytest.fixture
def template() -> Iterator[int]:
    """The number of this process's template, which has a reader that waits."""
    read_apart(PAGE, "text/html", "", ENOUGH)
    assert reader._templates._template is not None
    yield reader._templates._template.process.pid
    reader._templates.end()


def readers_of(template: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{template}/task/{template}/children").read_text().split()]


def test_the_next_document_is_read_by_the_reader_that_waits(template: int) -> None:
    waiting = readers_of(template)
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"
    assert readers_of(template) == waiting


def test_a_reader_that_was_given_much_time_reads_no_other(template: int) -> None:
    """It goes after all others, for as long as it lives."""
    waiting = readers_of(template)
    assert read_apart(PAGE, "text/html", "", Budget(processor_seconds=30, clock_seconds=60)).title == "Talks"
    wait_for("its end", lambda: not set(readers_of(template)) & set(waiting))


def test_a_reader_that_had_trouble_with_a_document_reads_no_other(template: int) -> None:
    waiting = readers_of(template)
    with pytest.raises(ArticleFailed):
        read_apart(b"<html><body></body></html>", "text/html", "", ENOUGH)
    wait_for("its end", lambda: not set(readers_of(template)) & set(waiting))
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"


def test_what_takes_too_long_is_stopped_and_leaves_nothing_running(template: int) -> None:
    with pytest.raises(TookTooLong):
        read_apart(SLOW, "text/html", "", Budget(processor_seconds=1, clock_seconds=60))
    wait_for("no reader", lambda: not readers_of(template))


def test_what_takes_too_long_by_the_clock_is_stopped_too(template: int) -> None:
    with pytest.raises(TookTooLong):
        read_apart(SLOW, "text/html", "", Budget(processor_seconds=60, clock_seconds=1))
    wait_for("no reader", lambda: not readers_of(template))


def test_what_takes_too_much_memory_fails_with_that_reason(template: int) -> None:
    with pytest.raises(ArticleFailed) as failure:
        read_apart(b"<p>x" * 3_000_000, "text/html", "", ENOUGH)
    assert failure.value.code == "too_much_memory"
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"


def test_a_reader_that_was_killed_while_it_waited_is_not_blamed_on_the_next_document(template: int) -> None:
    for number in readers_of(template):
        os.kill(number, signal.SIGKILL)
    wait_for("its end", lambda: not readers_of(template))
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"


def test_a_template_that_was_killed_is_started_again(template: int) -> None:
    waiting = readers_of(template)
    os.kill(template, signal.SIGKILL)
    wait_for("the end of its readers", lambda: not any(is_running(number) for number in waiting))
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"
    assert reader._templates._template is not None
    assert reader._templates._template.process.pid != template


def test_several_threads_may_read_at_once_and_end_before_the_template(template: int) -> None:
    titles: list[str] = []
    threads = [
        threading.Thread(target=lambda: titles.append(read_apart(PAGE, "text/html", "", ENOUGH).title))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == ["Talks"] * 4
    assert read_apart(PAGE, "text/html", "", ENOUGH).title == "Talks"
    assert reader._templates._template is not None
    assert reader._templates._template.process.pid == template


def test_readers_are_given_no_environment_and_may_write_no_file(template: int) -> None:
    for number in [template, *readers_of(template)]:
        assert settings.SECRET_KEY.encode() not in Path(f"/proc/{number}/environ").read_bytes()
    (waiting,) = readers_of(template)
    limits = {
        line[:25].strip(): line[25:].split()[0] for line in Path(f"/proc/{waiting}/limits").read_text().splitlines()
    }
    assert (limits["Max file size"], limits["Max core file size"]) == ("0", "0")
    assert limits["Max address space"].isdigit()


WORKER: Final = """
import sys, threading, time
import django
django.setup()
from dialogues.ingest import reader
from dialogues.ingest.reader import Budget, read_apart
from tests.ingest.test_reader import PAGE, SLOW
read_apart(PAGE, "text/html", "", Budget(5, 30))
threading.Thread(target=read_apart, args=(SLOW, "text/html", "", Budget(60, 60)), daemon=True).start()
read_apart(PAGE, "text/html", "", Budget(5, 30))
print(reader._templates._template.process.pid, flush=True)
time.sleep(60)
"""


def test_nothing_is_left_behind_when_a_worker_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, cwd=settings.BASE_DIR) as worker:
        assert worker.stdout is not None
        template = int(worker.stdout.readline())
        left = {template, *readers_of(template)}
        assert len(left) > 1
        worker.kill()
    wait_for("the end of all", lambda: not any(is_running(number) for number in left), seconds=10)


def is_running(number: int) -> bool:
    """Whether a process is there and has not ended: an orphan's remains may wait for whoever adopts it."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_archive_is_no_text_whatever_it_is_called() -> None:
    with pytest.raises(ArticleFailed) as failure:
        read_apart(archive({"a.txt": b"a"}), "text/plain", "", ENOUGH)
    assert failure.value.code == "not_text"
