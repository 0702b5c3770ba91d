"""Feeds: what a feed names becomes articles, each entry once.

`work` asks for the feed and reads it, and writes nothing; `write` runs in the transaction that also closes the request.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from dialogues.ingest import host
from dialogues.ingest.access import policy
from dialogues.ingest.add import ArticleRefused, FromUrl, Particulars, add_article
from dialogues.models import Article, Feed, FeedEntry
from dialogues.models.vocabularies import ArticleOrigin
from dialogues.network import FetchError, Response
from dialogues.text.dates import PartialDate
from dialogues.text.feed import MOST_ENTRIES, Entry, FeedContents, publishers_day
from dialogues.text.urls import canonical_url

FEED_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/json",
    "text/plain",
    # Some servers give their feeds no better name; a real page is found out when it is read.
    "text/html",
)
FEED_BYTES: Final = 5 * 1024 * 1024
READING_SECONDS: Final = 15
TOO_MUCH: Final = "Reading this feed took more time or memory than one is given. Look at it by hand."
GONE: Final = 410
# Two feeds that name the same page, asked at the same moment, would both find it new.
ONE_AT_A_TIME: Final = 7_402_016
# What may be sent back to the server in a header, within what the columns hold.
SENDABLE: Final = re.compile(r"[\x20-\x7e]*")
ETAG_LONGEST, LAST_MODIFIED_LONGEST = 300, 100


class FeedFailed(Exception):
    """The feed could not be read this time: `detail` is a sentence for staff.

    `not_before` is how long its server wants to be left alone; `gone` says that there is nothing to come back for.
    """

    def __init__(self, detail: str, *, not_before: timedelta = timedelta(), gone: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.not_before = not_before
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed's server said; `contents` is None when nothing has changed since the last time."""

    contents: FeedContents | None
    etag: str
    last_modified: str
    moved_to: str


def work(feed: Feed) -> Answer:
    """Ask for the feed, unless it is unchanged, and read it. Raises FeedFailed, and HostNotFree.

    A feed waits behind no articles: it is one request among many that its entries are for.
    """
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    limits = replace(policy(), max_raw_bytes=FEED_BYTES, max_body_bytes=FEED_BYTES)
    headers = {name: value for name, value in asked.items() if value}
    try:
        response = host.ask(
            feed.url, limits=limits, content_types=FEED_TYPES, headers=headers, waited=True, reserve=False
        )
    except FetchError as error:
        if error.status == GONE:
            gone = "Its server says that this feed is gone for good (status 410). Give its new address, or leave it."
            raise FeedFailed(gone, gone=True) from error
        raise FeedFailed(error.message, not_before=timedelta(seconds=error.retry_after or 0)) from error
    if response.status == 304:
        return Answer(None, feed.etag, feed.last_modified, response.moved_to)
    return Answer(
        read_apart(response),
        _sendable(response.header("etag"), ETAG_LONGEST),
        _sendable(response.header("last-modified"), LAST_MODIFIED_LONGEST),
        response.moved_to,
    )


def read_apart(response: Response) -> FeedContents:
    """Read the answer in a process of its own, with limits of time and memory. Raises FeedFailed.

    Raises RuntimeError when the reader itself is broken, which is no fault of the feed.
    """
    kind = response.header("content-type") or response.content_type
    command = [sys.executable, "-m", "dialogues.text.feed", kind, response.final_url]
    try:
        # It is given no environment: whatever a feed makes of its reader, there is no password in it.
        done = subprocess.run(  # noqa: S603 - no shell, and both arguments are only data to it
            command,
            input=response.body,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONUTF8": "1"},
            timeout=READING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FeedFailed(TOO_MUCH) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise FeedFailed(TOO_MUCH)
    if done.returncode:
        last_line = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"the reader of feeds stopped: {last_line}")
    told: dict[str, Any] = json.loads(done.stdout)
    if "problem" in told:
        raise FeedFailed(told["problem"])
    return FeedContents(**(told | {"entries": tuple(Entry(**entry) for entry in told["entries"])}))


def write(feed: Feed, answer: Answer) -> list[Article]:
    """Add what is new and close the request, in one transaction; returns the new articles.

    Raises FeedLost when the feed was paused, changed or taken over meanwhile: then nothing may stay.
    """
    new: list[Article] = []
    if answer.contents is None:
        result = "Nothing has changed since the time before."
    else:
        new, result = _take_in(feed, answer.contents)
    feed.succeeded(etag=answer.etag, last_modified=answer.last_modified, moved_to=answer.moved_to[:2000], result=result)
    return new


def _take_in(feed: Feed, contents: FeedContents) -> tuple[list[Article], str]:
    """The new articles, and in words what became of the entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    named, unusable = _usable(contents.entries)
    seen = FeedEntry.objects.filter(feed=feed, canonical_url__in=named).values_list("canonical_url", flat=True)
    known = set(seen)
    fresh = {url: entry for url, entry in named.items() if url not in known}
    held = _held(fresh)
    new: list[Article] = []
    rows = []
    # A feed names its newest entry first: the oldest becomes an article first, as if each had been seen in its turn.
    for url, entry in reversed(fresh.items()):
        article_id = held.get(url)
        if article_id is None:
            article, _ = add_article(_source(feed, entry), by=None)
            new.append(article)
            article_id = article.pk
        rows.append(
            FeedEntry(
                feed=feed,
                canonical_url=url,
                article_id=article_id,
                brought=url not in held,
                published_as_stated=entry.published,
            )
        )
    FeedEntry.objects.bulk_create(rows)
    total = len(contents.entries) + contents.without_address + contents.cut
    parts = [f"{total} entries", f"{len(new)} new", f"{len(fresh) - len(new)} held already from elsewhere"]
    if unusable + contents.without_address:
        parts.append(f"{unusable + contents.without_address} without an address that can be fetched")
    if contents.cut:
        parts.append(f"only the first {MOST_ENTRIES:,} were read")
    return new, ", ".join(parts) + "."


def _usable(entries: Iterable[Entry]) -> tuple[dict[str, Entry], int]:
    """The entries by their canonical URL, the first of each; and how many have none that can be fetched."""
    named: dict[str, Entry] = {}
    unusable = 0
    for entry in entries:
        try:
            FromUrl(entry.url).check()
        except ArticleRefused:
            unusable += 1
        else:
            named.setdefault(canonical_url(entry.url), entry)
    return named, unusable


def _held(urls: Iterable[str]) -> dict[str, int]:
    """The articles that are held already under these canonical URLs: another feed's or staff's.

    A source of the starter record was only seen: a feed that names it brings its text.
    """
    wanted = list(urls)
    articles = Article.objects.filter(canonical_url__in=wanted).exclude(origin=ArticleOrigin.STARTER).order_by("-id")
    entries = FeedEntry.objects.filter(canonical_url__in=wanted).order_by("-id")
    return dict(articles.values_list("canonical_url", "pk")) | dict(entries.values_list("canonical_url", "article_id"))


def _source(feed: Feed, entry: Entry) -> FromUrl:
    day = publishers_day(entry.published)
    particulars = Particulars(
        title=entry.title,
        published_on=None if day is None else _partial(day),
        published_on_basis=f"feed: {entry.published}",
        publisher=feed.publisher,
    )
    return FromUrl(entry.url, particulars, ArticleOrigin.FEED)


def _partial(day: date) -> PartialDate | None:
    # A calendar program's year 1 is no date of publication.
    return PartialDate.of_day(day) if 1000 <= day.year <= 2999 else None


def _sendable(value: str | None, longest: int) -> str:
    return value if value and len(value) <= longest and SENDABLE.fullmatch(value) else ""
