"""Which outcome of the record a fact speaks of, in one language or across two, and how the text stands to it."""

from collections.abc import Iterator
from typing import Any, Final

from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match, Scored, best
from dialogues.models import Dialogue, Outcome
from dialogues.text.alignment import THRESHOLD, Weights
from dialogues.text.passages import Passage
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.stance import stance_towards

SAME_OUTCOME: Final = 0.5
# The kind may be told differently by two accounts; then the passages themselves have to be more alike.
OTHER_KIND: Final = 0.15
# A sentence may tell of several outcomes.
SENTENCE: Final = 0.85


def match_outcome(value: dict[str, Any], sentence: str, dialogue: Dialogue, held: HeldRecord) -> Match:
    """The outcome of that dialogue, with the stance that the sentence takes towards what is said of it already."""
    title, kind = str(value.get("title") or ""), str(value.get("kind") or "")
    candidates = [one for one in held.outcomes if one.dialogue_id == dialogue.pk]
    found, undecided = best(_by_words(title, kind, candidates), str)
    if found is None and not undecided:
        here = (held.passage(title, kind), held.passage(sentence, kind))
        found, undecided = best(_by_marks(*here, candidates, held), str)
    if found is None:
        return Match(undecided, dialogue)
    wordings = held.wordings_of(found.candidate)
    stance = stance_towards(held.passage(wordings[0]), held.passage(sentence), quoted=len(wordings) > 1)
    keys = {"stance": stance.value, "stance_reason": stance.reason}
    return Match(found.reason, dialogue, outcome=found.candidate, keys=keys)


def _by_words(title: str, kind: str, candidates: list[Outcome]) -> Iterator[Scored[Outcome]]:
    """Of the same kind and in the same words."""
    words = content_words(title)
    for outcome in candidates:
        share = shared_share(words, content_words(f"{outcome.title} {outcome.summary}"))
        if outcome.kind == kind and share >= SAME_OUTCOME:
            yield Scored(outcome, share, f"“{outcome.title}” is of the same kind and shares {share:.0%} of the words")


def _by_marks(
    title: Passage, sentence: Passage, candidates: list[Outcome], held: HeldRecord
) -> Iterator[Scored[Outcome]]:
    """By terms, numbers, dates and names, whatever the language; the title says more than the sentence around it."""
    own = {one.pk: held.passage(f"{one.title}. {one.summary}", one.kind) for one in candidates}
    quoted = {one.pk: [held.passage(words, one.kind) for words in held.wordings_of(one)[:-1]] for one in candidates}
    # How rare a mark is, is counted by outcomes: that five sources tell of a hotline makes it no common word.
    weights = Weights([*own.values(), title])
    for outcome in candidates:
        pairs = [(1.0, own[outcome.pk], title)]
        pairs += [(SENTENCE, passage, sentence) for passage in (own[outcome.pk], *quoted[outcome.pk])]
        share, there, here = max(pairs, key=lambda pair: pair[0] * weights.score(*pair[1:]))
        score, shared = share * weights.score(there, here), weights.shared(there, here)
        same_kind = outcome.kind == title.kind
        if score >= THRESHOLD + (0.0 if same_kind else OTHER_KIND):
            kind = "is of the same kind, and both speak" if same_kind else "is of another kind, but both speak"
            yield Scored(outcome, score, f"“{outcome.title}” {kind} of {', '.join(shared[:4])}")
