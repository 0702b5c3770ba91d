"""Reading in a process of its own: what a document makes of its reader stays there.

Each worker process keeps one template (`dialogues/text/reading/template.py`), started with its first document, and asks
it for readers: processes under limits of time and memory. Whoever reads a document that makes trouble ends with it.
"""

import atexit
import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from dialogues.ingest.failure import ArticleFailed
from dialogues.text.reading.document import LONGEST_TEXT, ReadText
from dialogues.text.reading.exchange import DOCUMENT, FRAME, READER_WANTED

log = logging.getLogger(__name__)

# A character takes six bytes of JSON at most, and what else is told is short.
ANSWER_MOST: Final = 6 * LONGEST_TEXT + 256 * 1024
# A template reads nothing before it has imported its libraries: on a busy machine that takes a while.
START_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Budget:
    """What one reading may cost: seconds on the processor, and by the clock."""

    processor_seconds: int
    clock_seconds: int


class TookTooLong(Exception):
    """The document was not read within its budget."""


class _TemplateGone(Exception):
    """The template ended before it answered: another one may be asked."""


def read_apart(content: bytes, content_type: str, url: str, budget: Budget) -> ReadText:
    """Read a document in a process of its own. Raises TookTooLong, and ArticleFailed when nothing can be read."""
    head = json.dumps({"content_type": content_type, "url": url}).encode()
    told = _templates.ask(content, head, budget)
    if "read" in told:
        return ReadText.from_json(told["read"])
    if "unreadable" in told:
        raise ArticleFailed(*told["unreadable"])
    if "broke" in told:
        log.warning("A reader broke on a document: %s at %s", told["broke"], told["where"])
        raise ArticleFailed("reader_broke", f"Readout's reader cannot cope with this document ({told['broke']}).")
    if told.get("ended") == "time":
        raise TookTooLong
    if told.get("ended") == "crash":
        raise ArticleFailed("reader_broke", "Readout's reader fell over this document. Paste its text.")
    raise ArticleFailed(
        "too_much_memory",
        "Reading it took more memory than one document may take. Upload what matters of it, or paste the text.",
    )


class _Reader:
    """A process that reads for us, one document after another."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.has_read = False

    def ask(self, content: bytes, head: bytes, budget: Budget, patience: float) -> dict[str, Any]:
        """What it said, or how it ended. Raises TimeoutError after so many seconds without an end."""
        until = time.monotonic() + patience
        self._send(DOCUMENT.pack(budget.processor_seconds, len(head), len(content)) + head, until)
        self._send(content, until)
        told = self._receive(until)
        self.has_read = True
        return told

    def stop(self) -> None:
        """Hang up: its template ends it, whatever it is doing."""
        self._connection.close()

    def _send(self, content: bytes, until: float) -> None:
        self._connection.settimeout(max(0.1, until - time.monotonic()))
        try:
            self._connection.sendall(content)
        except ConnectionError:
            return  # It has ended: how, stands in what can be received.

    def _receive(self, until: float) -> dict[str, Any]:
        """One frame, never more than an answer can be. When it is cut, the reader was ended while it answered."""
        received, wanted = bytearray(), FRAME.size
        while len(received) < wanted:
            self._connection.settimeout(max(0.1, until - time.monotonic()))
            try:
                some = self._connection.recv(min(wanted - len(received), 64 * 1024))
            except ConnectionError:
                some = b""
            if not some:
                return {"ended": "crash" if received else "gone"}
            received += some
            if len(received) == FRAME.size:
                wanted += min(FRAME.unpack(received)[0], ANSWER_MOST)
        told: dict[str, Any] = json.loads(received[FRAME.size :])
        return told


class Template:
    """The process that readers are forked from. Threads may share it."""

    def __init__(self) -> None:
        self._requests, theirs = socket.socketpair()
        self._asking = threading.Lock()
        self._idle: list[_Reader] = []
        self._started = False
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dialogues.text.reading.template"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                # Nothing of our environment, so that there is no password in it; no threads, since it forks.
                env={"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
                start_new_session=True,
            )

    def ask(self, content: bytes, head: bytes, budget: Budget) -> dict[str, Any]:
        """What a reader said of it, or how it ended over it. Raises _TemplateGone when no reader can be had."""
        while True:
            reader = self._reader()
            fresh = not reader.has_read
            told = self._ask(reader, content, head, budget)
            if "ended" not in told or told["ended"] == "time" or fresh:
                break
            # It may have ended while it was waiting: only a fresh one shows that the document did it.
        if told.get("ended") in ("gone", "done"):
            raise _TemplateGone
        return told

    def _ask(self, reader: _Reader, content: bytes, head: bytes, budget: Budget) -> dict[str, Any]:
        patience = budget.clock_seconds + (0 if self._started else START_SECONDS)
        try:
            told = reader.ask(content, head, budget, patience)
        except TimeoutError:
            reader.stop()
            return {"ended": "time"}
        except BaseException:
            # A worker that is told to stop must not leave its reader at work.
            reader.stop()
            raise
        self._started = True
        if told.get("reads_on"):
            self._idle.append(reader)
        else:
            reader.stop()
        return told

    def end(self) -> None:
        """End it now; its readers end with it. It ends by itself when this process is gone."""
        self.hang_up()
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        """Close all that leads to it. In a fork of this process: it must see when its own worker is gone."""
        self._requests.close()
        while self._idle:
            self._idle.pop().stop()

    def _reader(self) -> _Reader:
        """One that has nothing to do, or a new one."""
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        ours, theirs = socket.socketpair()
        with theirs, self._asking:
            try:
                socket.send_fds(self._requests, [READER_WANTED], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise _TemplateGone from error
        return _Reader(ours)


class _Templates:
    """The one template of this process; another one when it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._template: Template | None = None

    def ask(self, content: bytes, head: bytes, budget: Budget) -> dict[str, Any]:
        for _ in range(2):
            with self._lock:
                template = self._template = self._template or Template()
            try:
                return template.ask(content, head, budget)
            except _TemplateGone:
                log.warning("The process that readers are forked from is gone; another one is started.")
                with self._lock:
                    if self._template is template:
                        template.end()
                        self._template = None
        raise RuntimeError("The process that readers are forked from ended twice before it answered.")

    def end(self) -> None:
        """End the template now, if there is one."""
        with self._lock:
            if self._template is not None:
                self._template.end()
                self._template = None

    def forget(self) -> None:
        """In a fork of this process: the template belongs to the parent."""
        if self._template is not None:
            self._template.hang_up()
            # Or its destructor would warn of a process that is not ours to wait for.
            self._template.process.returncode = 0
        self._lock, self._template = threading.Lock(), None


_templates = _Templates()
atexit.register(_templates.end)
os.register_at_fork(after_in_child=_templates.forget)
