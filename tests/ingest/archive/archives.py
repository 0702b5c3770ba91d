"""Archives for tests: WARC files and JSON lines, made on the spot."""

import gzip
import json
from pathlib import Path
from typing import Any, Final, Self

DATE: Final = "2015-12-03T15:30:00Z"
HTML: Final = ("Content-Type", "text/html; charset=utf-8")
PAGE: Final = b"<html><head><title>Talks</title></head><body><p>Two sides met.</p></body></html>"


def lines(*entries: Any) -> bytes:
    return b"".join(entry if isinstance(entry, bytes) else json.dumps(entry).encode() + b"\n" for entry in entries)


def entry(number: int, **values: Any) -> dict[str, Any]:
    return {"url": f"https://gazette.example/{number}", "text": f"Report {number}: two sides met."} | values


class Warc:
    """A WARC file that is put together record by record (ISO 28500)."""

    def __init__(self, *, packed: bool = True) -> None:
        self.packed = packed
        self.records: list[bytes] = []

    def response(
        self,
        url: str,
        content: bytes = PAGE,
        *headers: tuple[str, str],
        status: str = "200 OK",
        date: str = DATE,
        kind: str = "response",
    ) -> Self:
        sent = "".join(f"{name}: {value}\r\n" for name, value in headers or [HTML])
        block = f"HTTP/1.1 {status}\r\n{sent}\r\n".encode() + content
        named = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": date, "Content-Length": len(block)}
        told = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value != "")
        record = f"WARC/1.0\r\n{told}Content-Type: application/http\r\n\r\n".encode() + block + b"\r\n\r\n"
        self.records.append(gzip.compress(record) if self.packed else record)
        return self

    def bytes(self) -> bytes:
        return b"".join(self.records)

    def at(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path
