"""Feeds and sitemaps: what they name becomes articles, each entry once.

`work` asks for the feed and reads it, and writes nothing; `write` runs in the transaction that also closes the request.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from dialogues.ingest import host
from dialogues.ingest.access import policy
from dialogues.ingest.add import ArticleRefused, FromUrl, Particulars, add_article
from dialogues.ingest.failure import HostNotFree
from dialogues.models import Article, Feed, FeedEntry
from dialogues.models.vocabularies import ArticleOrigin, FeedKind
from dialogues.network import FetchError, Response
from dialogues.text.dates import PartialDate
from dialogues.text.feed import MOST_BYTES, publishers_day
from dialogues.text.feed_entry import MOST_ENTRIES, Entry, FeedContents, Part, newest_first
from dialogues.text.urls import canonical_url, host_of

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
    # Packed sitemaps.
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
)
READING_SECONDS: Final = 15
# Of an index the newest sitemaps are read, as long as the worker's time for one feed allows.
MOST_PARTS: Final = 10
INDEX_SHARE_OF_LEASE: Final = 0.3
# A sitemap names a ministry's last twenty years: they come bit by bit, so that other articles need not wait for them.
MOST_NEW: Final = 100
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
# What Google's news extension calls them.
LANGUAGES: Final = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
SHORTEST_WAIT: Final = 0.05
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
    """What a feed's server said; `contents` is None when nothing has changed since the last time.

    `parts` says in words how many sitemaps of an index were read; empty for anything else.
    """

    contents: FeedContents | None
    etag: str
    last_modified: str
    moved_to: str
    parts: str = ""


def work(feed: Feed) -> Answer:
    """Ask for the feed, unless it is unchanged, and read it. Raises FeedFailed, and HostNotFree.

    A feed waits behind no articles: it is one request among many that its entries are for.
    """
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    ends_at = time.monotonic() + settings.JOB_LEASE_SECONDS * INDEX_SHARE_OF_LEASE
    try:
        response = _ask(feed.url, headers={name: value for name, value in asked.items() if value})
    except FetchError as error:
        if error.status == GONE:
            gone = "Its server says that this feed is gone for good (status 410). Give its new address, or leave it."
            raise FeedFailed(gone, gone=True) from error
        raise FeedFailed(error.message, not_before=timedelta(seconds=error.retry_after or 0)) from error
    if response.status == 304:
        return Answer(None, feed.etag, feed.last_modified, response.moved_to)
    contents = read_apart(response, feed.only_containing)
    if contents.kind == FeedKind.SITEMAP_INDEX:
        contents, parts = _follow(contents.parts, response.final_url, feed.only_containing, ends_at)
        # An index that has not changed does not say that its sitemaps have not: it is asked for in full each time.
        return Answer(contents, "", "", response.moved_to, parts)
    return Answer(
        contents,
        _sendable(response.header("etag"), ETAG_LONGEST),
        _sendable(response.header("last-modified"), LAST_MODIFIED_LONGEST),
        response.moved_to,
    )


def read_apart(response: Response, only_containing: str = "") -> FeedContents:
    """Read the answer in a process of its own, with limits of time and memory. Raises FeedFailed.

    Raises RuntimeError when the reader itself is broken, which is no fault of the feed.
    """
    kind = response.header("content-type") or response.content_type
    command = [sys.executable, "-m", "dialogues.text.feed", kind, response.final_url, only_containing]
    try:
        # It is given no environment: whatever a feed makes of its reader, there is no password in it.
        done = subprocess.run(  # noqa: S603 - no shell, and the arguments are only data to it
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
    entries = tuple(Entry(**entry) for entry in told["entries"])
    return FeedContents(**(told | {"entries": entries, "parts": tuple(Part(**part) for part in told["parts"])}))


def _ask(url: str, *, headers: Mapping[str, str] | None = None, seconds: float | None = None) -> Response:
    limits = replace(policy(), max_raw_bytes=MOST_BYTES, max_body_bytes=MOST_BYTES)
    if seconds is not None:
        limits = replace(limits, total_seconds=min(limits.total_seconds, seconds))
    return host.ask(url, limits=limits, content_types=FEED_TYPES, headers=headers, waited=True, reserve=False)


def _follow(parts: tuple[Part, ...], index: str, only_containing: str, ends_at: float) -> tuple[FeedContents, str]:
    """The newest entries of the newest sitemaps of an index; and in words how many sitemaps were read.

    Each is asked for like any other page, on the index's own site alone (sitemaps.org, "Sitemap file location"). One
    that fails does not hold up the others. Raises FeedFailed when none could be read.
    """
    on_site = [part for part in parts if _on_site(part.url, index)]
    read: list[FeedContents] = []
    problems: list[FeedFailed] = []
    for part in on_site[:MOST_PARTS]:
        if ends_at - time.monotonic() < 1:
            break
        try:
            read.append(_read_part(part, only_containing, ends_at))
        except FeedFailed as failure:
            problems.append(FeedFailed(f"{part.url[:100]}: {failure.detail}", not_before=failure.not_before))
    if parts and not read:
        raise problems[0] if problems else FeedFailed(_none_followed(on_site))
    found = [entry for contents in read for entry in contents.entries]
    merged = FeedContents(
        FeedKind.SITEMAP_INDEX,
        tuple(newest_first(found)[:MOST_ENTRIES]),
        without_address=sum(contents.without_address for contents in read),
        left_out=sum(contents.left_out for contents in read),
        cut=sum(contents.cut for contents in read) + max(0, len(found) - MOST_ENTRIES),
    )
    said = f"{len(read)} of {len(parts)} sitemaps read"
    return merged, f"{said} ({problems[0].detail[:120]})" if problems else said


def _none_followed(on_site: list[Part]) -> str:
    if on_site:
        return "Its server took so long for the index that no time was left for its sitemaps."
    return "None of the sitemaps that this index names is on the index's own site, so none is followed."


def _read_part(part: Part, only_containing: str, ends_at: float) -> FeedContents:
    try:
        contents = read_apart(_ask_in_turn(part.url, ends_at), only_containing)
    except FetchError as error:
        raise FeedFailed(error.message, not_before=timedelta(seconds=error.retry_after or 0)) from error
    if contents.kind not in {FeedKind.SITEMAP, FeedKind.NEWS_SITEMAP}:
        raise FeedFailed("An index names sitemaps, and this is none: an index within an index is not followed.")
    return contents


def _ask_in_turn(url: str, ends_at: float) -> Response:
    """Ask for the next sitemap as soon as its host may be asked again. Raises FeedFailed when that is too late."""
    while True:
        try:
            return _ask(url, seconds=ends_at - time.monotonic())
        except HostNotFree as later:
            wait = (later.until - timezone.now()).total_seconds()
            if later.because or wait > ends_at - time.monotonic() - 1:
                busy = "Its host wants to be asked so seldom that there was no time left for it."
                raise FeedFailed(later.because or busy, not_before=timedelta(seconds=max(wait, 0))) from later
            time.sleep(max(wait, SHORTEST_WAIT))


def _on_site(url: str, index: str) -> bool:
    """Of the same host, or of two of which one is the other's subdomain."""
    try:
        one, other = host_of(url), host_of(index)
    except ValueError:
        return False
    return one == other or one.endswith(f".{other}") or ("." in one and other.endswith(f".{one}"))


def write(feed: Feed, answer: Answer) -> list[Article]:
    """Add what is new and close the request, in one transaction; returns the new articles.

    Raises FeedLost when the feed was paused, changed or taken over meanwhile: then nothing may stay.
    """
    if answer.contents is None:
        feed.succeeded(
            etag=answer.etag,
            last_modified=answer.last_modified,
            moved_to=answer.moved_to[:2000],
            result="Nothing has changed since the time before.",
        )
        return []
    taken = _take_in(feed, answer.contents)
    # What waits must be named again the next time.
    etag, last_modified = ("", "") if taken.waiting else (answer.etag, answer.last_modified)
    said = f"{answer.parts}. " if answer.parts else ""
    feed.succeeded(
        etag=etag,
        last_modified=last_modified,
        moved_to=answer.moved_to[:2000],
        result=(said + _in_words(answer.contents, taken))[:300],
        kind=answer.contents.kind,
    )
    return taken.new


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a feed's entries: the new articles, and how many were held, cannot be fetched, or wait."""

    new: list[Article]
    held: int
    unusable: int
    waiting: int


def _take_in(feed: Feed, contents: FeedContents) -> Taken:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    named, unusable = _usable(contents.entries)
    seen = FeedEntry.objects.filter(feed=feed, canonical_url__in=named).values_list("canonical_url", flat=True)
    known = set(seen)
    fresh = {url: entry for url, entry in named.items() if url not in known}
    held = _held(fresh)
    bringing = [url for url in fresh if url not in held]
    waiting = set(bringing[MOST_NEW:])
    new: list[Article] = []
    rows = []
    # A feed names its newest entry first: the oldest becomes an article first, as if each had been seen in its turn.
    for url, entry in reversed(fresh.items()):
        if url in waiting:
            continue
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
    return Taken(new, len(fresh) - len(bringing), unusable + contents.without_address, len(waiting))


def _in_words(contents: FeedContents, taken: Taken) -> str:
    total = len(contents.entries) + contents.without_address + contents.left_out + contents.cut
    parts = [f"{total} entries", f"{len(taken.new)} new", f"{taken.held} held already from elsewhere"]
    if taken.waiting:
        parts.append(f"{taken.waiting} wait for the next times, {MOST_NEW} at a time")
    if contents.left_out:
        parts.append(f"{contents.left_out} left out by the filter of addresses")
    if taken.unusable:
        parts.append(f"{taken.unusable} without an address that can be fetched")
    if contents.cut:
        parts.append(f"only the first {MOST_ENTRIES:,} were read")
    return ", ".join(parts) + "."


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
        language=_language(entry.language),
    )
    return FromUrl(entry.url, particulars, ArticleOrigin.FEED)


def _language(stated: str) -> str:
    """As BCP 47; empty when it is none, and reading finds it out."""
    return LANGUAGES.get(stated.lower(), stated) if LANGUAGE.fullmatch(stated) else ""


def _partial(day: date) -> PartialDate | None:
    # A calendar program's year 1 is no date of publication.
    return PartialDate.of_day(day) if 1000 <= day.year <= 2999 else None


def _sendable(value: str | None, longest: int) -> str:
    return value if value and len(value) <= longest and SENDABLE.fullmatch(value) else ""
