"""`config.run` in a process of its own: it starts, it says what is wrong, and it leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.installation import PROJECT, set_up_installation
from config.processes import wait_until
from tests.config.conftest import SECONDS, Starter, Supervised, processes_of

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
NOBODY = 65534


def gone(data: Path) -> bool:
    """Whether every process of this data folder has ended within the usual time."""
    return wait_until(lambda: not processes_of(data), seconds=SECONDS)


def test_it_says_the_address_and_the_login(start: Starter) -> None:
    running = start("plain")
    running.wait_for("curl http://127.0.0.1:")
    assert "Log in as staff with the password secret-of-the-test" in running.said()
    assert running.end(signal.SIGINT) == 0
    assert running.said().endswith("Stopped.\n")


def test_the_password_is_in_no_log(start: Starter) -> None:
    running = start("plain")
    running.wait_for("Ctrl-C stops it")
    logs = list((running.data / "logs").iterdir())
    assert {log.name for log in logs} >= {"steps.log", "web-server.log", "worker.log"}
    assert all("secret-of-the-test" not in log.read_text() for log in logs)


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(start: Starter, number: signal.Signals) -> None:
    running = start("plain")
    running.wait_for("Ctrl-C stops it")
    assert len(processes_of(running.data)) == 3
    assert running.end(number) == 0
    assert processes_of(running.data) == []


@linux
def test_ctrl_c_three_times_does_not_break_the_stop(start: Starter) -> None:
    running = start("deaf")
    running.wait_for("Ctrl-C stops it")
    running.process.send_signal(signal.SIGINT)
    running.wait_for("Stopping")
    assert running.end(signal.SIGINT, signal.SIGINT) == 0
    assert processes_of(running.data) == []
    assert "Traceback" not in running.said()


def test_ctrl_c_works_where_the_shell_has_it_ignored(start: Starter) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        running = start("plain")
    finally:
        signal.signal(signal.SIGINT, before)
    running.wait_for("Ctrl-C stops it")
    assert running.end(signal.SIGINT) == 0


@linux
def test_a_closed_terminal_stops_everything(start: Starter) -> None:
    ours, theirs = os.openpty()
    running = start("plain", terminal=theirs)
    os.close(theirs)
    said = b""
    while b"Ctrl-C stops it" not in said:
        said += os.read(ours, 4096)
    os.close(ours)
    assert running.process.wait(SECONDS) == 0
    assert processes_of(running.data) == []


def test_under_nohup_it_outlives_the_hangup(start: Starter) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        running = start("plain")
    finally:
        signal.signal(signal.SIGHUP, before)
    running.process.send_signal(signal.SIGHUP)
    running.wait_for("Ctrl-C stops it")
    running.process.send_signal(signal.SIGHUP)
    assert running.end(signal.SIGINT) == 0
    assert "Stopped." in running.said()


def test_a_stop_while_it_starts_is_no_error(start: Starter) -> None:
    running = start("plain", servers=True)
    running.wait_for("Starting Readout")
    assert running.end(signal.SIGTERM) == 0
    assert "cannot run" not in running.said()


@linux
def test_a_child_that_dies_stops_the_others_and_shows_its_log(start: Starter) -> None:
    running = start("dying")
    assert running.process.wait(SECONDS) == 1
    assert "The worker has ended (exit code 3)" in running.said()
    assert "out of luck" in running.said()
    assert processes_of(running.data) == []


@linux
def test_a_killed_child_is_reported_with_its_signal(start: Starter) -> None:
    running = start("plain")
    running.wait_for("Ctrl-C stops it")
    children = set(processes_of(running.data)) - {running.process.pid}
    os.kill(max(children), signal.SIGKILL)
    assert running.process.wait(SECONDS) == 1
    assert "killed by SIGKILL" in running.said()
    assert processes_of(running.data) == []


def test_a_step_that_fails_shows_its_output(start: Starter) -> None:
    running = start("failing")
    assert running.process.wait(SECONDS) == 1
    assert "The first step has failed (exit code 1)." in running.said()
    assert "no such table" in running.said()


@linux
def test_a_killed_supervisor_leaves_nothing_and_the_next_start_works(start: Starter, folder: Path) -> None:
    running = start("real", servers=True)
    running.wait_for("Ctrl-C stops it")
    log = running.data / "logs" / "worker.log"
    assert wait_until(lambda: "ready." in log.read_text(), seconds=SECONDS), log.read_text()
    # Supervisor, database and some of its own, broker, 3 of gunicorn, 3 of the worker, the scheduler.
    assert len(processes_of(running.data)) > 10
    running.process.kill()
    running.process.wait()
    assert gone(running.data)
    again = start("real", servers=True)
    again.wait_for("Ctrl-C stops it")
    assert again.end(signal.SIGTERM) == 0
    assert processes_of(again.data) == []
    assert not set_up_installation(again.data).sockets.exists()


def test_a_second_start_on_one_folder_is_refused(start: Starter) -> None:
    first = start("plain")
    first.wait_for("Ctrl-C stops it")
    second = start("plain")
    assert second.process.wait(SECONDS) == 1
    assert f"already runs on the data folder {first.data} (process {first.process.pid})" in second.said()
    assert first.process.poll() is None


def test_a_taken_port_is_said_and_a_free_one_taken(start: Starter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = start("plain", environment={"PORT": str(port)})
        running.wait_for("Ctrl-C stops it")
    assert f"Port {port} is taken by another program" in running.said()
    assert f"http://127.0.0.1:{port}/" not in running.said()


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"PORT": "http"}, "PORT must be a number from 0 to 65535, not 'http'."),
        ({"HOST": "no-such-host.invalid"}, "cannot listen at HOST no-such-host.invalid"),
        ({"READOUT_DATA": "/proc/readout"}, "The data folder /proc/readout cannot be written"),
        ({"READOUT_DATA": "/dev/null"}, "The data folder /dev/null cannot be written"),
    ],
)
def test_a_wrong_setting_is_one_line(start: Starter, variables: dict[str, str], complaint: str) -> None:
    running = start("plain", environment=variables)
    assert running.process.wait(SECONDS) == 1
    assert complaint in running.said()
    assert len(running.said().splitlines()) == 1


def test_broken_data_is_one_line(start: Starter) -> None:
    (start.data / "postgres").mkdir(parents=True)
    (start.data / "local.env").write_text(
        "SECRET_KEY=a\nTOKEN_PEPPER=b\nDATABASE_PASSWORD=c\nDATABASE_OWNER_PASSWORD=d\n"
    )
    running = start("plain", servers=True)
    assert running.process.wait(SECONDS) == 1
    assert "broken: PG_VERSION cannot be read" in running.said() or "belongs to another user" in running.said()
    assert "Traceback" not in running.said()


def test_a_command_gets_the_servers_and_its_exit_code_counts(start: Starter) -> None:
    script = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']).close(); raise SystemExit(7)"
    running = start("plain", "--", sys.executable, "-c", script, servers=True)
    assert running.process.wait(SECONDS) == 7
    assert running.said() == ""


def test_a_command_joins_what_runs_already(start: Starter) -> None:
    running = start("plain", servers=True)
    running.wait_for("Ctrl-C stops it")
    script = "import os, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).info.dbname)"
    joined = start("plain", "--", sys.executable, "-W", "ignore", "-c", script, servers=True)
    assert joined.process.wait(SECONDS) == 0
    assert joined.said() == "readout\n"
    assert running.process.poll() is None


def test_a_command_that_is_not_there_is_one_line(start: Starter) -> None:
    running = start("plain", "--", "no-such-command")
    assert running.process.wait(SECONDS) == 1
    assert "no-such-command cannot be started" in running.said()


def test_unknown_arguments_are_refused(start: Starter) -> None:
    running = start("plain", "serve")
    assert running.process.wait(SECONDS) == 2
    assert "usage: " in running.said()


def runs_for_all(python: str) -> bool:
    """Whether an ordinary user can run this Python."""
    try:
        return subprocess.run([python, "-c", ""], user=NOBODY, group=NOBODY, cwd="/", check=False).returncode == 0
    except PermissionError:
        return False


@pytest.fixture(scope="session")
def open_python() -> Iterator[str]:
    """A Python that every user can run: this one, or a copy where it lies below a closed folder such as /root."""
    if runs_for_all(sys.executable):
        yield sys.executable
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    with tempfile.TemporaryDirectory(prefix="readout-python-") as made:
        top = Path(made)
        (top / "bin").mkdir()
        shutil.copy(Path(sys.base_prefix) / "bin" / version, top / "bin")
        leave_out = shutil.ignore_patterns("test", "site-packages", "__pycache__", "config-*", "idlelib", "ensurepip")
        shutil.copytree(Path(sys.base_prefix) / "lib" / version, top / "lib" / version, ignore=leave_out)
        for library in (Path(sys.base_prefix) / "lib").glob("libpython*.so*"):
            shutil.copy(library, top / "lib")
        for folder in (top, top / "bin", top / "lib"):
            folder.chmod(0o755)
        yield str(top / "bin" / version)


def start_as(start: Starter, user: int, python: str, *, servers: bool) -> Supervised:
    """Start a harmless supervisor as that user."""
    if not all(path.stat().st_mode & 0o001 for path in (PROJECT, *PROJECT.parents)):
        pytest.skip("the project lies below a folder that an ordinary user cannot enter")
    environment = {
        "PYTHONPATH": next(path for path in sys.path if path.endswith("site-packages")),
        "LD_LIBRARY_PATH": str(Path(python).parent.parent / "lib"),
        "HOME": "/nonexistent",
    }
    return start("plain", servers=servers, user=user, python=python, environment=environment)


@root
@linux
def test_an_ordinary_user_can_run_it(start: Starter, folder: Path, open_python: str) -> None:
    os.chown(folder, NOBODY, NOBODY)
    running = start_as(start, NOBODY, open_python, servers=True)
    running.wait_for("Ctrl-C stops it")
    assert running.end(signal.SIGINT) == 0
    assert processes_of(running.data) == []
    assert (running.data / "local.env").stat().st_mode & 0o777 == 0o600
    assert (running.data / "postgres").stat().st_uid == NOBODY


@root
@linux
def test_a_user_without_a_passwd_entry_is_told(start: Starter, folder: Path, open_python: str) -> None:
    os.chown(folder, 54321, 54321)
    running = start_as(start, 54321, open_python, servers=True)
    assert running.process.wait(SECONDS) == 1
    assert "The user with the number 54321 has no entry in /etc/passwd" in running.said()
    assert "Traceback" not in running.said()


@root
@linux
def test_a_folder_that_the_user_cannot_write_is_one_line(start: Starter, folder: Path, open_python: str) -> None:
    running = start_as(start, NOBODY, open_python, servers=False)
    assert running.process.wait(SECONDS) == 1
    assert running.said() == (
        f"Readout cannot run: The data folder {folder / 'data'} cannot be written (Permission denied): "
        "set READOUT_DATA to another folder.\n"
    )
