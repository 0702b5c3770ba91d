from django.contrib import admin

from dialogues.admin import list_filters
from dialogues.admin.parts import PartForm, PartFormSet, PartInline
from dialogues.admin.references import WithReferences
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Position


class PositionForm(PartForm):
    outsider = "{party} is neither side of this dialogue ({sides}). A position is what one of the two sides takes."


class PositionFormSet(PartFormSet):
    no_party = "— which side? —"


class PositionInline(PartInline):
    model = Position
    form = PositionForm
    formset = PositionFormSet
    select_related = ["party"]
    autocomplete_fields = ["speaker", "topic", "addressee"]
    fields = [
        ("party", "stance", "topic"),
        "statement",
        ("speaker", "speaker_as_stated"),
        ("addressee", "addressee_as_stated"),
    ]


@admin.register(Position)
class PositionAdmin(WithReferences, RecordAdmin):
    list_display = ["statement", "party", "stance", "speaker", "topic", "dialogue"]
    list_filter = ["stance", "party", list_filters.PairOfDialogue, list_filters.uncited("position"), "topic"]
    list_select_related = ["party", "speaker", "topic", "dialogue"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id", "speaker__public_id", "topic__public_id"]
    search_fields = ["statement", "speaker__name", "speaker_as_stated", "dialogue__title", "addressee_as_stated"]
    autocomplete_fields = ["dialogue", "party", "speaker", "topic", "addressee"]
