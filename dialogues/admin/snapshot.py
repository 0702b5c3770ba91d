from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from dialogues.admin import list_filters
from dialogues.admin.record_list import RecordList
from dialogues.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(RecordList):
    """What was seen stays as it was seen: it is only read."""

    list_display = ["public_id", "article", "fetched_at", "http_status", "content_type", "content_bytes", "extent"]
    list_filter = [
        *(list_filters.TextKept, "http_status"),
        *(("content_type", list_filters.StatedValues), ("reader_version", list_filters.StatedValues)),
    ]
    list_select_related = ["article"]
    date_hierarchy = "fetched_at"
    public_ids = ["public_id", "article__public_id", "citations__public_id"]
    search_fields = ["article__title", "article__url", "final_url", "content_sha256"]
    search_help_text = "Title or address of the article, a public ID, or the hash of the bytes."
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text", "http_headers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
