"""What accepting a suggestion will write. The page shows a plan, and `accept` writes that same plan.

A plan holds records that are not saved yet, in the order of writing; a later one may point at an earlier one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models

from dialogues.models import (
    Article,
    Citation,
    Conflict,
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
    Snapshot,
    Suggestion,
)
from dialogues.models.vocabularies import (
    ArticleKind,
    CitationStance,
    OutcomeBasis,
    OutcomeState,
    ParticipationRole,
    Perspective,
    Publication,
    Side,
    SuggestionKind,
)
from dialogues.review.payload import Payload, PayloadRefused
from dialogues.text.dates import PartialDate
from dialogues.text.quotes import context_of
from dialogues.text.sentences import sentence_spans

Pair = tuple[int, int]
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


class NotYet(ValueError):
    """The suggestion builds on a dialogue that the record does not hold. The message is for the reviewer."""


@dataclass(slots=True)
class Plan:
    """`records` and then `citations` are saved in this order; `lines` say the same in words."""

    records: list[models.Model] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    dialogue: Dialogue | None = None

    def create(self, record: models.Model, line: str) -> None:
        self.records.append(record)
        self.lines.append(line)


@dataclass(frozen=True, slots=True)
class Source:
    """The text that a suggestion comes from, and how to cite a place in it."""

    suggestion: Suggestion
    snapshot: Snapshot
    text: str
    sentences: list[Pair]

    @classmethod
    def of(cls, suggestion: Suggestion) -> "Source":
        text = suggestion.snapshot.text or ""
        return cls(suggestion, suggestion.snapshot, text, sentence_spans(text))

    @property
    def sentence(self) -> Pair:
        return self.suggestion.sentence_start, self.suggestion.sentence_end

    def sentence_around(self, span: Pair) -> Pair:
        """The sentence or sentences in which this span lies."""
        touched = [(start, end) for start, end in self.sentences if start < span[1] and span[0] < end]
        return (touched[0][0], touched[-1][1]) if touched else span

    def words(self, span: Pair) -> str:
        return self.text[span[0] : span[1]]

    def cite(self, span: Pair, **values: Any) -> Citation:
        """A citation, not saved, of these code points; its subject is among the values."""
        quote = context_of(self.text, *span)
        publisher = self.suggestion.article.publisher
        one_sided = publisher is not None and publisher.perspective in {Perspective.OFFICIAL, Perspective.STATE_MEDIA}
        return Citation(
            snapshot=self.snapshot,
            quote=quote.exact,
            start=quote.start,
            end=quote.end,
            prefix=quote.prefix,
            suffix=quote.suffix,
            speaker_party=publisher.party if publisher is not None and one_sided else None,
            **values,
        )


def plan(suggestion: Suggestion, payload: Payload) -> Plan:
    """What accepting `suggestion` with this payload will write.

    Raises NotYet when the dialogue it belongs to is not in the record, PayloadRefused when a value does not fit it.
    """
    return PLANNERS[SuggestionKind(suggestion.kind)](Source.of(suggestion), payload)


def _plan_dialogue(source: Source, payload: Payload) -> Plan:
    result = Plan()
    dialogue = source.suggestion.matched_dialogue
    if dialogue is None:
        dialogue = _new_dialogue(payload)
        result.create(dialogue, f"New dialogue: “{dialogue.title}”, {dialogue.start_date.display()}.")
    result.dialogue = dialogue
    conflict: Conflict | None = None
    for name, record_field in DIALOGUE_FIELDS.items():
        if payload.get(name) != source.suggestion.payload.get(name):
            continue  # The reviewer corrected it: what was evidence for the proposal is none for the correction.
        agrees = record_field == "title" or _same(getattr(dialogue, record_field), payload.get(name))
        stance = CitationStance.SUPPORTS if agrees else CitationStance.CONTRADICTS
        if not agrees and record_field == "start_date":
            conflict = _conflict_on_date(result, dialogue)
        for span in _spans(source.suggestion.evidence.get(name, [])):
            _cite(
                result,
                source,
                source.sentence_around(span),
                dialogue=dialogue,
                field=record_field,
                value_as_stated=source.words(span),
                stance=stance,
                conflict=None if agrees else conflict,
            )
    for other in payload.get("date_conflicts") or []:
        if _same(dialogue.start_date, other["value"]):
            continue
        conflict = conflict or _conflict_on_date(result, dialogue)
        start, end = other["span"]
        _cite(
            result,
            source,
            source.sentence_around((start, end)),
            dialogue=dialogue,
            field="start_date",
            value_as_stated=other["as_stated"],
            stance=CitationStance.CONTRADICTS,
            conflict=conflict,
            note=f"Understood as {PartialDate.parse(other['value']).display()}.",
        )
    if not result.citations:
        _cite(result, source, source.sentence, dialogue=dialogue)
    return result


def _plan_participation(source: Source, payload: Payload) -> Plan:
    dialogue = _dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    participation = source.suggestion.matched_participation
    if participation is None:
        party = _side(payload, "party", dialogue)
        participation = Participation(
            dialogue=dialogue,
            party=party,
            person=_person(result, payload, party),
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
    _cite(result, source, source.sentence, **values)
    return result


def _plan_delegation_count(source: Source, payload: Payload) -> Plan:
    dialogue = _dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    counted = {
        "dialogue": dialogue,
        "party": _side(payload, "party", dialogue) if payload.get("party") else None,
        "rank": payload["rank"],
        "unit": payload["unit"],
        "low": payload.get("low"),
        "best": payload.get("best"),
        "high": payload.get("high"),
    }
    held = DelegationCount.objects.filter(**counted).first() if dialogue.pk else None
    if held is not None:
        _cite(result, source, source.sentence, delegation_count=held)
        return result
    count = DelegationCount(**counted, rank_as_stated=payload.get("rank_as_stated") or "", wording=payload["wording"])
    result.create(count, f"New head count of “{dialogue}”: “{count.wording}” ({count.party or 'both sides'}).")
    _cite(result, source, source.sentence, delegation_count=count)
    return result


def _plan_outcome(source: Source, payload: Payload) -> Plan:
    dialogue = _dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    if payload.get("same_as"):
        outcome = Outcome.objects.get(public_id=payload["same_as"])
        _cite(result, source, source.sentence, outcome=outcome)
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
    _cite(result, source, source.sentence, outcome=outcome)
    _cite(result, source, source.sentence, outcome_status=status)
    return result


def _plan_relation(source: Source, payload: Payload) -> Plan:
    dialogue = _dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    target = payload.get("to_dialogue")
    relation = Relation(
        kind=payload["kind"],
        from_dialogue=dialogue,
        to_dialogue=Dialogue.objects.get(public_id=target) if target else None,
        to_as_stated=payload.get("to_as_stated") or "",
        to_date=payload.get("to_date"),
    )
    if relation.to_dialogue == dialogue:
        raise PayloadRefused({"to_dialogue": ["A dialogue has no lineage to itself."]})
    if relation.to_dialogue is not None:
        same = {"kind": relation.kind, "from_dialogue": dialogue, "to_dialogue": relation.to_dialogue}
        held = Relation.objects.filter(**same).first()
        if held is not None:
            _cite(result, source, source.sentence, relation=held)
            return result
    result.create(relation, f"New lineage: {relation}.")
    _cite(result, source, source.sentence, relation=relation)
    return result


def _plan_position(source: Source, payload: Payload) -> Plan:
    dialogue = _dialogue_of(source.suggestion)
    result = Plan(dialogue=dialogue)
    position = Position(
        dialogue=dialogue,
        party=_side(payload, "party", dialogue),
        speaker_as_stated=payload.get("speaker") or "",
        stance=payload["stance"],
        statement=payload["statement"],
        addressee_as_stated=payload.get("addressee") or "",
    )
    result.create(position, f"New position at “{dialogue}”: {position}.")
    _cite(result, source, source.sentence, position=position)
    return result


def _plan_status(source: Source, payload: Payload) -> Plan:
    outcome = Outcome.objects.select_related("dialogue").get(public_id=payload["outcome"])
    result = Plan(dialogue=outcome.dialogue)
    status = OutcomeStatus(outcome=outcome, state=payload["status"], effective_on=payload.get("effective_on"))
    result.create(status, f"New status of “{outcome}”: {status.get_state_display()}.")
    _cite(result, source, source.sentence, outcome_status=status)
    return result


PLANNERS: Final[dict[SuggestionKind, Callable[[Source, Payload], Plan]]] = {
    SuggestionKind.DIALOGUE: _plan_dialogue,
    SuggestionKind.PARTICIPATION: _plan_participation,
    SuggestionKind.DELEGATION_COUNT: _plan_delegation_count,
    SuggestionKind.OUTCOME: _plan_outcome,
    SuggestionKind.RELATION: _plan_relation,
    SuggestionKind.POSITION: _plan_position,
    SuggestionKind.STATUS: _plan_status,
}


def _cite(result: Plan, source: Source, span: Pair, **values: Any) -> None:
    citation = source.cite(span, **values)
    result.citations.append(citation)
    verb = {
        CitationStance.SUPPORTS: "Citation",
        CitationStance.CONTRADICTS: "Citation that contradicts",
    }[CitationStance(citation.stance)]
    about = citation.field.replace("_", " ") or citation.subject_name.replace("_", " ")
    result.lines.append(f"{verb} ({about}): “{citation.quote}”")


def _dialogue_of(suggestion: Suggestion) -> Dialogue:
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is None:
        raise NotYet("Decide on the dialogue of this article first: this belongs to it, and the record lacks it.")
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


def _conflict_on_date(result: Plan, dialogue: Dialogue) -> Conflict:
    """The dialogue's conflict on its date; a new one when the record has none."""
    held = Conflict.objects.filter(dialogue=dialogue, field="start_date").first() if dialogue.pk else None
    if held is not None:
        return held
    conflict = Conflict(dialogue=dialogue, field="start_date", field_as_stated="date")
    result.create(conflict, "The date is marked: sources disagree.")
    return conflict


def _side(payload: Payload, name: str, dialogue: Dialogue) -> Party:
    code = payload.get(name)
    if code not in dialogue.side_codes:
        sides = " and ".join(dialogue.side_codes)
        raise PayloadRefused({name: [f"Choose one of the two sides of this dialogue, {sides}."]})
    return dialogue.side_a if code == dialogue.side_a_id else dialogue.side_b


def _person(result: Plan, payload: Payload, party: Party) -> Person | None:
    if payload.get("person_key"):
        return Person.objects.get(public_id=payload["person_key"])
    name = payload.get("name")
    if not name:
        return None
    held = Person.objects.published().filter(party=party, name__iexact=name).first()
    if held is not None:
        return held
    person = Person(name=name, party=party, publication=Publication.PUBLISHED)
    result.create(person, f"New person: {name} ({party}).")
    return person


def _organization(payload: Payload) -> Organization | None:
    key = payload.get("organization_key")
    return Organization.objects.get(public_id=key) if key else None


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


def _same(held: Any, stated: Any) -> bool:
    if held in (None, "") or stated in (None, ""):
        return True
    return str(held).casefold() == str(stated).casefold()


def _spans(pairs: Iterable[list[int]]) -> list[Pair]:
    return [(start, end) for start, end in pairs]
