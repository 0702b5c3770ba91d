"""No server holds us up, fills our memory or slips an incomplete answer in."""

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Unpack

import pytest

from dialogues.network import FetchError, FetchErrorCode
from tests.network.servers import (
    CHUNKED,
    OK,
    Answer,
    Limits,
    LoopbackServer,
    Visit,
    answering,
    client_for,
    redirecting,
    resetting,
    sending,
    silent,
    without_end,
)

MEBIBYTE = 1024 * 1024
MOST_GROWTH = 64 * MEBIBYTE
PATIENCE = 0.3


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def failure(answer: Answer, **limits: Unpack[Limits]) -> FetchError:
    with LoopbackServer(answer) as server, pytest.raises(FetchError) as caught:
        client_for(server, **limits).fetch(server.url())
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        lambda visit: visit.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Wait: yes\r\n" * 100),
        lambda visit: visit.drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        lambda visit: (visit.send(OK + b"\r\n"), visit.drip(b"x" * 1000))[0],
        lambda visit: (visit.send(OK + b"Content-Length: 1000\r\n\r\n"), visit.drip(b"x" * 1000))[0],
        lambda visit: (visit.send(CHUNKED), visit.drip(b"1\r\nx\r\n" * 200))[0],
    ],
    ids=["silent", "headers", "interim", "until-close", "declared", "chunked"],
)
def test_a_slow_answer_ends_at_the_deadline(answer: Answer) -> None:
    began = time.monotonic()
    error = failure(answer, total_seconds=PATIENCE)
    assert (error.code, error.retryable) == (FetchErrorCode.TIMED_OUT, True)
    assert time.monotonic() - began < PATIENCE + 1


def test_redirects_share_one_deadline() -> None:
    def slow(visit: Visit) -> None:
        visit.stopping.wait(PATIENCE / 2)
        redirecting(visit.path + "x")(visit)

    with LoopbackServer(slow) as server, pytest.raises(FetchError) as caught:
        client_for(server, total_seconds=PATIENCE).fetch(server.url())
    assert caught.value.code == FetchErrorCode.TIMED_OUT
    assert server.accepted <= 3


def test_a_server_that_never_accepts_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        queued = [socket.socket() for _ in range(4)]
        for waiting in queued:
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        with LoopbackServer(silent) as server:
            server.port = listener.getsockname()[1]
            began = time.monotonic()
            with pytest.raises(FetchError) as caught:
                client_for(server, total_seconds=PATIENCE).fetch(server.url())
        for waiting in queued:
            waiting.close()
    assert caught.value.code in {FetchErrorCode.TIMED_OUT, FetchErrorCode.UNREACHABLE}
    assert caught.value.retryable
    assert time.monotonic() - began < PATIENCE + 1


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize(
    "answer",
    [
        without_end(OK + b"\r\n", b"x" * 65536),
        without_end(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        without_end(CHUNKED, b"1\r\nx\r\n" * 10000),
        without_end(CHUNKED, b"1;" + b"e" * 9000 + b"\r\nx\r\n"),
        without_end(b"HTTP/1.1 200 OK\r\n", b"X-Flood: yes\r\n" * 100),
        without_end(b"HTTP/1.1 200 OK\r\nX-Flood: ", b"yes" * 1000),
        without_end(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 100),
        without_end(b"HTTP/1.1 ", b"2" * 1000),
        sending(OK + b"Content-Length: 999999999999999999\r\n\r\n"),
    ],
    ids=["body", "chunks", "small-chunks", "extensions", "headers", "header", "interim", "status", "declared"],
)
def test_a_flood_is_cut_off(answer: Answer) -> None:
    error = failure(answer, max_raw_bytes=MEBIBYTE)
    assert error.code in {FetchErrorCode.TOO_LARGE, FetchErrorCode.BAD_RESPONSE}
    assert not error.retryable
    assert tracemalloc.get_traced_memory()[1] < MOST_GROWTH


@pytest.mark.usefixtures("traced")
def test_the_usual_limit_is_ten_mebibytes() -> None:
    assert failure(answering(b"x" * (10 * MEBIBYTE + 1))).code == FetchErrorCode.TOO_LARGE
    assert tracemalloc.get_traced_memory()[1] < MOST_GROWTH


@pytest.mark.parametrize(
    ("enough", "too_little"),
    [
        (Limits(max_raw_bytes=1000), Limits(max_raw_bytes=999)),
        (Limits(max_body_bytes=1000), Limits(max_body_bytes=999)),
    ],
)
def test_a_limit_is_the_last_size_that_is_taken(enough: Limits, too_little: Limits) -> None:
    with LoopbackServer(answering(b"x" * 1000)) as server:
        assert client_for(server, **enough).fetch(server.url()).body == b"x" * 1000
    for answer in (answering(b"x" * 1000), sending(OK + b"\r\n" + b"x" * 1000)):
        assert failure(answer, **too_little).code == FetchErrorCode.TOO_LARGE


def test_headers_may_be_as_long_as_the_limit_says() -> None:
    answer = sending(OK + b"X-Long: " + b"x" * 60_000 + b"\r\nContent-Length: 2\r\n\r\nab")
    with LoopbackServer(answer) as server:
        assert client_for(server).fetch(server.url()).body == b"ab"
    assert failure(answer, max_header_bytes=60_000).code == FetchErrorCode.TOO_LARGE


EIGHT_MEBIBYTES = bytes(8 * MEBIBYTE)
BOMBS = {
    "gzip": gzip.compress(EIGHT_MEBIBYTES) * 50,
    "deflate": zlib.compress(bytes(64 * MEBIBYTE)),
}


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("encoding", sorted(BOMBS))
def test_a_bomb_is_stopped(encoding: str) -> None:
    assert len(BOMBS[encoding]) < MEBIBYTE
    error = failure(answering(BOMBS[encoding], f"Content-Encoding: {encoding}"))
    assert (error.code, error.retryable) == (FetchErrorCode.TOO_LARGE, False)
    assert tracemalloc.get_traced_memory()[1] < MOST_GROWTH


@pytest.mark.usefixtures("traced")
def test_a_bomb_in_a_bomb_is_not_unpacked_twice() -> None:
    nested = gzip.compress(BOMBS["gzip"])
    with LoopbackServer(answering(nested, "Content-Encoding: gzip")) as server:
        assert client_for(server).fetch(server.url()).body == BOMBS["gzip"]
    for fields in (["Content-Encoding: gzip, gzip"], ["Content-Encoding: gzip", "Content-Encoding: gzip"]):
        assert failure(answering(nested, *fields)).code == FetchErrorCode.BAD_ENCODING
    assert tracemalloc.get_traced_memory()[1] < MOST_GROWTH


def test_a_bomb_that_is_not_declared_stays_packed() -> None:
    with LoopbackServer(answering(BOMBS["gzip"])) as server:
        assert client_for(server).fetch(server.url()).body == BOMBS["gzip"]


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("gzip", b"<p>plain</p>"),
        ("gzip", gzip.compress(b"agreed" * 100)[:-9]),
        ("gzip", gzip.compress(b"agreed")[:-8] + bytes(8)),
        ("gzip", gzip.compress(b"agreed") + b"more"),
        ("gzip", gzip.compress(b"") * 100_000),
        ("deflate", b"\xff\xff"),
        ("deflate", zlib.compress(b"agreed")[:-1]),
        ("deflate", zlib.compress(b"agreed") * 2),
        ("br", b"\x0b\x02\x80agreed\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("x" * 5000, b"agreed"),
    ],
    ids=["plain", "cut", "checksum", "more", "members", "nonsense", "end", "twice", "br", "zstd", "long"],
)
def test_a_wrong_encoding_is_not_taken(encoding: str, raw: bytes) -> None:
    began = time.monotonic()
    error = failure(answering(raw, f"Content-Encoding: {encoding}"))
    assert (error.code, error.retryable) == (FetchErrorCode.BAD_ENCODING, False)
    assert len(error.message) < 300
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        sending(b""),
        sending(b"HTTP/1.1 200 OK\r\nContent-"),
        sending(OK + b"Content-Length: 100\r\n\r\nonly this"),
        sending(CHUNKED + b"5\r\nab"),
        sending(CHUNKED + b"2\r\nab\r\n"),
        resetting(b""),
        resetting(OK + b"Content-Length: 100\r\n\r\nonly this"),
    ],
    ids=["nothing", "half-headers", "short", "half-chunk", "no-last-chunk", "reset", "reset-in-body"],
)
def test_an_answer_that_breaks_off_is_not_taken(answer: Answer) -> None:
    error = failure(answer)
    assert (error.code, error.retryable) == (FetchErrorCode.INTERRUPTED, True)


def test_bytes_beyond_the_declared_length_are_not_part_of_the_answer() -> None:
    with LoopbackServer(sending(OK + b"Content-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n\r\nsmuggled")) as server:
        assert client_for(server).fetch(server.url()).body == b"ab"


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"<html>no headers</html>\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/2.0 200 OK\r\nno colon\r\n\r\n",
        b"\x15\x03\x03\x00\x02\x02\x28\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        OK + b"Content-Length: -1\r\n\r\nab",
        OK + b"Transfer-Encoding: gzip\r\n\r\nab",
        CHUNKED + b"zz\r\nab\r\n0\r\n\r\n",
        CHUNKED + b"-1\r\nab\r\n0\r\n\r\n",
        OK + b"Bad Name: x\r\n\r\nab",
    ],
)
def test_what_is_not_http_is_not_taken(data: bytes) -> None:
    error = failure(sending(data))
    assert (error.code, error.retryable) == (FetchErrorCode.BAD_RESPONSE, False)
