"""Runs steps one after the other, then programs side by side, and leaves no process behind.

What it runs is data (`Step`, `Program`); `config/run.py` says which.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Protocol, Self

from config.processes import CannotRunError, Running, start_in_foreground, start_process, stop_processes, tail

_ASKS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STEP_STOP = ((signal.SIGTERM, 5.0),)


class StoppedError(Exception):
    """A signal asked the supervisor to stop; not a failure."""


@dataclass(frozen=True)
class Step:
    """A command that ends by itself; its output goes to a log, or with `captured` to the caller."""

    title: str
    command: Sequence[str | Path]
    captured: bool = False


@dataclass(frozen=True)
class Program:
    """A command that runs until it is stopped: by these signals, each with its patience in seconds, then SIGKILL.

    `death_signal` is what it gets when the supervisor is killed; it should end the program's own children too.
    `withheld` names what of the environment it does not get.
    """

    name: str
    command: Sequence[str | Path]
    stop_signals: Sequence[tuple[signal.Signals, float]]
    death_signal: signal.Signals
    inherited: Sequence[int] = ()
    withheld: Sequence[str] = ()


class Server(Protocol):
    """PostgreSQL or Valkey."""

    process: subprocess.Popen[bytes] | None
    log: Path

    def start(self, *, inherited: Sequence[int]) -> None:
        """Start it."""

    def stop(self) -> None:
        """Stop it."""


class Supervisor:
    """Use it in a `with` block: leaving the block stops everything, the last started first.

    `environment`, `folder`: of the started processes. `logs`: where their logs are put. `inherited`: file descriptors
    they keep open. `say` gets each line for the person at the terminal.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str],
        folder: Path,
        logs: Path,
        inherited: Sequence[int] = (),
        say: Callable[[str], None],
    ) -> None:
        self.asked_to_stop = False
        self._last_signal = signal.SIGTERM
        self._environment = dict(environment)
        self._folder = folder
        self._logs = logs
        self._inherited = tuple(inherited)
        self._say = say
        self._servers: list[Server] = []
        self._programs: list[tuple[Program, Running]] = []
        self._handlers: dict[signal.Signals, object] = {}
        self._previous_wakeup = -1
        self._woken = self._wakes = self._terminal = -1
        self._poll = select.poll()

    def __enter__(self) -> Self:
        self._woken, self._wakes = os.pipe()
        for end in (self._woken, self._wakes):
            os.set_blocking(end, False)
        self._previous_wakeup = signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        for number in (*_ASKS_TO_STOP, signal.SIGCHLD):
            self._handlers[number] = signal.signal(number, self._on_signal)
        self._poll.register(self._woken, select.POLLIN)
        if self._handlers[signal.SIGHUP] == signal.SIG_IGN:  # `nohup make run` is to outlive its terminal
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        elif sys.stdout.isatty():
            # With `ssh -t HOST make run` only make is told by a signal that the terminal has gone, and make just waits.
            self._terminal = sys.stdout.fileno()
            self._poll.register(self._terminal, 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            signal.set_wakeup_fd(self._previous_wakeup)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave back
            os.close(self._woken)
            os.close(self._wakes)

    def start_server(self, title: str, server: Server) -> None:
        """Start PostgreSQL or Valkey."""
        with self._timed(title):
            self._servers.append(server)
            server.start(inherited=self._inherited)

    def run_step(self, step: Step) -> str:
        """Run a step to its end; its captured output. Raises `CannotRunError` with its last lines when it fails."""
        log = self._logs / "steps.log"
        with self._timed(step.title):
            process = start_process(
                step.command,
                log=log,
                environment=self._environment,
                folder=self._folder,
                death_signal=signal.SIGKILL,
                inherited=self._inherited,
                captured=step.captured,
            )
            try:
                self._wait(lambda: process.poll() is not None, seconds=None)
                said = process.stdout.read().decode() if process.stdout else ""
            finally:
                stop_processes([Running(process, _STEP_STOP)])
                if process.stdout:
                    process.stdout.close()
            if process.returncode:
                message = f"{step.title} has failed (exit code {process.returncode}).{_excerpt(log)}"
                raise CannotRunError(message)
        return said

    def start_program(self, program: Program) -> None:
        """Start a program that is to run until `stop`."""
        process = start_process(
            program.command,
            log=self._log(program),
            environment={name: self._environment[name] for name in self._environment if name not in program.withheld},
            folder=self._folder,
            death_signal=program.death_signal,
            inherited=(*self._inherited, *program.inherited),
        )
        self._programs.append((program, Running(process, program.stop_signals)))

    def wait_for(self, title: str, condition: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `condition` holds. Raises `CannotRunError` when it does not in time, or a process ends."""
        with self._timed(title):
            if not self._wait(lambda: self._check_alive() or condition(), seconds=seconds):
                message = f"{title} has not come to an end within {seconds:.0f} seconds; the logs are in {self._logs}."
                raise CannotRunError(message)

    def watch(self) -> None:
        """Wait until a signal asks to stop (`StoppedError`) or a process ends (`CannotRunError`)."""
        self._wait(self._check_alive, seconds=None)

    def run_in_foreground(self, command: Sequence[str]) -> int:
        """Run a person's command in their terminal; its exit code as a shell gives it.

        Ctrl-C reaches it directly; other signals are passed on to it.
        """
        process = start_in_foreground(command, environment=self._environment)
        passed_on = False
        while process.poll() is None:
            try:
                self._wait(lambda: process.poll() is not None, seconds=None)
            except StoppedError:
                if not passed_on and self._last_signal != signal.SIGINT:
                    process.send_signal(self._last_signal)
                    passed_on = True
                self.asked_to_stop = False
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    def stop(self) -> None:
        """Stop everything that was started; further signals do not disturb it."""
        stop_processes([running for _, running in self._programs])
        self._programs.clear()
        while self._servers:
            self._servers.pop().stop()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:  # whose only use is to wake `_wait`
            self.asked_to_stop = True
            self._last_signal = signal.Signals(number)

    def _wait(self, condition: Callable[[], bool], *, seconds: float | None) -> bool:
        """Look at `condition` now, at each signal and ten times a second. False when `seconds` have passed."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            if self.asked_to_stop:
                raise StoppedError
            if condition():
                return True
            if deadline is not None and time.monotonic() > deadline:
                return False
            # Without a deadline only signals matter, the end of a child among them.
            events = self._poll.poll(100 if deadline is not None else 5000)
            if any(descriptor == self._terminal for descriptor, _ in events):
                self._poll.unregister(self._terminal)
                self._on_signal(signal.SIGHUP, None)
            with suppress(BlockingIOError):
                os.read(self._woken, 512)

    def _check_alive(self) -> bool:
        for program, running in self._programs:
            code = running.process.poll()
            if code is not None:
                how = f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
                message = f"The {program.name} has ended ({how}).{_excerpt(self._log(program))}"
                raise CannotRunError(message)
        for server in self._servers:
            if server.process is not None and server.process.poll() is not None:
                message = f"{type(server).__name__} has ended.{_excerpt(server.log)}"
                raise CannotRunError(message)
        return False

    def _log(self, program: Program) -> Path:
        return self._logs / f"{program.name.replace(' ', '-')}.log"

    @contextmanager
    def _timed(self, title: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self._say(f"  {title:<44} {time.monotonic() - begun:5.1f} s")
        if self.asked_to_stop:
            raise StoppedError


def _excerpt(log: Path) -> str:
    lines = "".join(f"\n    {line}" for line in tail(log))
    return f" The end of {log}:{lines}" if lines else ""


def say(line: str) -> None:
    """Print a line for the person at the terminal; a terminal that is gone is no reason to fail."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
