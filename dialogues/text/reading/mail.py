"""E-mails as files (.eml, RFC 5322 and MIME)."""

from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_tz
from typing import Any, Final

from dialogues.text.reading.document import ReadText, UnreadableError, clean_line
from dialogues.text.reading.encodings import decode

LONGEST_HEADER: Final = 2_000
PARTS_MOST: Final = 200
NAMED_ATTACHMENTS: Final = 5
ReadHtml = Callable[[bytes, str, str], ReadText]


def read_mail(content: bytes, read_html: ReadHtml) -> ReadText:
    """Subject, sender, the day on the sender's clock, and the text, plain if there is such a part.

    Attachments are not read: the warning names them. Messages that were forwarded as such follow under their headers.
    Raises UnreadableError.
    """
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        parts = _Parts(read_html)
        parts.take(message)
        day, as_written = _day(message)
        name, address = parseaddr(_header(message, "From"))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableError("broken_mail", f"This e-mail cannot be read ({type(error).__name__}).") from error
    text = "\n\n".join(part.strip() for part in parts.texts if part.strip())
    if not text.strip():
        raise UnreadableError("no_text", f"This e-mail has no text of its own.{parts.attached()} Upload what matters.")
    return ReadText(
        text=text,
        title=_header(message, "Subject"),
        byline=name or address,
        published_on=day,
        published_on_basis=f"date of the e-mail: {as_written}" if day else "",
        warnings=parts.warnings(),
    )


class _Parts:
    """The parts of a message that are its text, in their order, and the names of those that are not."""

    def __init__(self, read_html: ReadHtml) -> None:
        self.texts: list[str] = []
        self.attachments: list[str] = []
        self._read_html = read_html
        self._seen = 0
        self._cut = False

    def take(self, part: "Message[Any, Any]") -> None:
        self._seen += 1
        if self._seen > PARTS_MOST:
            self._cut = True
            return
        kind = part.get_content_type()
        inside: Any = part.get_payload()
        if kind == "message/rfc822" and isinstance(inside, list):
            self._forwarded(inside)
        elif isinstance(inside, list):
            for one in self._best(inside) if kind == "multipart/alternative" else inside:
                self.take(one)
        elif kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
            self.texts.append(self._text(part, kind))
        elif kind != "multipart/mixed":
            self.attachments.append(clean_line(part.get_filename() or kind, 100))

    def warnings(self) -> tuple[str, ...]:
        cut = f"Only the first {PARTS_MOST} parts of this e-mail were read." if self._cut else ""
        return tuple(filter(None, (self.attached().strip(), cut)))

    def attached(self) -> str:
        if not self.attachments:
            return ""
        more = len(self.attachments) - NAMED_ATTACHMENTS
        named = ", ".join(self.attachments[:NAMED_ATTACHMENTS]) + (f" and {more} more" if more > 0 else "")
        return f" Attachments were not read: {named}."

    def _best(self, versions: "list[Message[Any, Any]]") -> "list[Message[Any, Any]]":
        plain = [one for one in versions if one.get_content_type() == "text/plain" and _payload(one).strip()]
        # The last version is the richest (RFC 2046); any but plain text holds the same once more.
        return plain[:1] or versions[-1:]

    def _forwarded(self, messages: "list[Message[Any, Any]]") -> None:
        for message in messages:
            said = ((name, _header(message, name)) for name in ("From", "Date", "Subject"))
            self.texts.append("\n".join(f"{name}: {value}" for name, value in said if value))
            self.take(message)

    def _text(self, part: "Message[Any, Any]", kind: str) -> str:
        content, charset = _payload(part), str(part.get_content_charset() or "")
        if not content.strip():
            return ""
        if kind == "text/plain":
            return decode(content, charset)
        try:
            return self._read_html(content, charset, "").text
        except UnreadableError:
            return ""


def _payload(part: "Message[Any, Any]") -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: "Message[Any, Any]", name: str) -> str:
    """A header in one line, its encoded words decoded (RFC 2047); cut, for some are made to be slow."""
    parts = []
    for content, charset in decode_header(str(message.get(name, ""))[:LONGEST_HEADER]):
        parts.append(content if isinstance(content, str) else decode(content, charset or "utf-8"))
    return clean_line("".join(parts))


def _day(message: "Message[Any, Any]") -> tuple[date | None, str]:
    """The day as it is written, in the zone that the sender's clock was in."""
    as_written = _header(message, "Date")[:100]
    try:
        parts = parsedate_tz(as_written)
        return (date(*parts[:3]), as_written) if parts else (None, "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, ""
