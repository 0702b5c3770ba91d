"""A pytest plugin (`-p tests.postgres`): the tests get a PostgreSQL of their own, thrown away afterwards.

It has to act before Django's settings are read, so no conftest can do it. With DATABASE_URL set, that database is
used instead. Under xdist only the controlling process starts a server; its workers inherit the environment.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import CannotRunError, Postgres, set_up_installation
from config.installation import read_installation

_VARIABLES = {
    "SECRET_KEY": "only-for-tests",
    "TOKEN_PEPPER": "only-for-tests-too",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "HTTPS": "false",
}
LOCK = "processes.lock"  # held by the test run and its server
_PREFIX = "readout-tests-"
_PLENTY = 4 * 1024**3  # bytes
_running: list[Postgres] = []


def throw_away_folder(prefix: str) -> Path:
    """A new folder for a server's data: in memory where there is plenty (setting one up takes half the time then)."""
    memory = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
    plenty = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _PLENTY
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=memory if plenty else None)).resolve()
    made.chmod(0o711)  # as root the server runs as another user, who has to pass through
    return made


def remove_left_over(parent: Path) -> None:
    """Remove the folders that killed test runs have left: those whose lock no process holds any more."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, in use (BlockingIOError), or just being made
            lock = os.open(folder / LOCK, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if installation := read_installation(folder / "server"):
                    shutil.rmtree(installation.sockets, ignore_errors=True)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server and name it in the environment, before pytest-django reads the settings."""
    asked = early_config.known_args_namespace
    if asked.help or asked.version:
        return
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        # Of its own, or one worker would collect static files while another reads them.
        _use_data_folder(Path(os.environ["READOUT_DATA"]) / worker)
        return
    data = throw_away_folder(_PREFIX)
    remove_left_over(data.parent)
    lock = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    atexit.register(_stop, data)
    _use_data_folder(data)
    for name, value in _VARIABLES.items():
        os.environ.setdefault(name, value)
    # No test needs a broker unless it starts one.
    os.environ["CELERY_BROKER_URL"] = f"redis+socket://{data}/no-broker.sock"
    if "DATABASE_URL" in os.environ:
        return
    server = data / "server"
    try:
        postgres = Postgres(set_up_installation(server))
        postgres.start(fsync=False, inherited=[lock])
    except CannotRunError as error:
        raise pytest.UsageError(str(error)) from error
    _running.append(postgres)
    # Tests make databases and look behind the rules; the site's own processes run as the application's role.
    os.environ["DATABASE_URL"] = postgres.installation.database_owner_url
    os.environ["READOUT_TESTS_APPLICATION_URL"] = postgres.url


def _use_data_folder(folder: Path) -> None:
    (folder / "static").mkdir(parents=True)  # WhiteNoise warns without it
    os.environ["READOUT_DATA"] = str(folder)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server, also after Ctrl-C."""
    while _running:
        _running.pop().stop()


def _stop(data: Path) -> None:
    pytest_unconfigure()
    shutil.rmtree(data, ignore_errors=True)
