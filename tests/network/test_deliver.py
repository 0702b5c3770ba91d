"""Posting to an operator's own address: once, and nowhere else."""

from typing import Any

import pytest

from dialogues.network import EVERYWHERE, Client, FetchError, FetchErrorCode, Policy
from tests.network.servers import USER_AGENT, LoopbackServer, always, answering, redirecting

HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer abc"}


def client(port: int, *names: str, **more: Any) -> Client:
    policy = Policy(allowed_networks=EVERYWHERE, allowed_ports=frozenset({port}), allowed_names=frozenset(names))
    return Client(policy, user_agent=USER_AGENT, content_types=("application/json",), **more)


def test_the_body_and_the_headers_arrive_and_the_answer_comes_back() -> None:
    with LoopbackServer(answering(b"{}", kind="application/json")) as server:
        response = client(server.port).deliver(server.url("/v1/x"), b'{"a": 1}', headers=HEADERS)
    (visit,) = server.visits
    assert visit.request.startswith(b"POST /v1/x HTTP/1.1\r\n")
    assert visit.header("Authorization") == "Bearer abc"
    assert visit.header("Content-Length") == "8"
    assert response.body == b"{}"


def test_a_redirect_is_an_error_and_the_key_goes_no_further() -> None:
    with LoopbackServer(redirecting("http://127.0.0.1:PORT/elsewhere", 307)) as server:
        with pytest.raises(FetchError) as failed:
            client(server.port).deliver(server.url(), b"{}", headers=HEADERS)
        assert len(server.visits) == 1
    assert failed.value.status == 307


def test_a_name_inside_a_private_network_is_let_through_only_where_it_is_named() -> None:
    with LoopbackServer(answering(b"{}", kind="application/json")) as server:
        url = f"http://models:{server.port}/"
        resolver = always("127.0.0.1")
        with pytest.raises(FetchError) as failed:
            client(server.port, "others", resolver=resolver).deliver(url, b"{}", headers=HEADERS)
        assert failed.value.code is FetchErrorCode.REFUSED_ADDRESS
        assert client(server.port, "models", resolver=resolver).deliver(url, b"{}", headers=HEADERS).body == b"{}"


def test_nothing_is_posted_to_a_public_address_without_encryption() -> None:
    with pytest.raises(FetchError, match="by https alone"):
        client(80, resolver=always("127.0.0.1", "93.184.216.34")).deliver("http://x.example/", b"{}", headers=HEADERS)


def test_a_header_that_would_end_the_header_is_refused_without_being_shown() -> None:
    with pytest.raises(ValueError, match="Authorization") as refused:
        client(80).deliver("http://127.0.0.1/", b"", headers={"Authorization": "secret\r\nX: y"})
    assert "secret" not in str(refused.value)
