from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from dialogues.admin import list_filters
from dialogues.admin.record_actions import signed_in
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Difference


@admin.register(Difference)
class DifferenceAdmin(WithReferences, RecordAdmin):
    list_display = ["subject", "kind", "dialogue", "aligned_by", "aligned_on"]
    list_filter = ["kind", list_filters.PairOfDialogue, list_filters.uncited("difference")]
    list_select_related = ["dialogue", "aligned_by"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id"]
    search_fields = ["subject", "note", "dialogue__title"]
    autocomplete_fields = ["dialogue"]
    readonly_fields = ["aligned_by", "aligned_on"]

    def save_model(self, request: HttpRequest, obj: Difference, form: Any, change: bool) -> None:
        obj.aligned_by, obj.aligned_on = signed_in(request), timezone.localdate()
        super().save_model(request, obj, form, change)
