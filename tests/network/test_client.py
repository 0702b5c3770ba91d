"""What a fetch gives, and what it says when it gives nothing."""

import gzip
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from typing import Unpack

import pytest

from dialogues.network import Client, FetchError, FetchErrorCode, Response, Target
from tests.network.servers import (
    USER_AGENT,
    Answer,
    Limits,
    LoopbackServer,
    Visit,
    always,
    answering,
    client_for,
    in_turn,
    policy_for,
    redirecting,
    sending,
)

PAGE = "<p>会谈 held</p>".encode()


def fetched(answer: Answer, headers: dict[str, str] | None = None, **limits: Unpack[Limits]) -> Response:
    with LoopbackServer(answer) as server:
        return client_for(server, **limits).fetch(server.url(), headers=headers)


def failure(answer: Answer) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetched(answer)
    assert str(caught.value) == caught.value.message
    return caught.value


def test_it_gives_the_bytes_as_received() -> None:
    before = datetime.now(UTC)
    with LoopbackServer(answering(PAGE, 'ETag: "a1"', "X-Seen: é", kind="Text/HTML; charset=gb18030")) as server:
        url = server.url("/a?b=1#c")
        response = client_for(server).fetch(url)
    assert (response.status, response.body, response.content_type) == (200, PAGE, "text/html")
    assert (response.requested_url, response.final_url, response.redirects) == (url, url.removesuffix("#c"), ())
    assert ("ETag", '"a1"') in response.headers
    assert (response.header("etag"), response.header("Date")) == ('"a1"', None)
    assert response.address == "127.0.0.1"
    assert before <= response.fetched_at <= datetime.now(UTC)


def test_it_asks_under_the_name_that_was_given() -> None:
    with LoopbackServer(answering()) as server:
        response = client_for(server).fetch(server.url("/会?x=1", host="WWW.Example.org."))
        visit = server.visits[0]
    assert visit.request.startswith(b"GET /%E4%BC%9A?x=1 HTTP/1.1\r\n")
    assert visit.header("Host") == f"www.example.org:{server.port}"
    assert visit.header("User-Agent") == USER_AGENT
    assert visit.header("Accept-Encoding") == "gzip, deflate"
    assert visit.header("Connection") == "close"
    assert response.final_url == f"http://www.example.org:{server.port}/%E4%BC%9A?x=1"


def test_it_passes_validators_on_and_takes_304_for_an_answer() -> None:
    def answer(visit: Visit) -> None:
        assert visit.header("If-None-Match") == '"a1"'
        visit.send(b'HTTP/1.1 304 Not Modified\r\nETag: "a1"\r\n\r\n')

    response = fetched(answer, headers={"If-None-Match": '"a1"'})
    assert (response.status, response.body, response.header("ETag")) == (304, b"", '"a1"')


def test_it_does_not_take_304_for_an_answer_when_it_did_not_ask() -> None:
    answer = sending(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert failure(answer).code == FetchErrorCode.HTTP_ERROR
    with pytest.raises(FetchError, match="304"):
        fetched(answer, headers={"Accept-Language": "en"})


@pytest.mark.parametrize("name", ["Host", "Authorization", "Cookie", "Transfer-Encoding", "X-Forwarded-For", ""])
def test_it_adds_no_other_header(name: str) -> None:
    with pytest.raises(ValueError, match="headers"):
        Client(user_agent=USER_AGENT).fetch("https://example.org/", headers={name: "x"})


@pytest.mark.parametrize("value", ['"a"\r\nHost: x', "\0", "会"])
def test_it_adds_no_header_with_a_line_break(value: str) -> None:
    with pytest.raises(ValueError, match="If-None-Match"):
        Client(user_agent=USER_AGENT).fetch("https://example.org/", headers={"If-None-Match": value})
    with pytest.raises(ValueError, match="user_agent"):
        Client(user_agent=value)


@pytest.mark.parametrize("kind", ["application/xhtml+xml", "application/atom+xml;type=feed", "application/PDF"])
def test_it_takes_what_can_be_read(kind: str) -> None:
    assert fetched(answering(PAGE, kind=kind)).body == PAGE


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "text/html, text/plain", "", None])
def test_it_refuses_a_type_that_cannot_be_read(kind: str | None) -> None:
    error = failure(answering(PAGE, kind=kind))
    assert (error.code, error.retryable) == (FetchErrorCode.UNSUPPORTED_TYPE, False)


def test_the_types_can_be_chosen() -> None:
    with LoopbackServer(answering(PAGE, kind="text/calendar")) as server:
        client = Client(policy_for(server), user_agent=USER_AGENT, content_types=["Text/Calendar"])
        assert client.fetch(server.url()).body == PAGE
        assert server.visits[0].header("Accept") == "text/calendar"


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("X-GZIP", gzip.compress(PAGE[:5]) + gzip.compress(PAGE[5:])),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("identity", PAGE),
    ],
    ids=["gzip", "two-members", "zlib", "bare-deflate", "identity"],
)
def test_it_inflates(encoding: str, raw: bytes) -> None:
    assert fetched(answering(raw, f"Content-Encoding: {encoding}")).body == PAGE


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 1_000_000])
def test_it_inflates_to_the_last_byte(size: int) -> None:
    body = bytes(number * number % 251 for number in range(size))
    assert fetched(answering(gzip.compress(body), "Content-Encoding: gzip"), max_body_bytes=size or 1).body == body


@pytest.mark.parametrize("size", [65_700, 131_200, 200_000])
def test_it_inflates_what_is_left_when_all_input_is_read(size: int) -> None:
    body = bytes(size)
    assert fetched(answering(gzip.compress(body), "Content-Encoding: gzip")).body == body
    assert fetched(answering(zlib.compress(body, wbits=-15), "Content-Encoding: deflate")).body == body


def test_it_takes_a_chunked_body() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert fetched(sending(head + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")).body == b"abcde"


def test_it_takes_an_empty_body() -> None:
    assert fetched(answering(b"", "Content-Encoding: gzip")).body == b""


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 404, 410, 451, 501])
def test_some_statuses_are_final(status: int) -> None:
    error = failure(answering(b"", status=f"{status} No"))
    assert (error.code, error.status, error.retryable) == (FetchErrorCode.HTTP_ERROR, status, False)
    assert str(status) in error.message


@pytest.mark.parametrize("status", [202, 408, 425, 429, 500, 502, 503, 504])
def test_some_statuses_pass(status: int) -> None:
    error = failure(answering(b"", status=f"{status} Later"))
    assert (error.code, error.status, error.retryable) == (FetchErrorCode.HTTP_ERROR, status, True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("-5", None),
        ("999999999999", 7 * 24 * 3600),
        ("soon", None),
        ("", None),
        ("Mon, 99 Foo 2020 25:61:61 GMT", None),
        ("Mon, 01 Jan 10000000000 00:00:00 GMT", None),
        ("0 Jan 0:0 10000000000 0", None),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0),
        ("Mon, 01 Jan 2001 00:00:00", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 24 * 3600),
    ],
)
def test_it_says_how_long_the_server_wants_to_be_left_alone(value: str, seconds: float | None) -> None:
    assert failure(answering(b"", f"Retry-After: {value}", status="503 Busy")).retry_after == seconds


def test_it_reads_a_date_to_come_after_as_seconds() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    retry_after = failure(answering(b"", f"Retry-After: {moment}", status="429 Slow")).retry_after
    assert retry_after is not None
    assert 290 < retry_after <= 300


def test_a_closed_port_may_open_later() -> None:
    with LoopbackServer(answering()) as server:
        client, url = client_for(server), server.url()
    with pytest.raises(FetchError) as caught:
        client.fetch(url)
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.UNREACHABLE, True)


def test_it_tries_the_next_address_when_one_does_not_answer() -> None:
    with LoopbackServer(answering(PAGE)) as server:
        opened = replace(policy_for(server), allowed_networks=(ip_network("127.0.0.0/8"),))
        client = Client(opened, user_agent=USER_AGENT, resolver=always("127.0.0.2", "127.0.0.1"))
        assert client.fetch(server.url(host="example.org")).address == "127.0.0.1"


def test_a_name_that_turns_inside_is_refused_on_the_next_fetch() -> None:
    with LoopbackServer(answering(PAGE)) as server:
        client = client_for(server, in_turn(["127.0.0.1"], ["127.0.0.2"]))
        url = server.url(host="example.org")
        with LoopbackServer(answering(b"secret"), address="127.0.0.2", port=server.port) as inside:
            assert client.fetch(url).body == PAGE
            with pytest.raises(FetchError) as caught:
                client.fetch(url)
            assert (caught.value.code, inside.accepted) == (FetchErrorCode.REFUSED_ADDRESS, 0)


def test_it_says_where_it_goes_before_each_request_and_before_any_name_is_looked_up() -> None:
    told: list[tuple[str, str]] = []

    def resolver(host: str, port: int) -> tuple[str]:
        told.append(("resolve", host))
        return ("127.0.0.1",)

    def before(target: Target, seconds: float) -> None:
        told.append(("before", target.url))
        assert 0 < seconds <= 5

    with LoopbackServer(answering(PAGE)) as server:
        there = server.url("/there", host="example.net")
        server.answer = lambda visit: (answering(PAGE) if visit.path == "/there" else redirecting(there))(visit)
        client = Client(policy_for(server), user_agent=USER_AGENT, before_request=before, resolver=resolver)
        client.fetch(server.url(host="example.org"))
        first = server.url(host="example.org")
    assert told == [("before", first), ("resolve", "example.org"), ("before", there), ("resolve", "example.net")]


def test_whoever_is_told_may_end_the_fetch() -> None:
    def before(target: Target, seconds: float) -> None:
        raise FetchError(FetchErrorCode.DISALLOWED, "Not this.")

    with LoopbackServer(answering(PAGE)) as server:
        client = Client(policy_for(server), user_agent=USER_AGENT, before_request=before)
        with pytest.raises(FetchError, match="Not this"):
            client.fetch(server.url())
        assert server.accepted == 0


def test_what_happens_before_the_first_request_takes_none_of_its_time() -> None:
    with LoopbackServer(answering(PAGE)) as server:
        policy = policy_for(server, total_seconds=0.5)
        client = Client(policy, user_agent=USER_AGENT, before_request=lambda target, seconds: time.sleep(0.6))
        assert client.fetch(server.url()).body == PAGE


@pytest.mark.parametrize(
    "answer",
    [
        answering(b"x" * 5000),
        sending(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000),
        answering(gzip.compress(b"x" * 5000), "Content-Encoding: gzip"),
        answering(gzip.compress(b"x" * 5000, 0), "Content-Encoding: gzip"),
    ],
    ids=["declared", "until-close", "bomb", "larger-than-raw"],
)
def test_the_beginning_of_a_large_answer_can_be_taken(answer: Answer) -> None:
    with LoopbackServer(answer) as server:
        policy = policy_for(server, max_raw_bytes=1000, max_body_bytes=1000)
        body = Client(policy, user_agent=USER_AGENT, content_types=None, cut=True).fetch(server.url()).body
        assert 900 < len(body) <= 1000
        assert set(body) == {ord("x")}


@pytest.mark.parametrize("kind", ["image/png", "nonsense", "", None])
def test_any_type_can_be_taken(kind: str | None) -> None:
    with LoopbackServer(answering(PAGE, kind=kind)) as server:
        client = Client(policy_for(server), user_agent=USER_AGENT, content_types=None)
        assert client.fetch(server.url()).body == PAGE
        assert server.visits[0].header("Accept") == "*/*"


def test_it_resolves_a_name_only_once() -> None:
    with LoopbackServer(answering(PAGE)) as server:
        client = client_for(server, in_turn(["127.0.0.1"]))
        assert client.fetch(server.url(host="example.org")).body == PAGE


def test_it_uses_a_new_connection_for_each_fetch() -> None:
    with LoopbackServer(answering(PAGE)) as server:
        client = client_for(server)
        client.fetch(server.url())
        client.fetch(server.url())
        assert server.accepted == 2


def test_it_takes_no_proxy_and_no_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("default login someone password secret\n")
    netrc.chmod(0o600)
    with LoopbackServer(answering(b"proxied")) as proxy, LoopbackServer(answering(PAGE)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("HOME", str(netrc.parent))
        assert client_for(server).fetch(server.url()).body == PAGE
        assert proxy.accepted == 0
        assert server.visits[0].header("Authorization") is None
