"""Publishing, withdrawing and merging from the admin's lists."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from dialogues.models import Dialogue, Merge, User
from dialogues.models.vocabularies import Publication
from dialogues.review.merge import merge_records
from tests import factories

pytestmark = pytest.mark.django_db


def act(client: Client, action: str, *records: Any, **fields: str) -> Any:
    address = reverse(f"admin:dialogues_{records[0]._meta.model_name}_changelist")
    chosen = [str(record.pk) for record in records]
    return client.post(address, {"action": action, "_selected_action": chosen, **fields}, follow=True)


def test_drafts_are_published_together(staff_client: Client) -> None:
    drafts = [factories.dialogue(title, publication=Publication.DRAFT) for title in ("A", "B")]
    answer = act(staff_client, "publish", *drafts)
    assert "“A” is published." in answer.text
    assert Dialogue.objects.published().count() == 2


def test_what_cannot_be_published_is_told_and_the_rest_is_done(staff_client: Client) -> None:
    public, draft = factories.dialogue("Public"), factories.dialogue("Draft", publication=Publication.DRAFT)
    answer = act(staff_client, "publish", public, draft)
    assert "“Public” is public already." in answer.text
    assert "“Draft” is published." in answer.text


@pytest.mark.parametrize(("action", "state"), [("withdraw", "withdrawn"), ("unpublish", "draft")])
def test_withdrawing_asks_for_the_reason_first(staff_client: Client, action: str, state: str) -> None:
    dialogue = factories.dialogue()
    asked = act(staff_client, action, dialogue)
    assert 'name="reason"' in asked.text
    assert dialogue.public_id in asked.text
    asked_again = act(staff_client, action, dialogue, confirmed="yes", reason=" ")
    assert asked_again.status_code == 400
    assert "Reason: say why" in asked_again.text
    dialogue.refresh_from_db()
    assert dialogue.publication == Publication.PUBLISHED
    act(staff_client, action, dialogue, confirmed="yes", reason="It never took place.")
    dialogue.refresh_from_db()
    assert dialogue.publication == state


def test_a_merge_is_shown_before_it_is_made(staff_client: Client) -> None:
    kept, double = factories.dialogue("Kept"), factories.dialogue("Double", city="Beijing")
    factories.outcome(double)
    page = act(staff_client, "merge", kept, double)
    assert "1 outcome (dialogue)." in page.text
    assert page.context["winner"] == kept
    assert {"label": "City", "winner": "Washington", "loser": "Beijing", "differs": True} in page.context["fields"]
    assert not Merge.objects.exists()


def test_the_other_one_can_be_kept_instead(staff_client: Client) -> None:
    first, second = factories.dialogue("First"), factories.dialogue("Second")
    page = act(staff_client, "merge", first, second, keep=str(first.pk), swap=str(second.pk))
    assert page.context["winner"] == second
    act(staff_client, "merge", first, second, keep=str(second.pk), confirmed="yes", reason="The same.")
    first.refresh_from_db()
    assert first.merged_into == second


def test_a_confirmed_merge_is_made_under_the_name_of_who_confirmed(staff: User, staff_client: Client) -> None:
    kept, double = factories.dialogue("Kept"), factories.dialogue("Double")
    answer = act(staff_client, "merge", kept, double, keep=str(kept.pk), confirmed="yes", reason="The same.")
    assert "“Double” went into “Kept”" in answer.text
    merge = Merge.objects.get()
    assert (merge.merged_by, merge.reason, merge.loser) == (staff, "The same.", double.public_id)


def test_without_a_reason_the_page_says_so(staff_client: Client) -> None:
    kept, double = factories.dialogue("Kept"), factories.dialogue("Double")
    answer = act(staff_client, "merge", kept, double, keep=str(kept.pk), confirmed="yes", reason="")
    assert answer.status_code == 400
    assert "Reason: say why the two are the same." in answer.text
    assert not Merge.objects.exists()


def test_two_that_do_not_fit_have_no_button_to_merge_them(staff_client: Client) -> None:
    american = factories.person("Loretta Lynch", party=factories.party("US"))
    answer = act(staff_client, "merge", factories.person(), american)
    assert "different parties" in answer.text
    assert 'name="confirmed"' not in answer.text


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_exactly_two(staff_client: Client, number: int) -> None:
    records = [factories.dialogue(f"Dialogue {position}") for position in range(number)]
    assert f"Select exactly two dialogues, not {number}." in act(staff_client, "merge", *records).text


@pytest.mark.parametrize("make", [factories.person, factories.dialogue])
def test_a_merge_is_undone_from_the_log(staff: User, staff_client: Client, make: Any) -> None:
    kept, double = make("Kept"), make("Double")
    merge = merge_records(loser=double, winner=kept, by=staff, reason="The same.")
    assert 'name="reason"' in act(staff_client, "undo", merge).text
    answer = act(staff_client, "undo", merge, confirmed="yes", reason="They are two.")
    assert "they are two again" in answer.text
    double.refresh_from_db()
    assert double.merged_into is None
    answer = act(staff_client, "undo", merge, confirmed="yes", reason="They are two.")
    assert "undone already" in answer.text


def test_the_log_can_be_read_and_not_edited(staff: User, staff_client: Client) -> None:
    merge = merge_records(
        loser=factories.dialogue("Double"), winner=factories.dialogue("Kept"), by=staff, reason="The same."
    )
    assert staff_client.get(reverse("admin:dialogues_merge_change", args=[merge.pk])).status_code == 200
    assert staff_client.get("/admin/dialogues/merge/add/").status_code == 403
    assert staff_client.post(reverse("admin:dialogues_merge_delete", args=[merge.pk])).status_code == 403


def test_many_records_are_not_deleted_at_once(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    act(staff_client, "delete_selected", dialogue, post="yes")
    assert Dialogue.objects.filter(pk=dialogue.pk).exists()


def test_who_may_only_read_is_offered_none_of_it(client: Client) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(*Permission.objects.filter(codename__in=["view_dialogue", "view_merge"]))
    client.force_login(reader)
    kept, double = factories.dialogue("Kept"), factories.dialogue("Double")
    for action in ("publish", "withdraw", "unpublish", "merge"):
        act(client, action, kept, double, keep=str(kept.pk), confirmed="yes", reason="The same.")
    merge = merge_records(loser=double, winner=kept, by=factories.staff_user(), reason="The same.")
    assert 'value="undo"' not in client.get("/admin/dialogues/merge/").text
    act(client, "undo", merge, confirmed="yes", reason="They are two.")
    kept.refresh_from_db()
    assert (kept.publication, Merge.objects.filter(undone_at=None).count()) == (Publication.PUBLISHED, 1)
