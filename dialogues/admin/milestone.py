from django.contrib import admin

from dialogues.admin import list_columns, list_filters
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(WithReferences, RecordAdmin):
    list_display = ["description", "state", list_columns.effective_on, "mechanism", "dialogue"]
    list_filter = ["state", list_filters.uncited("milestone"), "mechanism"]
    list_select_related = ["mechanism", "dialogue"]
    date_hierarchy = "effective_on_earliest"
    public_ids = ["public_id", "mechanism__public_id", "dialogue__public_id"]
    search_fields = ["description", "state_as_stated", "mechanism__name", "dialogue__title"]
    autocomplete_fields = ["mechanism", "dialogue"]
