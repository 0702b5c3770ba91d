"""PDF."""

import io
from datetime import date, datetime
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dialogues.text.reading.document import ReadText, UnreadableError

PAGES_MOST: Final = 300
# What programs write for a title when nobody gave one.
NO_TITLES: Final = ("untitled", "microsoft word - ", "microsoft powerpoint - ", "无标题", "document")


def read_pdf(content: bytes) -> ReadText:
    """The first 300 pages, and title, author and date of the file. Raises UnreadableError."""
    try:
        reader = PdfReader(io.BytesIO(content))
        _refuse_locked(reader)
        total = len(reader.pages)
        pages = [reader.pages[number].extract_text() for number in range(min(total, PAGES_MOST))]
        title, author, created = _said_of_itself(reader)
    except UnreadableError:
        raise
    except (PyPdfError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # pypdf meets broken files with many kinds of error; all of them mean the same to staff.
        raise UnreadableError("broken_pdf", f"This PDF cannot be read ({type(error).__name__}).") from error
    text = "\n".join(pages)
    if not text.strip():
        raise UnreadableError(
            "no_text", "This PDF has no text: it is probably a scan. Upload a version with text, or paste the text."
        )
    cut = () if total <= PAGES_MOST else (f"Only the first {PAGES_MOST} of {total:,} pages were read.",)
    return ReadText(
        text=text,
        title=title,
        byline=author,
        published_on=created,
        published_on_basis="creation date of the PDF file" if created else "",
        warnings=cut,
    )


def _refuse_locked(reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("encrypted", "This PDF is protected by a password. Upload a version without one.")


def _said_of_itself(reader: PdfReader) -> tuple[str, str, date | None]:
    """Title, author and the day of creation, where its clock stood: what the file's maker wrote, if anything."""
    if not reader.metadata:
        return "", "", None
    title = str(reader.metadata.title or "").strip()
    if title.lower().startswith(NO_TITLES) or title.lower().endswith((".doc", ".docx", ".indd", ".pdf")):
        title = ""
    try:
        created: datetime | None = reader.metadata.creation_date
    except (ValueError, TypeError, AttributeError):
        created = None
    return title, str(reader.metadata.author or "").strip(), created.date() if created else None
