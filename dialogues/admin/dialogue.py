"""A whole dialogue on one page: who met when and where, who took part, and what came of it."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from dialogues.admin import list_columns, list_filters
from dialogues.admin.delegation_count import DelegationCountInline
from dialogues.admin.lookups import offices, sides
from dialogues.admin.outcome_row import OutcomeRowInline
from dialogues.admin.participation import ParticipationInline
from dialogues.admin.parts import NEITHER_SIDE
from dialogues.admin.position import PositionInline
from dialogues.admin.record_actions import MergeableAdmin, signed_in
from dialogues.admin.references import WithReferences
from dialogues.admin.relation import RelationInline
from dialogues.admin.saved import saved_with, still_missing
from dialogues.admin.sides import SidesForm
from dialogues.models import Dialogue, Outcome, OutcomeStatus
from dialogues.models.vocabularies import OutcomeState
from dialogues.review.first_status import record_first_status

# The button that shows the offices of the chosen people, without saving.
SHOW_OFFICES: Final = "_offices"


class DialogueForm(SidesForm):
    """Takes from the mechanism what follows from it: the sides, and the title of a numbered round."""

    class Meta:
        labels = {
            "ordinal": "Number of the round",
            "side_a": "Side A",
            "side_b": "Side B",
            "parent": "On the margins of",
        }
        help_texts = {
            "mechanism": "The standing dialogue that this was a round of, if any.",
            "side_a": "Empty: the first side of the mechanism.",
            "side_b": "The two sides may be given in either order.",
            "title": "Empty: the name of the mechanism and the number of the round.",
            "end_date": "Empty when it is not known to have lasted longer than a day.",
            "country": "Two letters, e.g. US (ISO 3166-1).",
            "publication": "A draft is seen by staff only.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("side_a", "side_b", "title"):
            if name in self.fields:
                self.fields[name].required = False

    def is_valid(self) -> bool:
        return super().is_valid() and SHOW_OFFICES not in self.data

    def clean_country(self) -> str:
        code: str = self.cleaned_data["country"]
        return code.upper()

    def clean(self) -> dict[str, Any]:
        self._take_from_the_mechanism(self.cleaned_data)
        cleaned = super().clean()
        if self.instance.pk is not None and {"side_a", "side_b"} <= cleaned.keys():
            self._refuse_statuses_of_others({cleaned["side_a"], cleaned["side_b"]})
        return cleaned

    def _take_from_the_mechanism(self, cleaned: dict[str, Any]) -> None:
        mechanism = cleaned.get("mechanism")
        names = [name for name in ("side_a", "side_b") if name in self.fields and name not in self.errors]
        given = {cleaned[name] for name in names if cleaned.get(name)}
        of_mechanism = [mechanism.side_a, mechanism.side_b] if mechanism is not None else []
        for name in names:
            if not cleaned.get(name):
                cleaned[name] = next((side for side in of_mechanism if side not in given), None)
                given.add(cleaned[name])
            if cleaned[name] is None:
                label = self.fields[name].label
                self.add_error(name, f"{label}: choose a party, or a mechanism, which is between two.")
        if "title" in self.fields and "title" not in self.errors and not cleaned.get("title"):
            if mechanism is not None and cleaned.get("ordinal"):
                cleaned["title"] = f"{mechanism.name}, round {cleaned['ordinal']}"[:300]
            else:
                self.add_error("title", "Title: write one, or give the mechanism and the number of the round.")

    def _refuse_statuses_of_others(self, sides: set[Any]) -> None:
        """The database holds this too, but only at the end, when what was typed is lost."""
        ours = OutcomeStatus.objects.filter(outcome__dialogue=self.instance.pk, party__isnull=False)
        foreign = ours.exclude(party__in=sides).select_related("outcome", "party").first()
        if foreign is not None:
            told = f"Sides: a status of “{foreign.outcome}” is of {foreign.party}, which would be neither side."
            self.add_error(None, told)


@admin.register(Dialogue)
class DialogueAdmin(WithReferences, MergeableAdmin):
    form = DialogueForm
    change_form_template = "admin/dialogues/dialogue_change_form.html"
    list_display = [
        *("title", list_columns.start, list_columns.pair, "mechanism", "city", "kind", "status"),
        *(list_columns.chairs, list_columns.outcomes, list_columns.citations("dialogue"), list_columns.publication),
    ]
    list_filter = [
        *("publication", "kind", "status", list_filters.Pair, list_filters.uncited("dialogue")),
        *(list_filters.suggestions_waiting("matched_dialogue"), list_filters.Merged, "mechanism"),
    ]
    list_select_related = ["mechanism"]
    date_hierarchy = "start_date_earliest"
    public_ids = [
        *("public_id", "mechanism__public_id", "outcomes__public_id", "topics__public_id"),
        *("participations__person__public_id", "participations__organization__public_id"),
    ]
    slug_of = "title"
    search_fields = ["title", "mechanism__name", "mechanism__abbreviation", "mechanism__aliases", "city", "venue"]
    autocomplete_fields = ["mechanism", "side_a", "side_b", "parent", "topics"]
    inlines = [ParticipationInline, DelegationCountInline, OutcomeRowInline, RelationInline, PositionInline]
    ordering = ["-start_date_earliest", "-id"]
    fieldsets = [
        ("Who met", {"fields": ["mechanism", ("ordinal", "kind", "status"), ("side_a", "side_b"), "title"]}),
        ("When and where", {"fields": [("start_date", "end_date"), ("city", "country"), ("venue", "mode")]}),
        ("Topics and publication", {"fields": ["topics", "publication"]}),
        (
            "More: summary, note, on the margins of what, time zone, withdrawal",
            {
                "classes": ["collapse"],
                "fields": ["summary", "note", "parent", ("kind_as_stated", "time_zone"), "withdrawn_because"],
            },
        ),
    ]

    class Media:
        js = ["admin/js/jquery.init.js", "admin_dialogue.js"]

    def get_urls(self) -> list[URLPattern]:
        named = [
            path("offices/", self.admin_site.admin_view(offices), name="dialogues_dialogue_offices"),
            path("sides/", self.admin_site.admin_view(sides), name="dialogues_dialogue_sides"),
        ]
        return named + super().get_urls()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is not Outcome:
            return
        for row in formset.forms:
            state = row.cleaned_data.get("first_status") if row.has_changed() else None
            if state:
                record_first_status(outcome=row.instance, state=OutcomeState(state), by=signed_in(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        told = saved_with(formsets)
        if told and IS_POPUP_VAR not in request.POST:
            messages.info(request, told)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        return super().render_change_form(request, {**context, "neither_side": NEITHER_SIDE}, *args, **options)

    def response_add(self, request: HttpRequest, obj: Dialogue, *args: Any, **options: Any) -> HttpResponse:
        return self._with_gaps(request, obj, super().response_add(request, obj, *args, **options))

    def response_change(self, request: HttpRequest, obj: Dialogue) -> HttpResponse:
        return self._with_gaps(request, obj, super().response_change(request, obj))

    def _with_gaps(self, request: HttpRequest, dialogue: Dialogue, answer: HttpResponse) -> HttpResponse:
        """After Django's own message that it was saved, what is still missing."""
        missing = still_missing(dialogue)
        if missing and IS_POPUP_VAR not in request.POST:
            messages.warning(request, missing)
        return answer
