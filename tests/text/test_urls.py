"""One address, one spelling."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogues.text.urls import LONGEST_URL, canonical_url, host_of


@pytest.mark.parametrize(
    ("given_as", "canonical"),
    [
        ("HTTPS://WWW.Example.ORG", "https://www.example.org/"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:0443/a", "https://example.org/a"),
        ("http://example.org:/a", "http://example.org/a"),
        ("http://example.org:443/a", "http://example.org:443/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a#:~:text=agreed", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org?b=1", "https://example.org/?b=1"),
        ("https://example.org/a/./b/../c/", "https://example.org/a/c/"),
        ("https://example.org/../a/..", "https://example.org/"),
        ("https://example.org/a//b", "https://example.org/a//b"),
        ("https://example.org/%7euser/%2e%2e/%e4%bc%9a", "https://example.org/%E4%BC%9A"),
        ("https://example.org/会", "https://example.org/%E4%BC%9A"),
        ("https://example.org/a b?q=a b", "https://example.org/a%20b?q=a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%2F%3f", "https://example.org/%2F%3F"),
        ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://example.org/?a=2&b&a=1&&", "https://example.org/?a=2&a=1&b"),
        ("https://example.org/?q=a+b", "https://example.org/?q=a+b"),
        ("https://example.org/?utm_source=x&id=7&UTM_Medium=y&%75tm_campaign=z", "https://example.org/?id=7"),
        ("https://example.org/?fbclid=1&gclid=2&spm=3&isappinstalled=0", "https://example.org/"),
        ("https://example.org/?ref=1&from=2&source=3", "https://example.org/?from=2&ref=1&source=3"),
        ("https://中国.中国/", "https://xn--fiqs8s.xn--fiqs8s/"),
        ("https://BÜCHER。example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
        ("http://192.0.2.1/", "http://192.0.2.1/"),
    ],
)
def test_it_writes_an_address_in_one_way(given_as: str, canonical: str) -> None:
    assert canonical_url(given_as) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/", "https://example.org/"),
        ("https://example.org/", "https://www.example.org/"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1"),
        ("https://example.org/?a=1%262", "https://example.org/?a=1&2"),
        ("https://example.org/?a=%2B", "https://example.org/?a=+"),
        ("https://example.org:8443/", "https://example.org/"),
    ],
)
def test_it_keeps_apart_what_may_be_two_pages(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "mailto:a@example.org",
        "http:example.org",
        "http://",
        "http:///a",
        "http://?a",
        "http://a@example.org/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:８０/",
        "http://exa mple.org/",
        "http://example..org/",
        "http://-example.org/",
        "http://[::1/",
        "http://[1]/",
        "http://example.org\\@other.example/",
        "http://example.org/a\nb",
        "http://example.org/\0",
        "http://example.org/\ud800",
        "http://℀.example/",
        "http://ex\u00adample％.org/",
        "http://" + "a." * 127 + "org/",
        "http://" + "é" * 64 + ".org/",
        "http://example.org/" + "a" * LONGEST_URL,
        "http://example.org/" + "会" * (LONGEST_URL // 2),
    ],
)
def test_it_refuses_what_is_not_an_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"^url: "):
        canonical_url(text)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Example.org.:8443/a", "www.example.org"),
        ("https://中国.中国", "xn--fiqs8s.xn--fiqs8s"),
        ("http://[2001:DB8::1]/", "2001:db8::1"),
    ],
)
def test_it_names_the_host(url: str, host: str) -> None:
    assert host_of(url) == host


def test_it_names_no_host_of_what_is_not_an_address() -> None:
    with pytest.raises(ValueError, match=r"^url: "):
        host_of("example.org")


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["/", ".", "..", "?", "&", "=", "#", "%", "%2e", "%25", "%41", "%zz", ":", "@", "[", "xn--", "。"]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


@given(PIECES, PIECES)
@example("example.org", "/%2541?%2526=%253D")
@example("example.org", "/.//..//%2e/")
@example("example.org", "?&=&?=&utm_")
def test_writing_it_twice_changes_nothing(host: str, rest: str) -> None:
    for url in (f"https://{host}{rest}", f"http://example.org/{rest}", f"HTTP://example.org:80?{rest}", rest):
        try:
            canonical = canonical_url(url)
        except ValueError:
            continue
        assert canonical_url(canonical) == canonical
        assert host_of(canonical) == host_of(url)
        assert canonical.isascii()
