"""Two codings of the same thing beside each other, in words."""

from dataclasses import dataclass
from typing import Final

from dialogues.models import DoubleCoding, Judgement, Suggestion
from dialogues.models.coding import FIRST, SECOND
from dialogues.models.vocabularies import Verdict
from dialogues.queries.double_coding import judgements_by_suggestion
from dialogues.queries.reliability import differing
from dialogues.web.coding import named_in_words

NOT_JUDGED: Final = "not judged"
# The verdict of each coder, by the coder's place.
Both = dict[int, Judgement]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a comparison: what each coder says, in words, and whether that differs."""

    label: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion with both verdicts in words, and in how many fields the two differ."""

    suggestion: Suggestion
    first: str
    second: str
    differences: int


def lines_of(of: DoubleCoding) -> list[Line]:
    """Each suggestion that was coded, or waits, in the order of review. Raises StillBlind unless both are done."""
    judged = judgements_by_suggestion(of)
    coded = Suggestion.objects.filter(pk__in=judged) | Suggestion.objects.pending().filter(article=of.article_id)
    lines = []
    for suggestion in coded.in_review_order():
        both = judged.get(suggestion.pk, {})
        verdicts = (_verdict(both.get(FIRST)), _verdict(both.get(SECOND)))
        lines.append(Line(suggestion, *verdicts, len(_differing(both))))
    return lines


def agree(both: Both) -> bool:
    """Whether both judged it, and alike."""
    return not _differing(both)


def comparison(suggestion: Suggestion, both: Both) -> list[Compared]:
    """The verdict, then every field that one of the two gave a value to."""
    differs = _differing(both)
    first, second = both.get(FIRST), both.get(SECOND)
    verdicts = (_verdict(first), _verdict(second))
    lines = [Compared("Verdict", *verdicts, bool(differs & {"verdict", "reason"}))]
    payloads = [one.payload if one is not None and one.payload is not None else {} for one in (first, second)]
    ours, theirs = (named_in_words(suggestion.kind, payload) for payload in payloads)
    for name, words in ours.items():
        pair = (words.proposed, theirs[name].proposed)
        if any(pair):
            lines.append(Compared(words.label, *pair, name in differs))
    return lines


def _verdict(judged: Judgement | None) -> str:
    if judged is None:
        return NOT_JUDGED
    reason = f": {judged.get_rejection_reason_display()}" if judged.rejection_reason else ""
    return judged.get_verdict_display() + reason


def _differing(both: Both) -> set[str]:
    """The names of the fields in which the two differ; "verdict" when one accepts and the other does not."""
    first, second = both.get(FIRST), both.get(SECOND)
    if first is None or second is None or first.verdict != second.verdict:
        return {"verdict"}
    if first.verdict == Verdict.REJECT:
        return {"reason"} if first.rejection_reason != second.rejection_reason else set()
    return differing(first.payload or {}, second.payload or {})
