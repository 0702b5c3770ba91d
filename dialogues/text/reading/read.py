"""Which format a document is in, and the reading of it."""

from dataclasses import replace
from email.message import Message

from dialogues.text.reading.completeness import warnings_of_text
from dialogues.text.reading.document import (
    LONGEST_BASIS,
    LONGEST_TEXT,
    ReadText,
    UnreadableError,
    clean_line,
    clean_text,
)
from dialogues.text.reading.html import read_html
from dialogues.text.reading.kind import kind_of_title
from dialogues.text.reading.language import language_of
from dialogues.text.reading.mail import read_mail
from dialogues.text.reading.pdf import read_pdf
from dialogues.text.reading.plain import read_plain
from dialogues.text.reading.publication import publication_of_text
from dialogues.text.reading.signatures import HTML, MAIL, OLD_OFFICE, PDF, WORD, XHTML, is_pdf, is_word
from dialogues.text.reading.word import read_word


def read_document(content: bytes, content_type: str, url: str = "") -> ReadText:
    """Read a document of any kind that Readout knows. Raises UnreadableError when there is no text in it."""
    kind, charset = _media_type(content_type)
    found = _by_format(content, kind, charset, url)
    text = clean_text(found.text)
    if not text:
        raise UnreadableError("no_text", "There is no text in it.")
    warnings = found.warnings or warnings_of_text(text)
    if len(text) > LONGEST_TEXT:
        cut = f"Only the first {LONGEST_TEXT:,} of {len(text):,} characters were kept."
        text, warnings = text[:LONGEST_TEXT].rstrip(), (*warnings, cut)
    title = clean_line(found.title)
    article_kind, kind_basis = (found.kind, found.kind_basis) if found.kind else kind_of_title(title)
    published, published_basis = found.published_on, found.published_on_basis
    if published is None or "file" in published_basis:
        # A file's own date says when it was made, perhaps anew: a date in the text is nearer to the publication.
        stated, stated_basis = publication_of_text(text)
        published, published_basis = (stated, stated_basis) if stated else (published, published_basis)
    return replace(
        found,
        text=text,
        title=title,
        byline=clean_line(found.byline, 300),
        language=language_of(text),
        kind=article_kind,
        kind_basis=kind_basis[:LONGEST_BASIS],
        published_on=published,
        published_on_basis=published_basis[:LONGEST_BASIS],
        warnings=warnings,
    )


def _by_format(content: bytes, kind: str, charset: str, url: str) -> ReadText:
    if kind == PDF or is_pdf(content):
        return read_pdf(content)
    if content.startswith(OLD_OFFICE):
        raise UnreadableError(
            "unsupported_type",
            "This is a file of an old Office program (.doc). Save it as .docx or PDF and upload that.",
        )
    if kind == WORD or is_word(content):
        return read_word(content)
    if kind == MAIL:
        return read_mail(content, read_html)
    if kind in (HTML, XHTML):
        return read_html(content, charset, url)
    if kind.startswith("text/"):
        return read_plain(content, charset)
    raise UnreadableError(
        "unsupported_type",
        f"Readout reads HTML, PDF, Word (.docx), e-mail and plain text; this is {kind or 'unnamed'}.",
    )


def _media_type(content_type: str) -> tuple[str, str]:
    header = Message()
    header["content-type"] = " ".join(content_type.split()) or "application/octet-stream"
    return header.get_content_type(), header.get_content_charset() or ""
