"""The embedded PostgreSQL and Valkey, for real, as the user that runs the tests."""

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
import redis
from kombu import Connection

from config import postgres_files
from config.embedded import (
    CannotRunError,
    Installation,
    Postgres,
    Valkey,
    data_folder,
    give_back_unacknowledged,
    local_environment,
    set_up_installation,
)
from config.installation import PROJECT, claim_folder
from tests.postgres import throw_away_folder

root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, whose server runs as another user")


@pytest.fixture
def installation(folder: Path) -> Installation:
    return set_up_installation(folder / "data")


@pytest.fixture(scope="module")
def made_database() -> Iterator[Path]:
    """A data folder whose database has been set up, to be copied: setting one up takes longer than most tests."""
    made = throw_away_folder("readout-made-")
    server = Postgres(set_up_installation(made / "data"))
    server.start(fsync=False)
    server.stop()
    yield made / "data"
    shutil.rmtree(made)


@pytest.fixture
def postgres(made_database: Path, folder: Path) -> Iterator[Postgres]:
    subprocess.run(["cp", "-a", made_database, folder / "data"], check=True)
    server = Postgres(set_up_installation(folder / "data"))
    server.start(fsync=False)
    yield server
    server.stop()


@pytest.fixture
def valkey(installation: Installation) -> Iterator[Valkey]:
    server = Valkey(installation)
    server.start()
    yield server
    server.stop()


class TestInstallation:
    def test_the_data_folder_is_var_unless_another_is_named(self, folder: Path) -> None:
        assert data_folder({}) == PROJECT / "var"
        assert data_folder({"READOUT_DATA": ""}) == PROJECT / "var"
        assert data_folder({"READOUT_DATA": f"{folder}/a/../b"}) == folder / "b"

    def test_a_folder_that_was_not_set_up_has_no_environment(self, folder: Path) -> None:
        assert local_environment(folder) == {}
        assert local_environment(folder / "missing") == {}

    def test_its_secrets_are_closed_to_others_and_stay_the_same(self, installation: Installation) -> None:
        file = installation.data / "local.env"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert set_up_installation(installation.data) == installation
        assert len(installation.secret_key) >= 50

    def test_two_folders_share_no_secret_and_no_socket(self, installation: Installation, folder: Path) -> None:
        other = set_up_installation(folder / "other")
        assert not set(installation.environment().values()) & set(other.environment().values()) - {
            "false",
            installation.environment()["ALLOWED_HOSTS"],
        }

    def test_a_copied_folder_gets_sockets_of_its_own(self, installation: Installation, folder: Path) -> None:
        shutil.copytree(installation.data, folder / "copy")
        copied = local_environment(folder / "copy")
        assert copied["SECRET_KEY"] == installation.secret_key
        assert copied["CELERY_BROKER_URL"] != installation.broker_url

    def test_sockets_have_short_paths_however_deep_the_folder(self, folder: Path) -> None:
        deep = set_up_installation(folder / "deep" / ("a" * 120))
        assert len(os.fsencode(deep.sockets / "postgres" / ".s.PGSQL.5432")) < 104

    def test_settings_read_the_database_url(self, installation: Installation) -> None:
        read = environ.Env.db_url_config(local_environment(installation.data)["DATABASE_URL"])
        assert (read["NAME"], read["USER"], read["PASSWORD"]) == ("readout", "readout", installation.database_password)
        assert read["OPTIONS"] == {"host": str(installation.sockets / "postgres")}

    def test_a_lost_password_is_named(self, installation: Installation) -> None:
        (installation.data / "postgres").mkdir()
        (installation.data / "postgres" / "PG_VERSION").write_text("18\n")
        (installation.data / "local.env").unlink()
        with pytest.raises(CannotRunError, match=r"local\.env is missing or has lost DATABASE_PASSWORD"):
            set_up_installation(installation.data)

    def test_a_prepared_link_is_refused_for_sockets(self, folder: Path) -> None:
        (folder / "trap").symlink_to(folder)
        with pytest.raises(CannotRunError, match=r"cannot be made|belongs to somebody else"):
            claim_folder(folder / "trap", mode=0o700, owner=os.geteuid(), group=os.getegid())

    @root
    def test_a_folder_of_somebody_else_is_refused_for_sockets(self, folder: Path) -> None:
        (folder / "trap").mkdir()
        os.chown(folder / "trap", 54321, 54321)
        with pytest.raises(CannotRunError, match="belongs to somebody else"):
            claim_folder(folder / "trap", mode=0o700, owner=0, group=0)


class TestPostgres:
    def test_it_serves_an_owner_without_special_rights_on_a_socket_alone(self, postgres: Postgres) -> None:
        with psycopg.connect(postgres.installation.database_owner_url, autocommit=True) as connection:
            for extension in ("pg_trgm", "unaccent", "btree_gist"):
                connection.execute(f"CREATE EXTENSION {extension}")
            rights = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
            assert rights.fetchone() == (False, True)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            # With a locale that knows no letters but ASCII's, Chinese words would have no trigrams.
            assert connection.execute("SELECT cardinality(show_trgm('北京对话'))").fetchone() == (5,)
            assert connection.execute("SELECT lower('ÀÉ')").fetchone() == ("àé",)

    def test_the_application_is_another_role_which_owns_nothing(self, postgres: Postgres) -> None:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            rights = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
            assert rights.fetchone() == (False, False)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE mine (number int)")
        assert postgres.installation.database_password != postgres.installation.database_owner_password

    def test_what_one_role_owned_goes_over_to_the_owner(self, postgres: Postgres) -> None:
        owner = postgres.installation.database_owner_url
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
            connection.execute("GRANT CREATE ON SCHEMA public TO readout")
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE of_the_application AS SELECT 43 AS answer")
        self.as_if_set_up_with_one_role(postgres)
        again = Postgres(set_up_installation(postgres.installation.data))
        again.start(fsync=False)
        try:
            with psycopg.connect(again.installation.database_owner_url) as connection:
                rows = connection.execute("SELECT relname FROM pg_class WHERE relowner = current_user::regrole")
                assert {"kept", "of_the_application"} <= {name for (name,) in rows.fetchall()}
            with (
                psycopg.connect(again.url) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute("SELECT answer FROM kept")
        finally:
            again.stop()

    @staticmethod
    def as_if_set_up_with_one_role(postgres: Postgres) -> None:
        """The role readout owns the database, and its password is the server's."""
        password = postgres.installation.database_owner_password
        with psycopg.connect(
            host=str(postgres.installation.sockets / "postgres"), user="postgres", password=password, autocommit=True
        ) as connection:
            connection.execute("ALTER DATABASE readout OWNER TO readout")
        postgres.stop()
        file = postgres.installation.data / "local.env"
        lines = [line for line in file.read_text().splitlines() if not line.startswith("DATABASE_")]
        file.write_text("\n".join([*lines, f"DATABASE_PASSWORD={password}", ""]))

    def test_it_asks_for_the_password(self, postgres: Postgres) -> None:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(postgres.url.replace(postgres.installation.database_password, "guessed"))

    def test_it_stops_without_leaving_anything_and_starts_again_with_its_rows(self, postgres: Postgres) -> None:
        with psycopg.connect(postgres.installation.database_owner_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        assert postgres.process is not None
        number = postgres.process.pid
        postgres.stop()
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
        assert not postgres.installation.sockets.exists()
        postgres.start(fsync=False)
        with psycopg.connect(postgres.installation.database_owner_url) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)

    def test_a_stale_pid_file_does_not_stop_a_start_even_if_its_number_lives(self, postgres: Postgres) -> None:
        postgres.stop()
        # The number is that of a living process of the server's user, where that is possible: this one's.
        file = postgres.installation.data / "postgres" / "postmaster.pid"
        file.write_text(f"{os.getpid()}\n{file.parent}\n1700000000\n5432\n\n\n")
        postgres.start(fsync=False)
        psycopg.connect(postgres.url).close()

    def test_a_start_after_a_kill_recovers(self, postgres: Postgres) -> None:
        assert postgres.process is not None
        postgres.process.kill()
        postgres.stop()
        postgres.start(fsync=False)
        psycopg.connect(postgres.url).close()

    def test_a_second_server_on_one_folder_is_refused(self, postgres: Postgres) -> None:
        assert postgres.process is not None
        with pytest.raises(CannotRunError, match=f"process {postgres.process.pid}"):
            Postgres(postgres.installation).start(fsync=False)
        psycopg.connect(postgres.url).close()

    def test_another_password_than_the_database_has_is_named(self, postgres: Postgres) -> None:
        postgres.stop()
        file = postgres.installation.data / "local.env"
        file.write_text(file.read_text().replace(postgres.installation.database_owner_password, "another"))
        with pytest.raises(CannotRunError, match=r"The password in .*local\.env is not the one"):
            Postgres(set_up_installation(postgres.installation.data)).start(fsync=False)

    def test_what_postgres_complains_about_is_passed_on(self, postgres: Postgres) -> None:
        postgres.stop()
        with (postgres.installation.data / "postgres" / "postgresql.conf").open("a") as file:
            file.write("no_such_setting = 1\n")
        with pytest.raises(CannotRunError, match=r"does not start on .*: .*(no_such_setting|contains errors)"):
            postgres.start(fsync=False)

    def test_a_setup_that_was_broken_off_is_begun_anew(self, installation: Installation) -> None:
        (installation.data / "postgres.new").mkdir()
        (installation.data / "postgres.new" / "PG_VERSION").write_text("")
        server = Postgres(installation)
        server.start(fsync=False)
        server.stop()
        assert not (installation.data / "postgres.new").exists()

    @pytest.mark.parametrize(
        ("version", "complaint"),
        [
            (None, "PG_VERSION cannot be read"),
            ("\x00garbage", "not a version"),
            ("12\n", "was made by PostgreSQL 12"),
            ("own", "global/pg_control is missing"),
        ],
    )
    def test_a_broken_data_folder_is_named(self, folder: Path, version: str | None, complaint: str) -> None:
        account = postgres_files.server_account()
        programs = postgres_files.find_programs(os.environ)
        if version == "own":
            version = str(postgres_files.major_version(programs))
        if version is not None:
            (folder / "PG_VERSION").write_text(version)
        os.chown(folder, account.uid, account.gid)
        with pytest.raises(CannotRunError, match=complaint):
            postgres_files.check_cluster(folder, programs, account)

    @root
    def test_data_of_another_user_is_refused(self, folder: Path) -> None:
        os.chown(folder, 54321, 54321)
        account = postgres_files.server_account()
        with pytest.raises(CannotRunError, match="belongs to another user than"):
            postgres_files.check_cluster(folder, postgres_files.find_programs(os.environ), account)

    @root
    def test_below_a_closed_folder_root_gets_data_and_programs_elsewhere(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        monkeypatch.setattr(postgres_files, "STATE", folder / "state")
        account = postgres_files.server_account()
        home = postgres_files.choose_home(closed, account)
        assert home.parent == folder / "state"
        programs = postgres_files.find_programs(os.environ)
        monkeypatch.setattr(postgres_files, "_may", lambda *_: False)
        copied = postgres_files.reachable_programs(programs, home, account)
        assert copied.is_relative_to(home)
        assert postgres_files.major_version(copied) == postgres_files.major_version(programs)

    def test_a_link_to_data_that_is_gone_is_no_new_database(self, folder: Path) -> None:
        (folder / "postgres").symlink_to(folder / "gone")
        with pytest.raises(CannotRunError, match="which is gone"):
            postgres_files.choose_home(folder, postgres_files.server_account())


class TestPrograms:
    def test_a_named_folder_without_them_is_refused(self, folder: Path) -> None:
        with pytest.raises(CannotRunError, match="READOUT_POSTGRES_BIN names"):
            postgres_files.find_programs({"READOUT_POSTGRES_BIN": str(folder)})

    def test_none_at_all_says_how_to_get_them(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        monkeypatch.setattr(postgres_files, "_wheel", lambda: None)
        monkeypatch.setattr(postgres_files, "_DEBIAN", folder)
        with pytest.raises(CannotRunError, match="No PostgreSQL 15 or newer is found"):
            postgres_files.find_programs({"PATH": str(folder)})

    def test_too_old_ones_are_passed_over(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        for version in (9, 14, 16):
            programs = folder / str(version) / "bin"
            programs.mkdir(parents=True)
            for name in ("postgres", "initdb"):
                (programs / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.1'\n")
                (programs / name).chmod(0o755)
        monkeypatch.setattr(postgres_files, "_wheel", lambda: None)
        monkeypatch.setattr(postgres_files, "_DEBIAN", folder)
        assert postgres_files.find_programs({"PATH": str(folder / "14" / "bin")}) == folder / "16" / "bin"


class TestValkey:
    def test_a_queued_message_survives_a_kill(self, valkey: Valkey) -> None:
        with Connection(valkey.url) as connection, connection.SimpleQueue("letters") as queue:
            queue.put({"id": 7})
        assert valkey.process is not None
        valkey.process.send_signal(signal.SIGKILL)
        valkey.stop()
        valkey.start()
        with Connection(valkey.url) as connection, connection.SimpleQueue("letters") as queue:
            message = queue.get(timeout=5)
            assert message.payload == {"id": 7}
            message.ack()

    def test_what_a_killed_worker_had_taken_is_given_back(self, valkey: Valkey) -> None:
        with Connection(valkey.url) as connection, connection.SimpleQueue("letters") as queue:
            queue.put({"id": 8})
        with redis.Redis(unix_socket_path=str(valkey.installation.broker_socket)) as client:
            taker = Connection(valkey.url)
            queue = taker.SimpleQueue("letters")
            assert queue.get(timeout=5).payload == {"id": 8}
            # A killed process gives nothing back when it closes.
            channel: Any = queue.channel
            channel.qos._delivered.clear()
            taker.close()
            assert (client.hlen("unacked"), client.llen("letters")) == (1, 0)
            client.set("unacked_mutex", "of a worker that was killed")
            assert give_back_unacknowledged(valkey.url) == 1
            assert (client.hlen("unacked"), client.llen("letters")) == (0, 1)
            assert client.exists("unacked_mutex") == 0
        assert give_back_unacknowledged(valkey.url) == 0

    def test_it_is_closed_to_others_and_leaves_no_socket(self, valkey: Valkey) -> None:
        socket = valkey.installation.broker_socket
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        valkey.stop()
        assert not socket.parent.exists()

    def test_a_broken_file_is_named(self, valkey: Valkey) -> None:
        with redis.Redis(unix_socket_path=str(valkey.installation.broker_socket)) as client:
            client.set("name", "value")
        valkey.stop()
        for file in (valkey.installation.data / "valkey" / "appendonlydir").glob("*.incr.aof"):
            file.write_bytes(b"no such command\r\n" * 9)
        with pytest.raises(CannotRunError, match="Valkey does not start on"):
            valkey.start()
