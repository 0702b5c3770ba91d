"""What the resources of the record have in common: their addresses, and what stands under one that is not public."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from dialogues.api.filtering import refuse_parameters
from dialogues.api.negotiation import JsonNegotiation
from dialogues.api.pagination import Key
from dialogues.api.problems import Gone
from dialogues.models.record import PublishedRecord, Record
from dialogues.models.vocabularies import Publication

RecordType = TypeVar("RecordType", bound=Record)


def address(request: Request, resource: str, public_id: str) -> str:
    """The absolute API address of a record; `resource` is dialogue, outcome or article."""
    return request.build_absolute_uri(reverse(f"api:{resource}", args=[public_id]))


class RecordSerializer(serializers.ModelSerializer[RecordType]):
    """`id` is the public ID, `url` the record's address in this API."""

    resource: ClassVar[str]
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField()

    def get_url(self, record: RecordType) -> str:
        return address(self.context["request"], self.resource, record.public_id)  # type: ignore[attr-defined]


class PublicRecordSerializer(RecordSerializer[RecordType]):
    """A record that has a page, at `web_url`."""

    web_url = serializers.SerializerMethodField()

    def get_web_url(self, record: RecordType) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(record.get_absolute_url())  # type: ignore[attr-defined]


class RecordViewSet(GenericViewSet[RecordType]):
    """Lists and items. Answers are never kept without asking again: a new fact is seen at once."""

    content_negotiation_class = JsonNegotiation
    orderings: ClassVar[Mapping[str, Key]]
    default_ordering: ClassVar[str]
    cache_control: ClassVar[str] = "no-cache"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action not in {"list", "retrieve"}:  # those refuse parameters in the filter backend
            refuse_parameters(request, allowed=())

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", self.cache_control)
        patch_vary_headers(answer, ["Accept", "Authorization", "Cookie"])
        return answer


def final_record(rows: QuerySet[Any], public_id: str) -> Any:
    """The record under this ID, or the one that it was merged into: one step, the database holds that.

    Raises Http404 for an unknown ID and for a draft, and Gone, with the reason, for a withdrawn record.
    """
    found: PublishedRecord | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    record = found.survivor
    if record.publication == Publication.DRAFT:
        raise Http404
    if record.publication == Publication.WITHDRAWN:
        raise withdrawn(record)
    return record


def only_record(rows: QuerySet[RecordType], public_id: str) -> RecordType:
    """The record under this very ID. Raises like `final_record`, and Gone, with the other ID, for a merged one."""
    record: RecordType = final_record(rows, public_id)
    if record.public_id != public_id:  # type: ignore[attr-defined]
        raise Gone(f"This record was merged into {record.public_id}: change that one.")  # type: ignore[attr-defined]
    return record


def withdrawn(record: PublishedRecord) -> Gone:
    """What is told under the address of a withdrawn record."""
    what = record._meta.verbose_name
    reason = f": {record.withdrawn_because}" if record.withdrawn_because else "."
    return Gone(f"This {what} was withdrawn from the record{reason}")


def moved(request: Request, resource: str, public_id: str) -> Response:
    """301 to the record that the one asked for went into. To be asked again each time: a merge can be undone."""
    location = address(request, resource, public_id)
    return Response({"url": location}, status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": location})
