"""Who took part: the offices that a person held on the day, and whom somebody acts for."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogues.models import (
    Dialogue,
    Participation,
    Person,
    Tenure,
    User,
)
from dialogues.models.vocabularies import ParticipationRole
from tests import factories
from tests.admin.entering import ADD, boxes, errors_of, opened, row
from tests.admin.forms import address_of, fields_of, open_form

pytestmark = pytest.mark.django_db


def three_offices() -> tuple[Person, list[Tenure]]:
    person = factories.person("Loretta Lynch", party=factories.party("US"))
    tenures = [
        Tenure.objects.create(person=person, title="Before", end_date="2015-04-26"),
        Tenure.objects.create(person=person, title="Undated"),
        Tenure.objects.create(person=person, title="Attorney General", start_date="2015-04", end_date="2017-01"),
    ]
    return person, tenures


def labels_of(answer: Any, name: str) -> list[str]:
    return [box.getparent().text_content().strip() for box in boxes(answer, name)]


def test_the_offices_of_the_chosen_person_are_shown_without_saving(staff_client: Client) -> None:
    person, _ = three_offices()
    sent = opened(staff_client) | row("participations", 0, party="US", role="co_chair", person=person.pk)
    answer = staff_client.post(ADD, sent | {"_offices": "show"})
    assert answer.status_code == 200
    assert labels_of(answer, "participations-0-tenures") == [
        "Attorney General (April 2015 to January 2017): held on the day",
        "Undated (dates not known)",
        "Before (until 26 April 2015): not on the day",
    ]
    kept = fields_of(answer.content)
    assert kept["participations-0-person"] == str(person.pk)
    assert "participations-0-title_as_stated" not in kept
    assert not Dialogue.objects.exists()


def test_after_saving_they_are_offered_as_well(staff_client: Client) -> None:
    person, _ = three_offices()
    dialogue = factories.dialogue()
    factories.participation(dialogue, person=person, party=dialogue.side_b)
    answer = staff_client.get(address_of(dialogue))
    assert len(labels_of(answer, "participations-0-tenures")) == 3
    assert open_form(staff_client, dialogue).get("participations-0-tenures") is None


def test_an_office_of_somebody_else_is_refused_and_can_be_taken_out(staff_client: Client) -> None:
    _, [office, *_] = three_offices()
    dialogue = factories.dialogue()
    participation = factories.participation(dialogue)
    participation.tenures.add(office)
    sent = open_form(staff_client, dialogue)
    assert sent["participations-0-tenures"] == str(office.pk)
    answer = staff_client.post(address_of(dialogue), sent)
    assert "Offices: “Before” is an office of Loretta Lynch; choose those of this participant." in errors_of(answer)
    assert labels_of(answer, "participations-0-tenures") == ["Loretta Lynch, Before: of somebody else"]
    sent.pop("participations-0-tenures")
    assert staff_client.post(address_of(dialogue), sent).status_code == 302
    assert not participation.tenures.exists()


def test_the_page_asks_for_the_offices_of_people_on_the_date(staff_client: Client) -> None:
    person, tenures = three_offices()
    other = factories.person()
    asked: dict[str, Any] = {"person": [person.pk, other.pk], "start": "1 December 2015", "end": ""}
    offices = staff_client.get("/admin/dialogues/dialogue/offices/", asked).json()["offices"]
    assert offices[str(other.pk)] == []
    assert [(one["id"], one["held"]) for one in offices[str(person.pk)]] == [
        (tenures[2].pk, True),
        (tenures[1].pk, None),
        (tenures[0].pk, False),
    ]
    assert offices[str(person.pk)][0]["title"] == "Attorney General"


@pytest.mark.parametrize("person", ["", "x", "-1", "9" * 30, "²"])
def test_it_answers_a_person_that_is_no_key_with_an_error(staff_client: Client, person: str) -> None:
    assert staff_client.get("/admin/dialogues/dialogue/offices/", {"person": person}).status_code == 400


def test_it_takes_a_date_that_is_none_as_not_given(staff_client: Client) -> None:
    person, _ = three_offices()
    asked: dict[str, Any] = {"person": person.pk, "start": "soon", "end": "2015-"}
    offices = staff_client.get("/admin/dialogues/dialogue/offices/", asked).json()["offices"][str(person.pk)]
    assert {one["held"] for one in offices} == {None}


def test_it_names_the_sides_of_a_mechanism(staff_client: Client) -> None:
    mechanism = factories.mechanism()
    answer = staff_client.get("/admin/dialogues/dialogue/sides/", {"mechanism": mechanism.pk}).json()
    assert answer == {"sides": [{"code": "CN", "name": "China"}, {"code": "US", "name": "United States"}]}
    for wrong in ("", "0", "x"):
        assert staff_client.get("/admin/dialogues/dialogue/sides/", {"mechanism": wrong}).status_code == 404


@pytest.mark.parametrize("key", ["x", "9" * 30, "0", "²"])
def test_a_person_or_an_office_that_is_no_key_is_told(staff_client: Client, key: str) -> None:
    for field in ("person", "tenures", "organization", "acting_for"):
        rows = row("participations", 0, party="CN", role="member", name_as_stated="A guest") | {
            f"participations-0-{field}": key
        }
        said = errors_of(staff_client.post(ADD, opened(staff_client) | rows))
        assert "valid" in said or "Choose one that the record holds." in said


@pytest.mark.parametrize("page", ["offices/?person=1", "sides/?mechanism=1"])
def test_only_who_may_see_them_is_told(client: Client, page: str) -> None:
    address = f"/admin/dialogues/dialogue/{page}"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(address).status_code == 403


def test_offices_take_as_many_queries_for_2_people_as_for_20(staff_client: Client) -> None:
    counts = []
    for number in (2, 20):
        people = [factories.person(f"Person {number} {place}") for place in range(number)]
        for person in people:
            Tenure.objects.create(person=person, title="Minister")
        with CaptureQueriesContext(connection) as queries:
            answer = staff_client.get("/admin/dialogues/dialogue/offices/", {"person": [one.pk for one in people]})
        assert len(answer.json()["offices"]) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_somebody_acts_for_another_participant_of_this_dialogue_only(staff_client: Client) -> None:
    dialogue, elsewhere = factories.dialogue(), factories.dialogue("Elsewhere")
    chair = factories.participation(dialogue, attendance="absent")
    stand_in = factories.participation(dialogue, name_as_stated="A deputy", role=ParticipationRole.ACTING_CHAIR)
    stranger = factories.participation(elsewhere, name_as_stated="A stranger")
    [box] = boxes(staff_client.get(address_of(dialogue)), "participations-1-acting_for")
    assert box.value_options == ["", str(chair.pk)]
    sent = open_form(staff_client, dialogue)
    wrong = sent | {"participations-1-acting_for": str(stranger.pk)}
    assert "Select a valid choice." in errors_of(staff_client.post(address_of(dialogue), wrong))
    right = sent | {"participations-1-acting_for": str(chair.pk)}
    assert staff_client.post(address_of(dialogue), right).status_code == 302
    stand_in.refresh_from_db()
    assert stand_in.acting_for == chair


def test_offices_chosen_meanwhile_are_not_taken_out_unseen(staff_client: Client) -> None:
    person, [before, undated, _] = three_offices()
    dialogue = factories.dialogue()
    factories.participation(dialogue, person=person, party=dialogue.side_b)
    sent = open_form(staff_client, dialogue)
    first = staff_client.post(address_of(dialogue), sent | {"participations-0-tenures": str(before.pk)})
    assert first.status_code == 302
    second = staff_client.post(address_of(dialogue), sent | {"participations-0-tenures": str(undated.pk)})
    assert second.status_code == 409
    assert list(Participation.objects.get().tenures.all()) == [before]
