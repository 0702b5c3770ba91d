"""Who took part: the rows of a dialogue's form, with the offices that each person held on the day."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from dialogues.admin.parts import Choices, PartForm, PartFormSet, PartInline, is_new, selected
from dialogues.models import Participation, Tenure
from dialogues.models.participation import OUTSIDE_ROLES
from dialogues.queries.offices import Office, offices_of

HELD = {True: "held on the day", False: "not on the day"}


class OfficeBoxes(forms.CheckboxSelectMultiple):
    """A box for each office of the person. The script finds it by its class, and the title and rank in its boxes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.offices: Mapping[str, Office] = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "class": "offices"})

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        option["attrs"].pop("class", None)
        office = self.offices.get(str(value))
        if office is not None:
            option["attrs"] |= {"data-title": office.tenure.title, "data-rank": office.tenure.rank}
        return option


def office_label(office: Office) -> str:
    """As a box shows it: "Attorney General, Department of Justice (since April 2015): held on the day"."""
    told = f": {HELD[office.held]}" if office.held is not None else ""
    return f"{office.name} ({office.dates}){told}"


class ParticipationForm(PartForm):
    class Meta:
        labels = {"tenures": "Offices", "name_as_stated": "Name as stated"}
        help_texts = {
            "name_as_stated": "Instead of a person: for somebody whom the source names and nobody can identify.",
            "organization": "Of the person; or alone, for a body that took part.",
            "acting_for": "Another participant of this dialogue, once that one is saved.",
        }

    outsider = "{party} is neither side of this dialogue ({sides}). Use the role third party or observer."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person = cleaned.get("person")
        for tenure in cleaned.get("tenures") or ():
            if person is None or tenure.person_id != person.pk:
                told = f"Offices: “{tenure.title}” is an office of {tenure.person}; choose those of this participant."
                self.add_error("tenures", told)
        return cleaned

    def may_be_outside(self, cleaned: Mapping[str, Any]) -> bool:
        return cleaned.get("role") in OUTSIDE_ROLES


class ParticipationFormSet(PartFormSet):
    no_party = "— which side? —"
    offers_others = True

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "tenures" in form.fields:
            form.fields["tenures"].choices = lambda: self._office_choices(form)
        if "acting_for" in form.fields:
            form.fields["acting_for"].choices = lambda: self._others(form)
            form.fields["acting_for"].queryset = Participation.objects.filter(dialogue=self.instance.pk)

    @cached_property
    def _offices(self) -> dict[int, list[Office]]:
        # A date that is not given yet, or is none, is an empty text here.
        return offices_of(self.values_of("person"), self.instance.start_date or None, self.instance.end_date or None)

    def _office_choices(self, form: Any) -> Choices:
        """The offices of the row's person; and one that is chosen and of somebody else, so that it can be taken out."""
        person = form["person"].value()
        offices = self._offices.get(int(person), []) if str(person or "").isdecimal() else []
        known = {str(office.tenure.pk): office for office in offices}
        widget = getattr(form.fields["tenures"].widget, "widget", form.fields["tenures"].widget)
        widget.offices = known
        choices: Choices = [(key, office_label(office)) for key, office in known.items()]
        foreign = [key for key in selected(form["tenures"]) if key not in known and key.isdecimal()]
        if foreign:
            rows = form.fields["tenures"].queryset.filter(pk__in=foreign)
            choices += [(tenure.pk, f"{tenure}: of somebody else") for tenure in rows]
        return choices

    def _others(self, form: Any) -> Choices:
        """The other participants of this dialogue, by the names under which they stand."""
        rows = [] if is_new(self.instance) else self.get_queryset()
        others = [row for row in rows if row.pk != form.instance.pk]
        return [("", "---------"), *((row.pk, f"{row.shown_name} ({row.get_role_display()})") for row in others)]


class ParticipationInline(PartInline):
    model = Participation
    form = ParticipationForm
    formset = ParticipationFormSet
    verbose_name = "participant"
    verbose_name_plural = "participants: co-chairs and attendees"
    select_related = ["person", "organization"]
    autocomplete_fields = ["person", "organization"]
    fields = [
        ("party", "role", "person", "organization"),
        "tenures",
        ("title_as_stated", "rank", "attendance"),
        ("name_as_stated", "acting_for"),
    ]

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        return 1 if obj is not None else 2

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("tenures")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "tenures":
            options |= {"widget": OfficeBoxes(), "queryset": Tenure.objects.select_related("person")}
            options["help_text"] = (  # which the admin shows as markup
                "Choose a person first: then their offices are offered, those held on the date of the dialogue first."
                "<noscript> Press “Show offices” at the end of the page.</noscript>"
            )
        return super().formfield_for_manytomany(db_field, request, **options)
