"""Read: the bytes of a snapshot become text, title, byline, language and publication date."""

import io
import re
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from textwrap import shorten
from typing import Final

import py3langid
import trafilatura
from charset_normalizer import from_bytes
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Article, Snapshot
from dialogues.models.vocabularies import ArticleStage
from dialogues.text.dates import PartialDate
from dialogues.text.hashing import text_hash
from dialogues.text.urls import canonical_url

READER_VERSION: Final = f"1 (trafilatura {trafilatura.__version__})"
# Below this a page is a menu, a cookie notice or a headline: nothing that a dialogue could be read from.
MINIMUM_CHARACTERS: Final = 80
PDF_PAGES_MAX: Final = 300
DESCRIPTION_CHARACTERS: Final = 90
# What the web uses besides UTF-8; left to itself the guess takes a page of 1990 for one in a terminal's code.
LIKELY_ENCODINGS: Final = ["cp1252", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "utf_16"]
HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# Characters that exist, in this use, in one of the two forms only.
TRADITIONAL: Final = re.compile(r"[國會與對話網絡輪長議實設關這個們來時]")
FILLED_BY_READING: Final = (
    "title",
    "description",
    "byline",
    "language",
    "published_on",
    "published_on_basis",
    "canonical_url",
)
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a snapshot says. `language` is a BCP 47 tag; `published_on` the publisher's local date, with its basis."""

    text: str
    title: str = ""
    byline: str = ""
    language: str = ""
    published_on: date | None = None
    published_on_basis: str = ""
    canonical_url: str = ""


def read_bytes(content: bytes, content_type: str, url: str = "") -> ReadText:
    """Read HTML, PDF or plain text. Raises ArticleFailed when there is no text in it."""
    kind, charset = _media_type(content_type)
    if kind == "application/pdf" or content[:5] == b"%PDF-":
        found = _read_pdf(content)
    elif kind in {"text/html", "application/xhtml+xml"}:
        found = _read_html(content, charset, url)
    elif kind.startswith("text/"):
        found = ReadText(_decode(content, charset))
    else:
        raise ArticleFailed("unsupported_type", f"Readout reads HTML, PDF and plain text; this is {kind or 'unnamed'}.")
    text = _clean(found.text)
    if not text:
        raise ArticleFailed("no_text", "There is no text in it.")
    return replace(found, text=text, language=found.language or language_of(text))


def work(article: Article) -> tuple[Snapshot, ReadText]:
    """Read the newest snapshot. Raises ArticleFailed when it holds no text, or too little to be an article."""
    snapshot = article.snapshots.order_by("id").last()
    if snapshot is None:
        raise ArticleFailed("nothing_kept", "Nothing of this article was kept: add it again.")
    try:
        content = snapshot.stored_bytes()
    except FileNotFoundError as error:
        lost = "What was received of this article is not in the storage of files any more: add it again."
        raise ArticleFailed("bytes_lost", lost) from error
    found = read_bytes(content, snapshot.content_type, snapshot.final_url or article.url)
    if len(found.text) < MINIMUM_CHARACTERS:
        raise ArticleFailed(
            "too_short",
            f"Only {len(found.text)} characters of text were found, too few for an article. "
            "If the page shows more in a browser, paste its text.",
        )
    return snapshot, found


def write(article: Article, result: tuple[Snapshot, ReadText]) -> bool:
    """Keep the text with its snapshot. What staff said of the article stays; what they left empty is filled."""
    snapshot, found = result
    snapshot.text = found.text
    snapshot.text_sha256 = text_hash(found.text)
    snapshot.reader_version = READER_VERSION
    snapshot.save(update_fields=["text", "text_sha256", "reader_version", "updated_at"])
    article.title = article.title or found.title[:500]
    if not article.title and not article.description:
        article.description = shorten(found.text, DESCRIPTION_CHARACTERS, placeholder=" …")
    article.byline = article.byline or found.byline[:300]
    article.language = article.language or found.language
    if article.published_on is None and found.published_on is not None:
        article.published_on = PartialDate.parse(found.published_on.isoformat())
        article.published_on_basis = found.published_on_basis
    article.canonical_url = found.canonical_url or article.canonical_url
    article.stage = ArticleStage.READ
    article.save(update_fields=[*FILLED_BY_READING, "stage", "updated_at"])
    return True


def language_of(text: str) -> str:
    """A BCP 47 tag. Chinese is told by its characters, simplified from traditional; other languages by py3langid."""
    sample = text[:5000]
    han = len(HAN.findall(sample))
    tag = str(py3langid.classify(sample)[0])
    if tag == "zh" or (han > len(sample) // 3 and tag not in {"ja", "ko"}):
        return "zh-Hant" if len(TRADITIONAL.findall(sample)) * 20 > han else "zh-Hans"
    return tag


def _media_type(content_type: str) -> tuple[str, str]:
    header = Message()
    header["content-type"] = content_type or "application/octet-stream"
    return header.get_content_type(), header.get_content_charset() or ""


def _decode(content: bytes, charset: str) -> str:
    for name in ("utf-8-sig", charset):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(content, cp_isolation=LIKELY_ENCODINGS).best()
    if best is None:
        raise ArticleFailed("not_text", "This is not text in any encoding that Readout knows.")
    return str(best)


def _clean(text: str) -> str:
    """Without control characters, which PostgreSQL (NUL) or a reader's screen would stumble over."""
    lines = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _read_html(content: bytes, charset: str, url: str) -> ReadText:
    page = _decode(content, charset) if charset else content
    found = trafilatura.bare_extraction(
        page, url=url or None, favor_precision=True, include_comments=False, include_tables=True, with_metadata=True
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise ArticleFailed("no_text", "No article text was found on this page. Paste the text if the page shows one.")
    published = date.fromisoformat(found.date) if found.date else None
    return ReadText(
        text=found.text,
        title=found.title or "",
        byline=found.author or "",
        language="",
        published_on=published,
        published_on_basis="read from the page" if published else "",
        canonical_url=_canonical_or_empty(found.url or url),
    )


def _canonical_or_empty(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return ""


def _read_pdf(content: bytes) -> ReadText:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleFailed("encrypted", "This PDF is protected by a password. Upload a version without one.")
        pages = [page.extract_text() for page in reader.pages[:PDF_PAGES_MAX]]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, RecursionError, OverflowError) as error:
        # pypdf meets broken files with many kinds of error; all of them mean the same to staff.
        raise ArticleFailed("broken_pdf", f"This PDF cannot be read ({type(error).__name__}).") from error
    text = "\n".join(pages)
    if not text.strip():
        raise ArticleFailed(
            "no_text", "This PDF has no text: it is probably a scan. Upload a version with text, or paste the text."
        )
    return ReadText(text=text, title=title)
