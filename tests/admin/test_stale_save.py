"""Two people have the same record open, and both save."""

import threading
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client, RequestFactory

from dialogues.admin.stale_saves import OPENED, RecordAdmin
from dialogues.models import DelegationCount, Dialogue, Person, Tenure, Topic, User
from dialogues.models.record import Record
from dialogues.models.vocabularies import ParticipationRole
from tests import factories
from tests.admin.forms import address_of, fields_of, open_form

pytestmark = pytest.mark.django_db
PAIRS = 1000


def save(client: Client, record: Record, fields: dict[str, Any]) -> Any:
    return client.post(address_of(record), fields)


def test_a_form_that_nobody_else_changed_is_saved(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    answer = save(staff_client, dialogue, open_form(staff_client, dialogue) | {"city": "Beijing"})
    assert answer.status_code == 302
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Beijing", 2)


def test_the_second_save_is_refused_and_shows_both_versions(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing", "mode": "video"}
    Dialogue.objects.update(city="Seattle", venue="Two Union Square")
    answer = save(staff_client, dialogue, mine)
    assert answer.status_code == 409
    assert [
        (difference.label, difference.yours, difference.now)
        for stale in answer.context["stale"]
        for difference in stale.differences
    ] == [("City", "Beijing", "Seattle"), ("Venue", "—", "Two Union Square"), ("Mode", "by video", "unknown")]
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Seattle", 2)


def test_what_was_typed_is_still_in_the_form(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing", "summary": "Typed for an hour."}
    Dialogue.objects.update(city="Seattle")
    again = fields_of(save(staff_client, dialogue, mine).content)
    assert (again["city"], again["summary"]) == ("Beijing", "Typed for an hour.")


def test_pressing_save_again_without_the_box_is_refused_again(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing"}
    Dialogue.objects.update(city="Seattle")
    again = fields_of(save(staff_client, dialogue, mine).content)
    assert save(staff_client, dialogue, again).status_code == 409


def test_with_the_box_ones_own_values_are_saved(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing"}
    Dialogue.objects.update(city="Seattle")
    again = fields_of(save(staff_client, dialogue, mine).content)
    answer = save(staff_client, dialogue, again | {"seen_version": "2"})
    assert answer.status_code == 302
    dialogue.refresh_from_db()
    assert dialogue.city == "Beijing"


def test_the_box_counts_only_for_the_version_that_was_seen(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing"}
    for city in ("Seattle", "San Francisco"):
        Dialogue.objects.update(city=city)
    assert save(staff_client, dialogue, mine | {"seen_version": "2"}).status_code == 409


@pytest.mark.parametrize("version", ["", "one", "-1", "99999999999999999999"])
def test_a_form_without_a_version_that_makes_sense_is_refused(staff_client: Client, version: str) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing", OPENED: version}
    answer = save(staff_client, dialogue, mine)
    assert answer.status_code in {200, 409}
    dialogue.refresh_from_db()
    assert dialogue.city == "Washington"


def test_two_who_write_the_same_do_not_disturb_each_other(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"city": "Beijing"}
    Dialogue.objects.update(city="Beijing")
    assert save(staff_client, dialogue, mine).status_code == 302


def test_a_row_under_the_record_has_a_version_of_its_own(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    count = DelegationCount.objects.create(dialogue=dialogue, best=7, wording="seven officials")
    mine = open_form(staff_client, dialogue) | {"delegation_counts-0-best": "8"}
    DelegationCount.objects.update(best=9)
    answer = save(staff_client, dialogue, mine)
    assert answer.status_code == 409
    [stale] = answer.context["stale"]
    assert [(one.label, one.yours, one.now) for one in stale.differences] == [("Best", "8", "9")]
    again = fields_of(answer.content) | {"delegation_counts-0-seen_version": "2"}
    assert save(staff_client, dialogue, again).status_code == 302
    count.refresh_from_db()
    assert count.best == 8


def test_a_row_that_was_changed_is_not_deleted_unseen(staff_client: Client) -> None:
    person = factories.person()
    Tenure.objects.create(person=person, title="Minister of Public Security")
    mine = open_form(staff_client, person) | {"tenures-0-DELETE": "on"}
    Tenure.objects.update(title="Minister of Public Security and State Councilor")
    answer = save(staff_client, person, mine)
    assert answer.status_code == 409
    assert Tenure.objects.count() == 1
    assert save(staff_client, person, mine | {"tenures-0-seen_version": "2"}).status_code == 302
    assert Tenure.objects.count() == 0


def test_a_row_that_was_deleted_meanwhile_is_told_and_nothing_is_saved(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue, role=ParticipationRole.MEMBER)
    mine = open_form(staff_client, dialogue) | {"city": "Beijing", "participations-0-title_as_stated": "Minister"}
    dialogue.participations.all().delete()
    answer = save(staff_client, dialogue, mine)
    assert answer.status_code in {200, 409}
    dialogue.refresh_from_db()
    assert dialogue.city == "Washington"


def test_choosing_topics_raises_the_version_too(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    first, second = (Topic.objects.create(name=name) for name in ("Cybercrime", "Counter-terrorism"))
    opened = open_form(staff_client, dialogue)
    assert save(staff_client, dialogue, opened | {"topics": [str(first.pk)]}).status_code == 302
    answer = save(staff_client, dialogue, opened | {"topics": [str(second.pk)]})
    assert answer.status_code == 409
    assert [(one.label, one.yours, one.now) for one in answer.context["stale"][0].differences] == [
        ("Topics", "Counter-terrorism", "Cybercrime")
    ]
    assert list(dialogue.topics.all()) == [first]


def test_who_may_only_read_sees_the_page(client: Client, django_user_model: type[User]) -> None:
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    for record in (factories.dialogue(), factories.article(), factories.person()):
        page = client.get(address_of(record))
        assert page.status_code == 200
        assert OPENED not in page.content.decode()


@pytest.mark.parametrize("make", [factories.person, factories.mechanism, factories.publisher, factories.article])
def test_every_form_carries_its_version(staff_client: Client, make: Any) -> None:
    record = make()
    assert open_form(staff_client, record)[OPENED] == "1"


def test_every_editable_record_is_guarded() -> None:
    only_read = {"DoubleCoding", "Merge", "Snapshot"}
    unguarded = [
        model.__name__
        for model, page in site._registry.items()
        if issubclass(model, Record) and not isinstance(page, RecordAdmin) and model.__name__ not in only_read
    ]
    assert unguarded == []


def test_nothing_is_withdrawn_in_a_form_without_a_reason(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    mine = open_form(staff_client, dialogue) | {"publication": "withdrawn"}
    answer = save(staff_client, dialogue, mine)
    assert answer.status_code == 200
    assert "Withdrawn because: say why" in answer.text
    assert save(staff_client, dialogue, mine | {"withdrawn_because": "Forged."}).status_code == 302


def test_what_was_public_has_no_delete_button(staff_client: Client) -> None:
    public = factories.dialogue()
    draft = factories.dialogue("Draft", publication="draft")
    for record, status in ((public, 403), (draft, 200)):
        assert staff_client.get(address_of(record).replace("/change/", "/delete/")).status_code == status


def test_a_merged_record_is_not_offered_for_new_references(staff_client: Client) -> None:
    kept = factories.person("Guo Shengkun")
    factories.person("Guo Sheng-kun", merged_into=kept)
    asked = {"term": "Guo", "app_label": "dialogues", "model_name": "participation", "field_name": "person"}
    found = staff_client.get("/admin/autocomplete/", asked).json()
    assert [one["text"] for one in found["results"]] == ["Guo Shengkun"]


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_pairs_of_saves_at_the_same_moment_exactly_one_wins_each_time() -> None:
    """What the admin does for a request, in two threads with a connection each, without the page around it."""
    user = factories.staff_user()
    person = factories.person(aliases=["start"])
    admin = site._registry[Person]
    assert isinstance(admin, RecordAdmin)
    turns = threading.Barrier(2)
    told: dict[str, list[bool]] = {"left": [], "right": []}
    failures: list[BaseException] = []

    def save_again_and_again(name: str) -> None:
        request = RequestFactory().post("/")
        request.user = user
        try:
            form_class: Any = admin.get_form(request, person, change=True)
            for turn in range(PAIRS):
                version = Person.objects.values_list("version", flat=True).get(pk=person.pk)
                turns.wait(timeout=30)
                with transaction.atomic():
                    held = admin.get_object(request, str(person.pk))
                    fields = {"name": f"{name} {turn}", "publication": "published", "identifiers": "{}"}
                    form = form_class(fields | {OPENED: version}, instance=held)
                    won = form.is_valid()
                    if won:
                        admin.save_model(request, form.save(commit=False), form, change=True)
                    else:
                        assert form.stale is not None, form.errors
                told[name].append(won)
                turns.wait(timeout=30)
        except BaseException as failure:  # noqa: BLE001 - told to the other thread and to the test
            failures.append(failure)
            turns.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=save_again_and_again, args=[name]) for name in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert [left + right for left, right in zip(told["left"], told["right"], strict=True)] == [1] * PAIRS
    person.refresh_from_db()
    assert person.version == 1 + PAIRS
