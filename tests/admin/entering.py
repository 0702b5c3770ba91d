"""Entering a dialogue in its form: what is sent, and what the page says."""

from typing import Any, Final

from django.test import Client
from lxml import html

from dialogues.models import DelegationCount, Dialogue, Position, Relation, Tenure, Topic
from dialogues.models.vocabularies import PositionStance, RelationKind
from tests import factories
from tests.admin.forms import fields_of
from tests.web.records import organization

ADD: Final = "/admin/dialogues/dialogue/add/"
PARTS: Final = ("participations", "delegation_counts", "outcomes", "relations_from", "positions")
Fields = dict[str, Any]


def opened(client: Client) -> Fields:
    """An empty form, with what every dialogue needs."""
    china, america = factories.party("CN"), factories.party("US")
    needed = {"title": "First round", "side_a": china.pk, "side_b": america.pk, "start_date": "2015-12-01"}
    return fields_of(client.get(ADD).content) | needed


def row(part: str, place: int, **values: Any) -> Fields:
    return {f"{part}-{place}-{name}": value for name, value in values.items()}


def found(answer: Any, path: str) -> list[Any]:
    document: Any = html.document_fromstring(answer.text)
    return list(document.xpath(path))


def boxes(answer: Any, *names: str) -> list[Any]:
    """The fields of the form with these names."""
    return [box for name in names for box in found(answer, f"//*[self::select or self::input][@name='{name}']")]


def errors_of(answer: Any) -> str:
    """What the page says is wrong, in one text."""
    assert answer.status_code == 200
    return " ".join(item.text_content() for item in found(answer, "//ul[contains(@class, 'errorlist')]/li"))


def told(answer: Any) -> str:
    """The messages above the page that follows a save."""
    return " ".join(item.text_content() for item in found(answer, "//ul[@class='messagelist']/li"))


def round_one(client: Client) -> Fields:
    guo = factories.person()
    minister = Tenure.objects.create(person=guo, title="Minister of Public Security")
    rows = [
        {"participations-TOTAL_FORMS": "2"},
        row("participations", 0, party="CN", role="co_chair", person=guo.pk, tenures=str(minister.pk)),
        row("participations", 1, party="US", role="member", name_as_stated="An official of the State Department"),
        row("participations", 1, attendance="attended", rank="unknown"),
        row("delegation_counts", 0, party="CN", low="7", high="7", wording="Seven ministerial-level officials"),
        row("outcomes", 0, kind="channel", title="A hot line", stated_by="both", deadline="June 2016"),
        row("relations_from", 0, kind="implements", to_as_stated="The consensus of September", to_date="2015-09"),
        row("positions", 0, party="CN", stance="urges", statement="Rules for all."),
    ]
    topic = Topic.objects.create(name="Cybercrime")
    return {key: value for one in rows for key, value in one.items()} | {"topics": str(topic.pk)}


def grow(dialogue: Dialogue, number: int) -> None:
    """That many rows of each kind under it, each with everything that it can refer to."""
    for place in range(number):
        person = factories.person(f"Person {dialogue.pk}-{place}")
        tenure = Tenure.objects.create(person=person, title="Minister", start_date="2012")
        body = organization(f"Ministry {dialogue.pk}-{place}")
        factories.participation(dialogue, person=person, organization=body).tenures.add(tenure)
        outcome = factories.outcome(dialogue, f"Outcome {place}")
        factories.status(outcome)
        Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_outcome=outcome)
        stance = {"party": dialogue.side_a, "stance": PositionStance.URGES, "statement": f"Rule {place}"}
        Position.objects.create(dialogue=dialogue, speaker=person, **stance)
        DelegationCount.objects.create(dialogue=dialogue, party=dialogue.side_a, low=place, wording="some")
