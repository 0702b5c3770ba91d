"""The history is written by the database: for every way of changing a row, and so that nobody can change it."""

import os
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from dialogues.models import ApiToken, Dialogue, DialogueTopic, Party, Snapshot, Suggestion, Topic, User
from dialogues.models.history import change, event_model_of, tracked_fields
from tests import factories
from tests.models.history_changes import CHANGED, RandomChanges, held, replayed

pytestmark = pytest.mark.django_db

UNTRACKED = {
    *("ApiToken", "Archive", "ArchiveEntry", "Extraction", "FeedEntry", "Host", "ImportFile", "Job", "PeriodicWork"),
    *("LanguageModelDay", "RobotsFile", "TextFingerprint"),
    *("User", "User_groups", "User_user_permissions"),
}


def events(model: type[models.Model]) -> list[Any]:
    return list(event_model_of(model).objects.order_by("pgh_id"))


def event_tables() -> list[str]:
    found = apps.get_app_config("dialogues").get_models()
    return [model._meta.db_table for model in found if hasattr(model, "pgh_tracked_model")]


def test_replaying_the_events_gives_exactly_the_tables() -> None:
    number = int(os.environ.get("READOUT_CHANGES", "2000"))
    changes = RandomChanges(seed=20151201)
    changes.make(number)
    for model in CHANGED:
        assert replayed(model) == held(model), model
    assert changes.made > number


def test_every_table_of_the_domain_has_a_history() -> None:
    found = apps.get_app_config("dialogues").get_models(include_auto_created=True)
    without = set()
    for model in found:
        proxies = [one for one in model.__subclasses__() if one._meta.proxy]
        has_one = any(hasattr(one, "pgh_event_models") for one in (model, *proxies))
        if not has_one and not hasattr(model, "pgh_tracked_model"):
            without.add(model.__name__)
    assert without == UNTRACKED


def test_generated_columns_and_long_texts_are_not_kept_twice() -> None:
    kept = {field.name for field in event_model_of(Dialogue)._meta.fields}
    assert "start_date" in kept
    assert "start_date_earliest" not in kept
    assert "text" not in {field.name for field in tracked_fields(Snapshot)}
    assert "payload" not in {field.name for field in tracked_fields(Suggestion)}


def test_a_change_says_who_and_why_and_for_which_address(staff: User) -> None:
    with change(reason="outer", request="/somewhere/"), change(reason="corrected the title", by=staff):
        factories.dialogue().topics.add(Topic.objects.create(name="cybercrime"))
    (event,) = events(Dialogue)
    assert event.pgh_context == {
        "reason": "corrected the title",
        "request": "/somewhere/",
        "user": staff.pk,
        "name": "editor",
    }
    assert events(DialogueTopic)[0].pgh_context_id == event.pgh_context_id


def test_a_change_outside_of_any_context_is_in_the_history_too() -> None:
    factories.party("CN")
    assert [(event.pgh_label, event.pgh_context) for event in events(Party)] == [("insert", None)]


def test_a_context_ends_with_its_block() -> None:
    with change(reason="first"):
        factories.party("CN")
    factories.party("US")
    assert [event.pgh_context for event in events(Party)] == [{"reason": "first"}, None]


def test_a_form_of_the_admin_says_who_sent_it(staff_client: Client) -> None:
    answer = staff_client.post(
        "/admin/dialogues/party/add/", {"code": "FR", "kind": "state", "name": "France", "names": "{}"}
    )
    assert answer.status_code == 302
    (event,) = events(Party)
    assert (event.pgh_context["name"], event.pgh_context["request"]) == ("editor", "/admin/dialogues/party/add/")


def test_a_change_by_the_api_says_whose_token_made_it(staff: User, client: Client) -> None:
    _, token = ApiToken.issue(user=staff, name="test")
    body = {"text": "The two sides met. " * 30, "title": "A report"}
    headers = {"authorization": f"Bearer {token}"}
    answer = client.post("/api/v1/articles/", body, content_type="application/json", headers=headers)
    assert answer.status_code in {201, 202}, answer.content
    context = events(apps.get_model("dialogues.Article"))[0].pgh_context
    assert (context["name"], context["request"]) == ("editor", "/api/v1/articles/")


def test_what_saves_the_same_values_is_no_event() -> None:
    dialogue = factories.dialogue()
    Dialogue.objects.filter(pk=dialogue.pk).update(title=dialogue.title)
    assert [event.pgh_label for event in events(Dialogue)] == ["insert"]


def test_reading_writes_no_event(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    counted = {table: _count(table) for table in event_tables()}
    for address in ("/", outcome.get_absolute_url(), outcome.dialogue.get_absolute_url(), "/api/v1/dialogues/"):
        assert client.get(address).status_code == 200
    assert {table: _count(table) for table in event_tables()} == counted


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET pgh_label = 'insert'",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "INSERT INTO {table} SELECT * FROM {table}",
        "UPDATE {table} SET pgh_label = 'insert' WHERE false",
    ],
)
def test_no_event_is_changed_removed_or_made_up(statement: str) -> None:
    factories.participation(factories.dialogue())
    tables = event_tables()
    assert len(tables) >= 26
    for table in tables:
        before = _count(table)
        refused(statement.format(table=table))
        assert _count(table) == before


def test_the_setting_that_silences_triggers_does_not_open_the_history() -> None:
    factories.dialogue()
    refused(
        "SELECT set_config('pgtrigger.ignore', '{dialogues_dialogueevent:history_is_append_only}', true);"
        "DELETE FROM dialogues_dialogueevent"
    )


def test_the_orm_cannot_change_an_event_either() -> None:
    factories.dialogue()
    event = events(Dialogue)[0]
    for attempt in (event.save, event.delete, event_model_of(Dialogue).objects.all().delete):
        with pytest.raises(IntegrityError, match="written by triggers only"), transaction.atomic():
            attempt()


def test_a_table_is_not_emptied_behind_the_back_of_its_history() -> None:
    refused("TRUNCATE dialogues_topic CASCADE", match="would not be in the history")


def test_the_key_of_a_row_never_changes() -> None:
    dialogue = factories.dialogue()
    refused(f"UPDATE dialogues_dialogue SET id = id + 1000 WHERE id = {dialogue.pk}", match="the key of a row never")  # noqa: S608


def refused(statement: str, match: str = "written by triggers only") -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_starter_record_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed", quiet=True)
    assert "created" in capsys.readouterr().out
    assert {event.pgh_context["reason"] for event in events(Dialogue)} == {"starter record"}
