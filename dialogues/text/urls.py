"""One spelling for one address, so that the same article given twice is noticed.

A canonical URL is a key for comparing, never an address to fetch: the URL that was given is kept beside it.
"""

import ipaddress
import re

import idna

LONGEST_URL = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters by which senders, advertisers and newsletters follow a reader; none of them chooses what a page says.
# Names such as "ref", "from" or "source" are kept, because some sites do choose the page by them.
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")
TRACKING_PARAMETERS = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "ysclid"),
        *("igsh", "igshid", "li_fat_id", "epik", "_ga", "_gl", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi"),
        *("vero_id", "oly_anon_id", "oly_enc_id", "spm", "scm", "isappinstalled", "smid", "cmpid", "wt.mc_id"),
    }
)

# RFC 3986, appendix B, with an authority that must be there.
URL_SHAPE = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^/?#\[\]@:%]+)(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE | re.ASCII,
)
LABEL_SHAPE = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
FORBIDDEN_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
ENCODED = re.compile(r"%([0-9a-fA-F]{2})")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# What may stand in a path or a query as it is (RFC 3986, sections 3.3 and 3.4).
NOT_ALLOWED = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]")


def canonical_url(url: str) -> str:
    """The one spelling of an http or https URL; raises ValueError if it is not one.

    Scheme and host are lower case, the host is ASCII (IDNA) without a final dot; default port, fragment and tracking
    parameters are gone; percent-encoding and dot segments are as in RFC 3986, section 6.2.2. Parameters are sorted by
    name, since sites that share a link in another order mean the same page; parameters of one name keep their order,
    where it can matter. http and https stay apart, and so do hosts with and without "www.".
    """
    shape = _parse(url)
    scheme = shape["scheme"].lower()
    host = _canonical_host(shape["host"])
    port = int(shape["port"] or DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:
        raise ValueError(f"url: port {port} is not between 1 and 65535")
    authority = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[scheme]:
        authority = f"{authority}:{port}"
    path = _without_dot_segments(_encoding_normalised(shape["path"] or "/"))
    query = _canonical_query(_encoding_normalised(shape["query"] or ""))
    canonical = f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")
    if len(canonical) > LONGEST_URL:
        raise ValueError(f"url: it is longer than {LONGEST_URL} characters once it is percent-encoded")
    return canonical


def host_of(url: str) -> str:
    """The canonical host of an http or https URL, IPv6 without brackets; raises ValueError if it is not one."""
    return _canonical_host(_parse(url)["host"])


def _parse(url: str) -> re.Match[str]:
    text = url.strip(" \t\r\n")
    if len(text) > LONGEST_URL:
        raise ValueError(f"url: it is longer than {LONGEST_URL} characters")
    if FORBIDDEN_CHARACTER.search(text):
        raise ValueError("url: it holds a control character or a backslash")
    shape = URL_SHAPE.fullmatch(text)
    if shape is None:
        raise ValueError("url: it must be a full http or https address, like https://www.example.org/page")
    return shape


def _canonical_host(text: str) -> str:
    if text.startswith("["):
        try:
            return str(ipaddress.IPv6Address(text[1:-1]))
        except ValueError as error:
            raise ValueError(f"url: {text} is not an IPv6 address") from error
    try:
        host = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"url: {text!r} is not a valid international host name") from error
    host = host.removesuffix(".")
    if len(host) > 253 or not all(LABEL_SHAPE.fullmatch(label) for label in host.split(".")):
        raise ValueError(f"url: {text!r} is not a host name")
    return host


def _encoding_normalised(text: str) -> str:
    """Encode what must be, decode what need not be, upper-case digits (RFC 3986, sections 6.2.2.1 and 6.2.2.2)."""
    lone_percent_encoded = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text)
    ascii_text = NOT_ALLOWED.sub(_percent_encoded, lone_percent_encoded)
    return ENCODED.sub(_decoded_if_unreserved, ascii_text)


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _decoded_if_unreserved(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if UNRESERVED.fullmatch(character) else found[0].upper()


def _without_dot_segments(path: str) -> str:
    """Resolve "." and ".." (RFC 3986, section 5.2.4); empty segments stay, since some sites tell them apart."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _canonical_query(query: str) -> str:
    parameters = [parameter for parameter in query.split("&") if parameter and not _is_tracking(parameter)]
    return "&".join(sorted(parameters, key=_name_of))


def _name_of(parameter: str) -> str:
    return parameter.partition("=")[0]


def _is_tracking(parameter: str) -> bool:
    name = _name_of(parameter).lower()
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)
