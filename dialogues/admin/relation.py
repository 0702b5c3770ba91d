from django.contrib import admin

from dialogues.admin import list_filters
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Relation
from dialogues.models.relation import SOURCES, TARGETS


@admin.register(Relation)
class RelationAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "to_date"]
    list_filter = ["kind", list_filters.Resolved, list_filters.uncited("relation")]
    list_select_related = [*SOURCES, *TARGETS]
    public_ids = ["public_id", *(f"{end}__public_id" for end in (*SOURCES, *TARGETS))]
    search_fields = [
        *("from_mechanism__name", "from_dialogue__title", "from_outcome__title"),
        *("to_mechanism__name", "to_dialogue__title", "to_outcome__title", "to_as_stated"),
    ]
    autocomplete_fields = [*SOURCES, *TARGETS]
