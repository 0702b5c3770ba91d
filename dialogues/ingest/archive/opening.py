"""What stands at a path: a folder, a WARC file or JSON lines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dialogues.ingest.add import Particulars
from dialogues.ingest.archive.folder import count_files, read_folder
from dialogues.ingest.archive.item import ArchiveRefused, Items
from dialogues.ingest.archive.json_lines import read_json_lines
from dialogues.ingest.archive.web_archive import read_web_archive

STANDARD_INPUT: Final = "-"
WARC: Final = (".warc", ".warc.gz")
JSON_LINES: Final = (".ndjson", ".jsonl")
PACKED: Final = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".zip", ".7z", ".rar", ".wacz")
LONGEST_PATH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Opened:
    """`path` in full; `items` to be read once; `length` in `unit`, None when it is not known beforehand."""

    path: str
    items: Items
    length: int | None
    unit: str


@contextmanager
def opened(given: str, particulars: Particulars) -> Iterator[Opened]:
    """Read the archive at a path, or JSON lines from standard input. Raises ArchiveRefused when it is none."""
    if given == STANDARD_INPUT:
        yield Opened(given, read_json_lines(sys.stdin.buffer, particulars), None, "B")
        return
    path = _checked(given)
    if path.is_dir():
        yield Opened(str(path), read_folder(path, particulars), count_files(path), "file")
        return
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if not size:
                raise ArchiveRefused(f"{given} is empty.")
            reader = read_web_archive if path.name.lower().endswith(WARC) else read_json_lines
            yield Opened(str(path), reader(file, particulars), size, "B")
    except PermissionError as error:
        raise ArchiveRefused(f"{given} cannot be read ({error.strerror}).") from error


def full_path(given: str) -> str:
    """The name under which an archive is remembered."""
    return given if given == STANDARD_INPUT else str(Path(given).resolve())


def _checked(given: str) -> Path:
    if "://" in given:
        raise ArchiveRefused(f"{given} is an address. Download the archive and give its path.")
    path, name = Path(given).resolve(), given.lower()
    if not path.exists():
        raise ArchiveRefused(f"{given} does not exist.")
    if len(str(path)) > LONGEST_PATH:
        raise ArchiveRefused(f"The path is longer than {LONGEST_PATH:,} characters.")
    if path.is_dir():
        return path
    if name.endswith(PACKED):
        raise ArchiveRefused(f"{given} is a packed folder. Unpack it and give the folder.")
    if not path.is_file():
        raise ArchiveRefused(f"{given} is neither a folder nor a regular file. Give - to read standard input.")
    if not name.endswith(WARC + JSON_LINES):
        known = ", ".join(WARC + JSON_LINES)
        raise ArchiveRefused(f"{given} is no archive that Readout reads: give a folder or a file ({known}).")
    return path
