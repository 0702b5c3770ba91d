"""On which day something was published where its publisher is, and where that is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from htmldate import find_date

from dialogues.text.reading.document import LONGEST_BASIS, clean_line
from dialogues.text.reading.page import Page, shown_text

EARLIEST: Final = date(1990, 1, 1)
MONTHS: Final = (
    ("jan", "янв", "ene"),
    ("feb", "fév", "fev", "фев"),
    ("mar", "mär", "мар"),
    ("apr", "avr", "апр", "abr"),
    ("may", "mai", "май", "мая"),
    ("jun", "juin", "июн"),
    ("jul", "juil", "июл"),
    ("aug", "aoû", "авг", "ago"),
    ("sep", "сен"),
    ("oct", "okt", "окт"),
    ("nov", "ноя"),
    ("dec", "dez", "déc", "дек", "dic"),
)
_WORD: Final = r"(?P<month>[^\W\d_]{3,10})"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})"
# Only forms in which day and month cannot be taken for each other.
WRITTEN_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<number>0?[1-9]|1[0-2])[-/.]{_DAY}(?!\d)",
        rf"{_YEAR}\s*年\s*(?P<number>0?[1-9]|1[0-2])\s*月\s*{_DAY}\s*日",
        rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?{_WORD}\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)",
        rf"\b{_WORD}\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\.(?P<number>0?[1-9]|1[0-2])\.{_YEAR}(?!\d)",
    )
)
ISO: Final = re.compile(
    r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
IN_ADDRESS: Final = (
    re.compile(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(r"(?<!\d)t?((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=_|/|\.s?html?$)"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)"),
)
_META: Final = (
    "article:published_time datepublished og:published_time parsely-pub-date sailthru.date pubdate publishdate "
    "publish-date publication_date citation_publication_date dc.date.issued dcterms.issued dcterms.date dc.date "
    "dcterms.created dc.date.created date article.published published_at article_date_original "
    "originalpublicationdate ptime cxenseparse:recs:publishtime"
)
PUBLISHED_META: Final = tuple(_META.split())
TIMES: Final = (
    "//time[@pubdate or @itemprop='datePublished']",
    "//*[@itemprop='datePublished']",
    "//article//header//time | //article//time | //main//time",
    "//time",
)
NAMED_DATES: Final = (
    "//*[self::span or self::div or self::p or self::li or self::em or self::i or self::td or self::dd or self::small]"
    "[contains(translate(concat(@class, ' ', @id), 'DATEIMPUBLS', 'dateimpubls'), 'date') or "
    "contains(translate(concat(@class, ' ', @id), 'TIME', 'time'), 'time') or "
    "contains(translate(concat(@class, ' ', @id), 'PUBLISHED', 'published'), 'publish') or "
    "contains(translate(concat(@class, ' ', @id), 'PUBLISHED', 'published'), 'posted')]"
)
NOT_FIRST: Final = re.compile(
    r"updat|modif|edited|更新|修改|обновл|aktualisiert|mis à jour|comment|related|sidebar", re.IGNORECASE
)
LONGEST_DATE_LINE: Final = 120
LONGEST_BESIDE_DATE: Final = 40
LINES_BY_TITLE: Final = 8
DATELINE_WITHIN: Final = 60
DATELINE_END: Final = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?(?:[-–—]{1,2}\s|：|:\s|讯|电)|\s*\([^()]{1,40}\)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    day: date
    basis: str
    # An instant in UTC: at 17:30 it is already tomorrow in Beijing, so that the day is known to within one.
    utc: bool = False


def publication_of_page(page: Page, title: str, text: str) -> tuple[date | None, str]:
    """The day and its basis, or None and nothing. What the page says for machines comes first, a guess last.

    The day is taken as it is written, never moved into another zone; when all that is written is an instant in UTC,
    what is shown on the page, or stands in its address, decides between that day and its neighbours.
    """
    instant: _Candidate | None = None
    for candidate in _candidates(page, title, text):
        if candidate.utc:
            instant = instant or candidate
        elif instant is None or abs(candidate.day - instant.day) <= timedelta(days=1):
            return candidate.day, candidate.basis[:LONGEST_BASIS]
    if instant is not None:
        return instant.day, f"{instant.basis} (the day in UTC)"[:LONGEST_BASIS]
    guess = find_date(page.tree, original_date=True, extensive_search=False, url=page.url or None)
    day = _valid(*(int(part) for part in guess.split("-"))) if guess else None
    return (day, "guessed from the page") if day else (None, "")


def publication_of_text(text: str) -> tuple[date | None, str]:
    """The day in the dateline of a text, or in one of its first lines that is a date and little else."""
    for line in [line for line in text[:2000].splitlines() if line.strip()][:LINES_BY_TITLE]:
        found = first_date(line)
        if found is None:
            continue
        day, start, end = found
        if len(line.strip()) <= end - start + 30 or (start < DATELINE_WITHIN and DATELINE_END.match(line, end)):
            return day, f"dateline: {clean_line(line[:end], 100)}"
    return None, ""


def first_date(text: str) -> tuple[date, int, int] | None:
    """The first complete date that is written in a text, with its half-open place."""
    best: tuple[date, int, int] | None = None
    for pattern in WRITTEN_DATES:
        for found in pattern.finditer(text[:2000]):
            day = _calendar_day(found)
            if day is not None and (best is None or found.start() < best[1]):
                best = day, found.start(), found.end()
                break
    return best


def _candidates(page: Page, title: str, text: str) -> Iterator[_Candidate]:
    for article in page.articles:
        for name in ("datePublished", "dateCreated"):
            if isinstance(article.get(name), str):
                yield from _written(article[name], f"JSON-LD {name}")
    for name, value in page.said(*PUBLISHED_META):
        yield from _written(value, f"meta {name}")
    for xpath in TIMES:
        for element in page.tree.xpath(xpath)[:3]:
            if not _later_version(element):
                yield from _written(
                    element.get("datetime") or element.get("content") or shown_text(element), "time element"
                )
    yield from _shown(page, title)
    yield from _in_address(page.url)
    day, basis = publication_of_text(text)
    if day is not None:
        yield _Candidate(day, basis)


def _written(value: str, where: str) -> Iterator[_Candidate]:
    value = clean_line(value, 100)
    basis = f"{where}: {value}"
    iso = ISO.match(value)
    if iso is not None:
        day = _valid(*(int(part) for part in iso.groups()[:3]))
        time, zone = (iso[4] or "").replace(":", ""), iso[5] or ""
        # Midnight in UTC is how programs write a day without a time.
        utc = zone.replace(":", "") in {"Z", "UTC", "GMT", "+0000", "-0000"} and bool(time.strip("0."))
        if day is not None:
            yield _Candidate(day, basis, utc=utc)
    elif (compact := re.match(r"(\d{4})(\d{2})(\d{2})(?!\d)", value)) is not None:
        day = _valid(*(int(part) for part in compact.groups()))
        if day is not None:
            yield _Candidate(day, basis)
    elif (found := first_date(value)) is not None:
        yield _Candidate(found[0], basis, utc=re.search(r"\d:\d\d.*\b(?:GMT|UTC)\s*$", value) is not None)


def _shown(page: Page, title: str) -> Iterator[_Candidate]:
    """Dates beside the title: in elements that are named for them, and in the short lines after it."""
    for element in page.tree.xpath(NAMED_DATES)[:20]:
        line = clean_line(shown_text(element)[: 4 * LONGEST_DATE_LINE])
        found = first_date(line) if len(line) <= LONGEST_DATE_LINE and not _later_version(element) else None
        if found is not None and not NOT_FIRST.search(line[: found[1]]):
            yield _Candidate(found[0], f"shown on the page: {clean_line(line, 100)}")
    lines = [line.strip() for line in page.tree.itertext() if line.strip()] if title else []
    places = [number for number, line in enumerate(lines) if clean_line(line) == title]
    for place in places[:4]:
        for line in lines[place + 1 : place + 1 + LINES_BY_TITLE]:
            found = first_date(line) if len(line) <= LONGEST_DATE_LINE else None
            little_else = found is not None and len(line) - (found[2] - found[1]) <= LONGEST_BESIDE_DATE
            if found is not None and little_else and not NOT_FIRST.search(line[: found[1]]):
                yield _Candidate(found[0], f"shown on the page: {clean_line(line, 100)}")


def _in_address(url: str) -> Iterator[_Candidate]:
    path = unquote(urlsplit(url).path)
    for pattern in IN_ADDRESS:
        for found in pattern.finditer(path):
            day = _valid(*(int(part) for part in found.groups()))
            if day is not None:
                yield _Candidate(day, f"address: {found.group().strip('/')}")


def _later_version(element: object) -> bool:
    """Whether an element says when the page was changed, or is about something else than this article."""
    names = ""
    while element is not None and len(names) < 400:
        names += f" {element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"  # type: ignore[attr-defined]  # lxml-stubs name no element of HTML here
        element = element.getparent()  # type: ignore[attr-defined]  # as above
    return NOT_FIRST.search(names) is not None


def _calendar_day(found: "re.Match[str]") -> date | None:
    parts = found.groupdict()
    number = int(parts["number"]) if parts.get("number") else _month_number(parts["month"])
    return _valid(int(parts["year"]), number, int(parts["day"]))


def _month_number(name: str) -> int:
    folded = name.lower()
    return next((number for number, starts in enumerate(MONTHS, 1) if folded.startswith(starts)), 0)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    # A day of leeway: it may be tomorrow where the publisher is.
    return found if EARLIEST <= found <= datetime.now(UTC).date() + timedelta(days=1) else None
