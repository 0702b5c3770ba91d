"""Start and stop a process so that nothing of it outlives whoever started it."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_LOG_LIMIT = 5_000_000  # bytes; a log above it is begun anew at the next start


class CannotRunError(Exception):
    """Something the person at the terminal has to mend; its message is one line that says what."""


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def current_account() -> Account:
    """The user this process runs as. Raises `CannotRunError` for a number without a passwd entry."""
    uid = os.geteuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        message = (
            f"The user with the number {uid} has no entry in /etc/passwd, which PostgreSQL needs: "
            "add one, start as another user, or name a running database in DATABASE_URL."
        )
        raise CannotRunError(message) from None
    return Account(entry.pw_name, uid, entry.pw_gid)


def _in_the_child(death_signal: signal.Signals, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        # A shell starts `command &` with SIGINT ignored, and what is ignored stays so across exec.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:  # it died before the call above
                os._exit(1)

    return prepare


def start_process(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    folder: Path | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    inherited: Sequence[int] = (),
    captured: bool = False,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, its output appended to `log`. Call it from the main thread.

    `account`: whom to run it as, when not as the user of this process (needs root).
    `death_signal`: what it gets when the thread that called this function ends by whatever cause (Linux).
    `inherited`: file descriptors it keeps open.
    `captured`: its standard output goes to a pipe instead, for what must not be in a log.
    Raises `CannotRunError` when the program can't be started.
    """
    other = account if account is not None and account.uid != os.geteuid() else None
    try:
        mode = "wb" if log_size(log) > _LOG_LIMIT else "ab"
        with log.open(mode) as output:
            return subprocess.Popen(  # noqa: S603  (our own command lines)
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if captured else output,
                stderr=output,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
                pass_fds=tuple(inherited),
                user=other.uid if other else None,
                group=other.gid if other else None,
                extra_groups=[] if other else None,
                preexec_fn=_in_the_child(death_signal, os.getpid()),  # noqa: PLW1509  (called from the main thread)
            )
    except (OSError, subprocess.SubprocessError) as error:
        message = f"{command[0]} cannot be started: {error}"
        raise CannotRunError(message) from error


def start_in_foreground(command: Sequence[str], *, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `command` in this process's own session, with its terminal. Raises `CannotRunError`."""
    try:
        return subprocess.Popen(  # noqa: S603  (what the person typed)
            list(command),
            env=dict(environment),
            preexec_fn=_in_the_child(signal.SIGTERM, os.getpid()),  # noqa: PLW1509  (called from the main thread)
        )
    except (OSError, subprocess.SubprocessError) as error:
        message = f"{command[0]} cannot be started: {error}"
        raise CannotRunError(message) from error


@dataclass(frozen=True)
class Running:
    """A started process, and how it is asked to end: signals in turn, each with its patience in seconds."""

    process: subprocess.Popen[bytes]
    stop_signals: Sequence[tuple[signal.Signals, float]]


def stop_processes(running: Sequence[Running]) -> None:
    """End all of `running` at the same time, in the end by SIGKILL. Nothing of their process groups is left."""
    for stage in range(max((len(one.stop_signals) for one in running), default=0)):
        asked = [one for one in running if stage < len(one.stop_signals) and one.process.poll() is None]
        for one in asked:
            one.process.send_signal(one.stop_signals[stage][0])
        patience = max((one.stop_signals[stage][1] for one in asked), default=0.0)
        wait_until(partial(_all_ended, asked), seconds=patience)
    for one in running:
        _kill_group(one.process.pid)
        one.process.wait()


def _all_ended(running: Sequence[Running]) -> bool:
    return all(one.process.poll() is not None for one in running)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Ask `condition` again and again until it holds (True) or `seconds` have passed (False)."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def log_size(log: Path) -> int:
    """Bytes in a log; 0 when there is none."""
    return log.stat().st_size if log.exists() else 0


def tail(log: Path, lines: int = 15, *, since: int = 0) -> list[str]:
    """The last lines of a log, at most the last 16 kB of it and nothing before byte `since`; none when unreadable."""
    try:
        with log.open("rb") as file:
            end = log.stat().st_size
            file.seek(max(0, end - 16_384, since if since <= end else 0))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    return text.splitlines()[-lines:]
