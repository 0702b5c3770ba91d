from django.contrib import admin

from dialogues.admin import list_filters
from dialogues.admin.parts import PartForm, PartInline
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Relation
from dialogues.models.relation import SOURCES, TARGETS


class RelationForm(PartForm):
    class Meta:
        labels = {"to_as_stated": "What, as stated", "to_date": "Date of that"}
        help_texts = {"to_as_stated": "In the words of the source; or choose one record below."}


class RelationInline(PartInline):
    """Lineage from this dialogue. What leads to it is entered on the record that it comes from."""

    model = Relation
    form = RelationForm
    fk_name = "from_dialogue"
    verbose_name = "lineage"
    verbose_name_plural = "lineage: what this dialogue implements, continues or prepares"
    select_related = ["from_dialogue", "to_mechanism", "to_dialogue", "to_outcome"]
    autocomplete_fields = ["to_mechanism", "to_dialogue", "to_outcome"]
    fields = [
        ("kind", "to_as_stated", "to_date"),
        ("to_dialogue", "to_mechanism", "to_outcome"),
    ]


@admin.register(Relation)
class RelationAdmin(WithReferences, RecordAdmin):
    list_display = ["__str__", "kind", "to_date"]
    list_filter = ["kind", list_filters.Resolved, list_filters.uncited("relation")]
    list_select_related = [*SOURCES, *TARGETS]
    public_ids = ["public_id", *(f"{end}__public_id" for end in (*SOURCES, *TARGETS))]
    search_fields = [
        *("from_mechanism__name", "from_dialogue__title", "from_outcome__title"),
        *("to_mechanism__name", "to_dialogue__title", "to_outcome__title", "to_as_stated"),
    ]
    autocomplete_fields = [*SOURCES, *TARGETS]
