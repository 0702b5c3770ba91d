"""Title and byline of a page."""

import re
from typing import Final
from urllib.parse import urlsplit

from dialogues.text.names import fold
from dialogues.text.reading.document import clean_line
from dialogues.text.reading.page import Page, json_text

# Between a title and the name of its site or section.
DIVIDER: Final = re.compile(
    r"\s+[|｜‖«»·•–—:-]+\s+|\s*[|｜‖_]+\s*|(?<=[\u4e00-\u9fff”》])\s*[-–—]+\s*(?=[\u4e00-\u9fff])"
)
# These divide nothing inside a title.
SURE_DIVIDER: Final = re.compile(r"\s*[|｜‖_]+\s*|\s+[«»]+\s+")
HEADINGS: Final = "//h1 | //*[@itemprop='headline']"
LESSER_HEADINGS: Final = (
    "//h2 | //h3 | //td//b | //td//font[@size] | //center//b | //*[@class='title'] | //*[@id='title']"
)
BY: Final = re.compile(r"^(?:by|von|par|por|作者|记者|автор)\b[:：]?\s*", re.IGNORECASE)
BYLINES: Final = (
    "//*[@rel='author' or @itemprop='author']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author-name ')]",
)
AUTHORS: Final = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "dcterms.creator",
)
LONGEST_BYLINE: Final = 120
SHORTEST_HEADING: Final = 4


def title_of(page: Page) -> str:
    """The headline, without the site's name.

    A heading that the page's own title begins with is the headline, whatever else is said; then what is said for
    machines; then the title cut where the site's name begins.
    """
    in_head = next(page.texts("//head//title/text()"), "") or next(page.texts("//title/text()"), "")
    said = [json_text(article.get("headline")) for article in page.articles]
    said += [value for _, value in page.said("og:title", "twitter:title", "dc.title", "dcterms.title")]
    headings = [heading for heading in page.texts(HEADINGS) if not _is_site(heading, page)]
    for heading in [*headings, *page.texts(LESSER_HEADINGS)]:
        if len(heading) >= SHORTEST_HEADING and any(_begins(whole, heading) for whole in (in_head, *said)):
            return heading
    whole = next(filter(None, said), "")
    if whole:
        return _without_site(whole, page)
    if len(headings) == 1:
        return headings[0]
    return _without_site(in_head, page) if in_head else next(iter(headings), "")


def byline_of(page: Page) -> str:
    """Who wrote it, as the page says."""
    said = [json_text(article.get("author")) for article in page.articles]
    said += [value for _, value in page.said(*AUTHORS)]
    for xpath in BYLINES:
        said += page.texts(xpath)
    for name in said:
        if name and len(name) <= LONGEST_BYLINE and not name.lower().startswith(("http:", "https:")):
            return BY.sub("", name)
    return ""


def _begins(whole: str, heading: str) -> bool:
    """Whether the whole is the heading, or the heading with a site's name after it."""
    first, second = fold(whole), fold(heading)
    if first == second:
        return True
    return first.startswith(second) and DIVIDER.match(whole, len(heading)) is not None


def _without_site(title: str, page: Page) -> str:
    # From the left: what follows may be a section, then a site.
    for divider in DIVIDER.finditer(title):
        last = title[divider.end() :]
        known = any(_is_site(part, page) for part in DIVIDER.split(last))
        sure = SURE_DIVIDER.fullmatch(divider.group()) is not None and len(last) < len(title) * 0.6
        if divider.start() > 0 and (known or sure):
            return clean_line(title[: divider.start()])
    return title


def _is_site(text: str, page: Page) -> bool:
    """Whether a text is the site's name, as the page gives it or as it stands in the host's."""
    letters = _letters(text)
    said = [page.meta.get(name, "") for name in ("og:site_name", "application-name", "publisher", "dc.publisher")]
    said += [json_text(article.get("publisher")) for article in page.articles]
    host = _letters((urlsplit(page.url).hostname or "").removeprefix("www."))
    return bool(letters) and (letters in host or letters in {_letters(name) for name in said})


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))
