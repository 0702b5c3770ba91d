"""One record of each kind that citations are about, from the round of December 2015."""

from dialogues.models import DelegationCount, Difference, Milestone, Organization, Position, Relation, Tenure
from dialogues.models.vocabularies import DifferenceKind, OutcomeState, PositionStance, RelationKind
from dialogues.queries.citable import Subject
from tests import factories


def one_of_each() -> list[Subject]:
    mechanism, china = factories.mechanism(), factories.party("CN")
    dialogue = factories.dialogue(mechanism=mechanism, ordinal=1)
    outcome = factories.outcome(dialogue)
    person = factories.person()
    return [
        mechanism,
        dialogue,
        factories.participation(dialogue, person=person),
        DelegationCount.objects.create(dialogue=dialogue, best=7, wording="seven ministerial-level officials"),
        outcome,
        factories.status(outcome),
        Milestone.objects.create(
            mechanism=mechanism, state=OutcomeState.LAUNCHED, effective_on="2015-12-01", description="First round held"
        ),
        Relation.objects.create(
            kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated="the consensus of September 2015"
        ),
        Position.objects.create(
            dialogue=dialogue, party=china, stance=PositionStance.ASSERTS, statement="It was a criminal case."
        ),
        Difference.objects.create(
            dialogue=dialogue, kind=DifferenceKind.OMISSION, subject="The personnel-records breach"
        ),
        Organization.objects.create(name="Ministry of Public Security", party=china, publication="published"),
        person,
        Tenure.objects.create(person=person, title="State Councilor"),
    ]
