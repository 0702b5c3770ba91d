"""The process that readers are forked from: `python -m dialogues.text.reading.template`, one for each worker.

It imports the libraries once and then forks a reader whenever it is asked for one, so that a fresh reader costs some
milliseconds and not the second that a new Python with these libraries takes. A reader works under limits of time and
memory, and reads on only after documents that gave it no trouble; whatever another makes of it ends with it.

Standard input is a Unix socket. A request is one byte on it and, as a file descriptor, one end of a socket pair, on
whose other end the worker sends documents and gets an answer to each (exchange.py). When a reader has ended, the
template says there how. When the worker hangs up, its reader is killed: that is how it is stopped. The template ends
when its standard input does, which is when the worker is gone, however it went; its readers end with it.
"""

import contextlib
import io
import json
import logging
import os
import resource
import select
import signal
import socket
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, Final

from dialogues.text.limits import address_space, end_with_parent, limit_memory, limit_time_from_now, write_nothing
from dialogues.text.reading.document import UnreadableError
from dialogues.text.reading.exchange import DOCUMENT, FRAME, READER_WANTED
from dialogues.text.reading.read import read_document

MEMORY_BYTES: Final = 512 * 1024 * 1024
DOCUMENTS_MOST: Final = 50
# A reader whom one document cost more than this makes room for a fresh one.
TROUBLE_SECONDS: Final = 0.5
TROUBLE_KIBIBYTES: Final = 48 * 1024
# More time than this is only given to what nobody is kept waiting for.
HURRIED_SECONDS: Final = 5
NICER: Final = 10
# With what a reader ends that could not even answer.
OUT_OF_MEMORY: Final = 3
BROKE: Final = 4
HUNG_UP: Final = select.POLLHUP | select.POLLERR | select.POLLNVAL
PLACES_MOST: Final = 8
# Read once before the first document, so that what the libraries load at their first use is there in every reader.
WARMING_UP: Final = (
    b"<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>"
    + b"Both sides met on 3 December 2015 and talked for a while about what they would do. " * 8
    + b"</p></article></body></html>"
)


class Template:
    """Forks readers, and sees to it that each of them ends."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._readers: dict[int, socket.socket] = {}
        self._poll = select.poll()
        self._poll.register(requests, select.POLLIN)
        self._ended, self._ends = socket.socketpair()
        self._ended.setblocking(False)
        self._ends.setblocking(False)
        self._poll.register(self._ended, select.POLLIN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._ends.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Until the worker closes the socket, or is gone."""
        while True:
            for handle, event in self._poll.poll():
                if handle == self._requests.fileno():
                    if not self._take():
                        return
                elif handle == self._ended.fileno():
                    self._ended.recv(4096)
                elif event & HUNG_UP:
                    self._stop(handle)
            self._bury()

    def _take(self) -> bool:
        """Fork a reader. False when none will be wanted any more."""
        message, handles, _, _ = socket.recv_fds(self._requests, len(READER_WANTED), 1)
        if message != READER_WANTED or not handles:
            return False
        caller = socket.socket(fileno=handles[0])
        pid = os.fork()
        if pid == 0:
            self._be_reader(caller)
        self._readers[pid] = caller
        # No event is asked for: hanging up is told without asking, and all else is for the reader.
        self._poll.register(caller, 0)
        return True

    def _be_reader(self, caller: socket.socket) -> None:
        """In the fork: read what comes, and end."""
        status = BROKE
        try:
            end_with_parent()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in (self._requests, self._ended, self._ends, *self._readers.values()):
                other.close()
            _be_the_first_to_go()
            write_nothing()
            limit_memory(address_space() + MEMORY_BYTES)
            with caller.makefile("rwb") as stream:
                for left in reversed(range(DOCUMENTS_MOST)):
                    if not _read_next(stream, last=not left):
                        break
            status = os.EX_OK
        except MemoryError:
            status = OUT_OF_MEMORY
        finally:
            os._exit(status)

    def _stop(self, handle: int) -> None:
        """End the reader whose worker has hung up."""
        pid = next(pid for pid, caller in self._readers.items() if caller.fileno() == handle)
        self._poll.unregister(handle)
        self._readers.pop(pid).close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def _bury(self) -> None:
        """Tell the workers of readers that have ended how they ended."""
        for pid in list(self._readers):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            caller = self._readers.pop(pid)
            self._poll.unregister(caller)
            told = json.dumps({"ended": _how(status)}).encode()
            caller.setblocking(False)
            # A worker that has hung up, or left an answer lying, sees that nothing more comes.
            with contextlib.suppress(OSError):
                caller.sendall(FRAME.pack(len(told)) + told)
            caller.close()


def _read_next(stream: io.BufferedRWPair, *, last: bool) -> bool:
    """Read one document and answer. False when this reader should not read another one."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    sizes = stream.read(DOCUMENT.size)
    if len(sizes) < DOCUMENT.size:
        return False
    seconds, head, content = DOCUMENT.unpack(sizes)
    limit_time_from_now(seconds)
    hurried = seconds <= HURRIED_SECONDS
    if not hurried:
        # What was given so much time lets the others go first; this cannot be taken back, so the reader ends with it.
        os.nice(NICER)
    told: dict[str, str] = json.loads(stream.read(head))
    answer = _answer(stream.read(content), told)
    after = resource.getrusage(resource.RUSAGE_SELF)
    slow = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime > TROUBLE_SECONDS
    large = after.ru_maxrss - before.ru_maxrss > TROUBLE_KIBIBYTES
    answer["reads_on"] = "read" in answer and hurried and not (slow or large or last)
    written = json.dumps(answer).encode()
    stream.write(FRAME.pack(len(written)) + written)
    stream.flush()
    return bool(answer["reads_on"])


def _answer(content: bytes, told: dict[str, str]) -> dict[str, Any]:
    try:
        return {"read": read_document(content, told["content_type"], told["url"]).as_json()}
    except UnreadableError as error:
        return {"unreadable": [error.code, error.detail]}
    except MemoryError:
        return {"ended": "memory"}
    except Exception as error:  # noqa: BLE001 - the reader must answer, whatever its libraries raise
        # The libraries meet broken documents with any kind of error; which one is for the log.
        places = traceback.extract_tb(error.__traceback__)[-PLACES_MOST:]
        where = " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in reversed(places))
        return {"broke": type(error).__name__, "where": where}


def _how(status: int) -> str:
    if os.WIFEXITED(status):
        return {os.EX_OK: "done", OUT_OF_MEMORY: "memory"}.get(os.WEXITSTATUS(status), "crash")
    # Linux kills what takes the last of the memory; most other signals are those of a library that fell over.
    return {int(signal.SIGXCPU): "time", int(signal.SIGKILL): "memory"}.get(os.WTERMSIG(status), "crash")


def _be_the_first_to_go() -> None:
    """If the machine runs out of memory, Linux shall end this process and not a worker."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return


def main() -> None:
    """Serve the socket that is standard input."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    read_document(WARMING_UP, "text/html", "https://example.org/2015/12/03/talks")
    with socket.socket(fileno=sys.stdin.fileno()) as requests:
        Template(requests).serve()
    # Readers that are still at work are killed by the system when their parent is gone.


if __name__ == "__main__":
    main()
