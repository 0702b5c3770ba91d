"""The filter form of the timeline as a person sees it: fields, and a chip that removes each active filter."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict

from dialogues.models import Dialogue, Mechanism, Party, Topic
from dialogues.text.dates import PartialDate

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")

MAIN_FIELDS: Final = ("pair", "mechanism", "from", "to", "outcome_kind", "outcome_state", "topic")
FURTHER_FIELDS: Final = ("party", "kind", "status", "mode", "country")


@dataclass(frozen=True)
class Chip:
    """An active filter in words, and the query without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class FilterPanel:
    """The form's fields in the order of the page; `further` are folded away unless one of them is active."""

    main: tuple[forms.BoundField, ...]
    further: tuple[forms.BoundField, ...]
    further_open: bool
    chips: tuple[Chip, ...]


def filter_panel(
    form: forms.Form, query: QueryDict, parties: Mapping[str, Party], pairs: Iterable[tuple[str, str]]
) -> FilterPanel:
    """The panel of a validated filter form, with the pairs and parties that the record has as choices."""
    names = {code: party.name for code, party in parties.items()}
    pair_choices = {f"{a}-{b}": f"{names.get(a, a)} and {names.get(b, b)}" for a, b in pairs}
    _offer(form, "pair", dict(sorted(pair_choices.items(), key=lambda choice: choice[1])))
    _offer(form, "party", dict(sorted(names.items(), key=lambda choice: choice[1])))
    for name in ("from", "to"):
        form[name].help_text = "e.g. 2015 or 2015-12-01"
    active = {name for name in form.fields if query.get(name, "").strip()}
    return FilterPanel(
        main=tuple(form[name] for name in MAIN_FIELDS),
        further=tuple(form[name] for name in FURTHER_FIELDS),
        further_open=not active.isdisjoint(FURTHER_FIELDS),
        chips=tuple(
            Chip(str(form[name].label), _in_words(form, name, names), _without(query, name))
            for name in (*MAIN_FIELDS, *FURTHER_FIELDS)
            if name in active and name not in form.errors
        ),
    )


def without_empty(query: QueryDict) -> QueryDict:
    """The query as a person would write it: a form without script sends its empty fields too."""
    short = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value for value in values if value.strip()]
        if given:
            short.setlist(name, given)
    return short


def printable(query: QueryDict) -> QueryDict:
    """The query with its control characters made visible: the form shows them, and HTML cannot hold them."""
    shown = QueryDict(mutable=True)
    for name, values in query.lists():
        shown.setlist(name, [_CONTROL.sub("\N{REPLACEMENT CHARACTER}", value) for value in values])
    return shown


def public_choices(form: forms.Form, mechanisms: Iterable[Mechanism], topics: Iterable[Topic]) -> None:
    """Give the selects rows that are at hand, so that drawing them asks the database nothing."""
    _offer(form, "mechanism", {mechanism.public_id: mechanism.name for mechanism in mechanisms})
    _offer(form, "topic", {topic.public_id: topic.name for topic in topics})


def _offer(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    """Make the field a select. What was written and is none of its choices stays in it, so that it can be mended."""
    written = str(form.data.get(name, "")).strip()
    selected = written if name in form.errors else _canonical(form.cleaned_data.get(name)) or written
    offered = dict(choices)
    if selected:
        offered.setdefault(selected, selected)
    field = form.fields[name]
    field.widget = forms.Select(choices=[("", "Any"), *offered.items()])
    form[name].help_text = ""  # it says how to write a value, which a select leaves nobody to do
    if selected != form.data.get(name, ""):
        # The form has been validated: only what its select shows as chosen is put right.
        form.data = {**form.data, name: selected}


def _canonical(value: Any) -> str:
    """The cleaned value as its select writes it: "us-cn" and "CN-US" are one pair."""
    if isinstance(value, tuple):
        return "-".join(value)
    return value if isinstance(value, str) else ""


def _in_words(form: forms.Form, name: str, names: Mapping[str, str]) -> str:
    value = form.cleaned_data.get(name)
    if isinstance(value, tuple):
        return " and ".join(names.get(code, code) for code in value)
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, Mechanism | Topic | Dialogue):
        return str(value)
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, names.get(str(value), value)))


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    return rest.urlencode()
