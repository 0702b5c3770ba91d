"""A site as it runs in production, for tests: broker, web server and worker are processes of their own.

They use the test's database, so a test that needs them also needs `transactional_db`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from config.embedded import Valkey, set_up_installation
from dialogues.models.ownership import grant_to_application

PROJECT: Final = Path(__file__).parent.parent
PATIENCE: Final = 30.0
# By this the database tells the sessions of the site's processes from those of the test.
SESSION_NAME: Final = "readout-site"


def wait_for(what: str, reached: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Ask again and again until `reached` is true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} seconds")
        time.sleep(0.05)


def application_url() -> str:
    """The test's database for the role of the application, which is given what it needs of it.

    On a server that somebody else has named there is one role for everything.
    """
    url = os.environ.get("READOUT_TESTS_APPLICATION_URL", "")
    if not url:
        return os.environ["DATABASE_URL"]
    role = urlsplit(url)
    with transaction.atomic():
        grant_to_application(str(role.username), str(role.password))
    return url


class Broker(Protocol):
    """Valkey or RabbitMQ."""

    url: str

    def start(self) -> None:
        """Start it, and return when it answers."""

    def stop(self) -> None:
        """Stop it if it runs."""


class Site:
    """Starts what it is asked for, and stops all of it. `log` collects what the processes say.

    The broker is a Valkey of its own unless another one is given.
    """

    def __init__(self, folder: Path, broker: Broker | None = None) -> None:
        self.folder = folder
        self.log = folder / "site.log"
        self.broker = broker or Valkey(set_up_installation(folder / "broker"))
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = ""
        self._workers = 0
        self.environment: dict[str, str] = {}

    def start(self, **settings_by_environment: str) -> None:
        """Start the broker. `settings_by_environment` go to every process that is started later."""
        self.broker.start()
        database = urlsplit(application_url())._replace(path=f"/{connection.settings_dict['NAME']}")
        self.environment = {
            **os.environ,
            "DATABASE_URL": database.geturl(),
            "CELERY_BROKER_URL": self.broker.url,
            "READOUT_DATA": str(settings.DATA_FOLDER),
            "JOB_SWEEP_SECONDS": "1",
            "PGAPPNAME": SESSION_NAME,
            **settings_by_environment,
        }

    def start_web(self) -> None:
        """Collect the static files and start gunicorn on a free port."""
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
            cwd=PROJECT,
            env=self.environment,
            check=True,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._start("-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4")
        wait_for("the web server", self._answers)

    def start_worker(self, *options: str, concurrency: int = 1) -> subprocess.Popen[bytes]:
        """Start one Celery worker, with so many children. Each has a name of its own, as on one machine it must."""
        self._workers += 1
        return self._start(
            *("-m", "celery", "-A", "config", "worker", "--concurrency", str(concurrency), "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat", "-n", f"worker{self._workers}@%h"),
            *options,
        )

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start a Celery beat; a second one beside it does no harm."""
        schedule = self.folder / f"schedule{len(self.processes)}"
        return self._start("-m", "celery", "-A", "config", "beat", "--schedule", str(schedule))

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """`kill -9`, the children too."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.processes.remove(process)

    def stop(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()
        self.broker.stop()
        wait_for("the end of their database sessions", self._no_session_is_left)

    def _no_session_is_left(self) -> bool:
        """The server may notice late that a killed process is gone; its session would keep the database in use."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = %s",
                [SESSION_NAME],
            )
            return cursor.fetchone() is None

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/accounts/login/", timeout=5):  # noqa: S310 - our own, on loopback
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
