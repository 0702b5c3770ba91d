"""What of the record a lineage goes to: a meeting in its month or on its day, a mechanism by name, an outcome."""

from collections.abc import Iterator
from typing import Any

from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match, Scored, best, tie
from dialogues.ingest.link.mechanism import match_mechanism
from dialogues.models import Dialogue, Outcome
from dialogues.models.vocabularies import DialogueKind
from dialogues.text.dates import PartialDate
from dialogues.text.similarity import content_words, shared_share

FEWEST_WORDS = 3
SAME_WORDS = 0.6


def match_relation(value: dict[str, Any], meeting: Dialogue | None, held: HeldRecord) -> Match:
    """The target as a key of the payload: a dialogue where it has a date, else a mechanism, else an outcome."""
    target, reason = _meeting(value, meeting, held)
    if target is not None:
        return Match(reason, meeting, keys={"to_dialogue": target.public_id})
    stated = str(value.get("to_as_stated") or "")
    if reason or value.get("to_date") or not stated:
        return Match(reason, meeting)
    mechanism, named = match_mechanism(stated, held)
    if mechanism is not None and (meeting is None or meeting.mechanism_id != mechanism.pk):
        return Match(named, meeting, keys={"to_mechanism": mechanism.public_id})
    found, undecided = best(_outcomes(stated, meeting, held), str)
    if found is not None:
        return Match(found.reason, meeting, keys={"to_outcome": found.candidate.public_id})
    return Match(undecided, meeting)


def _meeting(value: dict[str, Any], meeting: Dialogue | None, held: HeldRecord) -> tuple[Dialogue | None, str]:
    """The one summit of the pair, else the one visit, in that month or on that day."""
    if not value.get("to_date"):
        return None, ""
    stated = PartialDate.parse(value["to_date"])
    then = [
        one
        for one in held.dialogues
        if one != meeting and one.start_date.earliest <= stated.latest and one.start_date.latest >= stated.earliest
    ]
    for kind in (DialogueKind.SUMMIT, DialogueKind.VISIT):
        found = [one for one in then if one.kind == kind]
        reason = f"a {kind.label} of the same two parties in {stated.display()}"
        if len(found) == 1:
            return found[0], reason
        if found:
            return None, tie([str(one) for one in found], reason)
    return None, ""


def _outcomes(stated: str, meeting: Dialogue | None, held: HeldRecord) -> Iterator[Scored[Outcome]]:
    words = content_words(stated)
    if len(set(words)) < FEWEST_WORDS:
        return
    for outcome in held.outcomes:
        if meeting is not None and outcome.dialogue_id == meeting.pk:
            continue
        share = shared_share(words, content_words(outcome.title))
        if share >= SAME_WORDS and len(set(content_words(outcome.title))) >= FEWEST_WORDS:
            yield Scored(outcome, share, f"“{outcome.title}” of {outcome.dialogue} shares {share:.0%} of the words")
