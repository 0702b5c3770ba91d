"""Which dialogue of the record a reported meeting is: by mechanism and number, else by pair and days."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from dialogues.ingest.link.held import HeldRecord
from dialogues.ingest.link.match import Match, Scored, best, tie
from dialogues.ingest.link.mechanism import match_mechanism
from dialogues.models import Dialogue
from dialogues.models.vocabularies import DialogueKind
from dialogues.text.dates import PartialDate
from dialogues.text.similarity import content_words, shared_share

A_DAY: Final = timedelta(days=1)
NEAR_NAME: Final = 0.5


def match_dialogue(value: dict[str, Any], held: HeldRecord) -> Match:
    """The dialogue; the keys name the mechanism where the text did not give one that the record knows."""
    key, keys, named = value.get("mechanism_key"), {}, ""
    if not key:
        mechanism, named = match_mechanism(str(value.get("name") or ""), held)
        if mechanism is not None:
            key = mechanism.public_id
            keys = {"mechanism_key": key}
    found, reason = _match({**value, "mechanism_key": key}, held)
    if found is None:
        return Match(reason, keys=keys)
    return Match(f"{reason}, {named}" if keys and named else reason, found, keys=keys)


def _match(value: dict[str, Any], held: HeldRecord) -> tuple[Dialogue | None, str]:
    same_number = [one for one in held.dialogues if _is_that_round(one, value)]
    if same_number:
        reason = f"the same mechanism and number ({value['ordinal']})"
        if len(same_number) == 1:
            return same_number[0], reason
        return None, tie([str(one) for one in same_number], reason)
    if not value.get("start_date"):
        return None, ""
    for near in (timedelta(0), A_DAY):
        found, undecided = best(_on_days(value, held, near), _dated)
        if found is not None:
            return found.candidate, found.reason
        if undecided:
            return None, undecided
    return None, ""


def _is_that_round(dialogue: Dialogue, value: dict[str, Any]) -> bool:
    ordinal, key = value.get("ordinal"), value.get("mechanism_key")
    return bool(
        ordinal
        and key
        and dialogue.kind == DialogueKind.ROUND
        and dialogue.ordinal == ordinal
        and dialogue.mechanism is not None
        and dialogue.mechanism.public_id == key
    )


def _on_days(value: dict[str, Any], held: HeldRecord, near: timedelta) -> Iterator[Scored[Dialogue]]:
    start = PartialDate.parse(value["start_date"])
    end = PartialDate.parse(value["end_date"]) if value.get("end_date") else start
    exact = start.precision == "day"
    # Across time zones a meeting may be on two days; for a month that is no reason to look into the next.
    if near and not exact:
        return
    for dialogue in held.dialogues:
        last = (dialogue.end_date or dialogue.start_date).latest
        if dialogue.start_date.earliest > end.latest + near or last < start.earliest - near:
            continue
        if not _may_be(dialogue, value):
            continue
        score, reasons = _alike(dialogue, value)
        if near:
            # A day apart, something else has to say that it is the same.
            if dialogue.start_date.precision != "day" or len(reasons) == 0:
                continue
            reasons.insert(0, "the same two parties a day apart, as in another time zone")
        elif exact and dialogue.start_date.precision == "day":
            reasons.insert(0, "the same two parties on the same days")
        else:
            less = start if not exact else dialogue.start_date
            reasons.insert(0, f"the same two parties in {less.display()}")
        yield Scored(dialogue, score, ", ".join(reasons))


def _may_be(dialogue: Dialogue, value: dict[str, Any]) -> bool:
    """Nothing that both give differs: the mechanism, the number, the city."""
    key, ordinal, city = value.get("mechanism_key"), value.get("ordinal"), str(value.get("city") or "")
    if key and dialogue.mechanism is not None and dialogue.mechanism.public_id != key:
        return False
    if ordinal and dialogue.ordinal and dialogue.ordinal != ordinal:
        return False
    return not (city and dialogue.city and not set(content_words(city)) & set(content_words(dialogue.city)))


def _alike(dialogue: Dialogue, value: dict[str, Any]) -> tuple[float, list[str]]:
    """What speaks for a dialogue besides its days."""
    score, reasons = 0.5, []
    if dialogue.mechanism is not None and dialogue.mechanism.public_id == value.get("mechanism_key"):
        score += 0.2
        reasons.append("the same mechanism")
    if value.get("ordinal") and value["ordinal"] == dialogue.ordinal:
        score += 0.1
        reasons.append(f"the same number ({dialogue.ordinal})")
    if value.get("city") and dialogue.city:
        score += 0.1
        reasons.append(f"in {dialogue.city}")
    share = shared_share(content_words(str(value.get("name") or "")), content_words(dialogue.title))
    if share >= NEAR_NAME:
        score += 0.1 * share
        reasons.append("under a similar name")
    return score, reasons


def _dated(dialogue: Dialogue) -> str:
    return f"{dialogue}, {dialogue.start_date.display()}"
