"""References without JavaScript: written by exact name or public ID."""

from typing import Any

import pytest
from django.test import Client

from dialogues.models import Dialogue, Participation
from tests import factories
from tests.admin.entering import ADD, errors_of, found, opened, row

pytestmark = pytest.mark.django_db


def sent(client: Client, written: str) -> Any:
    rows = row("participations", 0, role="member", **{"person-typed": written, "party": "CN"})
    return client.post(ADD, opened(client) | rows)


@pytest.mark.parametrize("written", ["Guo Shengkun", "guo shengkun ", "public_id"])
def test_a_person_is_written_by_name_or_public_id(staff_client: Client, written: str) -> None:
    person = factories.person()
    factories.person("Guo Shengkun, the other")
    assert sent(staff_client, person.public_id if written == "public_id" else written).status_code == 302
    assert Participation.objects.get().person == person


def test_a_record_that_went_into_another_is_not_meant(staff_client: Client) -> None:
    kept = factories.person(native_name="郭声琨")
    factories.person(merged_into=kept)
    assert sent(staff_client, "Guo Shengkun").status_code == 302
    assert Participation.objects.get().person == kept


@pytest.mark.parametrize("number", [0, 2])
def test_a_name_of_nobody_or_of_several_is_told_and_stays_in_the_form(staff_client: Client, number: int) -> None:
    for _ in range(number):
        factories.person()
    answer = sent(staff_client, "Guo Shengkun")
    assert "Person: Choose one that the record holds." in errors_of(answer)
    [line] = found(answer, "//input[@name='participations-0-person-typed']")
    assert line.get("value") == "Guo Shengkun"
    assert not Dialogue.objects.exists()


def test_parties_and_mechanisms_are_written_too(staff_client: Client) -> None:
    mechanism = factories.mechanism()
    written = {"mechanism-typed": mechanism.name, "side_a-typed": "us", "side_b-typed": "China"}
    assert staff_client.post(ADD, opened(staff_client) | written).status_code == 302
    dialogue = Dialogue.objects.get()
    assert (dialogue.mechanism, dialogue.side_codes) == (mechanism, ("CN", "US"))
