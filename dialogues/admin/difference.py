from django.contrib import admin

from dialogues.admin import list_filters
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Difference


@admin.register(Difference)
class DifferenceAdmin(RecordAdmin):
    list_display = ["subject", "kind", "dialogue", "aligned_by", "aligned_on"]
    list_filter = ["kind", list_filters.PairOfDialogue, list_filters.uncited("difference")]
    list_select_related = ["dialogue", "aligned_by"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id"]
    search_fields = ["subject", "note", "dialogue__title"]
    autocomplete_fields = ["dialogue", "aligned_by"]
