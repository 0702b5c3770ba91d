"""The states of outcomes in families, so that a reader can tell at a glance how far a promise has come.

A page shows a family by shape and colour, and always writes the state itself in words beside it.
"""

from typing import Final, Literal

from dialogues.models.vocabularies import OutcomeState

Family = Literal["done", "moving", "agreed", "stalled", "ended", "disputed", "unknown", "unrecorded"]

FAMILIES: Final[dict[Family, tuple[OutcomeState, ...]]] = {
    "done": (OutcomeState.HELD, OutcomeState.LAUNCHED, OutcomeState.COMPLETED),
    "moving": (OutcomeState.IN_PROGRESS, OutcomeState.EXTENDED, OutcomeState.REAFFIRMED, OutcomeState.RESCOPED),
    "agreed": (OutcomeState.AGREED, OutcomeState.ANNOUNCED, OutcomeState.NOT_STARTED),
    "stalled": (OutcomeState.DELAYED, OutcomeState.SUSPENDED),
    "ended": (OutcomeState.SUPERSEDED, OutcomeState.LAPSED, OutcomeState.REVERSED),
    "disputed": (OutcomeState.DISPUTED,),
    "unknown": (OutcomeState.NOT_ASSESSED, OutcomeState.NO_EVIDENCE, OutcomeState.NOT_CONFIRMED),
    "unrecorded": (),
}

FAMILY_LABELS: Final[dict[Family, str]] = {
    "done": "done",
    "moving": "under way",
    "agreed": "agreed",
    "stalled": "stalled",
    "ended": "ended",
    "disputed": "disputed",
    "unknown": "not confirmed",
    "unrecorded": "no status recorded",
}

_FAMILY_OF: Final = {state.value: family for family, states in FAMILIES.items() for state in states}


def family_of(state: str | None) -> Family:
    """The family of a state; "unrecorded" when nothing is recorded."""
    return _FAMILY_OF[state] if state else "unrecorded"


def state_label(state: str | None) -> str:
    """The state in words."""
    return OutcomeState(state).label if state else FAMILY_LABELS["unrecorded"]
