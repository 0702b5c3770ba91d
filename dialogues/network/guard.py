"""Which addresses may be asked: a URL is parsed once, resolved once, and refused unless every address is public.

Nothing here opens a connection. `parse_url` turns text into a `Target` or refuses it; `resolve` gives the addresses
that `dialogues.network.client` may connect to, and no other address is ever connected to.
"""

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import idna

MEBIBYTE = 1024 * 1024
LONGEST_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

# Special networks with the document that sets each aside, after the IANA special-purpose address registries. It is a
# table of our own because `is_global` lets 100.100.100.200, 168.63.129.16, 6to4 and NAT64 through on some versions.
SPECIAL_NETWORKS: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.100.100.200/32", "cloud metadata (Alibaba Cloud documentation)"),
        ("100.64.0.0/10", "shared address space of providers (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("168.63.129.16/32", "cloud platform service (Microsoft Azure documentation)"),
        ("169.254.0.0/16", "link-local and cloud metadata (RFC 3927)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocol assignments and cloud metadata (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.88.99.0/24", "6to4 relays (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("198.18.0.0/15", "benchmarking (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("255.255.255.255/32", "broadcast (RFC 919)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
        ("::/128", "unspecified (RFC 4291)"),
        ("::1/128", "loopback (RFC 4291)"),
        ("::/96", "IPv4-compatible (RFC 4291)"),
        ("::ffff:0:0/96", "IPv4-mapped (RFC 4291)"),
        ("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
        ("64:ff9b::/96", "NAT64 (RFC 6052)"),
        ("64:ff9b:1::/48", "local NAT64 (RFC 8215)"),
        ("100::/64", "discard (RFC 6666)"),
        ("100:0:0:1::/64", "dummy prefix (RFC 9780)"),
        ("2001::/32", "Teredo (RFC 4380)"),
        ("2001:2::/48", "benchmarking (RFC 5180)"),
        ("2001::/23", "protocol assignments (RFC 2928)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("2002::/16", "6to4 (RFC 3056)"),
        ("3fff::/20", "documentation (RFC 9637)"),
        ("5f00::/16", "segment routing (RFC 9602)"),
        ("fc00::/7", "unique local (RFC 4193)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("fec0::/10", "site-local (RFC 3879)"),
        ("ff00::/8", "multicast (RFC 4291)"),
    )
)
# The only IPv6 space from which public addresses are assigned (RFC 4291, section 2.4): the rest is refused by default.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

# Names that never mean a public site: RFC 6761, RFC 6762, ICANN's reservation of 2024, RFC 8375, RFC 7686, and the
# suffix which many systems give to themselves.
INSIDE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".localdomain")

URL_SHAPE = re.compile(
    r"(?P<scheme>[a-z]+)://(?P<authority>[^/?#]+)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE | re.ASCII,
)
AUTHORITY_SHAPE = re.compile(
    r"(?:\[(?P<bracketed>[0-9a-f:.]+)\]|(?P<name>[^\[\]:@%]+))(?::(?P<port>[1-9][0-9]{0,4}))?", re.IGNORECASE | re.ASCII
)
LABEL_SHAPE = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# WHATWG URL, "ends in a number": such a host is an IPv4 address to somebody, so it must be a canonical one.
NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
FORBIDDEN_CHARACTER = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\\]")


class FetchErrorCode(StrEnum):
    """Why a fetch failed; the values are stored, so they are never renamed."""

    BAD_URL = "bad_url"
    REFUSED_ADDRESS = "refused_address"
    UNRESOLVABLE = "unresolvable"
    UNREACHABLE = "unreachable"
    TLS_ERROR = "tls_error"
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    BAD_RESPONSE = "bad_response"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    HTTP_ERROR = "http_error"
    UNSUPPORTED_TYPE = "unsupported_type"
    BAD_ENCODING = "bad_encoding"


class FetchError(Exception):
    """A fetch that failed; its text is a plain sentence for staff: what happened, and what they can do.

    `retryable` says whether the same request may work later, `status` is the server's answer where there was one, and
    `retry_after` is the number of seconds for which the server asked us to wait.
    """

    def __init__(
        self,
        code: FetchErrorCode,
        message: str,
        *,
        retryable: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True)
class Policy:
    """What may be asked for, and how much of it is taken. Sizes are bytes, times are seconds.

    `allowed_networks` are networks that an operator opens although they are not public (a ministry's intranet);
    `own_hosts` are the names under which this site is itself reached, which are refused.
    """

    allowed_networks: tuple[Network, ...] = ()
    allowed_ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    own_hosts: frozenset[str] = frozenset()
    max_redirects: int = 5
    max_header_bytes: int = 64 * 1024
    max_raw_bytes: int = 10 * MEBIBYTE
    max_body_bytes: int = 10 * MEBIBYTE
    total_seconds: float = 30.0
    connect_seconds: float = 10.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "own_hosts", frozenset(host.lower().rstrip(".") for host in self.own_hosts))


@dataclass(frozen=True)
class Target:
    """A URL after its only parsing. `host` is ASCII without brackets; `path` starts with "/" and holds the query."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def parse_url(url: str, policy: Policy) -> Target:
    """Parse strictly: what two parsers could read in two ways is refused, with a `FetchError`."""
    if len(url) > LONGEST_URL:
        raise _bad_url(f"it is longer than {LONGEST_URL} characters")
    if FORBIDDEN_CHARACTER.search(url):
        raise _bad_url("it holds a space, a backslash or a control character")
    shape = URL_SHAPE.fullmatch(url)
    if shape is None:
        raise _bad_url("it must be written out in full, like https://www.example.org/page")
    scheme = shape["scheme"].lower()
    if scheme not in DEFAULT_PORTS:
        raise _bad_url(f"only http and https addresses can be fetched, not {scheme}")
    authority = AUTHORITY_SHAPE.fullmatch(shape["authority"])
    if authority is None:
        raise _bad_url("the part after // must be a plain host name, without a user name, percent sign or odd port")
    if authority["bracketed"]:
        address: Address | None = _ipv6_literal(authority["bracketed"])
        host = str(address)
    else:
        host = _ascii_host(authority["name"])
        address = _ipv4_literal(host)
    port = int(authority["port"] or DEFAULT_PORTS[scheme])
    if port not in policy.allowed_ports:
        raise _bad_url(f"port {port} is not one of {', '.join(map(str, sorted(policy.allowed_ports)))}")
    if host in policy.own_hosts:
        raise _refused(host, "it is this site itself")
    if address is None:
        _refuse_inside_name(host)
    else:
        _refuse_special(address, host, policy)
    return Target(scheme, host, port, _escaped((shape["path"] or "/") + (shape["query"] or "")), address)


def resolve(target: Target, policy: Policy, resolver: Resolver, seconds: float) -> tuple[str, ...]:
    """The addresses to connect to, all of them checked; one that is not public refuses the whole answer."""
    if target.address is not None:
        return (str(target.address),)
    addresses: list[Address] = []
    for text in _look_up(target, resolver, seconds):
        try:
            address = ipaddress.ip_address(text)
        except ValueError as error:
            raise _refused(target.host, f"it resolves to {text!r}, which is not an address") from error
        _refuse_special(address, target.host, policy)
        addresses.append(address)
    if not addresses:
        raise _unresolvable(target.host)
    return tuple(dict.fromkeys(map(str, addresses)))


def special_meaning(address: Address) -> str | None:
    """What an address is set aside for, or None if it is public."""
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return "an address with a zone (RFC 4007)"
    for network, meaning in SPECIAL_NETWORKS:
        if address in network:
            return meaning
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return "outside global unicast (RFC 4291)"
    return None


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses that the operating system gives for a name; raises OSError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(answer[4][0]) for answer in answers]


def _look_up(target: Target, resolver: Resolver, seconds: float) -> Sequence[str]:
    """Resolve in a thread of its own: getaddrinfo knows no time limit and cannot be interrupted."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(target.host, target.port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty as error:
        message = f"The name {target.host} was not resolved in time. It will be tried again."
        raise FetchError(FetchErrorCode.TIMED_OUT, message, retryable=True) from error
    if isinstance(answer, Exception):
        raise _unresolvable(target.host) from answer
    return answer


def _ascii_host(name: str) -> str:
    """The name in lower-case ASCII; one that only *looks* like other characters is refused."""
    host = name.lower() if name.isascii() else _from_unicode(name)
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL_SHAPE.fullmatch(label) for label in labels):
        raise _bad_url(f"{name!r} is not a host name")
    try:
        for label in labels:
            if label.startswith("xn--"):
                idna.decode(label)
    except (idna.IDNAError, UnicodeError) as error:
        raise _bad_url(f"{name!r} is not a valid international host name") from error
    return host


def _from_unicode(name: str) -> str:
    labels = []
    for label in name.split("."):
        try:
            encoded = idna.encode(label, uts46=True).decode("ascii") if not label.isascii() else label.lower()
        except (idna.IDNAError, UnicodeError) as error:
            raise _bad_url(f"{name!r} is not a valid international host name") from error
        if not label.isascii() and (not encoded.startswith("xn--") or "." in encoded):
            raise _bad_url(f"{name!r} is written with look-alike letters, digits or dots")
        labels.append(encoded)
    return ".".join(labels)


def _ipv4_literal(host: str) -> Address | None:
    if not NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError as error:
        raise _bad_url(f"{host} is a number, but not an IPv4 address in its usual form") from error


def _ipv6_literal(text: str) -> Address:
    try:
        return ipaddress.IPv6Address(text)
    except ValueError as error:
        raise _bad_url(f"[{text}] is not an IPv6 address") from error


def _refuse_inside_name(host: str) -> None:
    if "." not in host or host.endswith(INSIDE_SUFFIXES):
        raise _refused(host, "it is a name inside a private network")


def _refuse_special(address: Address, host: str, policy: Policy) -> None:
    if any(address in network for network in policy.allowed_networks) and not getattr(address, "scope_id", None):
        return
    meaning = special_meaning(address)
    if meaning is not None:
        raise _refused(host, f"its address {address} is not public: {meaning}")


def _escaped(text: str) -> str:
    """Percent-encode what is not ASCII or not allowed in a request line; what is encoded already stays."""
    return re.sub(r"[^!#-;=?-\[\]_a-z~]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def _bad_url(rule: str) -> FetchError:
    message = f"This address cannot be used: {rule}. Please correct it."
    return FetchError(FetchErrorCode.BAD_URL, message)


def _refused(host: str, rule: str) -> FetchError:
    message = f"{host} is not fetched: {rule}. Use the public address, or ask the operator to allow the network."
    return FetchError(FetchErrorCode.REFUSED_ADDRESS, message)


def _unresolvable(host: str) -> FetchError:
    message = f"The name {host} could not be found. Check its spelling; it will be tried again."
    return FetchError(FetchErrorCode.UNRESOLVABLE, message, retryable=True)
