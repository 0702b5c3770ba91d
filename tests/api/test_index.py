import pytest
from django.test import Client

from tests.api.problems import errors, problem


def test_it_says_where_the_resources_are(api: Client) -> None:
    assert api.get("/api/v1/").json() == {
        "dialogues": "http://testserver/api/v1/dialogues/",
        "outcomes": "http://testserver/api/v1/outcomes/",
        "articles": "http://testserver/api/v1/articles/",
        "codebook": "http://testserver/api/v1/codebook/",
    }


def test_it_refuses_parameters(api: Client) -> None:
    assert errors(api.get("/api/v1/?q=1")) == {"q": "no parameters are allowed here"}


@pytest.mark.parametrize("path", ["nothing/", "nothing", "dialogues/a/b/", "dialogues/%00/", "dialogues/Ä/", "x%0Ay/"])
def test_an_unknown_address_is_a_problem(api: Client, path: str) -> None:
    problem(api.get(f"/api/v1/{path}"), 404)


def test_an_address_without_its_final_slash_leads_to_the_one_with_it(api: Client) -> None:
    answer = api.get("/api/v1/dialogues?pair=CN-US")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "http://testserver/api/v1/dialogues/?pair=CN-US"


def test_writing_to_an_address_without_its_final_slash_says_so(api: Client) -> None:
    answer = api.post("/api/v1/articles", {}, content_type="application/json")
    assert "final slash" in problem(answer, 404)["detail"]


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/dialogues/", "/api/v1/outcomes/"])
def test_a_method_that_is_not_there_is_a_problem(staff_api: Client, path: str) -> None:
    answer = staff_api.delete(path)
    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["", "dialogues/", "outcomes/", "articles/"])
def test_a_client_may_ask_for_the_headers_and_the_options_alone(staff_api: Client, path: str) -> None:
    assert staff_api.head(f"/api/v1/{path}").status_code == 200
    options = staff_api.options(f"/api/v1/{path}")
    assert options.status_code == 200
    assert "GET" in options.headers["Allow"]


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html,*/*;q=0.8", "application/problem+json"])
def test_it_answers_in_json(api: Client, accept: str) -> None:
    answer = api.get("/api/v1/", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"


def test_it_says_that_it_has_nothing_but_json(api: Client) -> None:
    problem(api.get("/api/v1/dialogues/", headers={"accept": "text/csv"}), 406)
