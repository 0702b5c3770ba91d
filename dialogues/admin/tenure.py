from django.contrib import admin

from dialogues.admin import list_columns, list_filters
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Tenure


@admin.register(Tenure)
class TenureAdmin(WithReferences, RecordAdmin):
    """A person's form shows all of theirs; this one also serves for adding an office from another form."""

    list_display = ["title", "person", "organization", "rank", "acting", list_columns.start, list_columns.end]
    list_filter = [
        *("rank", "acting", "person__party"),
        list_filters.empty("start_date", "start", ("not known", "known")),
        list_filters.empty("end_date", "end", ("not known", "known")),
        list_filters.uncited("tenure"),
    ]
    list_select_related = ["person", "organization"]
    date_hierarchy = "start_date_earliest"
    public_ids = ["public_id", "person__public_id", "organization__public_id"]
    search_fields = [
        *("title", "native_title", "person__name", "person__native_name", "person__aliases"),
        *("organization__name", "organization__abbreviation"),
    ]
    autocomplete_fields = ["person", "organization"]
    fields = ["person", ("title", "rank"), ("organization", "native_title"), ("start_date", "end_date"), "acting"]
