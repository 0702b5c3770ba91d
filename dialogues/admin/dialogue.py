from django.contrib import admin

from dialogues.admin import list_columns, list_filters
from dialogues.admin.record_actions import MergeableAdmin
from dialogues.admin.stale_saves import StaleSafeInline
from dialogues.models import DelegationCount, Dialogue, Outcome, Participation


class ParticipationInline(StaleSafeInline, admin.StackedInline[Participation, Dialogue]):
    model = Participation
    extra = 0
    autocomplete_fields = ["party", "person", "organization"]
    raw_id_fields = ["acting_for"]
    fields = [
        ("party", "role", "attendance"),
        ("person", "name_as_stated", "organization"),
        ("title_as_stated", "rank", "acting_for"),
    ]


class DelegationCountInline(StaleSafeInline, admin.TabularInline[DelegationCount, Dialogue]):
    model = DelegationCount
    extra = 0
    fields = ["party", "rank", "unit", "low", "best", "high", "wording"]


class OutcomeInline(StaleSafeInline, admin.TabularInline[Outcome, Dialogue]):
    model = Outcome
    extra = 0
    can_delete = False
    fields = ["kind", "title", "stated_by", "deadline", "publication"]
    show_change_link = True


@admin.register(Dialogue)
class DialogueAdmin(MergeableAdmin):
    list_display = [
        *("title", list_columns.start, list_columns.pair, "mechanism", "city", "kind", "status"),
        *(list_columns.chairs, list_columns.outcomes, list_columns.citations("dialogue"), list_columns.publication),
    ]
    list_filter = [
        *("publication", "kind", "status", list_filters.Pair, list_filters.uncited("dialogue")),
        *(list_filters.suggestions_waiting("matched_dialogue"), list_filters.Merged, "mechanism"),
    ]
    list_select_related = ["mechanism"]
    date_hierarchy = "start_date_earliest"
    public_ids = [
        *("public_id", "mechanism__public_id", "outcomes__public_id", "topics__public_id"),
        *("participations__person__public_id", "participations__organization__public_id"),
    ]
    slug_of = "title"
    search_fields = ["title", "mechanism__name", "mechanism__abbreviation", "mechanism__aliases", "city", "venue"]
    autocomplete_fields = ["mechanism", "side_a", "side_b", "parent", "topics"]
    inlines = [ParticipationInline, DelegationCountInline, OutcomeInline]
    ordering = ["-start_date_earliest", "-id"]
