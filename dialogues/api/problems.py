"""Errors as problem details: `application/problem+json`, RFC 9457.

`type` is always "about:blank", so `title` is the phrase of the HTTP status. Where a field or a parameter is at fault,
`errors` says which and why: a list of {"field", "message"}.
"""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is larger than this server accepts."


class LengthMissing(exceptions.APIException):
    status_code = HTTPStatus.LENGTH_REQUIRED
    default_detail = "Send the body with its Content-Length, not in chunks."


class Conflict(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT


class Gone(exceptions.APIException):
    status_code = HTTPStatus.GONE


def problem_details(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an exception of a view. Django REST framework calls it (setting EXCEPTION_HANDLER)."""
    known = _as_api_exception(error)
    if known is None:
        return _unexpected(error, context)
    status = HTTPStatus(known.status_code)
    body: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value}
    if isinstance(known.detail, dict | list):
        errors = list(_flattened(known.detail))
        body["detail"] = "; ".join(
            f"{one['field']}: {one['message']}" if one["field"] else one["message"] for one in errors
        )
        body["errors"] = errors
    else:
        body["detail"] = encodable(str(known.detail))
    body |= getattr(known, "members", {})
    return Response(body, status=status.value, headers=_headers(known), content_type=CONTENT_TYPE)


def encodable(text: str) -> str:
    """The text with each half of a surrogate pair written out: what a client sent wrongly can be shown to it."""
    return text.encode("utf-8", "backslashreplace").decode()


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound("There is nothing under this address.")
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation() | UnreadablePostError():
            return exceptions.ParseError("The request could not be read.")
    return None


def _unexpected(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """A fault of ours: logged with its trace, and told to the client without it. With DEBUG, Django shows the trace."""
    if settings.DEBUG:
        return None
    request = context["request"]
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request._request)  # noqa: SLF001 - what listens wants Django's
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": "The server could not answer. The fault is logged.",
    }
    return Response(body, status=status.value, content_type=CONTENT_TYPE)


def _flattened(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Each message with the path of its field: {"a": {"b": ["x"]}} becomes a.b: x."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == api_settings.NON_FIELD_ERRORS_KEY else str(name)
            yield from _flattened(inner, f"{field}.{own}" if field and own else field or own)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flattened(inner, field)
    else:
        yield {"field": encodable(field), "message": encodable(str(detail))}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    # Set by the framework on the exceptions that need them.
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
