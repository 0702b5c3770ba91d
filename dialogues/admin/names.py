"""Parties, organizations, people and topics: what other records name."""

from typing import Final

from django.contrib import admin

from dialogues.admin import list_columns, list_filters
from dialogues.admin.record_actions import MergeableAdmin
from dialogues.admin.record_list import RecordList
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin, StaleSafeInline
from dialogues.models import Organization, Party, Person, Tenure, Topic

MORE: Final = "More: other names, identifiers, withdrawal"


@admin.register(Party)
class PartyAdmin(RecordList):
    list_display = ["name", "code", "kind", "native_name"]
    list_filter = ["kind"]
    # Its code is its public ID.
    public_ids = []
    search_fields = ["name", "code", "native_name", "names"]
    search_help_text = "Names in any script, or a code."


@admin.register(Organization)
class OrganizationAdmin(WithReferences, MergeableAdmin):
    list_display = ["name", "abbreviation", "native_name", "party", "parent", list_columns.publication]
    list_filter = ["publication", "party", list_filters.Merged]
    list_select_related = ["party", "parent"]
    slug_of = "name"
    search_fields = ["name", "abbreviation", "native_name", "aliases", "identifiers"]
    autocomplete_fields = ["party", "parent"]
    fieldsets = [
        (None, {"fields": ["name", "party", ("abbreviation", "native_name"), "publication"]}),
        (MORE, {"classes": ["collapse"], "fields": ["parent", "aliases", "identifiers", "withdrawn_because"]}),
    ]


class TenureInline(WithReferences, StaleSafeInline, admin.StackedInline[Tenure, Person]):
    """The offices that a person held; the first may be entered together with the person."""

    model = Tenure
    extra = 1
    verbose_name = "office"
    verbose_name_plural = "offices"
    autocomplete_fields = ["organization"]
    fields = [("title", "rank"), ("organization", "native_title"), ("start_date", "end_date"), "acting"]


@admin.register(Person)
class PersonAdmin(WithReferences, MergeableAdmin):
    list_display = ["name", "native_name", "party", list_columns.offices, list_columns.publication]
    list_filter = ["publication", "party", list_filters.Offices, list_filters.TookPart, list_filters.Merged]
    list_select_related = ["party"]
    public_ids = ["public_id", "tenures__public_id", "participations__public_id"]
    slug_of = "name"
    search_fields = ["name", "native_name", "aliases", "identifiers"]
    autocomplete_fields = ["party"]
    inlines = [TenureInline]
    fieldsets = [
        (None, {"fields": ["name", "party", "native_name", "publication"]}),
        (MORE, {"classes": ["collapse"], "fields": ["aliases", "identifiers", "withdrawn_because"]}),
    ]


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ["name", "parent"]
    list_filter = [list_filters.empty("parent", "place", ("main topic", "narrower topic"))]
    list_select_related = ["parent"]
    search_fields = ["name", "parent__name"]
    autocomplete_fields = ["parent"]
