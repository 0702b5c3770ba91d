"""Where the installation of one machine keeps its data, its secrets and its sockets. Imports no Django."""

import contextlib
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.processes import CannotRunError

PROJECT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"
_FILE = "local.env"
_SECRETS = ("SECRET_KEY", "TOKEN_PEPPER", "DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD")
_LINE = re.compile(r"([A-Z_]+)=(\S+)")


def data_folder(environment: Mapping[str, str]) -> Path:
    """The data folder: `READOUT_DATA`, else `var` of the project. It need not exist."""
    named = environment.get("READOUT_DATA", "")
    return Path(named).expanduser().resolve() if named else PROJECT / "var"


@dataclass(frozen=True)
class Installation:
    """An installation in a data folder: what `<data>/local.env` says."""

    data: Path
    secret_key: str
    token_pepper: str
    database_password: str
    database_owner_password: str
    sockets: Path

    @property
    def database_url(self) -> str:
        """The database for the role of the application, which may use the tables and not change them.

        A form that libpq and django-environ both read; the host stands in the query since it is a path.
        """
        return self._url("readout", self.database_password)

    @property
    def database_owner_url(self) -> str:
        """The database for the role that owns the tables: only migrations need it."""
        return self._url("readout_owner", self.database_owner_password)

    def _url(self, role: str, password: str) -> str:
        host = quote(str(self.sockets / "postgres"), safe="/")
        return f"postgres://{role}:{password}@/readout?host={host}"

    @property
    def broker_socket(self) -> Path:
        """The Unix socket of the message broker."""
        return self.sockets / "valkey.sock"

    @property
    def broker_url(self) -> str:
        """The broker's address in the form that kombu reads."""
        return f"redis+socket://{quote(str(self.broker_socket), safe='/')}"

    @property
    def logs(self) -> Path:
        """One log for each process."""
        return self.data / "logs"

    def claim_sockets_folder(self) -> None:
        """Make the folder of the sockets, which nobody but this user (and a server's own user) enters."""
        mode = 0o711 if os.geteuid() == 0 else 0o700
        claim_folder(self.sockets, mode=mode, owner=os.geteuid(), group=os.getegid())

    def remove_sockets_folder(self) -> None:
        """Remove that folder unless another server still has its socket there."""
        with contextlib.suppress(OSError):
            self.sockets.rmdir()

    def environment(self) -> dict[str, str]:
        """The environment variables that stand for this installation."""
        return {
            "SECRET_KEY": self.secret_key,
            "TOKEN_PEPPER": self.token_pepper,
            "DATABASE_URL": self.database_url,
            "DATABASE_OWNER_URL": self.database_owner_url,
            "CELERY_BROKER_URL": self.broker_url,
            "ALLOWED_HOSTS": LOCAL_HOSTS,
            "HTTPS": "false",
            "READOUT_DATA": str(self.data),
        }


def read_installation(data: Path) -> Installation | None:
    """The installation in `data`, or None when that folder has not been set up. Raises `PermissionError`."""
    values = _read(data / _FILE)
    if any(name not in values for name in _SECRETS):
        return None
    return _installation(data, values)


def set_up_installation(data: Path) -> Installation:
    """Create `data` and its secrets where they are missing; what is there already stays.

    Raises `CannotRunError` when the folder can't be written.
    """
    try:
        if not data.is_dir():
            data.mkdir(parents=True)
            # As root the database server runs as another user, who has to pass through.
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (data / "logs").mkdir(mode=0o700, exist_ok=True)
        values = _read(data / _FILE)
        if (data / "postgres" / "PG_VERSION").exists() and "DATABASE_PASSWORD" not in values:
            message = (
                f"{data / _FILE} is missing or has lost DATABASE_PASSWORD, and the database in {data} "
                "was set up with it: put that file back, or delete the folder to begin anew."
            )
            raise CannotRunError(message)
        if "DATABASE_PASSWORD" in values and "DATABASE_OWNER_PASSWORD" not in values:
            # Set up when one role did everything: its password is the server's, and the application gets another.
            values["DATABASE_OWNER_PASSWORD"] = values.pop("DATABASE_PASSWORD")
        for name in _SECRETS:
            values.setdefault(name, secrets.token_urlsafe(48))
        installation = _installation(data, values)
        _write(data / _FILE, {**values, "SOCKETS": str(installation.sockets)})
    except OSError as error:
        message = f"The data folder {data} cannot be written ({error.strerror}): set READOUT_DATA to another folder."
        raise CannotRunError(message) from error
    return installation


def claim_folder(folder: Path, *, mode: int, owner: int, group: int) -> None:
    """Make `folder` for sockets, or take it over when it is ours already.

    In a temporary directory that all can write to, somebody else may have prepared it: a link, or a folder whose
    owner is neither `owner` nor this user, is refused with `CannotRunError`.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            message = f"{folder} belongs to somebody else, so no sockets can be put there: remove it."
            raise CannotRunError(message)
        if (found.st_uid, found.st_gid) != (owner, group):
            os.chown(folder, owner, group, follow_symlinks=False)
        folder.chmod(mode)
    except OSError as error:
        message = f"The folder for sockets {folder} cannot be made: {error.strerror}."
        raise CannotRunError(message) from error


def _installation(data: Path, values: Mapping[str, str]) -> Installation:
    return Installation(
        data=data,
        secret_key=values["SECRET_KEY"],
        token_pepper=values["TOKEN_PEPPER"],
        database_password=values["DATABASE_PASSWORD"],
        database_owner_password=values["DATABASE_OWNER_PASSWORD"],
        sockets=_sockets(data, values.get("SOCKETS", "")),
    )


def _sockets(data: Path, recorded: str) -> Path:
    """A folder with a short path (a socket's path ends at 107 bytes), derived from the data folder's path.

    The recorded one counts as long as the data folder is where it was: a copy of the folder gets its own.
    """
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    name = f"readout-{os.geteuid()}-{digest}"
    if recorded and Path(recorded).name.endswith(digest) and Path(recorded).parent.is_dir():
        return Path(recorded)
    # Not /run/user/<number>: it goes away when its user logs out, under a server that still runs.
    base = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path("/tmp")  # noqa: S108  (claimed)
    return base / name


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {match[1]: match[2] for line in lines if (match := _LINE.fullmatch(line))}


def _write(file: Path, values: Mapping[str, str]) -> None:
    if _read(file) == values:
        return
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.writelines(f"{name}={value}\n" for name, value in values.items())
    unfinished.replace(file)
