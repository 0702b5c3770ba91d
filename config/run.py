"""Start Readout on one machine: `python -m config.run`, which is what `make run` does.

PostgreSQL and Valkey of its own (unless DATABASE_URL and CELERY_BROKER_URL name others), the database brought up to
date, a staff login, the web server, a worker and the scheduler; Ctrl-C stops all of it.

`python -m config.run -- COMMAND ...` runs a command with these servers and their environment: those that run already
on the data folder, else its own for as long as the command takes.
"""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from config import folder_lock, web_address
from config.embedded import (
    CannotRunError,
    Installation,
    Postgres,
    Valkey,
    data_folder,
    give_back_unacknowledged,
    set_up_installation,
)
from config.folder_lock import AlreadyRunningError, FolderLock
from config.installation import PROJECT
from config.plan import PLAN, Plan
from config.processes import wait_until
from config.supervisor import StoppedError, Supervisor, say

_WEB_SECONDS = 60.0
_DATABASE_SECONDS = 60.0


def main(arguments: Sequence[str], plan: Plan = PLAN) -> int:
    """Run everything, or the command after `--`. The exit code: 1 after an error, which is printed."""
    if arguments and (arguments[0] != "--" or len(arguments) == 1):
        print("usage: python -m config.run [-- COMMAND ...]", file=sys.stderr)
        return 2
    try:
        if arguments:
            return run_command(arguments[1:], os.environ)
        run_everything(os.environ, plan)
    except (StoppedError, KeyboardInterrupt):
        return 130 if arguments else 0
    except CannotRunError as error:
        with suppress(OSError):
            print(f"Readout cannot run: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


def run_everything(environment: Mapping[str, str], plan: Plan) -> None:
    """Start everything and watch it. Raises `CannotRunError`, or `StoppedError` when a signal asks to stop."""
    begun = time.monotonic()
    installation = set_up_installation(data_folder(environment))
    with FolderLock(installation.data) as lock, web_address.listen(environment, say) as web:
        address = web_address.Address.of(web)
        children = child_environment(environment, installation)
        children["ALLOWED_HOSTS"] = web_address.allowed_hosts(environment, address)
        with Supervisor(
            environment=children, folder=PROJECT, logs=installation.logs, inherited=[lock.processes], say=say
        ) as supervisor:
            say(f"Starting Readout on {installation.data}")
            try:
                _start_servers(supervisor, installation, environment)
                said = [supervisor.run_step(step) for step in plan.steps]
                for program in plan.programs(installation, web.fileno()):
                    supervisor.start_program(program)
                web.close()
                hosts = children["ALLOWED_HOSTS"]
                supervisor.wait_for("The web server answers", lambda: address.answers(hosts), seconds=_WEB_SECONDS)
                say(plan.welcome(address.url, "".join(said), time.monotonic() - begun))
                supervisor.watch()
            finally:
                say("Stopping ...")
                supervisor.stop()
                say("Stopped.")


def run_command(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `command` with the servers of the data folder; its exit code."""
    installation = set_up_installation(data_folder(environment))
    children = child_environment(environment, installation)
    try:
        lock = FolderLock(installation.data)
    except AlreadyRunningError:
        return _run_joined(command, children, installation)
    with (
        lock,
        Supervisor(
            environment=children, folder=Path.cwd(), logs=installation.logs, inherited=[lock.processes], say=_silent
        ) as supervisor,
    ):
        _start_servers(supervisor, installation, environment)
        code = supervisor.run_in_foreground(command)
        lock.wait_for_users(lambda: supervisor.asked_to_stop)
        return code


def _run_joined(command: Sequence[str], children: Mapping[str, str], installation: Installation) -> int:
    users = folder_lock.join(installation.data)
    if users is None:
        message = f"The process that ran on {installation.data} has just ended: try again."
        raise CannotRunError(message)
    try:
        # It may be starting just now.
        if not wait_until(lambda: _database_answers(children["DATABASE_URL"]), seconds=_DATABASE_SECONDS, pause=0.1):
            message = f"The database of the Readout that runs on {installation.data} does not answer."
            raise CannotRunError(message)
        with Supervisor(environment=children, folder=Path.cwd(), logs=installation.logs, say=_silent) as supervisor:
            return supervisor.run_in_foreground(command)
    finally:
        os.close(users)


def _start_servers(supervisor: Supervisor, installation: Installation, environment: Mapping[str, str]) -> None:
    """Start the servers that no URL stands for."""
    if not environment.get("DATABASE_URL"):
        supervisor.start_server("PostgreSQL", Postgres(installation))
    if not environment.get("CELERY_BROKER_URL"):
        supervisor.start_server("Valkey", Valkey(installation))
        # Nobody else uses this broker, and no worker of ours is alive yet.
        give_back_unacknowledged(installation.broker_url)


def child_environment(environment: Mapping[str, str], installation: Installation) -> dict[str, str]:
    """The environment of what is started: the given one, and the installation's for each name unset or empty there."""
    local = installation.environment()
    if environment.get("DATABASE_URL"):
        # The owner of our own tables has no business in somebody else's database.
        local.pop("DATABASE_OWNER_URL")
    given = {name: value for name, value in environment.items() if value or name not in local}
    return {"PYTHONUNBUFFERED": "1", **local, **given, "READOUT_DATA": str(installation.data)}


def _database_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _silent(_line: str) -> None:
    """The output of `-- COMMAND` is the command's alone."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
