import json
from datetime import date
from typing import Any

import pytest

from dialogues.text.feed import publishers_day, read_feed
from dialogues.text.feed_entry import MOST_ENTRIES, Entry, NotAFeed

HOME = "https://gazette.example/feeds/all"


def rss(*items: str) -> bytes:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{''.join(items)}</channel></rss>".encode()
    )


def json_feed(*items: Any) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items}).encode()


def test_rss_gives_address_title_and_the_date_in_its_own_words() -> None:
    item = "<item><title>Talks</title><link>/talks</link><pubDate>Thu, 03 Dec 2015 23:30:00 +0800</pubDate></item>"
    assert read_feed(rss(item), "application/rss+xml", HOME).entries == (
        Entry("https://gazette.example/talks", "Talks", "Thu, 03 Dec 2015 23:30:00 +0800"),
    )


def test_atom_takes_the_page_and_not_the_entry_itself() -> None:
    links = "<link rel='self' href='self'/><link href='talks'/>"
    dates = "<published>2015-12-03T23:30:00+08:00</published><updated>2016-01-01T00:00:00+08:00</updated>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Talks</title>{links}{dates}</entry></feed>"
    assert read_feed(feed.encode(), "application/atom+xml", HOME).entries == (
        Entry("https://gazette.example/feeds/talks", "Talks", "2015-12-03T23:30:00+08:00"),
    )


def test_the_last_change_of_an_atom_entry_is_no_date_of_publication() -> None:
    entry = "<entry><link href='/talks'/><updated>2016-01-01T00:00:00+08:00</updated></entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    assert read_feed(feed.encode(), "application/atom+xml", HOME).entries[0].published == ""


def test_rss_1_dates_its_items_in_dublin_core() -> None:
    spaces = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    item = "<item><link>https://gazette.example/1</link><dc:date>2015-12-03T23:30:00+08:00</dc:date></item>"
    feed = f"<rdf:RDF {spaces} xmlns:dc='http://purl.org/dc/elements/1.1/'><channel/>{item}</rdf:RDF>"
    assert read_feed(feed.encode(), "application/rdf+xml", HOME).entries[0].published == "2015-12-03T23:30:00+08:00"


def test_json_feed_is_read_too() -> None:
    given = {"id": "1", "url": "/talks", "title": "Talks", "date_published": "2015-12-03T23:30:00+08:00"}
    assert read_feed(json_feed(given), "application/feed+json", HOME).entries == (
        Entry("https://gazette.example/talks", "Talks", "2015-12-03T23:30:00+08:00"),
    )


def test_titles_become_plain_text() -> None:
    item = "<item><title>A &lt;b&gt;first&lt;/b&gt; round\n of talks &amp;amp; more</title><link>/a</link></item>"
    assert read_feed(rss(item), "text/xml", HOME).entries[0].title == "A first round of talks & more"


def test_what_the_database_cannot_hold_is_left_out_of_titles() -> None:
    entry = read_feed(json_feed({"url": "/a", "title": "Talks\0 \ud800 end"}), "application/json", HOME).entries[0]
    assert entry.title == "Talks end"


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "mailto:desk@gazette.example", "http://[", 7, None])
def test_an_entry_without_an_address_is_counted_and_left_out(address: Any) -> None:
    contents = read_feed(json_feed({"url": address}, {"url": "/b"}), "application/json", "https://gazette.example")
    if address == 7:  # a number is an odd name for a page, but it is one
        assert contents.entries[0].url == "https://gazette.example/7"
    else:
        assert (len(contents.entries), contents.without_address) == (1, 1)


def test_only_so_many_entries_are_read_and_the_rest_is_told() -> None:
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(MOST_ENTRIES + 5))
    contents = read_feed(rss(items), "text/xml", HOME)
    assert (len(contents.entries), contents.cut) == (MOST_ENTRIES, 5)


def test_a_feed_that_is_not_well_formed_is_read_all_the_same() -> None:
    contents = read_feed(rss("<item><title>Talks & more<br></title><link>/a</link></item>"), "text/xml", HOME)
    assert [entry.url for entry in contents.entries] == ["https://gazette.example/a"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read_feed(rss(), "text/xml", HOME).entries == ()


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Talks</body></html>", b"{", b'{"items": []}', b'{"a":' * 50_000, b"%PDF-1.7"]
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(NotAFeed, match=r"feed"):
        read_feed(body, "text/html", HOME)


@pytest.mark.parametrize(
    "words",
    [
        "Thu, 03 Dec 2015 23:30:00 +0800",
        "Thu, 03 Dec 2015 00:10:00 -0500",
        "Thu, 03 Dec 2015 23:30:00 EST",
        "2015-12-03T23:30:00+08:00",
        "2015-12-03T00:10:00-05:00",
        "2015-12-03 23:30",
        "2015-12-03",
    ],
)
def test_the_publishers_day_is_the_day_as_written(words: str) -> None:
    assert publishers_day(words) == date(2015, 12, 3)


@pytest.mark.parametrize(
    "words",
    [
        "Thu, 03 Dec 2015 17:30:00 GMT",
        "Thu, 03 Dec 2015 17:30:00 +0000",
        "2015-12-03T17:30:00Z",
        "2015-12-03T17:30:00+00:00",
    ],
)
def test_a_time_in_utc_names_no_day_of_the_publishers(words: str) -> None:
    assert publishers_day(words) is None


@pytest.mark.parametrize("words", ["", "yesterday", "2015-13-03", "Thu, 99 Dec 2015 23:30:00 +0800", "١٢-٠٣"])
def test_what_is_no_date_gives_no_day(words: str) -> None:
    assert publishers_day(words) is None
