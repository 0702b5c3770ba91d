"""Parties, organizations, people and topics: what other records name."""

from typing import Final

from django.contrib import admin

from dialogues.admin.record_actions import MergeableAdmin
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin, StaleSafeInline
from dialogues.models import Organization, Party, Person, Tenure, Topic

MORE: Final = "More: other names, identifiers, withdrawal"


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin[Party]):
    list_display = ["name", "code", "kind", "native_name"]
    search_fields = ["name", "code", "native_name"]


@admin.register(Organization)
class OrganizationAdmin(WithReferences, MergeableAdmin):
    list_display = ["name", "abbreviation", "party", "native_name", "publication"]
    list_filter = ["party", "publication"]
    list_select_related = ["party"]
    search_fields = ["name", "abbreviation", "native_name", "aliases"]
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
    list_display = ["name", "native_name", "party", "publication"]
    list_filter = ["party", "publication"]
    list_select_related = ["party"]
    search_fields = ["name", "native_name", "aliases"]
    autocomplete_fields = ["party"]
    inlines = [TenureInline]
    fieldsets = [
        (None, {"fields": ["name", "party", "native_name", "publication"]}),
        (MORE, {"classes": ["collapse"], "fields": ["aliases", "identifiers", "withdrawn_because"]}),
    ]


@admin.register(Tenure)
class TenureAdmin(WithReferences, RecordAdmin):
    """For adding an office from another form; a person's form shows all of them."""

    list_display = ["title", "person", "organization", "start_date", "end_date"]
    list_select_related = ["person", "organization"]
    search_fields = ["title", "native_title", "person__name"]
    autocomplete_fields = ["person", "organization"]
    fields = ["person", ("title", "rank"), ("organization", "native_title"), ("start_date", "end_date"), "acting"]


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
