"""One supervisor at a time on a data folder.

Three files, locked with flock(2), so that the end of a process by whatever cause unlocks them:
`running.lock` is held by the supervisor; `processes.lock` by every process that it starts, so that a new start waits
for what a killed supervisor has left dying; `users.lock` (shared) by commands that use somebody else's servers.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from config.processes import CannotRunError, wait_until

_LEFTOVER_SECONDS = 20.0
_USERS_SECONDS = 24 * 3600.0


class AlreadyRunningError(CannotRunError):
    """Another supervisor holds the data folder."""


class FolderLock:
    """A held lock on a data folder. `processes` is the file descriptor to hand to each started process."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._running = _open(data / "running.lock")
        self._users: int | None = None
        # A short while, since `join` of another process looks at this lock by trying it.
        if not wait_until(lambda: _try(self._running, fcntl.LOCK_EX), seconds=0.3):
            holder = os.pread(self._running, 200, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._running)
            message = (
                f"Readout already runs on the data folder {data} (process {holder}): stop it there with Ctrl-C, "
                "or set READOUT_DATA to another folder."
            )
            raise AlreadyRunningError(message)
        os.ftruncate(self._running, 0)
        os.pwrite(self._running, f"{os.getpid()}\n".encode(), 0)
        self.processes = _open(data / "processes.lock")
        if not wait_until(lambda: _try(self.processes, fcntl.LOCK_EX), seconds=_LEFTOVER_SECONDS, pause=0.05):
            self.release()
            message = (
                f"Processes of an earlier start still use {data}: end them "
                f"(`fuser -v {data / 'processes.lock'}` shows them), then start again."
            )
            raise CannotRunError(message)

    def wait_for_users(self, given_up: Callable[[], bool]) -> None:
        """Wait until no other command uses the servers, or `given_up`; none can join from then on."""
        users = self._users = _open(self._data / "users.lock")
        wait_until(lambda: _try(users, fcntl.LOCK_EX) or given_up(), seconds=_USERS_SECONDS, pause=0.05)

    def release(self) -> None:
        """Give the folder free."""
        for descriptor in (self.processes, self._users, self._running):
            if descriptor is not None:
                os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def join(data: Path) -> int | None:
    """Join the servers that another process runs on `data`: a descriptor to close afterwards; None when none runs."""
    users = _open(data / "users.lock")
    wait_until(lambda: _try(users, fcntl.LOCK_SH), seconds=_LEFTOVER_SECONDS, pause=0.05)
    running = _open(data / "running.lock")
    held = not _try(running, fcntl.LOCK_SH)
    os.close(running)
    if held:
        return users
    os.close(users)
    return None


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = f"The data folder {file.parent} cannot be written ({error.strerror}): set READOUT_DATA to another."
        raise CannotRunError(message) from error


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
