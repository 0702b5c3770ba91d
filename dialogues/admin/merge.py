"""The log of merges, and how to undo one."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from dialogues.admin import list_filters
from dialogues.admin.record_actions import Question, ask_for_reason, signed_in
from dialogues.admin.record_list import RecordList
from dialogues.models import Dialogue, Merge
from dialogues.review.merge import UndoRefused, undo_merge
from dialogues.review.permission import may

UNDO = Question(
    "undo",
    "Undo a merge",
    "The record that went into the other one gets back what it had. What was added since then stays where it is.",
    "Undo the merge",
)


@admin.register(Merge)
class MergeAdmin(RecordList):
    """Merges are made and undone by actions; the log itself is only read."""

    list_display = ["__str__", "record_type", "reason", "merged_by", "created_at", "undone_at", "undone_by"]
    list_filter = ["record_type", list_filters.Undone]
    date_hierarchy = "created_at"
    public_ids = ["public_id", "loser", "winner"]
    list_select_related = ["merged_by", "undone_by"]
    search_fields = ["reason"]
    actions = ["undo"]

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Of which kind of record is known only then: the verb asks again."""
        return may(request.user, "publish", Dialogue)

    @admin.action(description="Undo, with a reason", permissions=["undo"])
    def undo(self, request: HttpRequest, rows: QuerySet[Merge]) -> HttpResponse | None:
        user, chosen = signed_in(request), list(rows)
        if len(chosen) != 1:
            messages.error(request, f"Select exactly one merge, not {len(chosen)}.")
            return None
        reason = ask_for_reason(self, request, rows, UNDO)
        if isinstance(reason, HttpResponse):
            return reason
        try:
            undone = undo_merge(merge=chosen[0], by=user, reason=reason)
        except UndoRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"The merge of {undone} is undone: they are two again.")
        return None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
