"""Outcomes as rows of a dialogue's form. Their history and their citations stand on the outcome's own page."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from dialogues.admin.parts import Choices, PartForm, PartFormSet, PartInline, is_new, sides_of
from dialogues.models import Dialogue, Outcome
from dialogues.models.outcome_status import current_state
from dialogues.models.vocabularies import OutcomeState, Publication, Side

WHO: Final = ("stated_by", "obliged")


class OutcomeRowForm(PartForm):
    """`stated_by` and `obliged` are said of the sides as the form shows them, and kept in their stored order."""

    class Meta:
        labels = {"obliged": "Who is obliged"}
        help_texts = {"deadline": "2016, 2016-06 or June 2016, or a day."}

    first_status = forms.ChoiceField(
        required=False,
        choices=[("", "none yet"), *OutcomeState.choices],
        help_text="Takes effect on the date of the dialogue. Later ones are entered on the outcome's own page.",
    )
    stored_letters: Mapping[str, str]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in WHO:
            shown = cleaned.get(name)
            stored = self.stored_letters.get(shown or "")
            if shown in {Side.A, Side.B} and stored is None:
                label = self.fields[name].label
                self.add_error(name, f"{label}: that party is another side now. Choose both or not stated, and save.")
            elif stored is not None:
                cleaned[name] = stored
        return cleaned

    def clean_first_status(self) -> str:
        state: str = self.cleaned_data["first_status"]
        if state and self.instance.pk is not None and self.instance.statuses.exists():
            raise forms.ValidationError("First status: this outcome has a history already; add to it on its own page.")
        return state


class OutcomeRowFormSet(PartFormSet):
    asks_status = True

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not self.asks_status:
            del form.fields["first_status"]
        form.stored_letters = self._stored_letters
        for name in WHO:
            if name in form.fields:
                form.fields[name].choices = self.who_choices
        if "publication" in form.fields:
            form.fields["publication"].choices = _publications(form.instance)
        state = getattr(form.instance, "state", None)
        if state is not None and "first_status" in form.fields:
            field = form.fields["first_status"]
            field.label, field.disabled = "Status", True
            field.choices = [("", OutcomeState(state).label)]
            field.help_text = "Its history is on the outcome's own page."

    def who_choices(self) -> Choices:
        side_a, side_b = Side.A.label, Side.B.label
        if self._shown:
            first, second = (self.parties[code] for code in self._shown)
            side_a, side_b = f"{first} ({side_a})", f"{second} ({side_b})"
        return [
            (Side.UNKNOWN.value, Side.UNKNOWN.label),
            (Side.BOTH.value, Side.BOTH.label),
            (Side.A.value, side_a),
            (Side.B.value, side_b),
        ]

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        """The codes that the form showed as side A and side B: those of the record, or those typed into a new one."""
        if not is_new(self.instance):
            return Dialogue.objects.values_list("side_a_id", "side_b_id").get(pk=self.instance.pk)
        stored = sides_of(self.instance)
        first, second = (str(self.data.get(name) or "") for name in ("side_a", "side_b"))
        if not stored or first == second:
            return stored
        other = {stored[0]: stored[1], stored[1]: stored[0]}
        return (first or other.get(second, ""), second or other.get(first, ""))

    @cached_property
    def _stored_letters(self) -> dict[str, str]:
        """Which letter each letter of the form is in the record. A letter is missing when its party has moved."""
        stored = sides_of(self.instance)
        if not stored or not self._shown:
            return {Side.A.value: Side.A.value, Side.B.value: Side.B.value}
        letters = {}
        for letter, code in zip((Side.A.value, Side.B.value), self._shown, strict=True):
            place = (Side.A.value, Side.B.value)[stored.index(code)] if code in stored else ""
            if place and (is_new(self.instance) or place == letter):
                letters[letter] = place
        return letters


class OutcomeRowInline(PartInline):
    model = Outcome
    form = OutcomeRowForm
    formset = OutcomeRowFormSet
    verbose_name = "outcome"
    verbose_name_plural = "outcomes"
    can_delete = False
    show_change_link = True
    autocomplete_fields = []
    fields = [
        ("kind", "title"),
        ("stated_by", "obliged", "deadline", "deadline_as_stated"),
        ("first_status", "publication"),
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if _may_say_what_became(request) else [*self.fields[:-1], "publication"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        formset.asks_status = _may_say_what_became(request)
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(state=current_state())
        return rows


def _may_say_what_became(request: HttpRequest) -> bool:
    return request.user.has_perm("dialogues.add_outcomestatus")


def _publications(outcome: Outcome) -> Choices:
    """Withdrawing needs a reason, for which there is no place in a row."""
    without = {Publication.WITHDRAWN} - {Publication(outcome.publication)}
    return [(value, label) for value, label in Publication.choices if value not in without]
