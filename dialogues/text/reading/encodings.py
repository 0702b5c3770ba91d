"""Which characters the bytes are: what the text itself shows, then what is said of it, then a guess."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from dialogues.text.reading.document import UnreadableError

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers read under these names (WHATWG Encoding): the larger set that people mean when they say the smaller.
MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
# What the web uses besides UTF-8; left to itself the guess takes a page of 1990 for one in a terminal's code.
LIKELY: Final = [
    "cp1252",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
    "cp1251",
    "koi8_r",
    "utf_16",
    "cp1256",
    "iso8859_7",
]
GUESSED_FROM: Final = 64 * 1024
DECLARATION: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
XML_DECLARATION: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
DECLARED_WITHIN: Final = 4096
# A declared encoding in which so few of the characters are wrong is right, and the document is damaged.
DAMAGED_AT_MOST: Final = 0.005


# Archives, pictures, programs: what begins like this is never text, whatever it is called.
OTHER_FILES: Final = (
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"BZh",
)
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff\ue000-\uf8ff]")
# More of them than in any text, even one of a terminal.
CONTROL_AT_MOST: Final = 0.05


def decode(content: bytes, charset: str = "") -> str:
    """The text of these bytes; `charset` is what their sender said. Raises UnreadableError for what is no text."""
    if content.startswith(OTHER_FILES):
        raise UnreadableError("not_text", "This is no text but another kind of file, an archive or a picture.")
    text = _decode(content, charset)
    start = text[:GUESSED_FROM]
    if len(CONTROL.findall(start)) > max(8, len(start) * CONTROL_AT_MOST):
        raise UnreadableError("not_text", "This is not text in any encoding that Readout knows.")
    return text


def _decode(content: bytes, charset: str) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_otherwise(content, charset)
    # Bytes that are UTF-8 are hardly ever anything else, except for UTF-16 without its mark and the codes of 7 bits.
    if "\0" in text or "\x1b$" in text or "~{" in text:
        return _decode_otherwise(content, charset) if _codec(charset) or _wide(content) else text
    return text


def declared_in_markup(content: bytes) -> str:
    """The encoding that an HTML or XML document names in its first lines, or nothing."""
    start = content[:DECLARED_WITHIN]
    found = XML_DECLARATION.search(start) or DECLARATION.search(start)
    return found[1].decode("ascii") if found else ""


def _decode_otherwise(content: bytes, charset: str) -> str:
    wide = _wide(content)
    for encoding in filter(None, (_codec(charset), wide)):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, ValueError):
            damaged = content.decode(encoding, errors="replace")
            if damaged.count("\ufffd") <= len(damaged) * DAMAGED_AT_MOST:
                return damaged
    mostly = content.decode("utf-8", errors="replace")
    if mostly.count("\ufffd") <= len(mostly) * DAMAGED_AT_MOST:
        return mostly
    best = from_bytes(content[:GUESSED_FROM], cp_isolation=LIKELY).best()
    if best is None:
        raise UnreadableError("not_text", "This is not text in any encoding that Readout knows.")
    return content.decode(best.encoding, errors="replace").lstrip("\ufeff")


def _codec(charset: str) -> str:
    """The codec that is meant by a name; nothing for a name that nobody knows, or that is no code of characters."""
    try:
        found = codecs.lookup(charset.strip())
    except (LookupError, ValueError):
        return ""
    known_as_text = getattr(found, "_is_text_encoding", True)
    return MEANT.get(found.name, found.name) if known_as_text and found.name != "utf-7" else ""


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    start = content[:GUESSED_FROM]
    if len(start) < 4:
        return ""
    even, odd = start[0::2].count(0) / len(start[0::2]), start[1::2].count(0) / len(start[1::2])
    if odd > 0.3 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 and odd < 0.1 else ""
