from django.contrib import admin
from django.http import HttpRequest

from dialogues.admin import list_columns, list_filters
from dialogues.admin.record_actions import MergeableAdmin
from dialogues.models import Outcome, OutcomeStatus


class OutcomeStatusInline(admin.TabularInline[OutcomeStatus, Outcome]):
    """The history is append-only: new entries can be added, old ones are shown."""

    model = OutcomeStatus
    extra = 0
    fields = ["state", "effective_on", "party", "confidence", "rationale"]

    def has_change_permission(self, request: HttpRequest, obj: Outcome | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Outcome | None = None) -> bool:
        return False


@admin.register(Outcome)
class OutcomeAdmin(MergeableAdmin):
    list_display = [
        *("title", "kind", list_columns.state, list_columns.deadline, "dialogue", "stated_by"),
        *(list_columns.citations("outcome"), list_columns.publication),
    ]
    list_filter = [
        *("publication", "kind", list_filters.State, list_filters.Overdue, list_filters.uncited("outcome")),
        *(list_filters.PairOfDialogue, "stated_by", "basis", list_filters.suggestions_waiting("matched_outcome")),
        *(list_filters.Merged, "dialogue__mechanism"),
    ]
    list_select_related = ["dialogue"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id", "dialogue__mechanism__public_id", "topics__public_id"]
    slug_of = "title"
    search_fields = ["title", "summary", "text_as_stated", "dialogue__title", "dialogue__mechanism__name"]
    autocomplete_fields = ["dialogue", "topics"]
    inlines = [OutcomeStatusInline]
