"""Ask the site, or one SQL statement, through WSGI in this process: no sockets, no web server."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any, Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import psycopg

ADDRESS = "http://127.0.0.1"


def answer(application: WSGIApplication, path: str) -> bytes:
    """The body of GET `path`. Raises ValueError for an answer other than 200."""
    environ: WSGIEnvironment = {"PATH_INFO": path, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes.__len__

    result = application(environ, start_response)
    try:
        body = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    if not statuses[0].startswith("200"):
        raise ValueError(f"{path} answered {statuses[0]}: {body[:300]!r}")
    return body


class RawApplication:
    """What Python cannot be faster than: a bare WSGI function that sends one prepared statement's JSON as it is."""

    def __init__(self, url: str, statement: str, parameters: Sequence[object]) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._cursor = closing(psycopg.RawCursor(self._connection))
        self._statement = statement
        self._parameters = parameters

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise NotImplementedError
