"""Where the web server listens, and the names it answers to."""

import socket

import pytest

from config.embedded import CannotRunError
from config.web_address import Address, allowed_hosts, listen

EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing is bound to it)


def test_it_listens_on_this_machine_alone_unless_told_otherwise() -> None:
    with listen({"PORT": "0"}, print) as listening:
        assert Address.of(listening).host == "127.0.0.1"


def test_a_taken_port_is_said_and_another_taken() -> None:
    said: list[str] = []
    with listen({"PORT": "0"}, said.append) as first:
        port = Address.of(first).port
        with listen({"PORT": str(port)}, said.append) as second:
            assert Address.of(second).port != port
    assert len(said) == 1
    assert f"Port {port} is taken" in said[0]


@pytest.mark.parametrize("port", ["http", "65536", "-1", "８０"])
def test_a_wrong_port_is_refused(port: str) -> None:
    with pytest.raises(CannotRunError, match="PORT must be a number from 0 to 65535"):
        listen({"PORT": port}, print)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotRunError, match=r"cannot listen at HOST 192\.0\.2\.1"):
        listen({"HOST": "192.0.2.1", "PORT": "0"}, print)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        (EVERYWHERE, "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("192.0.2.7", "http://192.0.2.7:80"),
    ],
)
def test_the_url_is_one_that_a_browser_here_can_open(host: str, url: str) -> None:
    assert Address(host, 80).url == url


def test_allowed_hosts_as_given_win() -> None:
    assert allowed_hosts({"ALLOWED_HOSTS": "readout.example"}, Address(EVERYWHERE, 80)) == "readout.example"


def test_allowed_hosts_name_what_others_see() -> None:
    assert allowed_hosts({}, Address("127.0.0.1", 80)) == "localhost,127.0.0.1,[::1]"
    assert allowed_hosts({}, Address("192.0.2.7", 80)) == "localhost,127.0.0.1,[::1],192.0.2.7"
    assert allowed_hosts({}, Address(EVERYWHERE, 80)).endswith(f",{socket.gethostname().lower()}")


def test_nothing_answers_at_a_closed_port() -> None:
    with listen({"PORT": "0"}, print) as listening:
        address = Address.of(listening)
    assert not address.answers("localhost")
