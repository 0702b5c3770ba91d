"""What accepting a suggestion will write. The page shows a plan, and `accept` writes that same plan.

A plan holds records that are not saved yet, in the order of writing; a later one may point at an earlier one.
"""

from collections.abc import Callable, Sequence
from typing import Final

from django.db.models import F, Model

from dialogues.models import (
    Article,
    DelegationCount,
    Dialogue,
    Mechanism,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Position,
    Relation,
    Suggestion,
)
from dialogues.models.vocabularies import (
    ArticleKind,
    OutcomeBasis,
    OutcomeState,
    ParticipationRole,
    Perspective,
    Publication,
    Side,
    SuggestionKind,
)
from dialogues.review.intended import Plan, Source, cite, dialogue_of, side_of, stance_towards_held
from dialogues.review.merge_steps import Addition
from dialogues.review.payload import Payload, PayloadRefused
from dialogues.review.plan_dialogue import plan_dialogue
from dialogues.review.plan_difference import plan_difference

NOT_MERGED_FIRST: Final = F("merged_into").asc(nulls_first=True)


def plan(suggestion: Suggestion, payload: Payload, *, planned: Sequence[Model] = ()) -> Plan:
    """What accepting `suggestion` with this payload will write.

    `planned` are records that others will have written by then. Raises NotYet when the dialogue it belongs to is not
    in the record, PayloadRefused when a value does not fit it.
    """
    return PLANNERS[SuggestionKind(suggestion.kind)](Source.of(suggestion, planned), payload)


def _plan_participation(source: Source, payload: Payload) -> Plan:
    dialogue = dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    if payload.get("same_as"):
        participation = _participation(payload, dialogue)
    else:
        party = side_of(payload, "party", dialogue)
        participation = Participation(
            dialogue=dialogue,
            party=party,
            person=_person(result, source, payload, party),
            organization=_organization(payload),
            name_as_stated=payload.get("name") or "",
            title_as_stated=payload.get("title_as_stated") or "",
            role=payload.get("role") or ParticipationRole.MEMBER,
            rank=payload["rank"],
            attendance=payload["attendance"],
        )
        result.create(
            participation,
            f"New participant of “{dialogue}”: {participation.shown_name or payload.get('organization_as_stated')}, "
            f"{participation.get_role_display()} for {party}.",
        )
    values = {"participation": participation, "value_as_stated": payload.get("title_as_stated") or ""}
    cite(result, source, source.sentence, **values, stance=stance_towards_held(payload))
    if payload.get("add_alias"):
        _add_alias(result, payload)
    return result


def _plan_delegation_count(source: Source, payload: Payload) -> Plan:
    dialogue = dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    counted = {
        "dialogue": dialogue,
        "party": side_of(payload, "party", dialogue) if payload.get("party") else None,
        "rank": payload["rank"],
        "unit": payload["unit"],
        "low": payload.get("low"),
        "best": payload.get("best"),
        "high": payload.get("high"),
    }
    held = source.planned_like(DelegationCount, **counted)
    if held is None and dialogue.pk:
        held = DelegationCount.objects.filter(**counted).first()
    if held is not None:
        cite(result, source, source.sentence, delegation_count=held)
        return result
    count = DelegationCount(**counted, rank_as_stated=payload.get("rank_as_stated") or "", wording=payload["wording"])
    result.create(count, f"New head count of “{dialogue}”: “{count.wording}” ({count.party or 'both sides'}).")
    cite(result, source, source.sentence, delegation_count=count)
    return result


def _plan_outcome(source: Source, payload: Payload) -> Plan:
    dialogue = dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    if payload.get("same_as"):
        outcome = Outcome.objects.get(public_id=payload["same_as"]).survivor
        stance = stance_towards_held(payload)
        # The source's own words for it: what a reader compares with the other accounts.
        cite(result, source, source.sentence, outcome=outcome, stance=stance, value_as_stated=payload["title"])
        return result
    outcome = Outcome(
        dialogue=dialogue,
        kind=payload["kind"],
        title=payload["title"],
        text_as_stated=source.words(source.sentence),
        basis=_basis(source.suggestion.article),
        stated_by=_stated_by(payload["stated_by"], dialogue),
        deadline=payload.get("deadline"),
        deadline_as_stated=payload.get("deadline_as_stated") or "",
        publication=Publication.PUBLISHED,
    )
    result.create(outcome, f"New outcome of “{dialogue}”: “{outcome.title}” ({outcome.get_kind_display()}).")
    one_side = outcome.stated_by in {Side.A, Side.B}
    status = OutcomeStatus(
        outcome=outcome,
        state=OutcomeState.ANNOUNCED if one_side else OutcomeState.AGREED,
        effective_on=dialogue.end_date or dialogue.start_date,
    )
    result.create(status, f"Its first status: {status.get_state_display()}, {(status.effective_on).display()}.")
    cite(result, source, source.sentence, outcome=outcome)
    cite(result, source, source.sentence, outcome_status=status)
    return result


def _plan_relation(source: Source, payload: Payload) -> Plan:
    dialogue = dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    targets = _targets(payload)
    relation = Relation(
        kind=payload["kind"],
        from_dialogue=dialogue,
        to_as_stated=payload.get("to_as_stated") or "",
        to_date=payload.get("to_date"),
        **targets,
    )
    if relation.to_dialogue == dialogue:
        raise PayloadRefused({"to_dialogue": ["A dialogue has no lineage to itself."]})
    if targets:
        same = {"kind": relation.kind, "from_dialogue": dialogue, **targets}
        held = source.planned_like(Relation, **same)
        if held is None and dialogue.pk:
            held = Relation.objects.filter(**same).first()
        if held is not None:
            cite(result, source, source.sentence, relation=held)
            return result
    result.create(relation, f"New lineage: {relation}.")
    cite(result, source, source.sentence, relation=relation)
    return result


def _plan_position(source: Source, payload: Payload) -> Plan:
    dialogue = dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    position = Position(
        dialogue=dialogue,
        party=side_of(payload, "party", dialogue),
        speaker_as_stated=payload.get("speaker") or "",
        stance=payload["stance"],
        statement=payload["statement"],
        addressee_as_stated=payload.get("addressee") or "",
    )
    result.create(position, f"New position at “{dialogue}”: {position}.")
    cite(result, source, source.sentence, position=position)
    return result


def _plan_status(source: Source, payload: Payload) -> Plan:
    outcome = Outcome.objects.select_related("dialogue").get(public_id=payload["outcome"]).survivor
    result = Plan(dialogue=outcome.dialogue)
    if payload.get("same_as"):
        held = OutcomeStatus.objects.filter(public_id=payload["same_as"], outcome=outcome).first()
        if held is None:
            raise PayloadRefused({"same_as": [f"Choose an entry of the history of “{outcome}”."]})
        cite(result, source, source.sentence, outcome_status=held)
        return result
    status = OutcomeStatus(outcome=outcome, state=payload["status"], effective_on=payload.get("effective_on"))
    result.create(status, f"New status of “{outcome}”: {status.get_state_display()}.")
    cite(result, source, source.sentence, outcome_status=status)
    return result


PLANNERS: Final[dict[SuggestionKind, Callable[[Source, Payload], Plan]]] = {
    SuggestionKind.DIALOGUE: plan_dialogue,
    SuggestionKind.PARTICIPATION: _plan_participation,
    SuggestionKind.DELEGATION_COUNT: _plan_delegation_count,
    SuggestionKind.OUTCOME: _plan_outcome,
    SuggestionKind.RELATION: _plan_relation,
    SuggestionKind.POSITION: _plan_position,
    SuggestionKind.STATUS: _plan_status,
    SuggestionKind.DIFFERENCE: plan_difference,
}


_TARGETS: Final[tuple[tuple[str, type[Dialogue | Mechanism | Outcome]], ...]] = (
    ("to_dialogue", Dialogue),
    ("to_mechanism", Mechanism),
    ("to_outcome", Outcome),
)


def _targets(payload: Payload) -> dict[str, Dialogue | Mechanism | Outcome]:
    """The record that a lineage goes to, by the field of `Relation`; empty for one that is only stated."""
    for name, model in _TARGETS:
        if payload.get(name):
            return {name: model.objects.get(public_id=payload[name]).survivor}
    return {}


def _participation(payload: Payload, dialogue: Dialogue) -> Participation:
    """The participant of the record that the reviewer takes it for. Raises PayloadRefused for another dialogue's."""
    held = Participation.objects.select_related("person").filter(public_id=payload["same_as"]).first()
    if held is None or held.dialogue != dialogue:
        raise PayloadRefused({"same_as": [f"Choose a participant of “{dialogue}”."]})
    if payload.get("person_key") and held.person is not None:
        person = Person.objects.get(public_id=payload["person_key"]).survivor
        if person != held.person.survivor:
            says = f"Recorded there is “{held.person}” ({held.person.public_id}), not “{person}” ({person.public_id})"
            raise PayloadRefused({"same_as": [f"{says}: empty one of the two fields."]})
    return held


def _person(result: Plan, source: Source, payload: Payload, party: Party) -> Person | None:
    if payload.get("person_key"):
        return Person.objects.get(public_id=payload["person_key"]).survivor
    name = payload.get("name")
    if not name:
        return None
    for planned in source.planned:
        if isinstance(planned, Person) and planned.party_id == party.pk and planned.name.upper() == name.upper():
            return planned
    held = Person.objects.published().filter(party=party, name__iexact=name).order_by(NOT_MERGED_FIRST, "pk").first()
    if held is not None:
        return held.survivor
    person = Person(name=name, party=party, publication=Publication.PUBLISHED)
    result.create(person, f"New person: {name} ({party}).")
    return person


def _add_alias(result: Plan, payload: Payload) -> None:
    """The name as this text has it becomes another name of the person, so that the next text finds them by it."""
    person, name = Person.objects.get(public_id=payload["person_key"]).survivor, payload["name"]
    if name in {person.name, person.native_name, *person.aliases}:
        return
    result.additions.append(Addition("person", person.public_id, "aliases", (name,)))
    result.lines.append(f"Another name of “{person}”: {name}.")


def _organization(payload: Payload) -> Organization | None:
    key = payload.get("organization_key")
    return Organization.objects.get(public_id=key).survivor if key else None


def _basis(article: Article) -> OutcomeBasis:
    if article.kind == ArticleKind.JOINT_STATEMENT:
        return OutcomeBasis.JOINT_TEXT
    official = article.publisher is not None and article.publisher.perspective == Perspective.OFFICIAL
    return OutcomeBasis.ONE_SIDE if official else OutcomeBasis.MEDIA_ATTRIBUTED


def _stated_by(stated: str, dialogue: Dialogue) -> Side:
    if stated in {Side.BOTH, Side.UNKNOWN}:
        return Side(stated)
    if stated not in dialogue.side_codes:
        raise PayloadRefused({"stated_by": ["Choose one of the two sides of this dialogue, or both."]})
    return Side.A if stated == dialogue.side_a_id else Side.B
