"""One fetch, from a URL to the bytes of the answer, that cannot be led inside, drowned, or held up.

Each hop is parsed once, resolved once and connected to an address that was checked (`dialogues.network.guard`). There
is one connection per hop and no pool, so a name that changes its address meets the check again. The engine below
httpx2 is used directly: it takes a URL in parts, reads no proxy or .netrc from the environment, and never inflates.
"""

import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urljoin

import httpcore2

from dialogues.network.guard import (
    FORBIDDEN_CHARACTER,
    FetchError,
    FetchErrorCode,
    Policy,
    Resolver,
    Target,
    parse_url,
    resolve,
    system_resolver,
)

DEFAULT_CONTENT_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/json",
    "application/feed+json",
    "application/pdf",
    "text/plain",
)
# Only what validates or chooses a copy may be added to a request: nothing that could name another host or carry a key.
ADDABLE_HEADERS = frozenset({"if-none-match", "if-modified-since", "accept-language"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ANSWERS_WITH_BODY = frozenset({200, 203})
# RFC 9110 and RFC 6585: these say "not now" rather than "not". 202 is what sites behind a bot check often send.
TEMPORARY = frozenset({202, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
LONGEST_RETRY_AFTER = 7 * 24 * 3600.0
# zlib's window bits: 31 reads a gzip wrapper, 15 a zlib wrapper, -15 none (RFC 1950, 1951, 1952).
GZIP_BITS, ZLIB_BITS, RAW_DEFLATE_BITS = 31, 15, -15
MOST_GZIP_MEMBERS = 100
STEP_BYTES = 64 * 1024
# A body in chunks of a byte costs us seconds for each megabyte, so only so many pieces may be as small as that.
MOST_SMALL_PIECES, SMALL_PIECE_BYTES = 10_000, 16


@dataclass(frozen=True)
class Response:
    """An answer as received. `body` is inflated but otherwise the server's own bytes; empty for status 304.

    `redirects` are the addresses the server sent us on to, in order (the last is `final_url`); `content_type` is the
    media type in lower case, without parameters; `address` is the one that was connected to.
    """

    requested_url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    content_type: str
    body: bytes
    fetched_at: datetime
    address: str

    def header(self, name: str) -> str | None:
        """The value of a header, case-insensitively; several fields are joined by commas (RFC 9110, section 5.3)."""
        return _header(self.headers, name)


class Deadline:
    """A moment on the monotonic clock after which nothing more is waited for."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds
        self._seconds = seconds

    def remaining(self) -> float:
        """The seconds left; raises `FetchError` when there are none."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> FetchError:
        message = f"The site did not finish its answer within {self._seconds:g} seconds. It will be tried again."
        return FetchError(FetchErrorCode.TIMED_OUT, message, retryable=True)


class CountedStream(httpcore2.NetworkStream):
    """A connection that ends at the deadline, however the bytes drip, and gives no more than `budget` bytes."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline, budget: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self.budget = budget
        self.ended = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self.budget <= 0:
            raise _too_large()
        data = self._inner.read(min(max_bytes, self.budget), self._deadline.remaining())
        self.budget -= len(data)
        self.ended = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), STEP_BYTES):
            self._inner.write(buffer[start : start + STEP_BYTES], self._deadline.remaining())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            self._inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.remaining())
        except httpcore2.ConnectError as error:
            raise _tls_error(server_hostname or "The site", error) from error
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


class Client:
    """Fetches under one policy. It holds no connection and no cookie, so one may serve many threads."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        user_agent: str,
        content_types: Iterable[str] = DEFAULT_CONTENT_TYPES,
        resolver: Resolver = system_resolver,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._content_types = tuple(kind.lower() for kind in content_types)
        self._resolver = resolver
        self._ssl_context = ssl_context or _trusted_authorities()
        _check_header("user_agent", user_agent)
        self._own_headers = (
            ("User-Agent", user_agent),
            ("Accept", ", ".join(self._content_types)),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        )

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Get `url`, following redirects; `headers` may hold If-None-Match, If-Modified-Since and Accept-Language.

        Raises FetchError, and ValueError for a header that is none of these.
        """
        for name, value in (headers or {}).items():
            if name.lower() not in ADDABLE_HEADERS:
                raise ValueError(f"headers: {name!r} is not one of {', '.join(sorted(ADDABLE_HEADERS))}")
            _check_header(name, value)
        added = tuple((headers or {}).items())
        deadline = Deadline(self._policy.total_seconds)
        target = parse_url(url, self._policy)
        visited: list[str] = []
        while True:
            visited.append(target.url)
            response = self._ask(target, added, deadline)
            if response.status not in REDIRECTS:
                return replace(response, requested_url=url, redirects=tuple(visited[1:]))
            if len(visited) > self._policy.max_redirects:
                raise _too_many_redirects(f"more than {self._policy.max_redirects} times")
            target = _redirect_target(target, response, self._policy)
            if target.url in visited:
                raise _too_many_redirects("in a circle")

    def _ask(self, target: Target, added: tuple[tuple[str, str], ...], deadline: Deadline) -> Response:
        """One request on a connection of its own. A redirect comes back without its body."""
        addresses = resolve(target, self._policy, self._resolver, deadline.remaining())
        backend = CheckedBackend(addresses, self._policy, deadline)
        origin = httpcore2.Origin(target.scheme.encode(), target.host.encode(), target.port)
        location = httpcore2.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=target.path)
        sent = [("Host", target.authority), *self._own_headers, *added]
        request = httpcore2.Request(
            "GET", location, headers=[(name.encode(), value.encode("latin-1")) for name, value in sent]
        )
        connection = httpcore2.HTTPConnection(origin, self._ssl_context, network_backend=backend)
        try:
            with _plain_errors(target, backend, deadline):
                conditional = any(name.lower().startswith("if-") for name, _ in added)
                return self._read(connection.handle_request(request), target, backend, conditional, deadline)
        finally:
            connection.close()
            if backend.stream is not None:
                backend.stream.close()

    def _read(
        self, answer: httpcore2.Response, target: Target, backend: CheckedBackend, conditional: bool, deadline: Deadline
    ) -> Response:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
        content_type = (_header(headers, "content-type") or "").partition(";")[0].strip().lower()
        body = b""
        if answer.status in ANSWERS_WITH_BODY:
            if content_type not in self._content_types:
                raise _unsupported_type(content_type)
            encoding = (_header(headers, "content-encoding") or "identity").strip().lower()
            if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
                raise _bad_encoding(f"as {encoding[:60]!r}, which was not asked for")
            raw = self._raw_body(answer, headers, backend)
            body = raw if encoding == "identity" else _inflate(raw, encoding, self._policy.max_body_bytes, deadline)
            if len(body) > self._policy.max_body_bytes:
                raise _too_large()
        elif answer.status not in REDIRECTS and not (answer.status == 304 and conditional):
            raise _http_error(target, answer.status, _header(headers, "retry-after"))
        return Response(
            requested_url=target.url,
            final_url=target.url,
            redirects=(),
            status=answer.status,
            headers=headers,
            content_type=content_type,
            body=body,
            fetched_at=datetime.now(UTC),
            address=backend.address,
        )

    def _raw_body(
        self, answer: httpcore2.Response, headers: tuple[tuple[str, str], ...], backend: CheckedBackend
    ) -> bytes:
        limit = self._policy.max_raw_bytes
        declared = _header(headers, "content-length") or ""
        if declared.isdecimal() and int(declared[:20]) > limit:
            raise _too_large()
        if backend.stream is not None:
            # The framing of a chunked body may take a quarter again; a server that sends more framing is drowning us.
            backend.stream.budget = limit + limit // 4 + self._policy.max_header_bytes
        raw = bytearray()
        for pieces, piece in enumerate(answer.iter_stream()):
            raw += piece
            if len(raw) > limit or pieces > MOST_SMALL_PIECES + len(raw) // SMALL_PIECE_BYTES:
                raise _too_large()
        return bytes(raw)


@cache
def _trusted_authorities() -> ssl.SSLContext:
    """The system's certificate authorities; reading them takes long enough to do it once per process."""
    return httpcore2.default_ssl_context()


def _redirect_target(base: Target, response: Response, policy: Policy) -> Target:
    locations = [value for name, value in response.headers if name.lower() == "location"]
    if len(locations) != 1:
        raise _bad_redirect(f"with {len(locations)} addresses instead of one")
    try:
        location = locations[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad_redirect("to an address that is not UTF-8") from error
    if FORBIDDEN_CHARACTER.search(location):
        raise _bad_redirect("to an address with a space, a backslash or a control character")
    try:
        if location.startswith("//"):
            location = f"{base.scheme}:{location}"
        if not re.match(r"[a-z][a-z0-9+.-]*:", location, re.IGNORECASE):
            # Without a scheme, a host or a character that urljoin would drop, this can only change path and query.
            location = urljoin(base.url, location)
        return parse_url(location, policy)
    except FetchError as error:
        if error.code is FetchErrorCode.BAD_URL:
            raise _bad_redirect(f"to an address that cannot be used ({location[:200]!r})") from error
        raise


def _inflate(raw: bytes, encoding: str, limit: int, deadline: Deadline) -> bytes:
    """Inflate step by step, so that a small bomb is stopped when it passes `limit` bytes."""
    bits = GZIP_BITS
    if encoding == "deflate":
        # RFC 9110 means zlib, but some servers send bare deflate: the zlib header has a check of its own (RFC 1950).
        wrapped = len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0
        bits = ZLIB_BITS if wrapped else RAW_DEFLATE_BITS
    body = bytearray()
    engine, members = zlib.decompressobj(bits), 1
    for start in range(0, len(raw), STEP_BYTES):
        pending = raw[start : start + STEP_BYTES]
        deadline.remaining()
        while True:
            if engine.eof and pending:
                if encoding == "deflate" or members == MOST_GZIP_MEMBERS:
                    raise _bad_encoding("with something after its end")
                engine, members = zlib.decompressobj(bits), members + 1
            room = min(STEP_BYTES, limit + 1 - len(body))
            try:
                piece = engine.decompress(pending, room)
            except zlib.error as error:
                raise _bad_encoding(f"as {encoding}, but is not") from error
            body += piece
            if len(body) > limit:
                raise _too_large()
            pending = engine.unused_data if engine.eof else engine.unconsumed_tail
            if not pending and (engine.eof or len(piece) < room):
                break
    if raw and not engine.eof:
        raise _bad_encoding(f"as {encoding}, but its end is missing")
    return bytes(body)


@contextmanager
def _plain_errors(target: Target, backend: CheckedBackend, deadline: Deadline) -> Iterator[None]:
    """Turn the engine's errors into our own."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise deadline.passed() from error
    except (httpcore2.NetworkError, httpcore2.RemoteProtocolError) as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise _tls_error(target.host, error) from error
        if isinstance(error, httpcore2.NetworkError) or (backend.stream is not None and backend.stream.ended):
            message = f"{target.host} broke off before its answer was complete. It will be tried again."
            raise FetchError(FetchErrorCode.INTERRUPTED, message, retryable=True) from error
        message = f"{target.host} did not answer in proper HTTP. Paste the text or upload the file instead."
        raise FetchError(FetchErrorCode.BAD_RESPONSE, message) from error


def _header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    values = [value for field, value in headers if field.lower() == name.lower()]
    return ", ".join(values) if values else None


def _check_header(name: str, value: str) -> None:
    if not re.fullmatch(r"[\t\x20-\x7e\x80-\xff]*", value):
        raise ValueError(f"{name}: a header may not hold line breaks, control characters or letters beyond Latin-1")


def _retry_seconds(value: str | None) -> float | None:
    """Retry-After as seconds or as a date (RFC 9110, section 10.2.3), at most a week."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,12}", value.strip()):
        seconds = float(value)
    else:
        try:
            moment = parsedate_to_datetime(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = (moment - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def _http_error(target: Target, status: int, retry_after: str | None) -> FetchError:
    retryable = status in TEMPORARY
    remedy = "It will be tried again." if retryable else "Check the address in a browser, or paste the text instead."
    return FetchError(
        FetchErrorCode.HTTP_ERROR,
        f"{target.host} answered with status {status} instead of the page. {remedy}",
        retryable=retryable,
        status=status,
        retry_after=_retry_seconds(retry_after),
    )


def _tls_error(host: str, error: Exception) -> FetchError:
    untrusted = isinstance(error.__cause__, ssl.SSLCertVerificationError)
    problem = "has a certificate that cannot be trusted" if untrusted else "did not agree on an encrypted connection"
    remedy = "Check the address in a browser, or paste the text instead."
    return FetchError(FetchErrorCode.TLS_ERROR, f"{host} {problem}. {remedy}", retryable=not untrusted)


def _too_large() -> FetchError:
    return FetchError(FetchErrorCode.TOO_LARGE, "The answer is larger than what is taken. Paste the text that matters.")


def _unsupported_type(content_type: str) -> FetchError:
    named = f"is of the type {content_type[:100]!r}" if content_type else "does not say its type"
    message = f"The answer {named}, which cannot be read. Use the address of a web page, a feed or a PDF."
    return FetchError(FetchErrorCode.UNSUPPORTED_TYPE, message)


def _bad_encoding(rule: str) -> FetchError:
    message = f"The answer is compressed {rule}. Paste the text or upload the file instead."
    return FetchError(FetchErrorCode.BAD_ENCODING, message)


def _too_many_redirects(how: str) -> FetchError:
    message = f"The site sends us on {how}. Use the address that a browser shows in the end."
    return FetchError(FetchErrorCode.TOO_MANY_REDIRECTS, message)


def _bad_redirect(rule: str) -> FetchError:
    message = f"The site sends us on {rule}. Use the address that a browser shows in the end."
    return FetchError(FetchErrorCode.BAD_REDIRECT, message)
