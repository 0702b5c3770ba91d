"""What all parts of a dialogue have in common in its form: a block for each row, and names of records read at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest

from dialogues.admin.references import ReferenceSelect, WithReferences
from dialogues.admin.stale_saves import StaleSafeForm, StaleSafeFormSet, StaleSafeInline
from dialogues.models import Dialogue, Party

Choices = list[tuple[Any, Any]]
NEITHER_SIDE: Final = "Neither side: third party or observer only"


class PartForm(StaleSafeForm):
    """A row under a dialogue. The party that it names, if it does, is a side of the dialogue."""

    dialogue: Dialogue
    outsider = "{party} is neither side of this dialogue ({sides})."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        party, sides = cleaned.get("party"), sides_of(self.dialogue)
        if party is not None and sides and party.code not in sides and not self.may_be_outside(cleaned):
            self.add_error("party", f"Party: {self.outsider.format(party=party.code, sides=', '.join(sides))}")
        return cleaned

    def may_be_outside(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether the row may be of somebody who is neither side."""
        return False

    def validate_constraints(self) -> None:
        """Without those about the dialogue while it has no key: the database holds them when both are saved."""
        exclude = self._get_validation_exclusions()
        if is_new(self.dialogue):
            exclude |= {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as broken:
            self._update_errors(broken)  # type: ignore[attr-defined] # the stubs lack it


class PartFormSet(StaleSafeFormSet):
    """All rows of one kind under a dialogue. What they choose from is read once, however many they are."""

    instance: Dialogue
    # What an empty choice of the party means; the parties that are neither side are offered where this says so.
    no_party = "---------"
    offers_others = False

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.dialogue = self.instance
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, ReferenceSelect):
                widget.labels = self._labels(name, field)
        if "party" in form.fields:
            form.fields["party"].choices = self.party_choices

    def party_choices(self) -> Choices:
        """The two sides, once they are known. Nothing is chosen beforehand."""
        sides = sides_of(self.instance)
        ours: Choices = [(code, name) for code, name in self.parties.items() if not sides or code in sides]
        choices: Choices = [("", self.no_party), *ours]
        if sides and self.offers_others:
            others = [(code, name) for code, name in self.parties.items() if code not in sides]
            choices.append((NEITHER_SIDE, others))
        return choices

    @cached_property
    def parties(self) -> dict[str, str]:
        """The names of all parties by code."""
        return dict(Party.objects.values_list("code", "name"))

    def values_of(self, name: str) -> set[Any]:
        """What the rows hold in this field, saved or typed: whatever can be a key of the record it refers to."""
        values = set()
        for form in self.forms:
            if name in form.fields:
                key = form.fields[name].queryset.model._meta.pk
                try:
                    values.add(key.to_python(form[name].value()))
                except ValidationError:
                    continue  # what is no key at all is told by the field itself
        return values - {None, ""}

    def _labels(self, name: str, field: Any) -> Callable[[], Mapping[str, str]]:
        def read() -> Mapping[str, str]:
            if name not in self._names_read:
                rows = field.queryset.filter(pk__in=self.values_of(name))
                self._names_read[name] = {str(row.pk): field.label_from_instance(row) for row in rows}
            return self._names_read[name]

        return read

    @cached_property
    def _names_read(self) -> dict[str, Mapping[str, str]]:
        return {}


class PartInline(WithReferences, StaleSafeInline, admin.StackedInline[Any, Dialogue]):
    """One empty row serves who has no JavaScript; `admin_dialogue.js` takes away those that are not begun."""

    form = PartForm
    formset = PartFormSet
    extra = 1
    # What the name of a row takes: the rows of a form are read at once, with it.
    select_related: Sequence[str] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        # Without a name it would follow every reference.
        return rows.select_related(*self.select_related) if self.select_related else rows

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and db_field.name == "party":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field


def is_new(dialogue: Dialogue) -> bool:
    """Whether the record does not hold it yet."""
    key: int | None = dialogue.pk
    return key is None


def sides_of(dialogue: Dialogue) -> tuple[str, ...]:
    """The codes of its two sides; nothing as long as they are not both known."""
    codes = tuple(code for code in dialogue.side_codes if code)
    return codes if len(codes) == 2 else ()


def selected(field: forms.BoundField) -> list[str]:
    """The keys that a field of several choices holds, saved or typed."""
    return [str(key) for key in field.field.prepare_value(field.value()) or []]
