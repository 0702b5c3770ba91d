"""Larger parts of a record, for tests of pages."""

from typing import Any

from dialogues.models import (
    Citation,
    DelegationCount,
    Dialogue,
    Difference,
    Milestone,
    Organization,
    Outcome,
    Position,
    Relation,
)
from dialogues.models.vocabularies import (
    CitationStance,
    DifferenceKind,
    OutcomeState,
    ParticipationRole,
    PositionStance,
    Publication,
    RelationKind,
)
from tests import factories


def unquoted(**values: Any) -> Citation:
    """A citation of a source that was seen and whose text was not kept."""
    source = values.pop("source", None) or factories.snapshot(text=None)
    return Citation.objects.create(snapshot=source, **values)


def organization(name: str = "Ministry of Public Security", **values: Any) -> Organization:
    defaults = {"party": factories.party("CN"), "publication": Publication.PUBLISHED}
    return Organization.objects.create(name=name, **(defaults | values))


def full_dialogue(number: int) -> Dialogue:
    """A dialogue with `number` of everything that a dialogue can have, each cited."""
    mechanism = factories.mechanism(f"Mechanism {number}")
    factories.dialogue("Before", mechanism=mechanism, start_date="2015-01-01", end_date="2015-01-01")
    dialogue = factories.dialogue("In question", mechanism=mechanism)
    factories.dialogue("After", mechanism=mechanism, start_date="2016-01-01", end_date="2016-01-01")
    unquoted(dialogue=dialogue)
    for place in range(number):
        add_one_of_each(dialogue, f"{number}-{place}")
    return dialogue


def add_one_of_each(dialogue: Dialogue, name: str) -> Outcome:
    """One participant, body, head count, outcome with two statuses, position, difference, milestone and relation."""
    party = dialogue.side_a
    unquoted(participation=factories.participation(dialogue, person=factories.person(f"Person {name}")))
    body = organization(f"Body {name}")
    unquoted(
        participation=factories.participation(
            dialogue, organization=body, role=ParticipationRole.PARTICIPATING_BODY, party=party
        )
    )
    count = DelegationCount.objects.create(dialogue=dialogue, party=party, low=7, best=7, high=7, wording="seven")
    unquoted(delegation_count=count)
    outcome = factories.outcome(dialogue, f"Outcome {name}")
    unquoted(outcome=outcome)
    for state in (OutcomeState.AGREED, OutcomeState.LAUNCHED):
        unquoted(outcome_status=factories.status(outcome, state, effective_on="2015-12-01"))
    position = Position.objects.create(
        dialogue=dialogue, party=party, stance=PositionStance.URGES, statement=f"Statement {name}"
    )
    unquoted(position=position)
    difference = Difference.objects.create(dialogue=dialogue, kind=DifferenceKind.OMISSION, subject=f"Point {name}")
    unquoted(difference=difference, speaker_party=party, value_as_stated="It was discussed.")
    unquoted(difference=difference, speaker_party=dialogue.side_b, stance=CitationStance.SILENT)
    milestone = Milestone.objects.create(dialogue=dialogue, state=OutcomeState.ANNOUNCED, description=f"Said {name}")
    unquoted(milestone=milestone)
    relation = Relation.objects.create(
        kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated=f"Consensus {name}"
    )
    unquoted(relation=relation)
    return outcome
