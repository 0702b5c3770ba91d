"""Parties, organizations, people and topics: what other records name."""

from django.contrib import admin

from dialogues.admin.record_actions import MergeableAdmin
from dialogues.admin.stale_saves import RecordAdmin, StaleSafeInline
from dialogues.models import Organization, Party, Person, Tenure, Topic


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin[Party]):
    list_display = ["name", "code", "kind", "native_name"]
    search_fields = ["name", "code", "native_name"]


@admin.register(Organization)
class OrganizationAdmin(MergeableAdmin):
    list_display = ["name", "abbreviation", "party", "native_name", "publication"]
    list_filter = ["party", "publication"]
    list_select_related = ["party"]
    search_fields = ["name", "abbreviation", "native_name", "aliases"]
    autocomplete_fields = ["party", "parent"]


class TenureInline(StaleSafeInline, admin.TabularInline[Tenure, Person]):
    model = Tenure
    extra = 0
    autocomplete_fields = ["organization"]


@admin.register(Person)
class PersonAdmin(MergeableAdmin):
    list_display = ["name", "native_name", "party", "publication"]
    list_filter = ["party", "publication"]
    list_select_related = ["party"]
    search_fields = ["name", "native_name", "aliases"]
    autocomplete_fields = ["party"]
    inlines = [TenureInline]


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
