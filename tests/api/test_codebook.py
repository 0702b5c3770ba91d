from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dialogues.models.vocabularies import OutcomeState
from dialogues.queries.codebook import codebook
from tests.api.problems import errors


def test_it_gives_every_term_of_every_vocabulary(api: Client) -> None:
    told = api.get("/api/v1/codebook/").json()["vocabularies"]
    assert [one["name"] for one in told] == [vocabulary.name for vocabulary in codebook()]
    terms = [[term["value"] for term in one["terms"]] for one in told]
    assert terms == [[term.value for term in vocabulary.terms] for vocabulary in codebook()]


def test_a_term_has_its_definition_and_an_example(api: Client) -> None:
    vocabularies = {one["name"]: one for one in api.get("/api/v1/codebook/").json()["vocabularies"]}
    state = vocabularies["OutcomeState"]
    assert (state["used_for"], state["staff_only"]) == (["OutcomeStatus.state", "Milestone.state"], False)
    (not_confirmed,) = (term for term in state["terms"] if term["value"] == OutcomeState.NOT_CONFIRMED)
    assert not_confirmed.keys() == {"value", "label", "definition", "example"}
    assert not_confirmed["label"] == "not confirmed"
    assert all(not_confirmed.values())


def test_the_terms_of_the_machinery_are_marked(api: Client) -> None:
    told = api.get("/api/v1/codebook/").json()["vocabularies"]
    assert {one["name"] for one in told if one["staff_only"]} >= {"JobState", "Publication"}


def test_it_refuses_parameters(api: Client) -> None:
    assert errors(api.get("/api/v1/codebook/?format=csv")) == {"format": "no parameters are allowed here"}


def test_it_needs_no_query(api: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = api.get("/api/v1/codebook/")
    assert answer.headers["Cache-Control"] == "no-cache"
