"""What a feed names: RSS, Atom, JSON Feed or a sitemap, from bytes to entries.

A feed may be built to hold its reader up (an element with 100,000 attributes takes minutes), so the limits are those
of a process: `python -m dialogues.text.feed TYPE URL FILTER` reads standard input and writes JSON, as
`dialogues.ingest.feeds` asks it to.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from email.utils import parsedate_tz
from typing import Any, Final

from dialogues.text.feed_entry import MOST_ENTRIES, Entry, FeedContents, NotAFeed, contents_of, entry_of
from dialogues.text.limits import limit_memory, limit_time_from_now, write_nothing
from dialogues.text.packed import GZIP_MARK, BadlyPacked, unpack
from dialogues.text.sitemap import is_sitemap, read_sitemap

MOST_BYTES: Final = 10 * 1024 * 1024
CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 512 * 1024 * 1024
# Zones that say when, but not where: the publisher's own day may be another one.
UTC_NAMES: Final = re.compile(r"(?:Z|UTC?|GMT|[+-]00:?00)\s*$", re.IGNORECASE)
ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_feed(body: bytes, content_type: str, url: str, only_containing: str = "") -> FeedContents:
    """Read a feed or a sitemap that was received from `url`. Raises NotAFeed.

    With `only_containing` the entries whose address does not contain it are left out.
    """
    if body.startswith(GZIP_MARK):
        try:
            body = unpack(body, "gzip", MOST_BYTES)
        except BadlyPacked as error:
            raise NotAFeed(str(error)) from error
    if is_sitemap(body):
        return read_sitemap(body, url, only_containing)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        kind, found, total = _json_entries(body, url)
    else:
        kind, found, total = _xml_entries(body, content_type, url)
    return contents_of(kind, found, only_containing=only_containing, cut=total - len(found))


def publishers_day(published: str) -> date | None:
    """The day on which an entry was published where its publisher is; None when the feed's words do not tell it.

    The day is taken as written, never moved to UTC. A time that is given in UTC names no day of the publisher's: at
    17:30 UTC it is already tomorrow in Beijing. Such dates are left to the page itself.
    """
    text = published.strip()
    if ISO_DATE.match(text):
        if len(text) > 10 and UTC_NAMES.search(text):
            return None
        try:
            return datetime.fromisoformat(text[:10]).date()
        except ValueError:
            return None
    try:
        parts = parsedate_tz(text)
        if parts is None or UTC_NAMES.search(text):
            return None
        return date(*parts[:3])
    except (ValueError, TypeError, IndexError):
        return None


def _xml_entries(body: bytes, content_type: str, url: str) -> tuple[str, list[Entry], int]:
    import feedparser  # noqa: PLC0415 - Django's processes use this module for its dates and never read a feed

    headers = {"content-type": content_type, "content-location": url}
    # As a stream: a text or bytes would be taken for an address or a file's name if they look like one.
    parsed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed("This is no RSS, Atom or JSON feed, and no sitemap. Look on the page for the address of one.")
    atom = str(parsed.get("version", "")).startswith("atom")
    found = []
    for entry in parsed.entries[:MOST_ENTRIES]:
        # Atom's `updated` is when the entry was last touched; elsewhere it is dc:date, which is when it was published.
        published = entry.get("published") or ("" if atom or "updated" not in entry else entry.get("updated"))
        found.append(entry_of(entry.get("link"), entry.get("title"), published, url))
    return "atom" if atom else "rss", found, len(parsed.entries)


def _json_entries(body: bytes, url: str) -> tuple[str, list[Entry], int]:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed("This is neither XML nor well-formed JSON, so it is no feed.") from error
    items = feed.get("items")
    if "jsonfeed.org/version" not in str(feed.get("version", "")) or not isinstance(items, list):
        raise NotAFeed("This JSON does not say that it is a JSON Feed (jsonfeed.org).")
    found = [
        entry_of(item.get("url") or item.get("external_url"), item.get("title"), item.get("date_published"), url)
        for item in items[:MOST_ENTRIES]
        if isinstance(item, dict)
    ]
    return "json_feed", found, len([item for item in items if isinstance(item, dict)])


def _answers() -> Iterator[tuple[str, Any]]:
    try:
        feed = read_feed(sys.stdin.buffer.read(), *sys.argv[1:4])
    except NotAFeed as error:
        yield "problem", str(error)
    else:
        yield from asdict(feed).items()


if __name__ == "__main__":
    limit_memory(MEMORY_BYTES)
    limit_time_from_now(CPU_SECONDS)
    write_nothing()
    json.dump(dict(_answers()), sys.stdout)
