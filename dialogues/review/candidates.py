"""stub"""

from dataclasses import dataclass
from typing import Any
from dialogues.models import Suggestion, Outcome


@dataclass
class Candidate:
    """stub"""

    record: Any
    reason: str
    score: float
    field: str
    value: str


def candidates_for(suggestion: Suggestion) -> list[Candidate]:
    return (
        [Candidate(o, "stub reason", 0.5, "same_as", o.public_id) for o in Outcome.objects.all()[:2]]
        if suggestion.kind == "outcome"
        else []
    )
