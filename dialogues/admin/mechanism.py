from django.contrib import admin

from dialogues.admin import list_columns, list_filters
from dialogues.admin.record_actions import PublishedAdmin
from dialogues.admin.references import WithReferences
from dialogues.admin.sides import SidesForm
from dialogues.models import Mechanism


@admin.register(Mechanism)
class MechanismAdmin(WithReferences, PublishedAdmin):
    form = SidesForm
    list_display = [
        *("name", "abbreviation", list_columns.pair, "level", "status", list_columns.established_on),
        *(list_columns.citations("mechanism"), list_columns.publication),
    ]
    list_filter = ["publication", "level", "status", list_filters.Pair, list_filters.uncited("mechanism")]
    date_hierarchy = "established_on_earliest"
    public_ids = ["public_id", "dialogues__public_id"]
    slug_of = "name"
    search_fields = ["name", "abbreviation", "aliases", "native_names"]
    autocomplete_fields = ["side_a", "side_b"]
    fieldsets = [
        (None, {"fields": ["name", ("side_a", "side_b"), ("level", "status"), "publication"]}),
        (
            "More: other names, establishment, cadence, note, withdrawal",
            {
                "classes": ["collapse"],
                "fields": [
                    ("abbreviation", "cadence"),
                    "native_names",
                    "aliases",
                    ("established_on", "established_by"),
                    "status_as_stated",
                    "note",
                    "withdrawn_because",
                ],
            },
        ),
    ]
