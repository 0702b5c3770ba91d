from django.contrib import admin

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
    list_display = ["title", "start_date", "city", "side_a", "side_b", "kind", "status", "publication"]
    list_filter = ["publication", "kind", "status", "mechanism"]
    list_select_related = ["side_a", "side_b"]
    search_fields = ["title", "public_id", "mechanism__name", "city"]
    autocomplete_fields = ["mechanism", "side_a", "side_b", "parent", "topics"]
    inlines = [ParticipationInline, DelegationCountInline, OutcomeInline]
    ordering = ["-start_date_earliest", "-id"]
