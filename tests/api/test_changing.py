"""PATCH of dialogues and outcomes: some fields, all or nothing, and only of the version that was seen."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from dialogues.models import ApiToken, Dialogue, Outcome, User
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import Publication
from tests import factories
from tests.api.problems import errors, problem

pytestmark = pytest.mark.django_db
SEEN = '"1"'


def patch(api: Client, record: Dialogue | Outcome, values: Any, version: str | None = SEEN) -> Any:
    kind = "dialogues" if isinstance(record, Dialogue) else "outcomes"
    headers = {} if version is None else {"if-match": version}
    return api.patch(f"/api/v1/{kind}/{record.public_id}/", values, content_type="application/json", headers=headers)


def test_fields_get_new_values_and_the_answer_is_the_record(staff_api: Client) -> None:
    dialogue = factories.dialogue()
    values = {"city": "Beijing", "country": "CN", "start_date": "2015-12", "end_date": None, "mode": "hybrid"}
    answer = patch(staff_api, dialogue, values)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body == staff_api.get(f"/api/v1/dialogues/{dialogue.public_id}/").json()
    assert (body["place"]["city"], body["place"]["mode"]) == ("Beijing", "hybrid")
    assert (body["start_date"], body["end_date"], body["version"]) == ("2015-12", None, 2)


def test_an_outcome_takes_sides_by_their_codes(staff_api: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    body = patch(staff_api, outcome, {"stated_by": ["US"], "obliged": ["US", "CN"], "deadline": "2016"}).json()
    assert (body["stated_by"], body["obliged"], body["deadline"]) == (["US"], ["CN", "US"], "2016")
    assert patch(staff_api, outcome, {"stated_by": []}, '"2"').json()["stated_by"] == []
    assert "CN and US" in errors(patch(staff_api, outcome, {"stated_by": ["IN"]}, '"3"'))["stated_by"]
    assert "CN and US" in errors(patch(staff_api, outcome, {"stated_by": "US"}, '"3"'))["stated_by"]


def test_without_the_version_that_was_seen_nothing_is_written(staff_api: Client) -> None:
    dialogue = factories.dialogue()
    assert "If-Match" in problem(patch(staff_api, dialogue, {"city": "Beijing"}, None), 428)["detail"]
    for wrong in ("1", "*", 'W/"1"', '"1", "2"', '"0"', '"one"', '"99999999999999999999"'):
        assert "If-Match" in errors(patch(staff_api, dialogue, {"city": "Beijing"}, wrong))
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Washington", 1)


def test_a_stale_change_is_refused_and_shows_both_versions(staff_api: Client) -> None:
    dialogue = factories.dialogue()
    Dialogue.objects.update(city="Seattle", venue="Two Union Square")
    told = problem(patch(staff_api, dialogue, {"city": "Beijing", "kind": "round", "start_date": "2015-12"}), 412)
    assert told["version"] == 2
    assert told["differences"] == {
        "city": {"now": "Seattle", "yours": "Beijing"},
        "start_date": {"now": "2015-12-01", "yours": "2015-12"},
    }
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Seattle", 2)
    assert patch(staff_api, dialogue, {"city": "Beijing"}, '"2"').status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"start_date": "1 December"}, "start_date", "write YYYY"),
        ({"end_date": "2015-11-30"}, "", "does not end before it starts"),
        ({"country": "USA"}, "country", "no more than 2"),
        ({"country": "us"}, "", "two capital letters"),
        ({"kind": "meeting"}, "kind", "not a valid choice"),
        ({"ordinal": 0}, "", "counted from 1"),
        ({"mechanism": "mec-0000000000"}, "mechanism", "no public mechanism has this ID"),
        ({"title": ""}, "title", "may not be blank"),
        ({"publication": "withdrawn"}, "publication", "unknown field; allowed here: title"),
        ({"version": 7}, "version", "unknown field"),
        ({"public_id": "dlg-0000000000"}, "public_id", "unknown field"),
        ({"side_a": "IN"}, "side_a", "unknown field"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_nothing_is_written(
    staff_api: Client, values: dict[str, Any], field: str, rule: str
) -> None:
    dialogue = factories.dialogue()
    assert rule in errors(patch(staff_api, dialogue, {"city": "Beijing", **values}))[field]
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Washington", 1)


def test_a_mechanism_of_other_sides_is_refused(staff_api: Client) -> None:
    dialogue = factories.dialogue()
    other = factories.mechanism("Cyber Dialogue", side_a=factories.party("IN"), side_b=factories.party("US"))
    assert "two other sides" in errors(patch(staff_api, dialogue, {"mechanism": other.public_id}))[""]


def test_an_empty_change_is_refused(staff_api: Client) -> None:
    assert "at least one field" in errors(patch(staff_api, factories.dialogue(), {}))[""]


def test_who_may_not_change_is_refused(api: Client, django_user_model: type[User]) -> None:
    dialogue = factories.dialogue()
    problem(patch(api, dialogue, {"city": "Beijing"}), 401)
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    token = ApiToken.issue(user=reader, name="tests")[1]
    reading = Client(headers={"authorization": f"Bearer {token}"})
    problem(patch(reading, dialogue, {"city": "Beijing"}), 403)
    dialogue.refresh_from_db()
    assert dialogue.city == "Washington"


def test_what_is_not_public_is_not_changed_here(staff_api: Client) -> None:
    draft = factories.dialogue("Draft", publication=Publication.DRAFT)
    problem(patch(staff_api, draft, {"city": "Beijing"}), 404)
    withdrawn = factories.dialogue("Forged", publication=Publication.WITHDRAWN, withdrawn_because="Forged.")
    assert "Forged" in problem(patch(staff_api, withdrawn, {"city": "Beijing"}), 410)["detail"]
    kept = factories.dialogue("Kept")
    merged = factories.dialogue("Twice", merged_into=kept)
    assert kept.public_id in problem(patch(staff_api, merged, {"city": "Beijing"}), 410)["detail"]
    of_a_draft = factories.outcome(draft)
    problem(patch(staff_api, of_a_draft, {"title": "Changed"}), 404)


def test_the_history_says_who_changed_it_and_through_which_address(staff_api: Client, staff: User) -> None:
    dialogue = factories.dialogue()
    patch(staff_api, dialogue, {"city": "Beijing"})
    event = event_model_of(Dialogue).objects.latest("pgh_id")
    assert event.pgh_context == {  # type: ignore[attr-defined] # the library's models are made at run time
        "reason": "changed",
        "request": f"/api/v1/dialogues/{dialogue.public_id}/",
        "user": staff.pk,
        "name": staff.username,
    }
