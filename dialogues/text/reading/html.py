"""HTML and XHTML."""

import re
from copy import deepcopy
from datetime import date
from typing import Final
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from dialogues.text.publishers import adapter_for
from dialogues.text.publishers.adapter import Adapter
from dialogues.text.reading.completeness import warnings_of_page
from dialogues.text.reading.document import ReadText, UnreadableError, clean_text
from dialogues.text.reading.kind import kind_of_page
from dialogues.text.reading.page import Page, parse_page
from dialogues.text.reading.publication import first_date, publication_of_page
from dialogues.text.reading.title import byline_of, title_of
from dialogues.text.urls import canonical_url

BLOCKS: Final = frozenset(
    "p div li tr h1 h2 h3 h4 h5 h6 blockquote pre dt dd section article table ul ol figure br hr td".split()
)
VERSIONS_OF_A_SITE: Final = re.compile(r"^(?:www|m|mobile|amp|print)\.")
LEFT_OUT: Final = frozenset("script style noscript template iframe form button svg nav figure aside".split())


def read_html(content: bytes, charset: str, url: str) -> ReadText:
    """The article on a page, without what stands around it. Raises UnreadableError when there is none."""
    page = parse_page(content, charset, url)
    adapter = adapter_for(url)
    title = _first(page, adapter.title if adapter else "") or title_of(page)
    text = (_text_by_adapter(page, adapter) if adapter else "") or _text(page)
    if not text and page.warnings:
        raise UnreadableError("no_text", f"No article text was found on this page. {page.warnings[0]}")
    if not text:
        raise UnreadableError(
            "no_text", "No article text was found on this page. Paste the text if the page shows one."
        )
    published, published_basis = _published_by_adapter(page, adapter) if adapter else (None, "")
    if published is None:
        published, published_basis = publication_of_page(page, title, text)
    kind, kind_basis = _kind_by_adapter(page, adapter, title) if adapter else ("", "")
    if not kind:
        kind, kind_basis = kind_of_page(page, title)
    return ReadText(
        text=text,
        title=title,
        byline=_first(page, adapter.byline if adapter else "") or byline_of(page),
        kind=kind,
        kind_basis=kind_basis,
        published_on=published,
        published_on_basis=published_basis,
        canonical_url=_canonical(page),
        warnings=page.warnings + warnings_of_page(page),
    )


def _text(page: Page) -> str:
    _unfold_layout_tables(page.tree)
    found = trafilatura.bare_extraction(
        page.tree, url=page.url or None, favor_precision=True, include_comments=False, include_tables=True
    )
    return "" if found is None or isinstance(found, dict) else clean_text(found.text or "")


def _unfold_layout_tables(tree: HtmlElement) -> None:
    """Tables that lay out a page, as until about 2005, become plain blocks: their cells hold the article."""
    for table in tree.xpath("//table[.//table or .//td[string-length(normalize-space(.)) > 600]]"):
        for element in [table, *table.xpath("./tbody | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td")]:
            element.tag = "div"


def _text_by_adapter(page: Page, adapter: Adapter) -> str:
    parts = [
        _shown_lines(element, adapter.without) for element in (page.tree.xpath(adapter.text) if adapter.text else [])
    ]
    return clean_text("\n".join(part for part in parts if part))


def _shown_lines(element: HtmlElement, without: str) -> str:
    """The text of an element, a line for each of its blocks."""
    element = deepcopy(element)
    for child in [*(element.xpath(without) if without else []), *element.iterdescendants(*LEFT_OUT)]:
        if child.getparent() is not None:  # or it was named twice
            child.drop_tree()
    parts: list[str] = []
    for event, child in etree.iterwalk(element, events=("start", "end")):
        said = child.text if event == "start" else child.tail if child is not element else ""
        parts.append(("\n" if child.tag in BLOCKS else "") + _one_line(said))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _first(page: Page, xpath: str) -> str:
    return next(page.texts(xpath), "") if xpath else ""


def _published_by_adapter(page: Page, adapter: Adapter) -> tuple[date | None, str]:
    written = _first(page, adapter.published_on)
    found = first_date(written)
    return (found[0], f"shown on the page: {written[:150]}") if found else (None, "")


def _kind_by_adapter(page: Page, adapter: Adapter, title: str) -> tuple[str, str]:
    path = urlsplit(page.url).path
    for pattern, kind in adapter.kinds:
        for where, said in (("title", title), ("address", path)):
            if re.search(pattern, said, re.IGNORECASE):
                return kind, f"{where}, as this publisher uses it: {said[:120]}"
    return "", ""


def _canonical(page: Page) -> str:
    """The address that the page calls its own, if it is one; or the one it was received from.

    Only an address on the same site counts: a page must not pass for another site's article, which would then be
    taken for its copy.
    """
    named = [link.get("href") or "" for link in page.tree.xpath('//link[@rel="canonical"]')]
    for address in [*named, page.meta.get("og:url", "")]:
        try:
            full = urljoin(page.url, address.strip()) if address.strip() else ""
            if full and (not page.url or _site(full) == _site(page.url)):
                return canonical_url(full)
        except ValueError:
            continue
    try:
        return canonical_url(page.url)
    except ValueError:
        return ""


def _site(url: str) -> str:
    return VERSIONS_OF_A_SITE.sub("", urlsplit(url).hostname or "")
