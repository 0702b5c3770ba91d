"""The formats that are read, and how a file shows which it is in: its media type, its first bytes, its name's ending.

Nothing is parsed here: a program that must live may ask.
"""

import re
from typing import Final

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL: Final = "message/rfc822"
HTML: Final = "text/html"
XHTML: Final = "application/xhtml+xml"
PLAIN: Final = "text/plain"
TYPES_BY_ENDING: Final = {
    ".pdf": PDF,
    ".docx": WORD,
    ".eml": MAIL,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": XHTML,
    ".txt": PLAIN,
    ".text": PLAIN,
}
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVE: Final = b"PK\x03\x04"
WORD_DOCUMENT: Final = "word/document.xml"
HEADER_LINE: Final = re.compile(rb"[!-9;-~]{1,60}:[ \t]?[^\r\n]{0,2000}\r?\n")
# What every e-mail has and hardly any other text begins with.
HEADERS_OF_MAIL: Final = re.compile(rb"^(?:from|date|subject|received|mime-version|message-id):", re.MULTILINE)


def is_pdf(content: bytes) -> bool:
    """Whether it begins as PDFs do, white space aside."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def is_word(content: bytes) -> bool:
    """Whether this is an archive that names a Word document as one of its members."""
    return content.startswith(ARCHIVE) and WORD_DOCUMENT.encode() in content


def is_mail(content: bytes) -> bool:
    """Whether it begins as e-mails do: with lines of headers, at least two of them those of an e-mail."""
    head = re.split(rb"\r?\n\r?\n", content[: 64 * 1024], maxsplit=1)[0]
    return HEADER_LINE.match(content) is not None and len(set(HEADERS_OF_MAIL.findall(head.lower()))) > 1
