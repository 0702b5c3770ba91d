from typing import Any

import pytest

from dialogues.ingest.link.match import Match
from dialogues.models import Dialogue, Participation, Tenure
from dialogues.models.vocabularies import SuggestionKind
from tests import factories
from tests.ingest.link.facts import linked
from tests.web.records import organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Dialogue:
    return factories.dialogue()


def person(name: str, **value: Any) -> Match:
    return linked(SuggestionKind.PARTICIPATION, name=name, **({"party": "CN"} | value))


@pytest.mark.parametrize(
    "stated", ["Guo Shengkun", "Shengkun Guo", "GUO Sheng-kun", "Mr Guo Shengkun", "郭声琨", "郭聲琨"]
)
def test_a_participant_is_known_in_any_order_script_and_spelling(held: Dialogue, stated: str) -> None:
    guo = factories.participation(held, person=factories.person("Guo Shengkun", native_name="郭声琨"))
    found = person(stated)
    assert found.participation == guo
    assert found.reason == "“Guo Shengkun” is already recorded there"


def test_a_surname_alone_needs_the_office(held: Dialogue) -> None:
    lynch = factories.person("Loretta E. Lynch", party=factories.party("US"))
    row = factories.participation(held, person=lynch, party=held.side_b, title_as_stated="Attorney General")
    assert person("Lynch", party="US").participation is None
    found = person("Lynch", party="US", title_as_stated="US Attorney General")
    assert found.participation == row
    assert found.reason.endswith("is already recorded there as Attorney General")


def test_somebody_of_the_other_side_is_somebody_else(held: Dialogue) -> None:
    factories.participation(held, person=factories.person("Guo Shengkun"))
    assert person("Guo Shengkun", party="US").participation is None


def test_the_office_held_on_that_day_tells_two_people_of_one_name_apart(held: Dialogue) -> None:
    minister, other = factories.person("Wang Wei"), factories.person("Wei Wang")
    Tenure.objects.create(person=minister, title="Vice Minister of Public Security", start_date="2014", end_date="2017")
    Tenure.objects.create(person=other, title="Vice Minister of Public Security", start_date="2018")
    assert person("Wang Wei").keys == {}
    assert person("Wang Wei").reason.startswith("not decided between “Wang Wei (Vice Minister")
    found = person("Wang Wei", title_as_stated="Vice Minister of Public Security")
    assert found.keys == {"person_key": minister.public_id}
    assert found.reason == "the person “Wang Wei” of the record, who was Vice Minister of Public Security then"


def test_another_office_contradicts_unless_they_held_that_one_too(held: Dialogue) -> None:
    guo = factories.person("Guo Shengkun")
    factories.participation(held, person=guo, title_as_stated="Minister of Public Security")
    found = person("Guo Shengkun", title_as_stated="State Councilor")
    assert found.keys["stance"] == "contradicts"
    assert found.keys["stance_reason"] == (
        "another office: “State Councilor” here, “Minister of Public Security” in the record"
    )
    Tenure.objects.create(person=guo, title="State Councilor")
    assert person("Guo Shengkun", title_as_stated="State Councilor").keys["stance"] == "supports"


def test_an_office_in_another_script_is_not_called_another_office(held: Dialogue) -> None:
    guo = factories.person("Guo Shengkun", native_name="郭声琨")
    factories.participation(held, person=guo, title_as_stated="Minister of Public Security")
    assert person("郭声琨", title_as_stated="公安部部长").keys["stance"] == "supports"


def test_a_body_is_known_by_its_abbreviation_and_its_native_name(held: Dialogue) -> None:
    ministry = organization(abbreviation="MPS", native_name="公安部")
    row: Participation | None = None
    for stated in ("MPS", "公安部"):
        found = linked(SuggestionKind.PARTICIPATION, name=None, organization_as_stated=stated, party="CN")
        assert found.keys == {"organization_key": ministry.public_id}
    row = factories.participation(held, organization=ministry)
    found = linked(SuggestionKind.PARTICIPATION, name=None, organization_as_stated="公安部", party="CN")
    assert found.participation == row
