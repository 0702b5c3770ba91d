"""Data folders that a database server of another user can enter, and supervisors that do not outlive their test."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from config.installation import PROJECT
from config.processes import wait_until
from tests.postgres import throw_away_folder

SECONDS = 30.0


@pytest.fixture(autouse=True)
def signals_as_at_a_terminal() -> Iterator[None]:
    """A test run in the background of a shell, or under nohup, starts with signals ignored; its children would too.

    A handler of this process's own is not inherited: a started program then begins with the default.
    """
    ignored = [number for number in (signal.SIGINT, signal.SIGHUP) if signal.getsignal(number) == signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, lambda *_: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that all users can enter (pytest's own are closed)."""
    made = throw_away_folder("readout-config-")
    yield made
    shutil.rmtree(made)


def processes_of(data: Path) -> list[int]:
    """Every process that was started for this data folder: it has the folder in its environment, or its lock open."""
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if process.name != str(os.getpid()) and _belongs(process, data)
    ]


def _belongs(process: Path, data: Path) -> bool:
    try:
        if os.fsencode(data) in (process / "environ").read_bytes():
            return True
        descriptors = list((process / "fd").iterdir())
    except OSError:  # it has just ended
        return False
    for descriptor in descriptors:
        with contextlib.suppress(OSError):  # closed by now
            if descriptor.readlink() == data / "processes.lock":
                return True
    return False


@dataclass
class Supervised:
    """A supervisor in a process of its own."""

    process: subprocess.Popen[bytes]
    data: Path
    output: Path

    def said(self) -> str:
        """What it has printed so far."""
        return self.output.read_text()

    def wait_for(self, text: str) -> None:
        """Wait until it has printed `text`."""
        seen = wait_until(lambda: text in self.said() or self.process.poll() is not None, seconds=SECONDS)
        assert seen, self.said()
        assert text in self.said(), self.said()

    def end(self, *signals: signal.Signals) -> int:
        """Send these signals; its exit code."""
        for number in signals:
            self.process.send_signal(number)
        return self.process.wait(SECONDS)


@dataclass
class Starter:
    """Starts supervisors on one data folder, and kills them after the test."""

    data: Path
    started: list[Supervised] = field(default_factory=list)

    def __call__(
        self,
        kind: str,
        *arguments: str,
        servers: bool = False,
        user: int | None = None,
        python: str = sys.executable,
        environment: Mapping[str, str] | None = None,
        terminal: int | None = None,
    ) -> Supervised:
        """Start `python -m tests.config.harmless`; without `servers` no PostgreSQL and Valkey are started.

        `terminal`: where its output goes, instead of a file.
        """
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "TOKEN_PEPPER", "ALLOWED_HOSTS"}
        }
        if not servers:
            variables |= {"DATABASE_URL": "postgres://nobody@localhost/nothing", "CELERY_BROKER_URL": "memory://"}
        variables |= {"READOUT_DATA": str(self.data), "PORT": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        variables |= environment or {}
        output = self.data.with_name(f"output-{len(self.started)}")
        with output.open("wb") as opened:
            process = subprocess.Popen(
                [python, "-m", "tests.config.harmless", kind, *arguments],
                cwd=PROJECT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=opened if terminal is None else terminal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        supervised = Supervised(process, self.data, output)
        self.started.append(supervised)
        return supervised


@pytest.fixture
def start(folder: Path) -> Iterator[Starter]:
    """Start supervisors on the folder's subfolder `data`."""
    starter = Starter(folder / "data")
    yield starter
    for supervised in starter.started:
        if supervised.process.poll() is None:
            supervised.process.send_signal(signal.SIGTERM)
            try:
                supervised.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                supervised.process.kill()
                supervised.process.wait()
