"""Servers on loopback that answer as they are told, badly if need be, and count who came."""

import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self, TypedDict, Unpack

from dialogues.network import Client, Policy, Resolver

LOOPBACK = ipaddress.ip_network("127.0.0.1/32")
USER_AGENT = "Readout tests (+https://readout.example.org/about)"
Answer = Callable[["Visit"], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
LONGEST_SILENCE = 60  # seconds


class Visit:
    """One connection to the server: the request as it came, and the means to answer it."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.connection = connection
        self.stopping = stopping
        self.request = b""

    def read_request(self) -> None:
        while b"\r\n\r\n" not in self.request:
            data = self.connection.recv(65536)
            if not data:
                return
            self.request += data

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode()

    def header(self, name: str) -> str | None:
        for line in self.request.decode("latin-1").split("\r\n")[1:]:
            field, _, value = line.partition(":")
            if field.lower() == name.lower():
                return value.strip()
        return None

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: bytes, seconds: float = 0.05) -> None:
        """Send a byte now and then, for as long as anybody listens."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            if self.stopping.wait(seconds):
                return


class LoopbackServer:
    """Listens on an address of loopback; `accepted` counts connections, `visits` holds what they asked.

    With `robots` that is the answer for /robots.txt, and who asks for it stands in `robots_visits` instead.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        address: str = "127.0.0.1",
        port: int = 0,
        ssl_context: ssl.SSLContext | None = None,
        reads_request: bool = True,
        robots: Answer | None = None,
    ) -> None:
        self.answer = answer
        self.robots = robots
        self._ssl_context = ssl_context
        self._reads_request = reads_request
        self._listener = socket.create_server((address, port))
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]
        self.visits: list[Visit] = []
        self.robots_visits: list[Visit] = []
        self.accepted = 0

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with connection:
            try:
                if self._ssl_context is not None:
                    connection = self._ssl_context.wrap_socket(connection, server_side=True)
                visit = Visit(connection, self._stopping)
                if self._reads_request:
                    visit.read_request()
                if self.robots is not None and visit.path == "/robots.txt":
                    self.robots_visits.append(visit)
                    self.robots(visit)
                    return
                self.visits.append(visit)
                self.answer(visit)
            except OSError:
                return  # the client went away, which is what most of these tests are about
            finally:
                connection.close()


def answering(
    body: bytes = b"<p>agreed</p>", *headers: str, status: str = "200 OK", kind: str | None = "text/html; charset=utf-8"
) -> Answer:
    """An honest answer with a Content-Length, and more headers if given."""
    fields = [*([f"Content-Type: {kind}"] if kind is not None else []), *headers, f"Content-Length: {len(body)}"]
    head = "".join(f"{field}\r\n" for field in fields)
    return lambda visit: visit.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)


NO_ROBOTS = answering(b"", status="404 Not Found")


def sending(data: bytes) -> Answer:
    """Exactly these bytes, then the end of the connection."""
    return lambda visit: visit.send(data)


def silent(visit: Visit) -> None:
    """Nothing at all, for as long as anybody may wait."""
    visit.stopping.wait(LONGEST_SILENCE)


def without_end(start: bytes, piece: bytes) -> Answer:
    """The start, and then the piece again and again."""

    def answer(visit: Visit) -> None:
        visit.send(start)
        while not visit.stopping.is_set():
            visit.send(piece)

    return answer


def resetting(data: bytes) -> Answer:
    """These bytes, and then a reset instead of an orderly end."""

    def answer(visit: Visit) -> None:
        visit.send(data)
        # Closing with a linger time of zero sends a reset.
        visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return answer


def redirecting(location: str, status: int = 302) -> Answer:
    """Send the visitor on; PORT stands for the port of this server."""

    def answer(visit: Visit) -> None:
        port = visit.connection.getsockname()[1]
        answering(b"", f"Location: {location.replace('PORT', str(port))}", status=f"{status} Moved")(visit)

    return answer


def always(*addresses: str) -> Resolver:
    """A resolver that gives the same addresses for every name."""
    return lambda host, port: addresses


def in_turn(*answers: Sequence[str]) -> Resolver:
    """A resolver whose answer changes with each question, as a name server with no time to live may do."""
    remaining = list(answers)
    return lambda host, port: remaining.pop(0)


class Limits(TypedDict, total=False):
    """The limits of a Policy that a test makes smaller."""

    total_seconds: float
    max_header_bytes: int
    max_raw_bytes: int
    max_body_bytes: int


def policy_for(server: LoopbackServer, **limits: Unpack[Limits]) -> Policy:
    """The policy of an operator who opened 127.0.0.1 and the server's port."""
    opened = Policy(
        allowed_networks=(LOOPBACK,),
        allowed_ports=frozenset({80, 443, server.port}),
        own_hosts=frozenset({"readout.example.org"}),
        total_seconds=5.0,
    )
    return replace(opened, **limits)


def client_for(server: LoopbackServer, resolver: Resolver | None = None, **limits: Unpack[Limits]) -> Client:
    return Client(policy_for(server, **limits), user_agent=USER_AGENT, resolver=resolver or always("127.0.0.1"))
