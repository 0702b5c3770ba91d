"""Word documents: DOCX. The old .doc is another format, which is refused by name."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from dialogues.text.reading.document import ReadText, UnreadableError

MEMBERS_MOST: Final = 5_000
UNPACKED_MOST: Final = 160 * 1024 * 1024
XML_MOST: Final = 24 * 1024 * 1024
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A text box is written twice, once for programs of before 2010; deleted text is kept while changes are tracked.
NOT_SHOWN: Final = frozenset({"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{W}del"})
TITLE_STYLES: Final = ("Title", "Heading1", "Titel", "berschrift1", "a3", "1")


def read_word(content: bytes) -> ReadText:
    """Paragraphs and tables in their order, and what the file says of itself. Raises UnreadableError.

    A row of a table is a line, its cells divided by " | ". Macros, pictures, comments and footnotes are not read.
    """
    _refuse_bombs(content)
    try:
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(_lines(document.element.body))
        title, author, created = _said_of_itself(document)
        title = title or _first_title(document.element.body)
    except (OpcError, etree.LxmlError, zipfile.BadZipFile, *_BROKEN) as error:
        raise UnreadableError("broken_word", f"This Word file cannot be read ({type(error).__name__}).") from error
    if not text.strip():
        raise UnreadableError("no_text", "This Word file has no text: perhaps only pictures. Paste the text.")
    return ReadText(
        text=text,
        title=title,
        byline=author,
        published_on=created,
        published_on_basis="creation date of the Word file (the day in UTC)" if created else "",
    )


_BROKEN: Final = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OSError,
    EOFError,
)


def _said_of_itself(document: Any) -> tuple[str, str, date | None]:
    """Title, author and the day of creation, from the part that a file need not have."""
    try:
        document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        return "", "", None
    properties = document.core_properties
    return (
        properties.title.strip(),
        properties.author.strip(),
        properties.created.date() if properties.created else None,
    )


def _refuse_bombs(content: bytes) -> None:
    """By the sizes that the archive declares, which are also the most that is unpacked of each member."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, *_BROKEN) as error:
        raise UnreadableError("broken_word", f"This Word file cannot be read ({type(error).__name__}).") from error
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableError("encrypted", "This Word file is protected by a password. Upload a version without one.")
    markup = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if len(members) > MEMBERS_MOST or markup > XML_MOST or sum(one.file_size for one in members) > UNPACKED_MOST:
        raise UnreadableError(
            "too_large", "This Word file becomes too large when it is unpacked. Save the part that matters as a text."
        )


def _lines(body: Any) -> Iterator[str]:
    """One for each paragraph, one for each row of a table."""
    row: Any = None
    cells: dict[Any, list[str]] = {}
    for paragraph in body.iter(f"{W}p"):
        above = [element for element in paragraph.iterancestors() if element.tag in _HOLDERS]
        if any(element.tag in NOT_SHOWN for element in above):
            continue
        cell = next((element for element in above if element.tag == f"{W}tc"), None)
        own_row = next((element for element in above if element.tag == f"{W}tr"), None)
        if row is not None and own_row is not row:
            yield _row(cells)
            cells = {}
        row = own_row
        if row is None:
            yield _text_of(paragraph)
        else:
            cells.setdefault(cell, []).append(_text_of(paragraph))
    if row is not None:
        yield _row(cells)


_HOLDERS: Final = NOT_SHOWN | {f"{W}tc", f"{W}tr"}


def _row(cells: dict[Any, list[str]]) -> str:
    texts = (" ".join(part for part in cell if part) for cell in cells.values())
    return " | ".join(text for text in texts if text)


def _text_of(paragraph: Any) -> str:
    """What is shown of a paragraph, without that of paragraphs in it, which come in their own turn."""
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.tag == f"{W}tab":
            parts.append(" ")
        elif element.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif element.tag not in (f"{W}p", f"{W}pPr") and element.tag not in NOT_SHOWN:
            waiting.extend(reversed(element))
    return "".join(parts)


def _first_title(body: Any) -> str:
    for style in body.iter(f"{W}pStyle"):
        if style.get(f"{W}val") in TITLE_STYLES:
            return _text_of(style.getparent().getparent()).strip()
    return ""
