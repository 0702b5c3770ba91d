from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dialogues.models import Outcome, Topic
from dialogues.models.vocabularies import CitationStance, OutcomeState, Publication, Side
from tests import factories
from tests.api.problems import problem


def get(api: Client, outcome: Outcome) -> dict[str, Any]:
    answer = api.get(f"/api/v1/outcomes/{outcome.public_id}/")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def listed(api: Client) -> dict[str, Any]:
    """The only outcome of the list."""
    (item,) = api.get("/api/v1/outcomes/").json()["results"]
    assert isinstance(item, dict)
    return item


def test_an_outcome_says_what_was_agreed_where(api: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue, summary="A line for urgent matters.", basis="joint_text")
    for item in (get(api, outcome), listed(api)):
        assert item["id"] == outcome.public_id
        assert item["url"] == f"http://testserver/api/v1/outcomes/{outcome.public_id}/"
        assert item["web_url"] == f"http://testserver/outcomes/{outcome.public_id}/a-hot-line-is-to-be-set-up/"
        assert (item["kind"], item["basis"], item["summary"]) == ("channel", "joint_text", "A line for urgent matters.")
        assert item["dialogue"] == {
            "id": dialogue.public_id,
            "url": f"http://testserver/api/v1/dialogues/{dialogue.public_id}/",
            "web_url": f"http://testserver/dialogues/{dialogue.public_id}/first-round/",
            "title": "First round",
            "parties": ["CN", "US"],
            "start_date": "2015-12-01",
        }
        assert (item["state"], item["statuses"], item["deadline"]) == (None, [], None)


@pytest.mark.parametrize(
    ("side", "codes"), [(Side.BOTH, ["CN", "US"]), (Side.A, ["CN"]), (Side.B, ["US"]), (Side.UNKNOWN, [])]
)
def test_sides_are_given_as_party_codes(api: Client, side: Side, codes: list[str]) -> None:
    item = get(api, factories.outcome(factories.dialogue(), stated_by=side, obliged=side))
    assert item["stated_by"] == item["obliged"] == codes


def test_the_history_is_whole_and_the_state_its_last_entry(api: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    wrong = factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12")
    factories.status(outcome, OutcomeState.LAUNCHED, supersedes=wrong, rationale="Both sides say so.")
    factories.status(outcome, OutcomeState.DISPUTED, party=factories.party("US"))
    for item in (get(api, outcome), listed(api)):
        assert item["state"] == "launched"
        assert [entry["state"] for entry in item["statuses"]] == ["agreed", "launched", "disputed"]
        assert [entry["sequence"] for entry in item["statuses"]] == [1, 2, 3]
        assert [entry["party"] for entry in item["statuses"]] == [None, None, "US"]
        assert [entry["supersedes"] for entry in item["statuses"]] == [None, wrong.public_id, None]
        assert item["statuses"][0]["effective_on"] == "2015-12"


def test_a_deadline_that_has_passed_is_marked(api: Client) -> None:
    outcome = factories.outcome(factories.dialogue(), deadline="2016-06", deadline_as_stated="by next June")
    item = get(api, outcome)
    assert (item["deadline"], item["deadline_as_stated"], item["overdue"]) == ("2016-06", "by next June", True)
    factories.status(outcome, OutcomeState.HELD)
    assert get(api, outcome)["overdue"] is listed(api)["overdue"] is False


def test_citations_of_the_outcome_and_of_its_history_are_quoted(api: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    status = factories.status(outcome)
    snapshot = factories.snapshot()
    factories.citation(snapshot, "hot line", outcome=outcome)
    factories.citation(snapshot, "agreed", outcome_status=status)
    citations = get(api, outcome)["citations"]
    assert [(one["about"]["kind"], one["quote"]) for one in citations] == [
        ("outcome", "hot line"),
        ("outcome_status", "agreed"),
    ]
    assert citations[1]["about"]["id"] == status.public_id
    assert "citations" not in listed(api)


def test_an_outcome_that_no_source_supports_is_marked_uncited(api: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    assert get(api, outcome)["uncited"] is listed(api)["uncited"] is True
    factories.citation(factories.snapshot(), "two sides", outcome=outcome, stance=CitationStance.CONTRADICTS)
    assert get(api, outcome)["uncited"] is listed(api)["uncited"] is True
    factories.citation(factories.snapshot(), "hot line", outcome=outcome)
    assert get(api, outcome)["uncited"] is listed(api)["uncited"] is False


def test_topics_are_named(api: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    topic = Topic.objects.create(name="Cybercrime")
    outcome.topics.add(topic)
    assert get(api, outcome)["topics"] == [{"id": topic.public_id, "name": "Cybercrime"}]


def test_outcomes_of_the_newest_dialogue_come_first(api: Client) -> None:
    factories.outcome(factories.dialogue("Old", start_date="2014", end_date=None), "Old outcome")
    factories.outcome(factories.dialogue("New", start_date="2017-10", end_date=None), "New outcome")
    results = api.get("/api/v1/outcomes/").json()["results"]
    assert [item["title"] for item in results] == ["New outcome", "Old outcome"]


@pytest.mark.parametrize("of_draft", [True, False])
def test_a_draft_or_an_outcome_of_one_is_not_found(api: Client, of_draft: bool) -> None:
    hidden, shown = Publication.DRAFT, Publication.PUBLISHED
    dialogue = factories.dialogue(publication=hidden if of_draft else shown)
    outcome = factories.outcome(dialogue, publication=shown if of_draft else hidden)
    problem(api.get(f"/api/v1/outcomes/{outcome.public_id}/"), 404)
    assert api.get("/api/v1/outcomes/").json()["results"] == []


def test_a_withdrawn_outcome_says_why(api: Client) -> None:
    outcome = factories.outcome(
        factories.dialogue(), publication=Publication.WITHDRAWN, withdrawn_because="A copy of another."
    )
    body = problem(api.get(f"/api/v1/outcomes/{outcome.public_id}/"), 410)
    assert body["detail"] == "This outcome was withdrawn from the record: A copy of another."


def test_the_outcome_of_a_withdrawn_dialogue_went_with_it(api: Client) -> None:
    dialogue = factories.dialogue(publication=Publication.WITHDRAWN, withdrawn_because="It did not take place.")
    body = problem(api.get(f"/api/v1/outcomes/{factories.outcome(dialogue).public_id}/"), 410)
    assert body["detail"] == "This dialogue was withdrawn from the record: It did not take place."


def test_a_merged_outcome_leads_to_the_one_it_went_into(api: Client) -> None:
    dialogue = factories.dialogue()
    kept = factories.outcome(dialogue, "Kept")
    merged = factories.outcome(dialogue, "Merged", merged_into=kept)
    answer = api.get(f"/api/v1/outcomes/{merged.public_id}/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"http://testserver/api/v1/outcomes/{kept.public_id}/"


@pytest.mark.parametrize("count", [2, 20])
def test_a_list_takes_two_queries_whatever_its_length(
    api: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        outcome = factories.outcome(factories.dialogue(f"Dialogue {number}"), deadline="2016")
        factories.status(outcome, supersedes=factories.status(outcome))
    with django_assert_num_queries(2):  # outcomes, their history
        page = api.get("/api/v1/outcomes/?page_size=100").json()
    assert len(page["results"]) == count


@pytest.mark.parametrize("count", [2, 20])
def test_one_outcome_takes_five_queries_whatever_it_holds(
    api: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    outcome = factories.outcome(factories.dialogue())
    publisher = factories.publisher()
    for number in range(count):
        snapshot = factories.snapshot(article=factories.article(publisher=publisher))
        factories.citation(snapshot, "hot line", outcome_status=factories.status(outcome))
        outcome.topics.add(Topic.objects.create(name=f"Topic {number}"))
    # The record under the ID, the outcome, its history, citations, topics.
    with django_assert_num_queries(5):
        item = get(api, outcome)
    assert len(item["citations"]) == count
