from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dialogues.admin import list_filters
from dialogues.admin.record_actions import signed_in
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Conflict


@admin.register(Conflict)
class ConflictAdmin(WithReferences, RecordAdmin):
    list_display = ["field_as_stated", "dialogue", "field", "resolution", "decided_by"]
    list_filter = [list_filters.Decided, list_filters.PairOfDialogue, ("field", list_filters.StatedValues)]
    list_select_related = ["dialogue", "decided_by"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id"]
    search_fields = ["field_as_stated", "resolution", "note", "dialogue__title"]
    autocomplete_fields = ["dialogue"]
    readonly_fields = ["decided_by"]

    def save_model(self, request: HttpRequest, obj: Conflict, form: Any, change: bool) -> None:
        if "resolution" in form.changed_data:
            obj.decided_by = signed_in(request) if obj.resolution else None
        super().save_model(request, obj, form, change)
