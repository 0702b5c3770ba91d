"""What readers of archives yield: an article, something that is none, or something that was meant to be one."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from dialogues.ingest.add import FromArchive


class ArchiveRefused(ValueError):
    """The whole archive cannot be read. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it stands in the archive. `key` is the same whenever the same entry is read again."""

    place: str
    key: str
    source: FromArchive


@dataclass(frozen=True, slots=True)
class Bad:
    """What cannot become an article though it should: why, in a sentence."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is no article and was not meant to be one; `what` is counted in words: "hidden file"."""

    what: str


# With how far into the archive it ends, in the units of its length.
Items = Iterator[tuple[int, Found | Bad | Skipped]]


def key_of(*parts: str | bytes) -> str:
    """A hash of these parts, each with its length, so that no two lists of parts are alike."""
    digest = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()
