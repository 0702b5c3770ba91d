from django.contrib import admin
from django.http import HttpRequest

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
    list_display = ["title", "kind", "dialogue", "stated_by", "deadline", "publication"]
    list_filter = ["publication", "kind", "stated_by"]
    list_select_related = ["dialogue"]
    search_fields = ["title", "summary", "public_id", "dialogue__title"]
    autocomplete_fields = ["dialogue", "topics"]
    inlines = [OutcomeStatusInline]
    appends = (OutcomeStatus,)
