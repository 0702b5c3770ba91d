"""A web page, parsed once: its tree, and what its head says of it."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from dialogues.text.reading.document import UnreadableError, clean_line
from dialogues.text.reading.encodings import declared_in_markup, decode

ARTICLE_TYPES: Final = re.compile(r"(?:Article|BlogPosting|PressRelease|Report|LiveBlogPosting|Statement)$")
LONGEST_JSON: Final = 1024 * 1024
OBJECTS_MOST: Final = 2_000
# What the parser reads without being told that a page is unusual; sites that people read stay below 60.
USUAL_DEPTH: Final = 256
NOT_SHOWN: Final = frozenset({"script", "style", "noscript", "template", "head", "title"})


@dataclass(slots=True)
class Page:
    """A page as its tree, with its address, its meta elements by name, and the JSON-LD objects that are articles."""

    tree: HtmlElement
    url: str
    meta: dict[str, str] = field(default_factory=dict)
    articles: list[dict[str, Any]] = field(default_factory=list)
    warnings: tuple[str, ...] = ()

    def texts(self, xpath: str) -> Iterator[str]:
        """The texts, in one line each, of what an XPath finds: elements or attributes."""
        for found in self.tree.xpath(xpath):
            text = clean_line(found if isinstance(found, str) else shown_text(found))
            if text:
                yield text

    def said(self, *names: str) -> Iterator[tuple[str, str]]:
        """The names among these of which a meta element says something, and what."""
        return ((name, self.meta[name]) for name in names if self.meta.get(name))


def parse_page(content: bytes, charset: str, url: str) -> Page:
    """Decode and parse. Raises UnreadableError when there is no page."""
    markup = decode(content, charset or declared_in_markup(content)).replace("\0", "")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        _refuse_what_fills_memory(parser)
        raise UnreadableError("no_text", "There is no page in it.") from error
    _refuse_what_fills_memory(parser)
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    page = Page(tree, url, warnings=_warn_of_depth(tree, cut=cut))
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        page.meta.setdefault(name, clean_line(element.get("content") or ""))
    page.articles = list(_articles(tree))
    return page


def shown_text(element: HtmlElement) -> str:
    """What a browser would show of an element."""
    parts: list[str] = []
    if element.tag not in NOT_SHOWN:
        parts.append(element.text or "")
        for child in element.iterdescendants():
            inside = any(one.tag in NOT_SHOWN for one in (child, *child.iterancestors()))
            parts.append(("" if inside else child.text or "") + (" " if child.tag == "br" else "") + (child.tail or ""))
    return "".join(parts)


def json_text(value: Any) -> str:
    """A string of JSON-LD, where one may stand alone, in a list, or as the name of an object."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or ""
    return clean_line(value) if isinstance(value, str) else ""


def _refuse_what_fills_memory(parser: lxml.html.HTMLParser) -> None:
    """The parser ends quietly with what it has when it gets no more memory."""
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
        raise MemoryError


def _warn_of_depth(tree: HtmlElement, *, cut: bool) -> tuple[str, ...]:
    if cut:
        return ("Its elements are nested so deeply that the page was read only up to that place.",)
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return (f"Its elements are nested {deepest} deep, as no usual page is.",) if deepest > USUAL_DEPTH else ()


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        written = (script.text or "").strip()
        if not written or len(written) > LONGEST_JSON:
            continue
        try:
            waiting = deque([json.loads(written, strict=False)])
        except (ValueError, RecursionError):
            continue
        for _ in range(OBJECTS_MOST):
            if not waiting:
                break
            one = waiting.popleft()
            if isinstance(one, list):
                waiting.extend(one)
            elif isinstance(one, dict):
                if any(ARTICLE_TYPES.search(name) for name in types_of(one)):
                    yield one
                waiting.extend(one[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in one)


def types_of(article: dict[str, Any]) -> list[str]:
    """The JSON-LD types of an object."""
    types = article.get("@type")
    return [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]
