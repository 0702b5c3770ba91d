"""Sitemaps, well-formed ones and others."""

import gzip
from typing import Final

import pytest

from dialogues.text.feed import MOST_BYTES, read_feed
from dialogues.text.feed_entry import MOST_ENTRIES, Entry, FeedContents, NotAFeed, Part

HOME: Final = "https://ministry.example/sitemap.xml"
STANDARD: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
DATE: Final = "2015-12-03T23:30:00+08:00"


def sitemap(*urls: str, root: str = "urlset", space: str = STANDARD, before: str = "") -> bytes:
    declared = f"xmlns='{space}'" if space else ""
    return f"<?xml version='1.0'?>{before}<{root} {declared} xmlns:news='{NEWS}'>{''.join(urls)}</{root}>".encode()


def page(address: str, lastmod: str = "", news: str = "") -> str:
    modified = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{address}</loc>{modified}{news}</url>"


def news(title: str = "Talks", date: str = DATE, language: str = "zh-cn") -> str:
    publication = f"<news:publication><news:name>Gazette</news:name><news:language>{language}</news:language>"
    return (
        f"<news:news>{publication}</news:publication>"
        f"<news:publication_date>{date}</news:publication_date><news:title>{title}</news:title></news:news>"
    )


def read(body: bytes, only_containing: str = "") -> FeedContents:
    return read_feed(body, "application/xml", HOME, only_containing)


def addresses(contents: FeedContents) -> list[str]:
    return [entry.url.removeprefix("https://ministry.example") for entry in contents.entries]


def test_a_news_sitemap_gives_title_date_with_its_zone_and_language() -> None:
    contents = read(sitemap(page("https://ministry.example/1", "2016-01-01", news("A round &amp; more"))))
    entry = Entry("https://ministry.example/1", "A round & more", DATE, "2016-01-01", "zh-cn")
    assert (contents.kind, contents.entries) == ("news_sitemap", (entry,))


def test_the_last_change_of_a_page_is_no_date_of_publication() -> None:
    contents = read(sitemap(page("/press/1", "2016-01-01")))
    assert contents.kind == "sitemap"
    assert contents.entries == (Entry("https://ministry.example/press/1", "", "", "2016-01-01"),)


def test_the_newest_come_first_and_those_without_a_date_stay_in_their_order_at_the_end() -> None:
    urls = [
        page("/undated-1"),
        page("/year", "2013"),
        page("/evening", "2015-12-03T23:30:00+08:00"),
        page("/undated-2", "yesterday"),
        page("/month", "2016-02"),
        page("/noon", "2015-12-03T16:00:00Z"),
    ]
    newest = ["/month", "/noon", "/evening", "/year", "/undated-1", "/undated-2"]
    assert addresses(read(sitemap(*urls))) == newest


def test_the_filter_is_applied_before_the_newest_are_chosen() -> None:
    gardens = [page(f"/gardens/{number}", "2020-01-01") for number in range(MOST_ENTRIES)]
    contents = read(sitemap(*gardens, page("/press/1", "2015-12-03")), only_containing="/press/")
    assert (addresses(contents), contents.left_out, contents.cut) == (["/press/1"], MOST_ENTRIES, 0)


def test_fifty_thousand_pages_are_read_and_the_newest_thousand_kept() -> None:
    contents = read(sitemap(*(page(f"/{number}", f"20{number % 90 + 10}-01-01") for number in range(50_000))))
    assert (len(contents.entries), contents.cut) == (MOST_ENTRIES, 49_000)
    assert contents.entries[0].modified == "2099-01-01"


def test_more_pages_than_the_standard_allows_are_refused() -> None:
    with pytest.raises(NotAFeed, match="more than 50,000 addresses"):
        read(sitemap(*(page(f"/{number}") for number in range(50_001))))


def test_the_address_of_a_picture_is_not_taken_for_the_pages() -> None:
    picture = (
        "<i:image xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><i:loc>/a.png</i:loc>"
        "<i:title>A picture</i:title></i:image>"
    )
    contents = read(sitemap(f"<url>{picture}<loc>/press/1</loc></url>"))
    assert (contents.kind, addresses(contents), contents.entries[0].title) == ("sitemap", ["/press/1"], "")


def test_a_page_without_an_address_is_counted() -> None:
    contents = read(sitemap("<url><lastmod>2015</lastmod></url>", page("javascript:alert(1)"), page("/press/1")))
    assert (addresses(contents), contents.without_address) == (["/press/1"], 2)


def test_an_index_names_its_parts_the_newest_first() -> None:
    parts = [
        "<sitemap><loc>/old.xml</loc><lastmod>2015-01-01</lastmod></sitemap>",
        "<sitemap><loc>https://ministry.example/new.xml.gz</loc><lastmod>2016-01-01</lastmod></sitemap>",
    ]
    contents = read(sitemap(*parts, root="sitemapindex"))
    assert (contents.kind, contents.entries) == ("sitemap_index", ())
    assert contents.parts == (
        Part("https://ministry.example/new.xml.gz", "2016-01-01"),
        Part("https://ministry.example/old.xml", "2015-01-01"),
    )


def test_an_index_without_parts_is_still_an_index() -> None:
    assert read(sitemap(root="sitemapindex")).kind == "sitemap_index"


@pytest.mark.parametrize("space", ["", "http://www.google.com/schemas/sitemap/0.84"])
def test_older_and_missing_namespaces_are_forgiven(space: str) -> None:
    assert addresses(read(sitemap(page("/press/1"), space=space))) == ["/press/1"]


def test_another_namespace_is_named() -> None:
    with pytest.raises(NotAFeed, match=r"its namespace is urn:of-something-else"):
        read(sitemap(page("/press/1"), space="urn:of-something-else"))


def test_packed_sitemaps_are_unpacked_several_pieces_too() -> None:
    whole = sitemap(page("/press/1"))
    assert addresses(read(gzip.compress(whole[:50]) + gzip.compress(whole[50:]))) == ["/press/1"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(sitemap(page("/press/1")))[:-10], "breaks off"),
        (b"\x1f\x8b" + b"\x00" * 30, "damaged"),
        (gzip.compress(b" " * (MOST_BYTES + 1)), "larger than 10 MB"),
        (sitemap(page("/press/1"))[:-12], "no well-formed XML"),
        (b"<urlset xmlns='" + STANDARD.encode() + b"'><url><loc>/a & b</loc></url></urlset>", "no well-formed XML"),
    ],
    ids=["cut gzip", "damaged gzip", "gzip bomb", "cut", "lone ampersand"],
)
def test_a_broken_sitemap_says_what_is_wrong(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read(body)


LAUGHS: Final = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE urlset SYSTEM 'http://127.0.0.1:9/evil.dtd'>",
        f"<!DOCTYPE urlset [<!ENTITY l0 'ha'>{LAUGHS}]>",
    ],
    ids=["a file", "another address", "a billion laughs"],
)
def test_entities_are_refused_unread(doctype: str) -> None:
    with pytest.raises(NotAFeed, match="document type"):
        read(sitemap("<url><loc>/press/&x;&l9;</loc></url>", before=doctype))
