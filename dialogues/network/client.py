"""One fetch, from a URL to the bytes of the answer, that cannot be led inside, drowned, or held up; or one delivery.

Each hop is parsed once, resolved once and connected to an address that was checked (`dialogues.network.guard`). There
is one connection per hop and no pool, so a name that changes its address meets the check again. The engine below
httpx2 is used directly: it takes a URL in parts, reads no proxy or .netrc from the environment, and never inflates.
"""

import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore2

from dialogues.network.connection import CheckedBackend, plain_errors, trusted_authorities
from dialogues.network.deadline import Deadline
from dialogues.network.errors import (
    FetchError,
    FetchErrorCode,
    bad_encoding,
    bad_redirect,
    http_error,
    too_large,
    too_many_redirects,
    unsupported_type,
)
from dialogues.network.guard import (
    FORBIDDEN_CHARACTER,
    Policy,
    Resolver,
    Target,
    parse_url,
    refuse_public,
    resolve,
    system_resolver,
)
from dialogues.network.headers import check_header, header_value, retry_seconds
from dialogues.network.inflate import inflate

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
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "message/rfc822",
    "text/plain",
)
# Only what validates or chooses a copy may be added to a request: nothing that could name another host or carry a key.
ADDABLE_HEADERS = frozenset({"if-none-match", "if-modified-since", "accept-language"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT_REDIRECTS = frozenset({301, 308})
ANSWERS_WITH_BODY = frozenset({200, 203})
# Called with where the next request goes and the seconds that are left, before anybody is asked, the name server
# included: for the first hop and for each redirect. Whatever it raises ends the fetch.
BeforeRequest = Callable[[Target, float], None]
# A body in chunks of a byte costs us seconds for each megabyte, so only so many pieces may be as small as that.
MOST_SMALL_PIECES, SMALL_PIECE_BYTES = 10_000, 16


@dataclass(frozen=True)
class Response:
    """An answer as received. `body` is inflated but otherwise the server's own bytes; empty for status 304.

    `redirects` are the addresses the server sent us on to, in order (the last is `final_url`); `content_type` is the
    media type in lower case, without parameters; `address` is the one that was connected to. `moved_to` is where the
    page lives from now on, as far as its servers say so by permanent redirects (301, 308); empty when they do not.
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
    moved_to: str = ""

    def header(self, name: str) -> str | None:
        """The value of a header, case-insensitively; several fields are joined by commas (RFC 9110, section 5.3)."""
        return header_value(self.headers, name)


class Client:
    """Fetches under one policy. It holds no connection and no cookie, so one may serve many threads.

    `content_types` None takes any. With `cut` an answer that is too large is not refused: its beginning is taken.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        user_agent: str,
        content_types: Iterable[str] | None = DEFAULT_CONTENT_TYPES,
        cut: bool = False,
        before_request: BeforeRequest = lambda target, seconds: None,
        resolver: Resolver = system_resolver,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._content_types = None if content_types is None else tuple(kind.lower() for kind in content_types)
        self._cut = cut
        self._before_request = before_request
        self._resolver = resolver
        self._ssl_context = ssl_context or trusted_authorities()
        check_header("user_agent", user_agent)
        self._own_headers = (
            ("User-Agent", user_agent),
            ("Accept", "*/*" if self._content_types is None else ", ".join(self._content_types)),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        )

    def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Get `url`, following redirects; `headers` may hold If-None-Match, If-Modified-Since and Accept-Language.

        The time that `before_request` takes for the first hop is not part of the fetch; what it takes later is.
        Raises FetchError, what `before_request` raises, and ValueError for a header that is none of these.
        """
        for name, value in (headers or {}).items():
            if name.lower() not in ADDABLE_HEADERS:
                raise ValueError(f"headers: {name!r} is not one of {', '.join(sorted(ADDABLE_HEADERS))}")
            check_header(name, value)
        added = tuple((headers or {}).items())
        target = parse_url(url, self._policy)
        self._before_request(target, self._policy.total_seconds)
        deadline = Deadline(self._policy.total_seconds)
        visited: list[str] = []
        moved_to, for_good = "", True
        while True:
            visited.append(target.url)
            response = self._ask(target, added, deadline)
            if response.status not in REDIRECTS:
                return replace(response, requested_url=url, redirects=tuple(visited[1:]), moved_to=moved_to)
            for_good = for_good and response.status in PERMANENT_REDIRECTS
            if len(visited) > self._policy.max_redirects:
                raise too_many_redirects(f"more than {self._policy.max_redirects} times")
            target = _redirect_target(target, response, self._policy)
            moved_to = target.url if for_good else moved_to
            if target.url in visited:
                raise too_many_redirects("in a circle")
            self._before_request(target, deadline.remaining())

    def deliver(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> Response:
        """Post `body` once, with any headers, and take the answer. A redirect is an error: it is never followed.

        Over plain http only to addresses that are not public, since the headers may hold a key. Raises FetchError.
        """
        for name, value in headers.items():
            check_header(name, value)
        target = parse_url(url, self._policy)
        deadline = Deadline(self._policy.total_seconds)
        response = self._ask(target, tuple(headers.items()), deadline, body)
        if response.status in REDIRECTS:
            raise http_error(target.host, response.status, None)
        return replace(response, requested_url=url)

    def _ask(
        self, target: Target, added: tuple[tuple[str, str], ...], deadline: Deadline, body: bytes | None = None
    ) -> Response:
        """One request on a connection of its own. A redirect comes back without its body."""
        addresses = resolve(target, self._policy, self._resolver, deadline.remaining())
        if body is not None and target.scheme == "http":
            refuse_public(target, addresses)
        backend = CheckedBackend(addresses, self._policy, deadline)
        origin = httpcore2.Origin(target.scheme.encode(), target.host.encode(), target.port)
        location = httpcore2.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=target.path)
        sent = [("Host", target.authority), *self._own_headers, *added]
        if body is not None:
            sent.append(("Content-Length", str(len(body))))
        request = httpcore2.Request(
            "GET" if body is None else "POST",
            location,
            headers=[(name.encode(), value.encode("latin-1")) for name, value in sent],
            content=body,
        )
        connection = httpcore2.HTTPConnection(origin, self._ssl_context, network_backend=backend)
        try:
            with plain_errors(target.host, backend, deadline):
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
        content_type = (header_value(headers, "content-type") or "").partition(";")[0].strip().lower()
        body = b""
        if answer.status in ANSWERS_WITH_BODY:
            if self._content_types is not None and content_type not in self._content_types:
                raise unsupported_type(content_type)
            encoding = (header_value(headers, "content-encoding") or "identity").strip().lower()
            if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
                raise bad_encoding(f"as {encoding[:60]!r}, which was not asked for")
            raw = self._raw_body(answer, headers, backend)
            body = raw
            if encoding != "identity":
                body = inflate(raw, encoding, self._policy.max_body_bytes, deadline, cut=self._cut)
            if len(body) > self._policy.max_body_bytes:
                if not self._cut:
                    raise too_large()
                body = body[: self._policy.max_body_bytes]
        elif answer.status not in REDIRECTS and not (answer.status == 304 and conditional):
            raise http_error(target.host, answer.status, retry_seconds(header_value(headers, "retry-after")))
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
        declared = header_value(headers, "content-length") or ""
        if declared.isdecimal() and int(declared[:20]) > limit and not self._cut:
            raise too_large()
        if backend.stream is not None:
            # The framing of a chunked body may take a quarter again; a server that sends more framing is drowning us.
            backend.stream.budget = limit + limit // 4 + self._policy.max_header_bytes
        raw = bytearray()
        for pieces, piece in enumerate(answer.iter_stream()):
            raw += piece
            if len(raw) > limit and self._cut:
                break
            if len(raw) > limit or pieces > MOST_SMALL_PIECES + len(raw) // SMALL_PIECE_BYTES:
                raise too_large()
        return bytes(raw)


def _redirect_target(base: Target, response: Response, policy: Policy) -> Target:
    locations = [value for name, value in response.headers if name.lower() == "location"]
    if len(locations) != 1:
        raise bad_redirect(f"with {len(locations)} addresses instead of one")
    try:
        location = locations[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad_redirect("to an address that is not UTF-8") from error
    if FORBIDDEN_CHARACTER.search(location):
        raise bad_redirect("to an address with a space, a backslash or a control character")
    try:
        if location.startswith("//"):
            location = f"{base.scheme}:{location}"
        if not re.match(r"[a-z][a-z0-9+.-]*:", location, re.IGNORECASE):
            # Without a scheme, a host or a character that urljoin would drop, this can only change path and query.
            location = urljoin(base.url, location)
        return parse_url(location, policy)
    except FetchError as error:
        if error.code is FetchErrorCode.BAD_URL:
            raise bad_redirect(f"to an address that cannot be used ({location[:200]!r})") from error
        raise
