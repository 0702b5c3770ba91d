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

import idna

from dialogues.network.addresses import Address, Network, special_meaning
from dialogues.network.errors import FetchError, FetchErrorCode, bad_url, refused, unresolvable

MEBIBYTE = 1024 * 1024
LONGEST_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], Sequence[str]]

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


@dataclass(frozen=True)
class Policy:
    """What may be asked for, and how much of it is taken. Sizes are bytes, times are seconds.

    `allowed_networks` are networks that an operator opens although they are not public (a ministry's intranet);
    `own_hosts` are the names under which this site is itself reached, which are refused; `allowed_names` are names
    inside a private network that an operator opens, for a server of their own.
    """

    allowed_networks: tuple[Network, ...] = ()
    allowed_ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    own_hosts: frozenset[str] = frozenset()
    allowed_names: frozenset[str] = frozenset()
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
    def origin(self) -> str:
        """Scheme, host and port, as one robots.txt is for (RFC 9309, section 2.3)."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"


def parse_url(url: str, policy: Policy) -> Target:
    """Parse strictly: what two parsers could read in two ways is refused, with a `FetchError`."""
    if len(url) > LONGEST_URL:
        raise bad_url(f"it is longer than {LONGEST_URL} characters")
    if FORBIDDEN_CHARACTER.search(url):
        raise bad_url("it holds a space, a backslash or a control character")
    shape = URL_SHAPE.fullmatch(url)
    if shape is None:
        raise bad_url("it must be written out in full, like https://www.example.org/page")
    scheme = shape["scheme"].lower()
    if scheme not in DEFAULT_PORTS:
        raise bad_url(f"only http and https addresses can be fetched, not {scheme}")
    authority = AUTHORITY_SHAPE.fullmatch(shape["authority"])
    if authority is None:
        raise bad_url("the part after // must be a plain host name, without a user name, percent sign or odd port")
    if authority["bracketed"]:
        address: Address | None = _ipv6_literal(authority["bracketed"])
        host = str(address)
    else:
        host = _ascii_host(authority["name"])
        address = _ipv4_literal(host)
    port = int(authority["port"] or DEFAULT_PORTS[scheme])
    if port not in policy.allowed_ports:
        raise bad_url(f"port {port} is not one of {', '.join(map(str, sorted(policy.allowed_ports)))}")
    if host in policy.own_hosts:
        raise refused(host, "it is this site itself")
    if address is None:
        _refuse_inside_name(host, policy)
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
            raise refused(target.host, f"it resolves to {text!r}, which is not an address") from error
        _refuse_special(address, target.host, policy)
        addresses.append(address)
    if not addresses:
        raise unresolvable(target.host)
    return tuple(dict.fromkeys(map(str, addresses)))


def refuse_public(target: Target, addresses: Sequence[str]) -> None:
    """Refuse where any of the addresses is public: what goes there must be encrypted."""
    if any(special_meaning(ipaddress.ip_address(address)) is None for address in addresses):
        raise refused(target.host, "it is on the public internet, where this goes by https alone")


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
        raise unresolvable(target.host) from answer
    return answer


def _ascii_host(name: str) -> str:
    """The name in lower-case ASCII; one that only *looks* like other characters is refused."""
    host = name.lower() if name.isascii() else _from_unicode(name)
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL_SHAPE.fullmatch(label) for label in labels):
        raise bad_url(f"{name!r} is not a host name")
    try:
        for label in labels:
            if label.startswith("xn--"):
                idna.decode(label)
    except (idna.IDNAError, UnicodeError) as error:
        raise bad_url(f"{name!r} is not a valid international host name") from error
    return host


def _from_unicode(name: str) -> str:
    labels = []
    for label in name.split("."):
        try:
            encoded = idna.encode(label, uts46=True).decode("ascii") if not label.isascii() else label.lower()
        except (idna.IDNAError, UnicodeError) as error:
            raise bad_url(f"{name!r} is not a valid international host name") from error
        if not label.isascii() and (not encoded.startswith("xn--") or "." in encoded):
            raise bad_url(f"{name!r} is written with look-alike letters, digits or dots")
        labels.append(encoded)
    return ".".join(labels)


def _ipv4_literal(host: str) -> Address | None:
    if not NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError as error:
        raise bad_url(f"{host} is a number, but not an IPv4 address in its usual form") from error


def _ipv6_literal(text: str) -> Address:
    try:
        return ipaddress.IPv6Address(text)
    except ValueError as error:
        raise bad_url(f"[{text}] is not an IPv6 address") from error


def _refuse_inside_name(host: str, policy: Policy) -> None:
    if host in policy.allowed_names:
        return
    if "." not in host or host.endswith(INSIDE_SUFFIXES):
        raise refused(host, "it is a name inside a private network")


def _refuse_special(address: Address, host: str, policy: Policy) -> None:
    if any(address in network for network in policy.allowed_networks) and not getattr(address, "scope_id", None):
        return
    meaning = special_meaning(address)
    if meaning is not None:
        raise refused(host, f"its address {address} is not public: {meaning}")


def _escaped(text: str) -> str:
    """Percent-encode what is not ASCII or not allowed in a request line; what is encoded already stays."""
    return re.sub(r"[^!#-;=?-\[\]_a-z~]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
