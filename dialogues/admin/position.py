from dialogues.admin.parts import PartForm, PartFormSet, PartInline
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
