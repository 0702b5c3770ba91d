"""What reading a document gives, and how it ends when it gives nothing."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

# Control characters, which PostgreSQL (NUL) or a reader's screen would stumble over, and halves of characters.
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A text is compared, searched for facts and shown whole: this is a book of 200 pages.
LONGEST_TEXT: Final = 500_000
LONGEST_LINE: Final = 500
LONGEST_BASIS: Final = 200


class UnreadableError(ValueError):
    """There is nothing to be read: `code` is stable, `detail` a sentence for staff."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """What a document says.

    `language` is a BCP 47 tag; `kind` a value of ArticleKind, or empty; `published_on` the publisher's local date. The
    two bases say where kind and date were found. `warnings` are sentences for staff: what of it was probably not seen.
    """

    text: str
    title: str = ""
    byline: str = ""
    language: str = ""
    kind: str = ""
    kind_basis: str = ""
    published_on: date | None = None
    published_on_basis: str = ""
    canonical_url: str = ""
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the way between two processes."""
        return asdict(self) | {"published_on": self.published_on.isoformat() if self.published_on else None}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "ReadText":
        """The other end of `as_json`."""
        published = told["published_on"]
        dated = date.fromisoformat(published) if published else None
        return cls(**told | {"published_on": dated, "warnings": tuple(told["warnings"])})


def clean_text(text: str) -> str:
    """One kind of line end, no control characters, nothing at the ends of lines."""
    lines = UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_line(text: str, most: int = LONGEST_LINE) -> str:
    """A title or a name: one line, single spaces."""
    return " ".join(UNPRINTABLE.sub("", text[: 4 * most]).split())[:most].rstrip()
