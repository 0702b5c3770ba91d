from django.contrib import admin

from dialogues.admin.record_actions import PublishedAdmin
from dialogues.admin.references import WithReferences
from dialogues.admin.sides import SidesForm
from dialogues.models import Mechanism


@admin.register(Mechanism)
class MechanismAdmin(WithReferences, PublishedAdmin):
    form = SidesForm
    list_display = ["name", "side_a", "side_b", "level", "status", "publication"]
    list_filter = ["level", "status", "publication"]
    list_select_related = ["side_a", "side_b"]
    search_fields = ["name", "abbreviation", "aliases"]
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
