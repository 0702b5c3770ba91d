"""Ten servers that behave badly, each in a way of its own; what they answer to everything but /robots.txt."""

import gzip
from collections.abc import Mapping

from tests.network.servers import (
    CHUNKED,
    OK,
    Answer,
    Visit,
    answering,
    redirecting,
    resetting,
    sending,
    silent,
    without_end,
)


def dripping(visit: Visit) -> None:
    visit.send(OK + b"Content-Length: 100000\r\n\r\n")
    visit.drip(b"x" * 1000, seconds=0.2)


def misbehaving() -> Mapping[str, Answer]:
    """A name for each, and its answer."""
    bomb = gzip.compress(bytes(512 * 1024 * 1024), 9)
    return {
        "says nothing": silent,
        "drips": dripping,
        "sends chunks without end": without_end(CHUNKED, b"10000\r\n" + b"x" * 0x10000 + b"\r\n"),
        "sends headers without end": without_end(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 1000 + b"\r\n"),
        "sends half a gigabyte packed": answering(bomb, "Content-Encoding: gzip"),
        "promises ten terabytes": sending(OK + b"Content-Length: 10995116277760\r\n\r\nshort"),
        "breaks off": sending(OK + b"Content-Length: 1000\r\n\r\nshort"),
        "sends in circles": redirecting("http://127.0.0.1:PORT/again"),
        "sends another type": answering(b"\x7fELF" * 1000, kind="application/x-executable"),
        "resets": resetting(OK + b"Content-Length: 100\r\n\r\nhalf"),
    }
