"""A server may send us on, but not inside, not in circles and not for ever."""

import pytest

from dialogues.network import FetchError, FetchErrorCode
from tests.network.servers import (
    Answer,
    LoopbackServer,
    Visit,
    answering,
    client_for,
    in_turn,
    redirecting,
    sending,
)

STATUSES = [301, 302, 303, 307, 308]


def by_path(**answers: Answer) -> Answer:
    """One answer for each path; "start" is for "/"."""
    return lambda visit: answers[visit.path.strip("/") or "start"](visit)


def refusal(location: str, status: int = 302) -> tuple[FetchErrorCode, int]:
    """Why a redirect from a public name was refused, and how often something inside was reached."""
    with (
        LoopbackServer(redirecting(location, status)) as server,
        LoopbackServer(answering(b"secret"), address="127.0.0.2", port=server.port) as inside,
    ):
        with pytest.raises(FetchError) as caught:
            client_for(server, in_turn(["127.0.0.1"], ["127.0.0.2"])).fetch(server.url(host="example.org"))
        assert server.accepted == 1
        return caught.value.code, inside.accepted


@pytest.mark.parametrize("status", STATUSES)
def test_it_follows(status: int) -> None:
    with LoopbackServer(by_path(start=redirecting("/next?a=1", status), **{"next?a=1": answering(b"there")})) as server:
        response = client_for(server).fetch(server.url())
    assert (response.body, response.final_url) == (b"there", server.url("/next?a=1"))
    assert (response.requested_url, response.redirects) == (server.url(), (server.url("/next?a=1"),))


@pytest.mark.parametrize(
    "location", ["c", "./c", "../b/c", "//127.0.0.1:PORT/b/c", "/b/c#part", "http://127.0.0.1:PORT/b/c"]
)
def test_it_understands_a_relative_address(location: str) -> None:
    with LoopbackServer(by_path(**{"b/a": redirecting(location), "b/c": answering(b"there")})) as server:
        assert client_for(server).fetch(server.url("/b/a")).final_url == server.url("/b/c")


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [([301, 308], "/2"), ([302, 301], ""), ([301, 302], "/1"), ([307], ""), ([], "")],
)
def test_it_tells_where_a_page_lives_from_now_on(statuses: list[int], moved_to: str) -> None:
    paths = ["start", *(str(number) for number in range(1, len(statuses) + 1))]
    hops = {
        path: redirecting(f"/{number}", status)
        for number, (path, status) in enumerate(zip(paths, statuses, strict=False), start=1)
    }
    with LoopbackServer(by_path(**hops, **{paths[-1]: answering()})) as server:
        assert client_for(server).fetch(server.url()).moved_to == (server.url(moved_to) if moved_to else "")


def test_it_understands_a_new_query_alone() -> None:
    with LoopbackServer(by_path(a=redirecting("?page=2"), **{"a?page=2": answering(b"there")})) as server:
        assert client_for(server).fetch(server.url("/a")).body == b"there"


def test_it_encodes_an_address_written_in_utf_8() -> None:
    with LoopbackServer(by_path(start=redirecting("/会"), **{"%E4%BC%9A": answering(b"there")})) as server:
        assert client_for(server).fetch(server.url()).final_url == server.url("/%E4%BC%9A")


def test_it_sends_validators_on() -> None:
    with LoopbackServer(by_path(start=redirecting("/next"), next=answering(b"there"))) as server:
        client_for(server).fetch(server.url(), headers={"If-None-Match": '"a1"'})
        assert [visit.header("If-None-Match") for visit in server.visits] == ['"a1"', '"a1"']


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:PORT/",
        "//127.0.0.2:PORT/",
        "http://example.net:PORT/",
        "http://[::1]:PORT/",
        "http://localhost:PORT/",
        "http://readout.example.org:PORT/admin/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_it_does_not_follow_inside(location: str, status: int) -> None:
    assert refusal(location, status) == (FetchErrorCode.REFUSED_ADDRESS, 0)


def test_it_does_not_follow_to_the_same_name_when_that_turns_inside() -> None:
    assert refusal("/again") == (FetchErrorCode.REFUSED_ADDRESS, 0)


@pytest.mark.parametrize(
    "location",
    [
        "http:127.0.0.2:PORT",
        "http:///127.0.0.2:PORT/",
        "///127.0.0.2:PORT/",
        "\\\\127.0.0.2:PORT\\",
        "/\\127.0.0.2:PORT/",
        "http://example.net\\@127.0.0.2:PORT/",
        "http://example.net@127.0.0.2:PORT/",
        "http://127.1:PORT/",
        "http://2130706434:PORT/",
        "file:///etc/passwd",
        "gopher://127.0.0.2:PORT/_x",
        "ftp://127.0.0.2:PORT/",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://127.0.0.2:22/",
        "http://example.net%0d%0a:PORT/",
        "http://[127.0.0.2]:PORT/",
        "http://[::1",
        "//[::1",
        "http://",
        "/a b",
        "/\t/127.0.0.2:PORT/",
        "ht\ttp://127.0.0.2:PORT/",
        "/?next=\\",
    ],
)
def test_it_does_not_follow_an_odd_address(location: str) -> None:
    assert refusal(location) == (FetchErrorCode.BAD_REDIRECT, 0)


@pytest.mark.parametrize(
    "head",
    [
        b"Location: /a\r\nLocation: /b\r\n",
        b"Location: /a\r\nlocation: http://127.0.0.1/\r\n",
        b"",
        b"Location: /\xff\xfe\r\n",
        b"Location: /a\x7fb\r\n",
    ],
)
def test_it_follows_only_one_readable_location(head: bytes) -> None:
    with (
        LoopbackServer(sending(b"HTTP/1.1 302 Found\r\n" + head + b"Content-Length: 0\r\n\r\n")) as server,
        pytest.raises(FetchError) as caught,
    ):
        client_for(server).fetch(server.url())
    assert caught.value.code == FetchErrorCode.BAD_REDIRECT
    assert server.accepted == 1


@pytest.mark.parametrize("location", [b"/a\r\n evil: yes", b"/a\rSet-Cookie: a=b", b"/a\nSet-Cookie: a=b", b"/a\0b"])
def test_a_line_break_in_a_location_leads_nowhere(location: bytes) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"

    def once(visit: Visit) -> None:
        visit.send(answer if visit.path == "/" else b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")

    with LoopbackServer(once) as server, pytest.raises(FetchError) as caught:
        client_for(server).fetch(server.url())
    assert not caught.value.retryable
    assert all(visit.header("evil") is None and visit.header("Cookie") is None for visit in server.visits)


def counting_down(visit: Visit) -> None:
    left = int(visit.path.strip("/"))
    (redirecting(f"/{left - 1}") if left else answering(b"there"))(visit)


def test_it_follows_five_times() -> None:
    with LoopbackServer(counting_down) as server:
        response = client_for(server).fetch(server.url("/5"))
    assert response.redirects == tuple(server.url(f"/{left}") for left in (4, 3, 2, 1, 0))


def test_it_does_not_follow_a_sixth_time() -> None:
    with LoopbackServer(counting_down) as server, pytest.raises(FetchError) as caught:
        client_for(server).fetch(server.url("/6"))
    assert (caught.value.code, server.accepted) == (FetchErrorCode.TOO_MANY_REDIRECTS, 6)


@pytest.mark.parametrize(("first", "second", "asked"), [("/", "/", 1), ("/other", "/", 2), ("#part", "/", 1)])
def test_it_does_not_run_in_circles(first: str, second: str, asked: int) -> None:
    with LoopbackServer(by_path(start=redirecting(first), other=redirecting(second))) as server:
        with pytest.raises(FetchError) as caught:
            client_for(server).fetch(server.url())
        assert (caught.value.code, server.accepted) == (FetchErrorCode.TOO_MANY_REDIRECTS, asked)
