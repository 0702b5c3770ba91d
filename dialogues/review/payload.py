"""The fields of each kind of suggestion: what a reviewer may correct, and the rules that a value must keep.

The forms serve the page (as HTML) and every other caller (as validation). What they clean is plain JSON.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django import forms

from dialogues.models import (
    Dialogue,
    Difference,
    Mechanism,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Suggestion,
)
from dialogues.models.partial_date import PartialDateField
from dialogues.models.record import PublishedRecord
from dialogues.models.relation import TARGETS as RELATION_TARGETS
from dialogues.models.vocabularies import (
    Attendance,
    CitationStance,
    CountUnit,
    DialogueKind,
    DifferenceKind,
    Mode,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    PositionStance,
    Rank,
    RelationKind,
    SuggestionKind,
)
from dialogues.queries.point_of_difference import Point

Payload = dict[str, Any]
# How a source that says something may stand to a record. Silence is what a source does not say, and context no stance.
STANCES: Final = (
    CitationStance.SUPPORTS,
    CitationStance.SOFTER,
    CitationStance.STRONGER,
    CitationStance.CONTRADICTS,
)
Matched = TypeVar("Matched", Outcome, Participation)


class PayloadRefused(ValueError):
    """A value breaks a rule. `errors` gives for each field the messages; in words, each stands behind its label."""

    def __init__(self, errors: dict[str, list[str]], labels: Mapping[str, str] = MappingProxyType({})) -> None:
        told = (f"{labels.get(field, field)}: {' '.join(messages)}" for field, messages in errors.items())
        super().__init__(" ".join(told))
        self.errors = errors


def _party_choices() -> list[tuple[str, str]]:
    return [("", "choose"), *((party.code, party.name) for party in Party.objects.all())]


class PartialDateInput(forms.CharField):
    """A partial date as text; cleaned to its canonical form, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "YYYY-MM-DD, YYYY-MM, YYYY, or [YYYY-MM-DD,YYYY-MM-DD] for one of two days")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        parsed = PartialDateField().to_python(super().clean(value) or None)
        return None if parsed is None else str(parsed)


class PublicIdInput(forms.CharField):
    """The public ID of a row that exists and, if it has an address of its own, is published; empty for none."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        public_id = super().clean(value)
        if not public_id:
            return None
        has_address = issubclass(self.model, PublishedRecord)
        rows = self.model.objects.published() if has_address else self.model._base_manager
        if not rows.filter(public_id=public_id).exists():
            name = f"{'published ' if has_address else ''}{self.model._meta.verbose_name}"
            raise forms.ValidationError(f"The record has no {name} with the ID {public_id}.")
        return public_id


class PartyInput(forms.ChoiceField):
    """A party of the record by its code; none is ever preselected."""

    def __init__(self, **kwargs: Any) -> None:
        unknown = "The record has no party “%(value)s” yet: it is added in the admin, under Parties."
        super().__init__(choices=_party_choices, error_messages={"invalid_choice": unknown}, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class StanceInput(forms.ChoiceField):
    """How the text stands to the record that it is the same as; empty where it is the same as none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "How this text stands to the record")
        choices = [("", "nothing recorded yet"), *((stance.value, stance.label) for stance in STANCES)]
        super().__init__(choices=choices, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class PayloadForm(forms.Form):
    """Cleans to a payload with the same names. Unnamed keys of the proposal are kept as they were."""

    @property
    def worded(self) -> list[str]:
        """The fields that are written in words, where dates, codes, numbers, choices and IDs are not."""
        return [name for name, field in self.fields.items() if type(field) is forms.CharField]

    def payload(self, proposed: Payload) -> Payload:
        """The proposal with what the reviewer changed. Raises PayloadRefused."""
        if not self.is_valid():
            raise PayloadRefused(
                {field: [str(message) for message in messages] for field, messages in self.errors.items()},
                {name: str(field.label) for name, field in self.fields.items() if field.label},
            )
        return proposed | self.cleaned_data


class DialoguePayload(PayloadForm):
    name = forms.CharField(label="Name", max_length=300)
    mechanism_key = PublicIdInput(Mechanism, label="Mechanism (its ID)")
    kind = forms.ChoiceField(label="Kind", choices=DialogueKind.choices)
    ordinal = forms.IntegerField(label="Number of the round", required=False, min_value=1, max_value=999)
    side_a = PartyInput(label="One side")
    side_b = PartyInput(label="Other side")
    start_date = PartialDateInput(label="Start date")
    end_date = PartialDateInput(label="End date", required=False)
    city = forms.CharField(label="City", required=False, max_length=120)
    country = forms.RegexField(r"^[A-Z]{2}$", label="Country (two letters)", required=False)
    venue = forms.CharField(label="Venue", required=False, max_length=250)
    mode = forms.ChoiceField(label="Mode", choices=Mode.choices)
    same_as = PublicIdInput(Dialogue, label="The same as this dialogue (ID)")

    def clean(self) -> Payload:
        cleaned = super().clean() or {}
        if cleaned.get("side_a") and cleaned.get("side_a") == cleaned.get("side_b"):
            self.add_error("side_b", "A dialogue has two different sides.")
        return cleaned


class ParticipationPayload(PayloadForm):
    name = forms.CharField(label="Name", required=False, max_length=200)
    person_key = PublicIdInput(Person, label="Person of the record (ID)")
    add_alias = forms.BooleanField(label="Keep the name as another name of this person", required=False)
    organization_key = PublicIdInput(Organization, label="Organization of the record (ID)")
    title_as_stated = forms.CharField(label="Office, as stated", required=False, max_length=300)
    party = PartyInput(label="Side")
    role = forms.ChoiceField(label="Role", choices=ParticipationRole.choices)
    rank = forms.ChoiceField(label="Rank", choices=Rank.choices)
    attendance = forms.ChoiceField(label="Attendance", choices=Attendance.choices)
    same_as = PublicIdInput(Participation, label="The same as this participant (ID)")
    stance = StanceInput()

    def clean(self) -> Payload:
        cleaned = super().clean() or {}
        if not any(cleaned.get(field) for field in ("name", "person_key", "organization_key")):
            self.add_error("name", "Give a name, a person or an organization. Unnamed people belong in a head count.")
        if cleaned.get("add_alias") and not (cleaned.get("name") and cleaned.get("person_key")):
            self.add_error("add_alias", "Another name needs the person of the record, and the name.")
        return cleaned


class DelegationCountPayload(PayloadForm):
    party = PartyInput(label="Side", required=False)
    rank = forms.ChoiceField(label="Rank", choices=Rank.choices)
    rank_as_stated = forms.CharField(label="Rank, as stated", required=False, max_length=120)
    unit = forms.ChoiceField(label="Counted", choices=CountUnit.choices)
    low = forms.IntegerField(label="At least", required=False, min_value=0)
    best = forms.IntegerField(label="Best value", required=False, min_value=0)
    high = forms.IntegerField(label="At most", required=False, min_value=0)
    wording = forms.CharField(label="Wording", max_length=300)

    def clean(self) -> Payload:
        cleaned = super().clean() or {}
        given = [cleaned[bound] for bound in ("low", "best", "high") if cleaned.get(bound) is not None]
        if not given:
            self.add_error("best", "Give at least one number.")
        elif given != sorted(given):
            self.add_error("best", "Low is at most best, and best at most high.")
        return cleaned


class OutcomePayload(PayloadForm):
    title = forms.CharField(label="Title", max_length=300)
    kind = forms.ChoiceField(label="Kind", choices=OutcomeKind.choices)
    stated_by = forms.ChoiceField(
        label="Stated by", choices=lambda: [("both", "both sides"), ("unknown", "not stated"), *_party_choices()[1:]]
    )
    deadline = PartialDateInput(label="Deadline", required=False)
    deadline_as_stated = forms.CharField(label="Deadline, as stated", required=False, max_length=200)
    same_as = PublicIdInput(Outcome, label="The same as this outcome (ID)")
    stance = StanceInput()


class RelationPayload(PayloadForm):
    kind = forms.ChoiceField(label="This dialogue …", choices=RelationKind.choices)
    to_as_stated = forms.CharField(label="What, as stated", required=False, max_length=300)
    to_date = PartialDateInput(label="Its date", required=False)
    to_dialogue = PublicIdInput(Dialogue, label="Dialogue of the record (ID)")
    to_mechanism = PublicIdInput(Mechanism, label="Mechanism of the record (ID)")
    to_outcome = PublicIdInput(Outcome, label="Outcome of the record (ID)")

    def clean(self) -> Payload:
        cleaned = super().clean() or {}
        targets = [name for name in RELATION_TARGETS if cleaned.get(name)]
        if not targets and not cleaned.get("to_as_stated"):
            self.add_error("to_as_stated", "Say what it relates to, or give the dialogue, mechanism or outcome.")
        for name in targets[1:]:
            self.add_error(name, "It goes to one record: a dialogue, a mechanism or an outcome.")
        return cleaned


class PositionPayload(PayloadForm):
    party = PartyInput(label="Side")
    speaker = forms.CharField(label="Speaker", required=False, max_length=200)
    stance = forms.ChoiceField(label="Stance", choices=PositionStance.choices)
    statement = forms.CharField(label="Statement", widget=forms.Textarea(attrs={"rows": 4}))
    addressee = forms.CharField(label="Addressed to", required=False, max_length=200)


class StatusPayload(PayloadForm):
    outcome = PublicIdInput(Outcome, label="Outcome (ID)", required=True)
    status = forms.ChoiceField(label="Status", choices=OutcomeState.choices)
    effective_on = PartialDateInput(label="Effective on", required=False)
    same_as = PublicIdInput(OutcomeStatus, label="The same as this entry of its history (ID)")


class DifferencePayload(PayloadForm):
    """What an article says otherwise than other accounts of its dialogue, or leaves out.

    `point`, `about` and `others` (see `PointOfDifference` in dialogues/queries/points_of_difference.py) come from the
    comparison and are no fields: to change them is to make another comparison.
    """

    kind = forms.ChoiceField(label="Kind", choices=DifferenceKind.choices)
    subject = forms.CharField(label="What the accounts differ about", max_length=250)
    says = forms.CharField(label="This account", max_length=500)
    others_say = forms.CharField(label="The other accounts", required=False, max_length=500)
    stance = StanceInput()
    same_as = PublicIdInput(Difference, label="The same as this difference (ID)")
    note = forms.CharField(label="Note", required=False, max_length=500)


PAYLOAD_FORMS: Final[dict[SuggestionKind, type[PayloadForm]]] = {
    SuggestionKind.DIALOGUE: DialoguePayload,
    SuggestionKind.PARTICIPATION: ParticipationPayload,
    SuggestionKind.DELEGATION_COUNT: DelegationCountPayload,
    SuggestionKind.OUTCOME: OutcomePayload,
    SuggestionKind.RELATION: RelationPayload,
    SuggestionKind.POSITION: PositionPayload,
    SuggestionKind.STATUS: StatusPayload,
    SuggestionKind.DIFFERENCE: DifferencePayload,
}


def proposal_of(suggestion: Suggestion) -> Payload:
    """What was proposed, in the shape of the form: nulls filled with the vocabulary's "unknown", sides apart."""
    proposed: Payload = dict(suggestion.payload)
    match suggestion.kind:
        case SuggestionKind.DIALOGUE:
            sides = [*(proposed.get("parties") or []), "", ""]
            proposed |= {"side_a": sides[0], "side_b": sides[1], "mode": proposed.get("mode") or Mode.UNKNOWN}
            proposed["same_as"] = _id_of(suggestion.matched_dialogue)
            proposed["kind"] = proposed.get("kind") or DialogueKind.ROUND
            proposed["name"] = proposed.get("name") or _descriptive_name(suggestion, sides)
        case SuggestionKind.PARTICIPATION:
            proposed["same_as"] = _id_of(_of_its_dialogue(suggestion, suggestion.matched_participation))
            proposed["stance"] = _stance(proposed)
            proposed["rank"] = proposed.get("rank") or Rank.UNKNOWN
            proposed["attendance"] = proposed.get("attendance") or Attendance.ATTENDED
        case SuggestionKind.DELEGATION_COUNT:
            proposed["rank"] = proposed.get("rank") or Rank.UNKNOWN
        case SuggestionKind.OUTCOME:
            proposed["same_as"] = _id_of(_of_its_dialogue(suggestion, suggestion.matched_outcome))
            proposed["stance"] = _stance(proposed)
        case SuggestionKind.STATUS:
            proposed["outcome"] = _id_of(suggestion.matched_outcome)
    return proposed


def _stance(proposed: Payload) -> str | None:
    """A stance is one towards a record: without it there is none, and with it a text supports it unless it is said."""
    if not proposed["same_as"]:
        return None
    return proposed.get("stance") or CitationStance.SUPPORTS.value


def _id_of(record: Dialogue | Outcome | Participation | None) -> str | None:
    return None if record is None else record.public_id


def _of_its_dialogue(suggestion: Suggestion, matched: Matched | None) -> Matched | None:
    """What was matched in one dialogue is no match once a reviewer has said that it is another."""
    dialogue = suggestion.dialogue_in_the_record
    return matched if matched is not None and dialogue is not None and matched.dialogue_id == dialogue.pk else None


def _descriptive_name(suggestion: Suggestion, sides: list[str]) -> str:
    """For a meeting to which the text gives no name: the one the record has, else who met. Never an invented title."""
    if suggestion.matched_dialogue is not None:
        return suggestion.matched_dialogue.title
    names = dict(Party.objects.filter(code__in=sides).values_list("code", "name"))
    met = [names.get(code, code) for code in sides if code]
    return f"Meeting of {' and '.join(met)}" if met else ""


def form_for(suggestion: Suggestion, changes: dict[str, Any] | None = None) -> PayloadForm:
    """The form of this suggestion, filled with the proposal, or with it and a reviewer's changes over it."""
    form_class = PAYLOAD_FORMS[SuggestionKind(suggestion.kind)]
    proposed = proposal_of(suggestion)
    form = form_class(initial=proposed) if changes is None else form_class(data=proposed | changes)
    if suggestion.kind == SuggestionKind.DIFFERENCE and proposed.get("point") != Point.ALIGNED:
        # A value has its stance by being another one, and what is not said has none.
        del form.fields["stance"]
    return form


def accepted_payload(suggestion: Suggestion, changes: dict[str, Any] | None = None) -> Payload:
    """What is accepted: the proposal with a reviewer's changes. Raises PayloadRefused."""
    return form_for(suggestion, changes or {}).payload(proposal_of(suggestion))
