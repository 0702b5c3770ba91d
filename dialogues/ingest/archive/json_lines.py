"""JSON lines (NDJSON): one object a line, in UTF-8. docs/ingestion.md says what may stand in it."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from django.conf import settings

from dialogues.ingest.add import FromArchive, Particulars, Received
from dialogues.ingest.archive.item import Bad, Found, Items, key_of
from dialogues.models import Publisher
from dialogues.text.dates import PartialDate
from dialogues.text.reading.signatures import HTML, PLAIN

KEYS: Final = ("url", "title", "text", "html", "published_on", "language", "publisher", "fetched_at")
BASIS: Final = "given by the archive"
LANGUAGE: Final = re.compile(r"(?=.{2,16}$)[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
MARK: Final = b"\xef\xbb\xbf"


def read_json_lines(file: BinaryIO, particulars: Particulars) -> Items:
    """The entries line by line; one that cannot be used does not stop the others, and an empty line is none.

    `particulars` hold for what an entry does not say itself.
    """
    publishers = {publisher.name.casefold(): publisher for publisher in Publisher.objects.all()}
    most, number, position = settings.UPLOAD_MAX_BYTES, 0, 0
    while line := file.readline(most + 1):
        number, position = number + 1, position + len(line)
        place = f"line {number:,}"
        if len(line) > most and not line.endswith(b"\n"):
            while rest := file.readline(most):
                position += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield position, Bad(place, f"It is longer than {most // 1024 // 1024} MB.")
            continue
        line = line.removeprefix(MARK).strip() if number == 1 else line.strip()
        if not line:
            continue
        try:
            source = _source(_object(line), publishers, particulars)
        except ValueError as error:
            yield position, Bad(place, str(error))
        else:
            yield position, Found(place, key_of("line", line), source)


def _object(line: bytes) -> dict[str, str]:
    """The entry's keys and values, all of them texts. Raises ValueError with the key and the rule."""
    try:
        given = json.loads(line.decode(), object_pairs_hook=_once_each)
    except UnicodeDecodeError as error:
        raise ValueError(f"It is not UTF-8 (byte {error.start + 1:,}).") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"It is no JSON: {error.msg} (character {error.pos + 1:,}).") from error
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    if not isinstance(given, dict):
        raise ValueError("It is no JSON object ({…}).")  # noqa: TRY004 - the caller takes ValueError for a bad line
    for key, value in given.items():
        if key not in KEYS:
            raise ValueError(f"{key[:50]}: there is no such key. There are {', '.join(KEYS)}.")
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{key}: it must be a text in quotation marks, or null.")
        if value and key not in {"text", "html"} and CONTROL.search(value):
            raise ValueError(f"{key}: it holds a control character.")
    return {key: value for key, value in given.items() if value}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) != len(pairs):
        raise ValueError("A key stands in it twice.")
    return given


def _source(given: Mapping[str, str], publishers: Mapping[str, Publisher], particulars: Particulars) -> FromArchive:
    if ("text" in given) == ("html" in given):
        raise ValueError("Give text or html, one of the two.")
    kind, body = (HTML, given["html"]) if "html" in given else (PLAIN, given["text"])
    try:
        content = body.encode()
        given.get("title", "").encode()
    except UnicodeEncodeError as error:
        raise ValueError("It holds half of a character.") from error
    if len(given.get("title", "")) > 500:
        raise ValueError("title: it is longer than 500 characters.")
    url = given.get("url", "")
    known = replace(
        particulars,
        title=given.get("title", ""),
        published_on=_date(given["published_on"]) if "published_on" in given else None,
        published_on_basis=BASIS,
        language=_language(given["language"]) if "language" in given else "",
        publisher=_publisher(given["publisher"], publishers) if "publisher" in given else particulars.publisher,
    )
    received = Received(_moment(given["fetched_at"]) if "fetched_at" in given else None, final_url=url)
    source = FromArchive(content, f"{kind}; charset=utf-8", url=url, received=received, particulars=known)
    source.check()
    return source


def _date(given: str) -> PartialDate:
    try:
        return PartialDate.parse(given)
    except ValueError as error:
        raise ValueError(f"published_on: {error}") from error


def _moment(given: str) -> datetime:
    try:
        at = datetime.fromisoformat(given)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("fetched_at: give a time with its zone, like 2015-12-03T23:30:00+08:00.")


def _language(given: str) -> str:
    if not LANGUAGE.fullmatch(given):
        raise ValueError("language: give a tag like en or zh-Hans (BCP 47).")
    return given


def _publisher(given: str, publishers: Mapping[str, Publisher]) -> Publisher:
    found = publishers.get(given.casefold())
    if found is None:
        raise ValueError(f"publisher: the record has no publisher named {given[:100]}.")
    return found
