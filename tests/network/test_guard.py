"""No URL and no name leads inside."""

import ipaddress
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.network import Client, FetchError, FetchErrorCode, Policy
from dialogues.network.addresses import special_meaning
from dialogues.network.guard import parse_url, resolve
from tests.network.servers import LOOPBACK, USER_AGENT, LoopbackServer, always, answering

PUBLIC = ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
POLICY = Policy(own_hosts=frozenset({"Readout.example.org"}))
PAYLOADS = [
    line.split("\t")
    for line in Path(__file__).with_name("ssrf_payloads.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
HARMLESS = [
    "https://www.mfa.gov.cn/eng/",
    "http://www.china-daily.com.cn/a/201512/03/content_123.htm",
    "HTTPS://WWW.State.GOV/readout",
    "https://www.gov.uk/government/news/uk-china?page=2#top",
    "https://www.example.org:443/",
    "http://www.example.org:80",
    "https://example.org?q=1",
    "https://example.org./final-dot",
    "https://xn--fiqs8s.xn--fiqs8s/",
    "https://中国.中国/会谈",
    "https://bücher.example/",
    "https://1.1.1.1/",
    "https://[2606:4700:4700::1111]/",
    "https://10.example.org/",
    "https://127.0.0.1.example.org/",
    "https://localhost.example.org/",
    "https://internal.example.org/",
    "https://a_b.example.org/",
    "https://example.org/path/http://127.0.0.1/",
    "https://example.org/?next=http://127.0.0.1/&at=me@example.org",
    "https://example.org/a%20b/%E4%BC%9A?x=%2F..;y",
]


@pytest.fixture(scope="module")
def inside() -> Iterator[LoopbackServer]:
    """What must not be reached: it counts who comes."""
    with LoopbackServer(answering(b"secret")) as server:
        yield server


def code_of(url: str, policy: Policy = POLICY) -> FetchErrorCode:
    with pytest.raises(FetchError) as caught:
        parse_url(url, policy)
    return caught.value.code


@pytest.mark.parametrize(("kind", "code", "url"), PAYLOADS)
def test_it_refuses_the_address_without_asking_anybody(kind: str, code: str, url: str, inside: LoopbackServer) -> None:
    asked: list[str] = []
    policy = replace(POLICY, allowed_ports=frozenset({80, 443, inside.port}))

    def resolver(host: str, port: int) -> tuple[str]:
        asked.append(host)
        return ("127.0.0.1",)

    with pytest.raises(FetchError) as caught:
        Client(policy, user_agent=USER_AGENT, resolver=resolver).fetch(url)
    assert caught.value.code == code, kind
    assert not caught.value.retryable
    assert not asked
    assert inside.accepted == 0


@pytest.mark.parametrize("url", [url for _, _, url in PAYLOADS if url.startswith("http://") and url.count("/") == 3])
def test_it_refuses_the_address_on_the_port_of_a_listener_too(url: str, inside: LoopbackServer) -> None:
    policy = replace(POLICY, allowed_ports=frozenset({inside.port}))
    with pytest.raises(FetchError):
        Client(policy, user_agent=USER_AGENT, resolver=always("127.0.0.1")).fetch(f"{url[:-1]}:{inside.port}/")
    assert inside.accepted == 0


def test_the_listener_counts_whoever_is_let_in() -> None:
    with LoopbackServer(answering()) as server:
        policy = Policy(allowed_networks=(LOOPBACK,), allowed_ports=frozenset({server.port}))
        Client(policy, user_agent=USER_AGENT).fetch(server.url())
        assert server.accepted == 1


@pytest.mark.parametrize("url", HARMLESS)
def test_it_lets_a_harmless_address_pass(url: str) -> None:
    target = parse_url(url, POLICY)
    assert resolve(target, POLICY, always(*PUBLIC), 1) in {PUBLIC, (target.host,)}


def test_it_writes_the_target_in_one_way() -> None:
    target = parse_url("HTTPS://Bücher.Example:443?q=会 谈".replace(" ", "%20") + "#end", POLICY)
    assert target.url == "https://xn--bcher-kva.example/?q=%E4%BC%9A%20%E8%B0%88"
    assert target.authority == "xn--bcher-kva.example"


def test_it_writes_an_ipv6_host_in_brackets() -> None:
    target = parse_url("http://[2606:4700:4700:0::1111]/", POLICY)
    assert (target.host, target.authority) == ("2606:4700:4700::1111", "[2606:4700:4700::1111]")


@pytest.mark.parametrize("character", ["\0", "\t", "\n", "\r", " ", "\x7f", "\x85", "\u2028", "\ufeff", "\ud800", "\\"])
@pytest.mark.parametrize("where", ["{}http://example.org/", "http://exam{}ple.org/", "http://example.org/a{}b"])
def test_it_refuses_a_character_that_hides(character: str, where: str) -> None:
    assert code_of(where.format(character)) == FetchErrorCode.BAD_URL


def test_it_refuses_a_url_that_is_too_long() -> None:
    assert code_of("http://example.org/" + "a" * 4096) == FetchErrorCode.BAD_URL


def test_it_refuses_a_label_that_is_too_long() -> None:
    assert code_of(f"http://{'a' * 64}.example/") == FetchErrorCode.BAD_URL


def test_it_refuses_its_own_name_and_its_own_address() -> None:
    policy = Policy(own_hosts=frozenset({"readout.example.org.", "1.1.1.1"}))
    assert code_of("https://readout.EXAMPLE.org/", policy) == FetchErrorCode.REFUSED_ADDRESS
    assert code_of("https://1.1.1.1/", policy) == FetchErrorCode.REFUSED_ADDRESS


@given(st.text(max_size=60))
def test_it_never_fails_otherwise(text: str) -> None:
    for url in (text, f"http://{text}/", f"http://example.org/{text}"):
        try:
            target = parse_url(url, POLICY)
        except FetchError:
            continue
        assert parse_url(target.url, POLICY) == target


@pytest.mark.parametrize(
    "answer",
    [
        ["93.184.215.14", "10.0.0.1"],
        ["93.184.215.14", "::1"],
        ["2606:4700:4700::1111", "fd00:ec2::254"],
        ["127.0.0.1"],
        ["::ffff:93.184.215.14"],
        ["fe80::1%eth0"],
        ["2606:4700:4700::1111%1"],
        ["not an address"],
    ],
)
def test_it_refuses_a_name_of_which_one_address_is_not_public(answer: list[str]) -> None:
    with pytest.raises(FetchError) as caught:
        resolve(parse_url("http://example.org/", POLICY), POLICY, always(*answer), 1)
    assert caught.value.code == FetchErrorCode.REFUSED_ADDRESS


def test_it_refuses_a_mix_of_an_opened_and_a_closed_network() -> None:
    policy = Policy(allowed_networks=(ipaddress.ip_network("10.1.0.0/16"),))
    target = parse_url("http://ministry.example/", policy)
    assert resolve(target, policy, always("10.1.2.3", "10.1.2.3"), 1) == ("10.1.2.3",)
    with pytest.raises(FetchError, match=r"10\.2\.0\.1 is not public"):
        resolve(target, policy, always("10.1.2.3", "10.2.0.1"), 1)


def test_an_opened_network_opens_its_literal_addresses_and_no_others() -> None:
    policy = Policy(allowed_networks=(LOOPBACK,))
    assert parse_url("http://127.0.0.1/", policy).host == "127.0.0.1"
    for url in ("http://127.0.0.2/", "http://[::ffff:127.0.0.1]/", "http://[::1]/", "http://localhost/"):
        assert code_of(url, policy) == FetchErrorCode.REFUSED_ADDRESS


def test_an_opened_network_opens_no_address_with_a_zone() -> None:
    policy = Policy(allowed_networks=(ipaddress.ip_network("fe80::/10"),))
    target = parse_url("http://ministry.example/", policy)
    assert resolve(target, policy, always("fe80::1"), 1) == ("fe80::1",)
    with pytest.raises(FetchError, match=r"fe80::1%eth0 is not public"):
        resolve(target, policy, always("fe80::1%eth0"), 1)


def test_it_says_what_an_address_is_for() -> None:
    assert special_meaning(ipaddress.ip_address("100.100.100.200")) == "cloud metadata (Alibaba Cloud documentation)"
    assert special_meaning(ipaddress.ip_address("1.1.1.1")) is None


def test_a_name_that_is_not_found_may_be_found_later() -> None:
    def failing(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    for resolver in (failing, always()):
        with pytest.raises(FetchError) as caught:
            resolve(parse_url("http://example.org/", POLICY), POLICY, resolver, 1)
        assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.UNRESOLVABLE, True)


def test_a_slow_name_server_is_not_waited_for() -> None:
    released = threading.Event()

    def slow(host: str, port: int) -> tuple[str, ...]:
        released.wait(10)
        return PUBLIC

    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        resolve(parse_url("http://example.org/", POLICY), POLICY, slow, 0.1)
    released.set()
    assert (caught.value.code, caught.value.retryable) == (FetchErrorCode.TIMED_OUT, True)
    assert time.monotonic() - began < 2


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_that_python_calls_special(address: ipaddress.IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert special_meaning(address) is not None


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_public_that_python_calls_special(address: ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert special_meaning(address) is not None


@given(st.integers(0, 2**32 - 1), st.sampled_from(["::", "::ffff:0:0", "64:ff9b::", "2002::", "2001::"]))
def test_no_ipv6_form_of_an_ipv4_address_is_public(number: int, prefix: str) -> None:
    shift = 80 if prefix == "2002::" else 0
    address = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + (number << shift))
    assert special_meaning(address) is not None
