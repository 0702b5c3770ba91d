"""The address of the web server on one machine: `HOST` and `PORT`, and the names it answers to."""

import errno
import http.client
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from config.installation import LOCAL_HOSTS
from config.processes import CannotRunError

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (compared with, not bound to)


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, listening: socket.socket) -> Self:
        """The address of a listening socket."""
        host, port = listening.getsockname()[:2]
        return cls(host, port)

    @property
    def visible_host(self) -> str:
        """A host to reach it from this machine."""
        return _EVERYWHERE.get(self.host, self.host)

    @property
    def url(self) -> str:
        """Its address without a path, as a browser on this machine takes it."""
        host = f"[{self.visible_host}]" if ":" in self.visible_host else self.visible_host
        return f"http://{host}:{self.port}"

    def answers(self, allowed: str) -> bool:
        """Whether GET / is answered by anything but a server error; `allowed` is ALLOWED_HOSTS."""
        name = allowed.split(",", maxsplit=1)[0].strip("*. ") or "localhost"
        connection = http.client.HTTPConnection(self.visible_host, self.port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": name})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def listen(environment: Mapping[str, str], say: Callable[[str], None]) -> socket.socket:
    """A listening socket at HOST (else 127.0.0.1) and PORT (else 8000), or at a free port when that one is taken.

    Raises `CannotRunError` for a host or port that can't be had.
    """
    host = environment.get("HOST", "") or "127.0.0.1"
    stated = environment.get("PORT", "") or "8000"
    if not stated.isascii() or not stated.isdigit() or int(stated) > 65535:
        message = f"PORT must be a number from 0 to 65535, not {stated!r}."
        raise CannotRunError(message)
    try:
        return _bound(host, int(stated))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            message = f"The web server cannot listen at HOST {host}, PORT {stated}: {error.strerror or error}."
            raise CannotRunError(message) from error
    found = _bound(host, 0)
    say(f"Port {stated} is taken by another program; taking {found.getsockname()[1]} instead (PORT names another).")
    return found


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening


def allowed_hosts(environment: Mapping[str, str], address: Address) -> str:
    """ALLOWED_HOSTS as given, else the names of this machine, and beyond it those under which HOST makes it seen."""
    if given := environment.get("ALLOWED_HOSTS", ""):
        return given
    names = LOCAL_HOSTS.split(",")
    own = [socket.gethostname().lower()] if address.host in _EVERYWHERE else [address.host]
    return ",".join([*names, *(f"[{name}]" if ":" in name else name for name in own if name not in names)])
