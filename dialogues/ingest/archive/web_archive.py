"""WARC files (ISO 28500), packed or not: what a crawler received, with its addresses, times and headers."""

import re
import zlib
from typing import Any, BinaryIO, Final

from django.conf import settings
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from dialogues.ingest.add import ArticleRefused, FromArchive, Particulars, Received
from dialogues.ingest.archive.item import Bad, Found, Items, Skipped, key_of
from dialogues.text.feed_entry import moment
from dialogues.text.packed import WINDOWS, BadlyPacked, unpack
from dialogues.text.reading.signatures import TYPES_BY_ENDING

XHTML: Final = "application/xhtml+xml"
# Of the web itself.
FIRST_YEAR: Final = 1990
PIECE: Final = 64 * 1024
MOST_HEADERS, LONGEST_HEADER = 200, 4_000
UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
# What the readers of records raise for bytes that are not what they say.
BROKEN: Final = (
    *(ArchiveLoadFailed, StatusAndHeadersParserException, ChunkedDataException),
    *(zlib.error, EOFError, ValueError),
)


class Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    # It would write a warning of its own into the progress bar; a record of a wrong length is noticed below.
    INC_RECORD = ""


def read_web_archive(file: BinaryIO, particulars: Particulars) -> Items:
    """The responses with status 200 and a type that is read; whatever else stands in it is counted by its kind.

    A file that breaks off is read up to there.
    """
    number = 0
    records = None
    while True:
        place = f"record {number + 1:,}"
        try:
            # The headers of HTTP are read later: if they are broken, that is a matter of their record alone.
            records = records or Records(file, no_record_parse=True)
            record = next(records)
        except StopIteration:
            return
        except BROKEN as error:
            said = UNPRINTABLE.sub(" ", str(error)).strip()[:200]
            yield file.tell(), Bad(place, f"The file is broken here, so nothing after it can be read. {said}".strip())
            return
        number += 1
        try:
            item: Found | Bad | Skipped = _item(record, place, particulars)
        except ArticleRefused as refused:
            item = Bad(_with_address(place, record), refused.message)
        except BROKEN:
            item = Bad(_with_address(place, record), "It is no well-formed answer of a web server.")
        yield file.tell(), item


def _item(record: Any, place: str, particulars: Particulars) -> Found | Skipped:
    """Raises ArticleRefused for a response that should become an article and cannot."""
    if record.rec_type is None:
        raise ArticleRefused("kind", "It does not say of what kind it is (WARC-Type).")
    if record.rec_type != "response":
        return Skipped(f"{record.rec_type[:20]} records")
    url, date = record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Date") or ""
    if not url:
        raise ArticleRefused("url", "It does not say which address it is of (WARC-Target-URI).")
    record.http_headers = ArcWarcRecordLoader().load_http_headers("response", url, record.raw_stream, record.length)
    if (what := _no_article(record)) is not None:
        return Skipped(what)
    fetched_at = moment(date)
    if fetched_at.year < FIRST_YEAR:
        raise ArticleRefused("fetched_at", "It does not say when it was received (WARC-Date).")
    encoding = (record.http_headers.get_header("Content-Encoding") or "identity").strip().lower()
    if encoding != "identity" and encoding not in WINDOWS:
        raise ArticleRefused("file", f"It is packed in a way that is not read ({encoding[:20]}).")
    content = _content(record, encoding)
    received = Received(fetched_at, final_url=url, http_status=200, http_headers=_headers(record))
    source = FromArchive(content, _content_type(record), url=url, received=received, particulars=particulars)
    source.check()
    return Found(_with_address(place, record), key_of("record", url, date, content), source)


def _no_article(record: Any) -> str | None:
    """What the response is when it is not meant to be read, for counting."""
    if record.http_headers is None:
        return "responses that are not HTTP"
    if record.http_headers.get_statuscode() != "200":
        return "responses with another status than 200"
    if _content_type(record).partition(";")[0].strip().lower() not in {*TYPES_BY_ENDING.values(), XHTML}:
        return "responses of a type that is not read"
    return None


def _content_type(record: Any) -> str:
    return UNPRINTABLE.sub(" ", record.http_headers.get_header("Content-Type") or "")[:200]


def _content(record: Any, encoding: str) -> bytes:
    """The body, unpacked, and the rest of the record read over. Raises ArticleRefused when it is too large or broken.

    Only the chunks are left to warcio: of a body that it cannot unpack it keeps quiet and gives a part.
    """
    chunked = (record.http_headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream, most = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream, settings.UPLOAD_MAX_BYTES
    content = bytearray()
    while piece := stream.read(PIECE):
        content += piece
        if len(content) > most:
            raise ArticleRefused("file", f"It is larger than {most // 1024 // 1024} MB.")
    while record.raw_stream.read(PIECE):
        pass
    # What is left of the length that it states; a record without a length goes on to the end of the file.
    if getattr(record.raw_stream, "limit", 1) > 0:
        raise ArticleRefused("file", "The file ends in the middle of it.")
    try:
        return bytes(content) if encoding == "identity" else unpack(bytes(content), encoding, most)
    except BadlyPacked as error:
        raise ArticleRefused("file", str(error)) from error


def _headers(record: Any) -> list[tuple[str, str]]:
    pairs = record.http_headers.headers[:MOST_HEADERS]
    return [
        (UNPRINTABLE.sub(" ", name)[:LONGEST_HEADER], UNPRINTABLE.sub(" ", value)[:LONGEST_HEADER])
        for name, value in pairs
    ]


def _with_address(place: str, record: Any) -> str:
    url = record.rec_headers.get_header("WARC-Target-URI") or "no address"
    return f"{place} ({UNPRINTABLE.sub(' ', url)[:300]})"
