"""What the record holds of something that a suggestion speaks of, in the fields of the form of that suggestion."""

from collections.abc import Mapping
from typing import Any

from dialogues.models import Dialogue, Outcome, Participation, Suggestion
from dialogues.models.vocabularies import Side, SuggestionKind


def current_values(suggestion: Suggestion, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """Field of the form to value; empty when the record does not hold it yet. Dates are in their canonical form.

    `proposed` is the proposal as its form has it: it says whether what was matched still counts as the same.
    """
    if suggestion.kind == SuggestionKind.STATUS:
        return _of_state(suggestion.matched_outcome) if suggestion.matched_outcome is not None else {}
    if not proposed.get("same_as"):
        return {}
    match suggestion.kind:
        case SuggestionKind.DIALOGUE if suggestion.matched_dialogue is not None:
            return _of_dialogue(suggestion.matched_dialogue)
        case SuggestionKind.PARTICIPATION if suggestion.matched_participation is not None:
            return _of_participation(suggestion.matched_participation)
        case SuggestionKind.OUTCOME if suggestion.matched_outcome is not None:
            return _of_outcome(suggestion.matched_outcome)
    return {}


def _of_dialogue(dialogue: Dialogue) -> dict[str, Any]:
    return {
        "name": dialogue.title,
        "mechanism_key": dialogue.mechanism.public_id if dialogue.mechanism is not None else None,
        "kind": dialogue.kind,
        "ordinal": dialogue.ordinal,
        "side_a": dialogue.side_a_id,
        "side_b": dialogue.side_b_id,
        "start_date": str(dialogue.start_date),
        "end_date": str(dialogue.end_date) if dialogue.end_date else None,
        "city": dialogue.city,
        "country": dialogue.country,
        "venue": dialogue.venue,
        "mode": dialogue.mode,
    }


def _of_participation(participation: Participation) -> dict[str, Any]:
    person, organization = participation.person, participation.organization
    return {
        "name": participation.shown_name,
        "person_key": person.public_id if person is not None else None,
        "organization_key": organization.public_id if organization is not None else None,
        "title_as_stated": participation.title_as_stated,
        "party": participation.party_id,
        "role": participation.role,
        "rank": participation.rank,
        "attendance": participation.attendance,
    }


def _of_outcome(outcome: Outcome) -> dict[str, Any]:
    side_a, side_b = outcome.dialogue.side_codes
    return {
        "title": outcome.title,
        "kind": outcome.kind,
        "stated_by": {Side.A: side_a, Side.B: side_b}.get(Side(outcome.stated_by), outcome.stated_by),
        "deadline": str(outcome.deadline) if outcome.deadline else None,
        "deadline_as_stated": outcome.deadline_as_stated,
    }


def _of_state(outcome: Outcome) -> dict[str, Any]:
    newest = outcome.statuses.filter(party__isnull=True).order_by("-sequence").first()
    if newest is None:
        return {"outcome": outcome.public_id}
    effective_on = str(newest.effective_on) if newest.effective_on else None
    return {"outcome": outcome.public_id, "status": newest.state, "effective_on": effective_on}
