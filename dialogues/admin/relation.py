from dialogues.admin.parts import PartForm, PartInline
from dialogues.models import Relation


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
