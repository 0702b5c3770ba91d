"""PATCH: some fields of a record get new values, if it is still the version that the client has seen (RFC 9110, 13)."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as RecordRefused
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from dialogues.api.parsing import StrictJsonParser
from dialogues.api.record import RecordType, RecordViewSet
from dialogues.api.submission import Submission
from dialogues.models import User
from dialogues.models.record import PublishedRecord
from dialogues.review.change_record import StaleRecord, change_record
from dialogues.review.permission import require_change_of

ONE_VERSION: Final = re.compile(r'"([1-9][0-9]{0,9})"')


class VersionMissing(APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = 'Send If-Match with the version that you have seen, in quotes: If-Match: "3".'


class VersionChanged(APIException):
    """`members` are shown beside the problem: the version now, and both values of each field that differs."""

    status_code = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.members = members


class ChangeSerializer(Submission, serializers.ModelSerializer[Any]):
    """The fields of a record that a client may change, with the record's own rules. All are optional."""


class ChangeableViewSet(RecordViewSet[RecordType]):
    """Records that take changes. A subclass names the serializer of a change."""

    parser_classes = [StrictJsonParser]
    change_serializer_class: ClassVar[type[ChangeSerializer]]

    def shown(self, request: Request, public_id: str) -> Response:
        """The record as GET answers it."""
        raise TypeError(f"{type(self).__name__} does not show its records")

    def changeable(self, public_id: str) -> PublishedRecord:
        """The record under this very ID. Raises Http404 and Gone."""
        raise TypeError(f"{type(self).__name__} does not find its records")

    def partial_update(self, request: Request, public_id: str) -> Response:
        record = self.changeable(public_id)
        if not isinstance(request.user, User):
            raise TypeError("permission_classes let only users through")
        require_change_of(request.user, record)
        version = _version(request)
        submission = self.change_serializer_class(record, data=request.data, partial=True)
        submission.is_valid(raise_exception=True)
        values = submission.validated_data
        if not values:
            raise ValidationError("Send at least one field.")
        try:
            change_record(record=record, values=values, version=version, by=request.user)
        except StaleRecord as stale:
            now = dict(self.change_serializer_class(stale.current).data)
            sent: dict[str, Any] = dict(request.data)  # the parser gives an object
            raise VersionChanged(str(stale), **_both_versions(stale.current.version, now, sent)) from stale
        except RecordRefused as refused:
            raise ValidationError(_by_field(refused)) from refused
        return self.shown(request, public_id)


def _version(request: Request) -> int:
    """The version of If-Match. Raises VersionMissing, and ValidationError for anything but one version."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionMissing
    found = ONE_VERSION.fullmatch(given)
    if found is None:
        raise ValidationError({"If-Match": ['give one version in quotes, e.g. "3"; no list, no *']})
    return int(found[1])


def _both_versions(version: int, now: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    differences = {name: {"now": now[name], "yours": sent[name]} for name in sent if sent[name] != now[name]}
    return {"version": version, "differences": differences}


def _by_field(refused: RecordRefused) -> dict[str, list[str]]:
    if hasattr(refused, "error_dict"):
        return {
            api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name: messages
            for name, messages in refused.message_dict.items()
        }
    return {api_settings.NON_FIELD_ERRORS_KEY: refused.messages}
