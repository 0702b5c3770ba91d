from django.contrib import admin

from dialogues.admin import list_filters
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Conflict


@admin.register(Conflict)
class ConflictAdmin(RecordAdmin):
    list_display = ["field_as_stated", "dialogue", "field", "resolution", "decided_by"]
    list_filter = [list_filters.Decided, list_filters.PairOfDialogue, "field"]
    list_select_related = ["dialogue", "decided_by"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id"]
    search_fields = ["field_as_stated", "resolution", "note", "dialogue__title"]
    autocomplete_fields = ["dialogue", "decided_by"]
