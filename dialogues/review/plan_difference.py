"""What accepting a suggested difference will write: a point with the accounts on both sides, or that one is silent."""

from typing import Final

from dialogues.models import Citation, Dialogue, Difference, Outcome, Snapshot
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.point_of_difference import Point
from dialogues.review.intended import Plan, Source, add_citation, cite, dialogue_of, speaker_of
from dialogues.review.payload import Payload, PayloadRefused

SEARCHED: Final = "Searched in full: no sentence speaks of it."


def plan_difference(source: Source, payload: Payload) -> Plan:
    """The difference, if the record lacks it, and each account as a citation of it.

    For an outcome that only this article leaves out it is a citation of the outcome (and of the difference that is
    known already, when the reviewer names one): who accepts has searched the text, and the snapshot says which text.
    For a passage that was aligned with an outcome it is a citation of the outcome with the stance of the text, and a
    difference only where the text does not simply support it.
    Raises NotYet and PayloadRefused.
    """
    dialogue, compared = dialogue_of(source.suggestion), source.suggestion.matched_dialogue
    if compared is not None and compared != dialogue:
        raise PayloadRefused({"subject": [f"It was compared with the accounts of “{compared}”: reject this."]})
    result = Plan(dialogue=dialogue)
    if payload["point"] == Point.NOT_HERE:
        _silent_here(result, source, payload, dialogue)
    elif payload["point"] == Point.ALIGNED:
        stance = CitationStance(payload.get("stance") or CitationStance.SUPPORTS)
        cite(result, source, source.sentence, outcome=_outcome(payload), stance=stance)
        if stance != CitationStance.SUPPORTS:
            _both_accounts(result, source, payload, dialogue)
    else:
        _both_accounts(result, source, payload, dialogue)
    return result


def _silent_here(result: Plan, source: Source, payload: Payload, dialogue: Dialogue) -> None:
    note = payload.get("note") or SEARCHED
    silent = _silent(source.snapshot, note=note)
    silent.outcome = _outcome(payload)
    add_citation(result, silent)
    if payload.get("same_as"):
        also = _silent(source.snapshot, note=note)
        also.difference, also.value_as_stated = _held(payload, dialogue), payload["says"]
        add_citation(result, also)


def _both_accounts(result: Plan, source: Source, payload: Payload, dialogue: Dialogue) -> None:
    others = _others(payload)
    if payload.get("same_as"):
        difference = _held(payload, dialogue)
        cited = set(difference.citations.values_list("snapshot", flat=True))
        others = [one for one in others if one.snapshot_id not in cited]
    else:
        if not others:
            raise PayloadRefused({"others_say": ["The account that this was compared with is no longer cited."]})
        difference = Difference(
            dialogue=dialogue, kind=payload["kind"], subject=payload["subject"], note=payload.get("note") or ""
        )
        result.create(difference, f"New difference of “{dialogue}”: {difference.subject}.")
    cite(result, source, source.sentence, difference=difference, value_as_stated=payload["says"])
    for other in others:
        other.difference = difference
        other.value_as_stated = payload.get("others_say") or ""
        add_citation(result, other)


def _outcome(payload: Payload) -> Outcome:
    outcome = Outcome.objects.published().filter(public_id=payload["about"]["id"]).first()
    if outcome is None:
        raise PayloadRefused({"subject": ["The outcome that this is about is no longer in the record: reject this."]})
    return outcome.survivor


def _held(payload: Payload, dialogue: Dialogue) -> Difference:
    held = Difference.objects.filter(public_id=payload["same_as"]).first()
    if held is None or held.dialogue != dialogue:
        raise PayloadRefused({"same_as": [f"Choose a difference of “{dialogue}”."]})
    return held


def _others(payload: Payload) -> list[Citation]:
    """The accounts on the other side, as citations that are about nothing yet: the same quotes, or a text's silence."""
    cited = [one["citation"] for one in payload.get("others") or [] if "citation" in one]
    searched = [one["snapshot"] for one in payload.get("others") or [] if "snapshot" in one]
    quoted = Citation.objects.filter(public_id__in=cited).select_related("snapshot__article__publisher__party")
    snapshots = Snapshot.objects.filter(public_id__in=searched).select_related("article__publisher__party")
    return [
        *(_again(citation) for citation in quoted.order_by("id")),
        *(_silent(snapshot, note=SEARCHED) for snapshot in snapshots.order_by("id")),
    ]


def _again(citation: Citation) -> Citation:
    return Citation(
        snapshot=citation.snapshot,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        prefix=citation.prefix,
        suffix=citation.suffix,
        speaker_party=citation.speaker_party or speaker_of(citation.snapshot.article),
    )


def _silent(snapshot: Snapshot, *, note: str) -> Citation:
    return Citation(
        snapshot=snapshot,
        stance=CitationStance.SILENT,
        speaker_party=speaker_of(snapshot.article),
        note=note,
    )
