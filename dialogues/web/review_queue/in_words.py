"""A decision in a line, for the bar that undoes it; and who voted for a suggestion."""

from collections import Counter
from typing import Final

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision
from dialogues.review.merge_steps import model_of

LAYERS: Final = {
    "rules": "rules",
    "clauses": "clauses",
    "classifier": "classifier",
    "language_model": "language model",
}


def decided_in_words(suggestion: Suggestion) -> str:
    """What was decided; for an acceptance what that wrote, for a rejection why."""
    kind = suggestion.get_kind_display()
    if suggestion.decision == Decision.REJECTED:
        return f"Rejected: {kind} ({suggestion.get_rejection_reason_display()})."
    numbers = Counter(str(model_of(entry["model"])._meta.verbose_name) for entry in suggestion.written)
    written = ", ".join(f"{number} × {name}" if number > 1 else name for name, number in numbers.items())
    return f"Accepted: {kind}. Written: {written or 'nothing new'}."


def layers_in_words(suggestion: Suggestion) -> str:
    """Which layers of the extractor voted for it, each with what it says itself; empty when that was not kept.

    Votes are written as dialogues/ingest/extract/votes.py says.
    """
    votes = []
    for vote in suggestion.layers:
        layer, _, says = str(vote).partition(":")
        name = LAYERS.get(layer, layer)
        votes.append(f"{name} (reads it otherwise)" if says == "otherwise" else f"{name} ({says})" if says else name)
    return ", ".join(votes)
