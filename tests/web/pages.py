"""Reading a page as a browser does."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

SVG = "{http://www.w3.org/2000/svg}"


def parse(text: str) -> Element:
    """The page as a tree. Raises when its HTML is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    return tree


def words(element: Element) -> str:
    """The element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Element, name: str) -> Iterator[Element]:
    """The elements that have this class."""
    return (element for element in tree.iter() if name in element.get("class", "").split())


def section(tree: Element, heading: str) -> Element:
    """The section under the heading with this id."""
    return next(element for element in tree.iter("section") if element.get("aria-labelledby") == heading)
