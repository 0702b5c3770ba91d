"""A whole dialogue on one page of the admin: saved at once, in two minds, and at what cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogues.models import (
    DelegationCount,
    Dialogue,
    Participation,
    Position,
    Relation,
)
from dialogues.models.vocabularies import PositionStance, RelationKind
from tests import factories
from tests.admin.entering import ADD, PARTS, errors_of, found, grow, opened, round_one, row, told
from tests.admin.forms import address_of, fields_of, open_form

pytestmark = pytest.mark.django_db


def test_a_dialogue_is_saved_with_all_its_parts(staff_client: Client) -> None:
    answer = staff_client.post(ADD, opened(staff_client) | round_one(staff_client), follow=True)
    assert "was added successfully" in told(answer)
    dialogue = Dialogue.objects.get()
    chair, member = dialogue.participations.order_by("id")
    assert (chair.shown_name, [one.title for one in chair.tenures.all()]) == (
        "Guo Shengkun",
        ["Minister of Public Security"],
    )
    assert member.shown_name == "An official of the State Department"
    assert (dialogue.delegation_counts.get().low, str(dialogue.outcomes.get().deadline)) == (7, "2016-06")
    assert str(dialogue.relations_from.get().to_date) == "2015-09"
    assert dialogue.positions.get().party_id == "CN"
    assert [topic.name for topic in dialogue.topics.all()] == ["Cybercrime"]


@pytest.mark.parametrize("method", ["add", "change"])
def test_an_error_in_the_last_row_saves_nothing_and_loses_nothing_that_was_typed(
    staff_client: Client, method: str
) -> None:
    address, sent = ADD, opened(staff_client)
    if method == "change":
        dialogue = factories.dialogue()
        address, sent = address_of(dialogue), open_form(staff_client, dialogue) | {"city": "Beijing"}
    sent |= round_one(staff_client) | row("positions", 0, party="CN", stance="", statement="Rules for all.")
    answer = staff_client.post(address, sent)
    assert "This field is required." in errors_of(answer)
    assert [item.text_content().split() for item in found(answer, "//nav[@class='parts-of-page']//li[strong]")] == [
        ["Positions", "(0;", "1", "to", "correct)"]
    ]
    kept = fields_of(answer.content)
    typed = {name: str(value) for name, value in sent.items() if name != "csrfmiddlewaretoken"}
    assert {name: kept.get(name) for name in typed} == typed
    assert not Participation.objects.exists()
    assert not Dialogue.objects.filter(city="Beijing").exists()


def test_a_part_that_the_record_would_refuse_is_told_where_it_stands(staff_client: Client) -> None:
    person = factories.person()
    rows = row("participations", 0, party="CN", role="member", person=person.pk)
    rows |= row("participations", 1, party="CN", role="member", person=person.pk)
    rows |= row("delegation_counts", 0, wording="many")
    rows |= row("relations_from", 0, kind="implements")
    said = errors_of(staff_client.post(ADD, opened(staff_client) | rows))
    assert "Please correct the duplicate data" in said
    assert "Head count: give at least one of low, best and high." in said
    assert "Relation: it goes to exactly one mechanism, dialogue or outcome, or to a target as stated." in said
    assert not Dialogue.objects.exists()


def test_a_dialogue_with_more_rows_than_a_form_usually_has_is_saved(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    for number in range(120):
        factories.outcome(dialogue, f"Outcome {number}")
    answer = staff_client.post(address_of(dialogue), open_form(staff_client, dialogue) | {"outcomes-119-title": "Last"})
    assert answer.status_code == 302
    assert dialogue.outcomes.filter(title="Last").exists()


def one_of_each(dialogue: Dialogue) -> dict[str, tuple[Any, str, str, str]]:
    """By part: a row, the field that both change, what I type, and what the other one wrote."""
    relation = Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated="A consensus")
    stance = {"party": dialogue.side_a, "stance": PositionStance.URGES, "statement": "Rules for all."}
    count = DelegationCount.objects.create(dialogue=dialogue, low=7, wording="seven")
    return {
        "participations": (factories.participation(dialogue), "title_as_stated", "Minister", "State Councilor"),
        "delegation_counts": (count, "wording", "seven officials", "seven of ministerial level"),
        "outcomes": (factories.outcome(dialogue), "title", "A hot line", "A hotline"),
        "relations_from": (relation, "to_as_stated", "The consensus", "The consensus of September"),
        "positions": (Position.objects.create(dialogue=dialogue, **stance), "statement", "Rules.", "Rules for both."),
    }


@pytest.mark.parametrize("part", PARTS)
def test_a_stale_row_of_any_kind_is_refused_with_both_versions(staff_client: Client, part: str) -> None:
    dialogue = factories.dialogue()
    held, field, mine, theirs = one_of_each(dialogue)[part]
    sent = open_form(staff_client, dialogue) | row(part, 0, **{field: mine})
    type(held).objects.update(**{field: theirs})
    answer = staff_client.post(address_of(dialogue), sent)
    assert answer.status_code == 409
    [stale] = answer.context["stale"]
    assert [(one.yours, one.now) for one in stale.differences] == [(mine, theirs)]
    assert fields_of(answer.content)[f"{part}-0-{field}"] == mine


def test_the_form_takes_the_same_queries_for_2_and_for_20_rows_of_each_kind(staff_client: Client) -> None:
    counts = []
    staff_client.get(address_of(factories.dialogue()))  # what a process reads once
    for number in (2, 20):
        dialogue = factories.dialogue(f"With {number}")
        grow(dialogue, number)
        with CaptureQueriesContext(connection) as queries:
            page = staff_client.get(address_of(dialogue))
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 45


def test_the_form_does_not_load_the_people_whom_it_might_offer(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue)
    for number in range(200):
        factories.person(f"Somebody {number}")
    page = staff_client.get(address_of(dialogue)).text
    assert "Guo Shengkun" in page
    assert "Somebody" not in page
