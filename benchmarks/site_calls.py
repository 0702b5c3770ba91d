"""Ask the site, or one SQL statement, through WSGI in this process: no sockets, no web server."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import psycopg

API: Final = "http://127.0.0.1/api/v1/"
# Made of other facts: a slug of the title, and the dates in words. A program that reads the API needs neither.
DERIVED: Final = frozenset({"web_url", "date_display"})
# So often PostgreSQL plans a prepared statement anew; then it keeps the plan, as in a server that has run for a while.
PLANNED_ANEW: Final = 5


def answer(application: WSGIApplication, path: str) -> bytes:
    """The body of GET `path`. Raises ValueError for an answer other than 200."""
    environ: WSGIEnvironment = {"PATH_INFO": path, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, *_: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes.__len__

    result = application(environ, start_response)
    try:
        body = b"".join(result)
    finally:
        close: Callable[[], None] | None = getattr(result, "close", None)
        if close is not None:
            close()
    if not statuses[0].startswith("200"):
        raise ValueError(f"{path} answered {statuses[0]}: {body[:300]!r}")
    return body


class RawApplication:
    """What no Python server can beat: a bare WSGI function that sends one prepared statement's JSON as it comes."""

    def __init__(self, url: str, statement: str, parameters: Sequence[object]) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        # With $1 placeholders there is nothing left for psycopg to parse, however long the statement is.
        self._cursor = psycopg.RawCursor(self._connection)
        self._statement = (Path(__file__).parent / statement).read_bytes()
        self._parameters = parameters
        for _ in range(PLANNED_ANEW):
            self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = self._answer()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self) -> bytes:
        row = self._cursor.execute(self._statement, self._parameters, prepare=True, binary=True).fetchone()
        if row is None:
            raise ValueError(f"nothing is found for {self._parameters}")
        body: bytes = row[0]
        return body


def same_facts(raw: bytes, api: bytes) -> bool:
    """Whether both tell the same, apart from what is derived and the addresses of the next and the previous page."""
    told = {name: value for name, value in _facts(json.loads(api)).items() if name not in {"next", "previous"}}
    return bool(_facts(json.loads(raw)) == told)


def _facts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _facts(inner) for name, inner in value.items() if name not in DERIVED}
    return [_facts(inner) for inner in value] if isinstance(value, list) else value
