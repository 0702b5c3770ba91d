"""Sitemaps (sitemaps.org 0.9, with or without Google's news extension) and sitemap indexes, from bytes to entries.

Called by `dialogues.text.feed` in its process with limits of time and memory: no document type is accepted, so there
are no entities, and nothing else is ever loaded.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from dialogues.text.feed_entry import (
    LONGEST_DATE,
    Entry,
    FeedContents,
    NotAFeed,
    Part,
    contents_of,
    entry_of,
    full_address,
    moment,
    newest_first,
    one_line,
)

ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>/]")
# The name of the root stands in the first bytes, after a declaration and perhaps a comment.
ROOT_WITHIN: Final = 4_096
# The standard's own, what it was called before, a common mistake, and none at all.
NAMESPACES: Final = frozenset(
    {
        "http://www.sitemaps.org/schemas/sitemap/0.9",
        "https://www.sitemaps.org/schemas/sitemap/0.9",
        "http://www.google.com/schemas/sitemap/0.84",
        "",
    }
)
PLAIN_FIELDS: Final = frozenset({"loc", "lastmod"})
NEWS_FIELDS: Final = frozenset({"title", "publication_date", "language"})
PIECE: Final = 64 * 1024
# The standard's own limit.
MOST_URLS: Final = 50_000
LONGEST_LANGUAGE: Final = 16


def is_sitemap(body: bytes) -> bool:
    return ROOT.search(body[:ROOT_WITHIN]) is not None


def read_sitemap(body: bytes, url: str, only_containing: str = "") -> FeedContents:
    """Read a sitemap or an index that was received from `url`. Raises NotAFeed.

    The filter is applied before the 1,000 newest are chosen: what a ministry says about its gardens costs nothing.
    """
    entries: list[Entry] = []
    parts: list[Part] = []
    news = False
    for number, (kind, said) in enumerate(_records(body)):
        if number >= MOST_URLS:
            raise NotAFeed(f"This sitemap names more than {MOST_URLS:,} addresses: more than the standard allows.")
        modified = said.get("lastmod", "")[:LONGEST_DATE]
        if kind == "sitemap":
            parts.append(Part(full_address(said.get("loc"), url), modified))
            continue
        news = news or "publication_date" in said or "title" in said
        entry = entry_of(said.get("loc"), said.get("title"), said.get("publication_date"), url)
        language = said.get("language", "")[:LONGEST_LANGUAGE]
        entries.append(Entry(entry.url, entry.title, entry.published, modified, language))
    root = ROOT.search(body[:ROOT_WITHIN])
    if root is not None and root[1] == b"sitemapindex":
        newest = sorted(parts, key=lambda part: moment(part.modified), reverse=True)
        return FeedContents("sitemap_index", parts=tuple(newest))
    return contents_of("news_sitemap" if news else "sitemap", newest_first(entries), only_containing=only_containing)


def _records(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each url and each sitemap with what it says of itself: loc, lastmod, and title, date and language of the news."""
    said: dict[str, str] = {}
    space: str | None = None
    for event, element in _elements(body):
        name = etree.QName(element)
        namespace = name.namespace or ""
        if space is None:
            space = _checked(namespace, element.getroottree().docinfo.doctype)
        if event == "start":
            continue
        if namespace == space and name.localname in {"url", "sitemap"}:
            yield name.localname, said
            said = {}
            element.clear()
        elif name.localname in (PLAIN_FIELDS if namespace == space else NEWS_FIELDS if _is_news(namespace) else ()):
            said.setdefault(name.localname, one_line(element.text))


def _elements(body: bytes) -> Iterator[tuple[str, Any]]:
    """The starts and ends of elements, piece by piece, so that a large sitemap is never a whole tree."""
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for start in range(0, len(body), PIECE):
            parser.feed(body[start : start + PIECE])
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"This sitemap is no well-formed XML: {one_line(error.msg)[:200]}.") from error


def _is_news(namespace: str) -> bool:
    return namespace.startswith("http://www.google.com/schemas/sitemap-news/")


def _checked(namespace: str, doctype: str | None) -> str:
    if doctype:
        raise NotAFeed("This sitemap brings a document type (DOCTYPE). No sitemap needs one, so it is not read.")
    if namespace not in NAMESPACES:
        raise NotAFeed(f"This is XML of another kind: its namespace is {one_line(namespace)[:100]}, not a sitemap's.")
    return namespace
