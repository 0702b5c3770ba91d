"""Over TLS the server proves the name that was asked for, not the address that was connected to."""

import os
import ssl
import threading
import time
from pathlib import Path

import pytest

from dialogues.network import Client, FetchError, FetchErrorCode
from tests.network.servers import (
    USER_AGENT,
    Answer,
    LoopbackServer,
    Visit,
    always,
    answering,
    client_for,
    policy_for,
)

# A throw-away key and a certificate for site.example and *.site.example, signed by itself, made for these tests alone.
CERTIFICATE = Path(__file__).with_name("site_example.pem")


def serving(names: list[str | None] | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    if names is not None:
        context.sni_callback = lambda connection, name, configured: names.append(name)
    return context


def trusting(server: LoopbackServer, total_seconds: float = 5.0) -> Client:
    return Client(
        policy_for(server, total_seconds=total_seconds),
        user_agent=USER_AGENT,
        resolver=always("127.0.0.1"),
        ssl_context=ssl.create_default_context(cafile=str(CERTIFICATE)),
    )


def test_the_name_in_the_url_is_the_name_in_tls_and_in_the_request() -> None:
    names: list[str | None] = []
    with LoopbackServer(answering(b"agreed"), ssl_context=serving(names)) as server:
        response = trusting(server).fetch(server.url("/x", host="www.Site.example.", scheme="https"))
        assert server.visits[0].header("Host") == f"www.site.example:{server.port}"
    assert (response.body, response.address) == (b"agreed", "127.0.0.1")
    assert names == ["www.site.example"]


def test_it_takes_no_certificate_of_another_name() -> None:
    with LoopbackServer(answering(), ssl_context=serving()) as server, pytest.raises(FetchError) as caught:
        trusting(server).fetch(server.url(host="other.example", scheme="https"))
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TLS_ERROR, False)
    assert "certificate" in caught.value.message
    assert not server.visits


def test_it_takes_no_certificate_that_nobody_vouches_for() -> None:
    with LoopbackServer(answering(), ssl_context=serving()) as server, pytest.raises(FetchError) as caught:
        client_for(server).fetch(server.url(host="site.example", scheme="https"))
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TLS_ERROR, False)


def test_a_server_without_tls_may_have_it_later() -> None:
    def answer(visit: Visit) -> None:
        visit.connection.recv(65536)
        visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with LoopbackServer(answer, reads_request=False) as server, pytest.raises(FetchError) as caught:
        trusting(server).fetch(server.url(host="site.example", scheme="https"))
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TLS_ERROR, True)


def test_a_broken_record_is_a_tls_error() -> None:
    def answer(visit: Visit) -> None:
        os.write(visit.connection.fileno(), b"HTTP/1.1 200 OK\r\nthis is not encrypted\r\n\r\n")

    with LoopbackServer(answer, ssl_context=serving()) as server, pytest.raises(FetchError) as caught:
        trusting(server).fetch(server.url(host="site.example", scheme="https"))
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TLS_ERROR, True)


def drip_a_record(visit: Visit) -> None:
    visit.drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + bytes(1000))


@pytest.mark.parametrize("answer", [lambda visit: visit.stopping.wait(5), drip_a_record], ids=["silent", "drip"])
def test_a_slow_handshake_ends_at_the_deadline(answer: Answer) -> None:
    with LoopbackServer(answer, reads_request=False) as server:
        began = time.monotonic()
        with pytest.raises(FetchError) as caught:
            trusting(server, total_seconds=0.3).fetch(server.url(host="site.example", scheme="https"))
        assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TIMED_OUT, True)
        assert time.monotonic() - began < 1.3


def test_one_client_serves_many_threads() -> None:
    bodies: list[bytes] = []
    with LoopbackServer(lambda visit: answering(visit.path.encode())(visit), ssl_context=serving()) as server:
        client = trusting(server)

        def fetch(path: str) -> None:
            bodies.append(client.fetch(server.url(path, host="site.example", scheme="https")).body)

        threads = [threading.Thread(target=fetch, args=(f"/{number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=5)
    assert sorted(bodies) == sorted(f"/{number}".encode() for number in range(8))
