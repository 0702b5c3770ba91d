"""What a page shows of one suggestion: its fields in words, and where the text says them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision
from dialogues.review.current import current_values
from dialogues.review.payload import PayloadForm, PublicIdInput, form_for
from dialogues.text.marks import Piece, marked

# Which record it is the same as stands above the fields, and becomes one of them only when a reviewer chose another.
SAME: Final = "same_as"
# What says how the suggestion stands to the record is no value that the record could have.
ABOUT_THE_RECORD: Final = frozenset({SAME, "stance", "add_alias"})
# In words, what the evidence of a payload's key is about; the form has no field of that name.
OTHER_EVIDENCE: Final = {"parties": "Sides", "date_basis": "Date"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field in words: what is proposed, what the record holds, and what was accepted.

    `current` is None when the record holds nothing of the suggestion, `accepted` as long as it was not accepted.
    """

    label: str
    proposed: str
    current: str | None = None
    accepted: str | None = None

    @property
    def same(self) -> bool:
        """The record says the same, whatever the case of the letters."""
        return bool(self.current) and self.proposed.casefold() == str(self.current).casefold()

    @property
    def differs(self) -> bool:
        """The record says something else. A field that only one of the two fills is no difference."""
        return bool(self.proposed and self.current) and not self.same

    @property
    def edited(self) -> bool:
        return self.accepted is not None and self.accepted != self.proposed


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the text that the suggestion rests on. `number` counts from 1, in the order of the text."""

    number: int
    about: str
    quote: str
    is_main: bool


def facts_of(suggestion: Suggestion) -> list[Fact]:
    """The fields of its form that the proposal, the record or the accepted version fills."""
    form = form_for(suggestion)
    current = current_values(suggestion, form.initial)
    accepted = suggestion.accepted_payload if suggestion.decision == Decision.ACCEPTED else None
    facts = []
    for name, field in form.fields.items():
        values = [form.initial.get(name), current.get(name), (accepted or {}).get(name)]
        if all(map(_is_empty, values)) or (name == SAME and (_is_empty(values[2]) or values[0] == values[2])):
            continue
        proposed, held, taken = (in_words(value, field) for value in values)
        facts.append(
            Fact(
                label=str(field.label or name),
                proposed=proposed,
                current=held if current and name not in ABOUT_THE_RECORD else None,
                accepted=taken if accepted is not None else None,
            )
        )
    return facts


def in_words(value: Any, field: forms.Field) -> str:
    """A value of a form's field as a reader sees it: the label of a choice, the name of a record with its ID."""
    if _is_empty(value):
        return ""
    if isinstance(field, PublicIdInput):
        record = field.model.objects.filter(public_id=value).first()
        return f"{record} ({value})" if record is not None else str(value)
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, value))


def explain_fields(form: PayloadForm, suggestion: Suggestion) -> None:
    """Say beside each field of the edit form what the record holds, and what was proposed if it was changed."""
    proposed = form_for(suggestion).initial
    current = current_values(suggestion, proposed)
    for name, field in form.fields.items():
        notes = []
        # What was sent is compared as it came: the database cannot be asked for whatever somebody writes.
        if form.is_bound and str(form.data.get(name) or "") != str(proposed.get(name) or ""):
            notes.append(f"Proposed: {in_words(proposed.get(name), field) or 'nothing'}.")
        if not _is_empty(current.get(name)) and current[name] != proposed.get(name):
            notes.append(f"In the record: {in_words(current[name], field)}.")
        form[name].help_text = " ".join([*notes, str(field.help_text)]).strip()
    first = next((name for name in form.fields if name in form.errors), next(iter(form.fields)))
    form.fields[first].widget.attrs["autofocus"] = True


def evidence_of(suggestion: Suggestion) -> tuple[list[Evidence], list[Piece]]:
    """The places that the suggestion rests on, and the text cut at them and at its sentence."""
    text = suggestion.snapshot.text or ""
    places = _places(suggestion, form_for(suggestion).fields)
    spans = sorted(places)
    main = tuple(suggestion.spans[0]) if suggestion.spans else spans[0] if spans else None
    evidence = [
        Evidence(number, ", ".join(places[span]) or "Wording", text[span[0] : span[1]], span == main)
        for number, span in enumerate(spans, 1)
    ]
    sentence = (suggestion.sentence_start, suggestion.sentence_end)
    return evidence, marked(text, sentence=sentence, phrases=spans)


def _places(suggestion: Suggestion, fields: Mapping[str, forms.Field]) -> dict[tuple[int, int], list[str]]:
    """Each span with the labels of the fields that it is evidence for."""
    places: dict[tuple[int, int], list[str]] = {(start, end): [] for start, end in suggestion.spans}

    def add(spans: Iterable[Iterable[int]], about: str) -> None:
        for start, end in spans:
            named = places.setdefault((start, end), [])
            if about not in named:
                named.append(about)

    for name, spans in suggestion.evidence.items():
        field = fields.get(name)
        label = str(field.label) if field is not None else OTHER_EVIDENCE.get(name, name.replace("_", " ").capitalize())
        add(spans, label)
    add([conflict["span"] for conflict in suggestion.payload.get("date_conflicts") or []], "Another date")
    return places


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is False
