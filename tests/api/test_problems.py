import logging

import pytest
from django.test import Client

from tests.api.problems import problem


def broken(*_: object) -> None:
    raise RuntimeError("a secret of the server")


@pytest.fixture
def broken_api(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A server whose list of dialogues fails."""
    monkeypatch.setattr("dialogues.api.dialogue.published_dialogues", broken)
    return Client(raise_request_exception=False)


def test_a_fault_of_ours_is_a_problem_that_keeps_its_trace_to_itself(
    broken_api: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        body = problem(broken_api.get("/api/v1/dialogues/"), 500)
    assert "secret" not in str(body)
    assert "a secret of the server" in caplog.text


def test_a_fault_of_ours_is_seen_by_what_listens_for_it(broken_api: Client) -> None:
    broken_api.raise_request_exception = True
    with pytest.raises(RuntimeError, match="a secret of the server"):
        broken_api.get("/api/v1/dialogues/")


def test_too_many_parameters_are_a_problem(api: Client) -> None:
    problem(api.get("/api/v1/dialogues/?" + "&".join(f"p{number}=1" for number in range(1001))), 400)
