"""A folder with files, those of its subfolders too. What leads out of it, or is hidden, is left alone."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dialogues.ingest.add import ArticleRefused, FromArchive, FromUpload, Particulars
from dialogues.ingest.archive.item import Bad, Found, Items, Skipped, key_of
from dialogues.text.reading.signatures import TYPES_BY_ENDING


def read_folder(folder: Path, particulars: Particulars) -> Items:
    """The files in the order of their names. Links are not followed, wherever they lead."""
    for number, entry in enumerate(_entries(folder), start=1):
        yield number, _item(folder, entry, particulars)


def count_files(folder: Path) -> int:
    return sum(1 for _ in _entries(folder))


def _entries(folder: Path) -> Iterator[Path]:
    """Every file; and of the folders those that are not walked into: hidden ones, links, and what cannot be read."""
    unreadable: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        left = [name for name in folders if name.startswith(".") or (Path(root) / name).is_symlink()]
        # What stands in this list is walked into next, in its order.
        folders[:] = sorted(set(folders) - set(left))
        yield from (Path(root) / name for name in sorted([*files, *left]))
    yield from map(Path, unreadable)


def _item(folder: Path, file: Path, particulars: Particulars) -> Found | Bad | Skipped:
    relative = str(file.relative_to(folder))
    # Names need not be UTF-8.
    place, name = (os.fsencode(text).decode(errors="replace") for text in (relative, file.name))
    if (what := _no_article(file)) is not None:
        return Skipped(what)
    try:
        with file.open("rb") as opened:
            content = opened.read(settings.UPLOAD_MAX_BYTES + 1)
        upload = FromUpload(name, content)
        upload.check()
    except OSError as error:
        return Bad(place, f"It cannot be read ({error.strerror}).")
    except ArticleRefused as refused:
        return Bad(place, refused.message)
    source = FromArchive(content, upload.content_type(), name=name, particulars=particulars)
    return Found(place, key_of("file", relative, content), source)


def _no_article(file: Path) -> str | None:
    """What the file is when it is not meant to be read, for counting."""
    if file.name.startswith("."):
        return "hidden"
    if file.is_symlink():
        return "links"
    if not file.is_file():
        return None if file.is_dir() else "no regular files"
    ending = file.suffix.lower()
    return None if ending in TYPES_BY_ENDING else f"{ending[:20] or 'without an ending'}"
