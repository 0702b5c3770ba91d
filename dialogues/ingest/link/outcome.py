"""Which outcome of the record a fact speaks of, in one language or across two, and how the text stands to it."""

from collections.abc import Iterator
from typing import Any, Final

from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match, Scored, best
from dialogues.models import Dialogue, Outcome
from dialogues.text.alignment import THRESHOLD, likeness
from dialogues.text.passages import Passage
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.stance import stance_towards
from dialogues.text.terms import has_chinese

SAME_OUTCOME: Final = 0.5
# The kind may be told differently by two accounts; then the passages themselves have to be more alike.
OTHER_KIND: Final = 0.15


def match_outcome(value: dict[str, Any], sentence: str, dialogue: Dialogue, held: HeldRecord) -> Match:
    """The outcome of that dialogue, with the stance that the sentence takes towards what is said of it already."""
    title = str(value.get("title") or "")
    here = held.passage(f"{title}\n{sentence}" if title not in sentence else sentence, str(value.get("kind") or ""))
    found, undecided = best(_alike(title, here, dialogue, held), lambda one: one.title)
    if found is None:
        return Match(undecided, dialogue)
    wordings = held.wordings_of(found.candidate)
    stance = stance_towards(held.passage(wordings[0]), held.passage(sentence))
    keys = {"stance": stance.value, "stance_reason": stance.reason}
    return Match(found.reason, dialogue, outcome=found.candidate, keys=keys)


def _alike(title: str, here: Passage, dialogue: Dialogue, held: HeldRecord) -> Iterator[Scored[Outcome]]:
    words = content_words(title)
    candidates = [one for one in held.outcomes if one.dialogue_id == dialogue.pk]
    said = {one.pk: [held.passage(wording, one.kind) for wording in held.wordings_of(one)] for one in candidates}
    among = [passage for passages in said.values() for passage in passages]
    for outcome in candidates:
        same_kind = outcome.kind == here.kind
        share = shared_share(words, content_words(f"{outcome.title} {outcome.summary}")) if words else 0.0
        if same_kind and share >= SAME_OUTCOME and not has_chinese(title):
            reason = f"“{outcome.title}” is of the same kind and shares {share:.0%} of the words"
            yield Scored(outcome, 0.5 + share / 2, reason)
            continue
        score, shared = max((likeness(passage, here, among) for passage in said[outcome.pk]), key=lambda one: one[0])
        if score >= THRESHOLD + (0.0 if same_kind else OTHER_KIND):
            kind = "is of the same kind, and both speak" if same_kind else "is of another kind, but both speak"
            yield Scored(outcome, score, f"“{outcome.title}” {kind} of {', '.join(shared[:4])}")
