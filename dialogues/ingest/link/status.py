"""Which earlier outcome a text says something became of: of the same pair, by words, kind and deadline."""

from collections.abc import Iterator
from typing import Any, Final

from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match, Scored, best, tied_for_best
from dialogues.models import Dialogue, Outcome
from dialogues.models.vocabularies import OutcomeKind
from dialogues.text.alignment import THRESHOLD, Weights
from dialogues.text.dates import PartialDate
from dialogues.text.passages import Passage
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.terms import find_terms, glossary

LIKE_WORDS: Final = 0.5
A_STATUS: Final = 0.03
MOST_STATUSES: Final = 5
# What kind of outcome a term of each group of the glossary is.
_KIND_OF_GROUP: Final = {
    "channels": OutcomeKind.CHANNEL,
    "instruments": OutcomeKind.INSTRUMENT,
    "activities": OutcomeKind.JOINT_ACTIVITY,
}


def match_status(value: dict[str, Any], sentence: str, meeting: Dialogue | None, held: HeldRecord) -> Match:
    """The outcome of an earlier dialogue; the keys name those that tie, for a person to choose among them."""
    stated = str(value.get("outcome_as_stated") or "")
    alike = tied_for_best(_earlier(value, stated, sentence, meeting, held))
    found, undecided = best(alike, _dated)
    if found is None:
        keys = {"tied": [one.candidate.public_id for one in alike]} if alike else {}
        return Match(undecided, meeting, keys=keys)
    return Match(found.reason, found.candidate.dialogue, outcome=found.candidate)


def _earlier(
    value: dict[str, Any], stated: str, sentence: str, meeting: Dialogue | None, held: HeldRecord
) -> Iterator[Scored[Outcome]]:
    words, kinds = content_words(stated), _kinds(stated)
    thing, context = held.passage(stated), held.passage(sentence)
    on = PartialDate.parse(value["effective_on"]) if value.get("effective_on") else None
    for outcome in held.outcomes:
        if not _is_before(outcome.dialogue, on, meeting, held):
            continue
        score, reasons = _alike(held.recorded[outcome.pk], words, thing, context)
        if not score:
            continue
        if kinds:
            score += 0.1 if outcome.kind in kinds else -0.1
        if outcome.kind in kinds:
            reasons.append(f"is a {outcome.get_kind_display()}, too")
        if meeting is not None and meeting.mechanism_id and outcome.dialogue.mechanism_id == meeting.mechanism_id:
            score += 0.1
            reasons.append("comes from the same mechanism")
        if on is not None and outcome.deadline is not None and outcome.deadline.overlaps(on.earliest, on.latest):
            score += 0.1
            reasons.append(f"was due in {outcome.deadline.display()}")
        entries = held.entries.get(outcome.pk, 0)
        if entries > 1:
            # Of several that may be meant, it is the one whose history people keep.
            score += A_STATUS * min(entries, MOST_STATUSES)
            reasons.append(f"has a history of {entries} entries")
        yield Scored(outcome, score, f"“{outcome.title}” of {_when(outcome)} {' and '.join(reasons)}")


def _alike(recorded: Passage, words: tuple[str, ...], thing: Passage, context: Passage) -> tuple[float, list[str]]:
    share = shared_share(words, content_words(recorded.text)) if words else 0.0
    if share >= LIKE_WORDS:
        return 0.4 + share / 2, [f"shares {share:.0%} of the words"]
    common = sorted(thing.terms & recorded.terms)
    if common:
        return 0.5, [f"speaks of {', '.join(common)}"]
    weights = Weights([recorded, context])
    score, shared = weights.score(recorded, context), weights.shared(recorded, context)
    return (score / 2, [f"speaks of {', '.join(shared[:3])}"]) if score >= 2 * THRESHOLD else (0.0, [])


def _is_before(dialogue: Dialogue, on: PartialDate | None, meeting: Dialogue | None, held: HeldRecord) -> bool:
    """Of an earlier dialogue than the one that is reported, and not agreed after it was tested."""
    if meeting is not None:
        return dialogue != meeting and dialogue.start_date.earliest <= meeting.start_date.latest
    until = on.latest if on is not None else held.published_on
    return until is None or dialogue.start_date.earliest <= until


def _kinds(stated: str) -> frozenset[str]:
    concepts = {one.concept for one in find_terms(stated)}
    return frozenset(
        kind for group, kind in _KIND_OF_GROUP.items() if concepts & {english[0] for english, _ in glossary()[group]}
    )


def _when(outcome: Outcome) -> str:
    return str(outcome.dialogue.start_date.display())


def _dated(outcome: Outcome) -> str:
    return f"{outcome.title}, {_when(outcome)}"
