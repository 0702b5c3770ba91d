import pytest
from django.test import Client

from tests import factories
from tests.api.problems import errors, problem


def test_an_unknown_parameter_is_refused_with_those_that_are_allowed(api: Client) -> None:
    message = errors(api.get("/api/v1/dialogues/?colour=red"))["colour"]
    assert message == (
        "unknown parameter; allowed here: pair, party, mechanism, from, to, kind, status, mode, country, "
        "outcome_kind, outcome_state, topic, cursor, page_size, ordering"
    )


def test_each_wrong_parameter_is_named(api: Client) -> None:
    body = problem(api.get("/api/v1/outcomes/?kind=x&from=y"), 400)
    assert {one["field"] for one in body["errors"]} == {"kind", "from"}
    assert "from: write YYYY, YYYY-MM or YYYY-MM-DD" in body["detail"]


@pytest.mark.parametrize("name", ["pair", "page_size", "cursor", "ordering"])
def test_a_parameter_given_twice_is_refused(api: Client, name: str) -> None:
    assert errors(api.get(f"/api/v1/dialogues/?{name}=10&{name}=20")) == {name: "give it once"}


def test_the_address_of_one_record_takes_no_parameters(api: Client) -> None:
    dialogue = factories.dialogue()
    answer = api.get(f"/api/v1/dialogues/{dialogue.public_id}/?pair=CN-US")
    assert errors(answer) == {"pair": "no parameters are allowed here"}


@pytest.mark.parametrize("query", ["a%00b=1", "%ED%A0%80=1", "pair=%00", "pair=%ED%A0%80", "topic=%00", "format=csv"])
def test_characters_that_no_text_has_are_refused(api: Client, query: str) -> None:
    assert len(errors(api.get(f"/api/v1/dialogues/?{query}"))) == 1


def test_a_filter_gives_the_rows_that_it_gives_on_the_page(api: Client) -> None:
    factories.dialogue("Shown")
    factories.dialogue("With the EU", side_a=factories.party("CN"), side_b=factories.party("EU"))
    results = api.get("/api/v1/dialogues/?pair=us-cn").json()["results"]
    assert [item["title"] for item in results] == ["Shown"]
