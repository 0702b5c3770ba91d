"""Plain text."""

from dialogues.text.reading.document import ReadText
from dialogues.text.reading.encodings import decode


def read_plain(content: bytes, charset: str) -> ReadText:
    """The text alone: it names neither title nor date. Raises UnreadableError for what is no text."""
    return ReadText(text=decode(content, charset))
