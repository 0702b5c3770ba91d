"""The wire below a fetch: only checked addresses, only so many bytes, never past the deadline."""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import httpcore2

from dialogues.network.deadline import Deadline
from dialogues.network.errors import FetchError, FetchErrorCode, tls_error, too_large
from dialogues.network.guard import Policy

WRITE_BYTES = 64 * 1024


class CountedStream(httpcore2.NetworkStream):
    """A connection that ends at the deadline, however the bytes drip, and gives no more than `budget` bytes."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline, budget: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self.budget = budget
        self.ended = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self.budget <= 0:
            raise too_large()
        data = self._inner.read(min(max_bytes, self.budget), self._deadline.remaining())
        self.budget -= len(data)
        self.ended = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), WRITE_BYTES):
            self._inner.write(buffer[start : start + WRITE_BYTES], self._deadline.remaining())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            self._inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.remaining())
        except httpcore2.ConnectError as error:
            raise tls_error(server_hostname or "The site", error) from error
        return self

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, whatever name it is asked for."""

    def __init__(self, addresses: tuple[str, ...], policy: Policy, deadline: Deadline) -> None:
        self._addresses = addresses
        self._policy = policy
        self._deadline = deadline
        self.address = ""
        self.stream: CountedStream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        engine = httpcore2.SyncBackend()
        problem: Exception | None = None
        for address in self._addresses:
            seconds = min(self._policy.connect_seconds, self._deadline.remaining())
            try:
                inner = engine.connect_tcp(address, port, seconds, socket_options=socket_options or ())
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
                continue
            self.address = address
            self.stream = CountedStream(inner, self._deadline, self._policy.max_header_bytes)
            return self.stream
        message = f"{host} could not be reached. It will be tried again; if it stays so, check the address."
        raise FetchError(FetchErrorCode.UNREACHABLE, message, retryable=True) from problem


@cache
def trusted_authorities() -> ssl.SSLContext:
    """The system's certificate authorities; reading them takes long enough to do it once per process."""
    return httpcore2.default_ssl_context()


@contextmanager
def plain_errors(host: str, backend: CheckedBackend, deadline: Deadline) -> Iterator[None]:
    """Turn the engine's errors into our own."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise deadline.passed() from error
    except (httpcore2.NetworkError, httpcore2.RemoteProtocolError) as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise tls_error(host, error) from error
        if isinstance(error, httpcore2.NetworkError) or (backend.stream is not None and backend.stream.ended):
            message = f"{host} broke off before its answer was complete. It will be tried again."
            raise FetchError(FetchErrorCode.INTERRUPTED, message, retryable=True) from error
        message = f"{host} did not answer in proper HTTP. Paste the text or upload the file instead."
        raise FetchError(FetchErrorCode.BAD_RESPONSE, message) from error
