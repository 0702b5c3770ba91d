from dialogues.admin.parts import PartForm, PartFormSet, PartInline
from dialogues.models import DelegationCount


class DelegationCountForm(PartForm):
    class Meta:
        help_texts = {
            "low": "Exactly seven: 7 as low and as high. More than 100: only as low.",
            "best": "About 400: only as best.",
        }

    outsider = "{party} is neither side of this dialogue ({sides}). Leave it empty for a count of both delegations."


class DelegationCountFormSet(PartFormSet):
    no_party = "both delegations together"


class DelegationCountInline(PartInline):
    model = DelegationCount
    form = DelegationCountForm
    formset = DelegationCountFormSet
    verbose_name = "head count"
    verbose_name_plural = "head counts without names"
    fields = [("party", "wording"), ("low", "best", "high", "unit"), ("rank", "rank_as_stated")]
