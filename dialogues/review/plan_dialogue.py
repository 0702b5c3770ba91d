"""What accepting a suggested dialogue will write: the dialogue if it is new, and a citation for each of its fields."""

from typing import Final

from dialogues.models import Dialogue, Mechanism
from dialogues.models.vocabularies import CitationStance, Publication
from dialogues.review.conflict import conflict_on_date
from dialogues.review.intended import Plan, Source, cite
from dialogues.review.payload import Payload, PayloadRefused
from dialogues.text.dates import PartialDate

# The fields of a dialogue that a suggestion gives evidence for, by their names in the payload.
DIALOGUE_FIELDS: Final = {
    "name": "title",
    "ordinal": "ordinal",
    "start_date": "start_date",
    "end_date": "end_date",
    "city": "city",
    "venue": "venue",
    "mode": "mode",
}


def plan_dialogue(source: Source, payload: Payload) -> Plan:
    """The dialogue if the record lacks it, and citations. Nothing that the record holds is overwritten."""
    result = Plan()
    if payload.get("same_as"):
        dialogue = _held(payload)
    else:
        dialogue = _new_dialogue(payload)
        result.create(dialogue, f"New dialogue: “{dialogue.title}”, {dialogue.start_date.display()}.")
    result.dialogue = dialogue
    stances = _stances(source, payload, dialogue)
    # Days that the text itself gives for the same meeting elsewhere.
    other_days = [day for day in payload.get("date_conflicts") or [] if str(dialogue.start_date) != day["value"]]
    disputed = other_days or stances.get("start_date") == CitationStance.CONTRADICTS
    conflict, is_new = conflict_on_date(dialogue) if disputed else (None, False)
    if conflict is not None and is_new:
        result.create(conflict, "The date is marked: sources disagree.")
    for name, stance in stances.items():
        for start, end in source.suggestion.evidence.get(name, []):
            cite(
                result,
                source,
                source.sentence_around((start, end)),
                dialogue=dialogue,
                field=DIALOGUE_FIELDS[name],
                value_as_stated=source.words((start, end)),
                stance=stance,
                conflict=conflict if name == "start_date" else None,
            )
    for day in other_days:
        start, end = day["span"]
        cite(
            result,
            source,
            source.sentence_around((start, end)),
            dialogue=dialogue,
            field="start_date",
            value_as_stated=day["as_stated"],
            stance=CitationStance.CONTRADICTS,
            conflict=conflict,
            note=f"Understood as {PartialDate.parse(day['value']).display()}.",
        )
    if not result.citations:
        cite(result, source, source.sentence, dialogue=dialogue)
    return result


def _stances(source: Source, payload: Payload, dialogue: Dialogue) -> dict[str, CitationStance]:
    """How the text stands to each field of the record that it speaks of.

    A field that the reviewer corrected is left out: what was evidence for the proposal is none for the correction.
    """
    stances = {}
    for name, record_field in DIALOGUE_FIELDS.items():
        stated, held = payload.get(name), getattr(dialogue, record_field)
        if stated != source.suggestion.payload.get(name):
            continue
        if record_field == "title" or str(held).casefold() == str(stated).casefold():
            stances[name] = CitationStance.SUPPORTS
        else:
            # The record may lack the value: then there is nothing to contradict.
            stances[name] = CitationStance.CONTRADICTS if held not in (None, "") else CitationStance.CONTEXT
    return stances


def _held(payload: Payload) -> Dialogue:
    """The dialogue of the record that the reviewer takes it for. Raises PayloadRefused for one of two other sides."""
    dialogue = Dialogue.objects.get(public_id=payload["same_as"]).survivor
    if dialogue.side_codes != tuple(sorted([payload["side_a"], payload["side_b"]])):
        raise PayloadRefused({"same_as": [f"“{dialogue}” is between {' and '.join(dialogue.side_codes)}."]})
    return dialogue


def _new_dialogue(payload: Payload) -> Dialogue:
    key = payload.get("mechanism_key")
    mechanism = Mechanism.objects.get(public_id=key) if key else None
    side_a, side_b = sorted([payload["side_a"], payload["side_b"]])
    if mechanism is not None and (side_a, side_b) != (mechanism.side_a_id, mechanism.side_b_id):
        raise PayloadRefused({"mechanism_key": [f"“{mechanism}” is not between these two parties."]})
    ordinal = payload.get("ordinal")
    title = f"{payload['name']}, round {ordinal}" if ordinal else payload["name"]
    return Dialogue(
        mechanism=mechanism,
        side_a_id=side_a,
        side_b_id=side_b,
        title=title[:300],
        kind=payload["kind"],
        ordinal=ordinal,
        start_date=PartialDate.parse(payload["start_date"]),
        end_date=PartialDate.parse(payload["end_date"]) if payload.get("end_date") else None,
        city=payload.get("city") or "",
        country=payload.get("country") or "",
        venue=payload.get("venue") or "",
        mode=payload["mode"],
        publication=Publication.PUBLISHED,
    )
