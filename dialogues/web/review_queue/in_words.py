"""A decision in a line, for the bar that undoes it."""

from collections import Counter

from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision
from dialogues.review.merge_steps import model_of


def decided_in_words(suggestion: Suggestion) -> str:
    """What was decided; for an acceptance what that wrote, for a rejection why."""
    kind = suggestion.get_kind_display()
    if suggestion.decision == Decision.REJECTED:
        return f"Rejected: {kind} ({suggestion.get_rejection_reason_display()})."
    numbers = Counter(str(model_of(entry["model"])._meta.verbose_name) for entry in suggestion.written)
    written = ", ".join(f"{number} × {name}" if number > 1 else name for name, number in numbers.items())
    return f"Accepted: {kind}. Written: {written or 'nothing new'}."
