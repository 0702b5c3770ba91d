"""What a feed or a sitemap names, entry by entry, whatever form it has."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin

MOST_ENTRIES: Final = 1_000
LONGEST_TITLE: Final = 500
LONGEST_ADDRESS: Final = 8_192
LONGEST_DATE: Final = 100
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
TAG: Final = re.compile(r"<[^<>]*>")
# What a year or a month lacks to be a day.
PADDING: Final = {4: "-01-01", 7: "-01"}


class NotAFeed(ValueError):
    """The bytes are neither a feed nor a sitemap. The message is a sentence for staff."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address in full, its title as plain text, and when it was published in the feed's own words.

    `modified` is when a sitemap says that the page was last changed, which is no date of publication; `language` is
    what a news sitemap gives as the page's, in its own words.
    """

    url: str
    title: str
    published: str
    modified: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A sitemap that a sitemap index names, and when the index says that it was last changed."""

    url: str
    modified: str


@dataclass(frozen=True, slots=True)
class FeedContents:
    """The entries, the newest first as far as the feed tells. `kind` is a term of the vocabulary FeedKind.

    `without_address` counts those left out because they have none, `left_out` those that the feed's filter leaves out,
    `cut` those beyond the first 1,000. A sitemap index has `parts` and no entries.
    """

    kind: str
    entries: tuple[Entry, ...] = ()
    without_address: int = 0
    left_out: int = 0
    cut: int = 0
    parts: tuple[Part, ...] = ()


def contents_of(kind: str, found: Iterable[Entry], *, only_containing: str = "", cut: int = 0) -> FeedContents:
    """Count and leave out what cannot be used or is not wanted, and keep the first 1,000 of the rest.

    `cut` is how many the reader has left out already.
    """
    named = list(found)
    addressed = [entry for entry in named if entry.url]
    wanted = [entry for entry in addressed if only_containing in entry.url]
    return FeedContents(
        kind,
        tuple(wanted[:MOST_ENTRIES]),
        without_address=len(named) - len(addressed),
        left_out=len(addressed) - len(wanted),
        cut=cut + max(0, len(wanted) - MOST_ENTRIES),
    )


def entry_of(address: Any, title: Any, published: Any, base: str) -> Entry:
    """An entry from what a feed gives for it, whatever its types. Its `url` is empty when it has none to be fetched."""
    return Entry(full_address(address, base), _plain(title), one_line(published)[:LONGEST_DATE])


def full_address(given: Any, base: str) -> str:
    """The http or https address in full; empty when it is none."""
    text = str(given or "").strip()
    if not text or len(text) > LONGEST_ADDRESS:
        return ""
    try:
        full = urljoin(base, text)
    except ValueError:
        return ""
    return full if full.lower().startswith(("http://", "https://")) and not UNPRINTABLE.search(full) else ""


def one_line(value: Any) -> str:
    return " ".join(UNPRINTABLE.sub(" ", str(value or "")).split())


def moment(text: str) -> datetime:
    """A date of a sitemap (W3C: year, month, day or time) for putting in order; the year 1 when it is none."""
    padded = text + PADDING.get(len(text), "")
    try:
        at = datetime.fromisoformat(padded)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By publication, or else by the last change; those without either stay in their order, at the end."""
    return sorted(entries, key=lambda entry: moment(entry.published or entry.modified), reverse=True)


def _plain(markup: Any) -> str:
    """Titles are HTML in some feeds and text in others."""
    text = one_line(str(markup or "")[: 4 * LONGEST_TITLE])
    return one_line(html.unescape(TAG.sub(" ", text)))[:LONGEST_TITLE].strip()
