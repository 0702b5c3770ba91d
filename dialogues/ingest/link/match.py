"""What linking found for one fact."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from dialogues.models import Dialogue, Outcome, Participation
from dialogues.models.suggestion import UNDECIDED

# Two candidates whose scores are nearer than this are alike.
ALIKE: Final = 0.05
ALIKE_IN_WORDS: Final = "they fit alike"
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Match:
    """What the record already holds of a fact, and why we think so.

    `keys` are what the payload gains: IDs of the record, and the stance that the text takes. A reason without a match
    says why there is none.
    """

    reason: str = ""
    dialogue: Dialogue | None = None
    participation: Participation | None = None
    outcome: Outcome | None = None
    keys: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored(Generic[Found]):
    """A candidate with what speaks for it."""

    candidate: Found
    score: float
    reason: str


def tied_for_best(candidates: Iterable[Scored[Found]]) -> list[Scored[Found]]:
    """The best, and all that are as good."""
    ranked = sorted(candidates, key=lambda one: -one.score)
    return [one for one in ranked if one.score > ranked[0].score - ALIKE]


def best(candidates: Iterable[Scored[Found]], named: Callable[[Found], str]) -> tuple[Scored[Found] | None, str]:
    """The best candidate; or none, with a reason that names those that tie. Both empty where there is none at all."""
    tied = tied_for_best(candidates)
    if not tied:
        return None, ""
    if len(tied) == 1:
        return tied[0], ""
    reasons = {one.reason for one in tied}
    return None, tie([named(one.candidate) for one in tied], reasons.pop() if len(reasons) == 1 else ALIKE_IN_WORDS)


def tie(names: Sequence[str], reason: str) -> str:
    """That several fit alike, so that none is chosen."""
    first, second = (f"“{name[:80]}”" for name in names[:2])
    shown = f"{first} and {second}" if len(names) == 2 else f"{first}, {second} and {len(names) - 2} more"
    return f"{UNDECIDED} {shown}: {reason}"
