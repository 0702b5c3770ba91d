import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from dialogues.models import ApiToken, User
from tests import factories
from tests.sessions import with_password_shown

pytestmark = pytest.mark.django_db
LIST = "/admin/dialogues/apitoken/"
ADD = "/admin/dialogues/apitoken/add/"


@pytest.fixture
def editor() -> User:
    """Staff without all rights, who may handle tokens."""
    user = User.objects.create_user("mei", is_staff=True)
    names = ["add_apitoken", "view_apitoken", "change_apitoken"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def editor_client(editor: User) -> Client:
    return with_password_shown(Client(), editor)


@pytest.fixture
def staff_client(staff: User) -> Client:
    return with_password_shown(Client(), staff)


def fields(**values: Any) -> dict[str, Any]:
    return {"name": "mirror", "expires_at_0": "", "expires_at_1": ""} | values


def shown_token(page: str) -> str:
    found = re.search(r"<code>(readout_\S+)</code>", page)
    assert found is not None, page
    return found[1]


def test_a_token_is_issued_and_its_text_shown_once(staff: User, staff_client: Client) -> None:
    answer = staff_client.post(ADD, fields(user=staff.pk))
    text = shown_token(answer.content.decode())
    token = ApiToken.objects.find(text)
    assert token is not None
    assert (token.user, token.name, token.expires_at) == (staff, "mirror", None)
    assert "no-store" in answer["Cache-Control"]
    assert not any(text in cookie.value for cookie in staff_client.cookies.values())
    for address in (LIST, f"{LIST}{token.pk}/change/"):
        page = staff_client.get(address).content.decode()
        assert token.start in page
        assert text not in page
        assert token.hash not in page


def test_a_token_can_expire(staff: User, staff_client: Client) -> None:
    staff_client.post(ADD, fields(user=staff.pk, expires_at_0="2199-12-31", expires_at_1="12:00"))
    assert ApiToken.objects.get().expires_at == datetime(2199, 12, 31, 12, tzinfo=UTC)


def test_a_token_that_would_not_work_is_refused(staff: User, staff_client: Client) -> None:
    reader = User.objects.create_user("reader")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"user": reader.pk}, "User: must be active and staff"),
        ({"user": staff.pk, "expires_at_0": "2020-01-01", "expires_at_1": "00:00"}, "Expires at: must be in the"),
        ({"user": staff.pk, "name": " "}, "This field is required"),
    ]
    for given, rule in refused:
        answer = staff_client.post(ADD, fields(**given))
        assert rule in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_revoked_token_stops_working_and_stays_in_the_list(staff: User, staff_client: Client) -> None:
    token, text = ApiToken.issue(user=staff, name="mirror")
    answer = staff_client.post(LIST, {"action": "revoke", "_selected_action": [token.pk]}, follow=True)
    assert "1 revoked" in answer.content.decode()
    assert "revoked on" in answer.content.decode()
    assert ApiToken.objects.find(text) is None


def test_the_list_says_which_tokens_work(staff: User, staff_client: Client) -> None:
    ApiToken.issue(user=staff, name="mirror")
    ApiToken.issue(user=staff, name="old", expires_at=timezone.now() - timedelta(days=1))
    ApiToken.issue(user=factories.staff_user("former", is_active=False), name="theirs")
    page = staff_client.get(LIST).content.decode()
    states = re.findall(r'<td class="field-state">([^<]*)</td>', page)
    assert sorted(states) == ["expired", "its user is not active", "valid"]


def test_a_token_is_neither_changed_nor_deleted(staff: User, staff_client: Client) -> None:
    token, text = ApiToken.issue(user=staff, name="mirror")
    assert staff_client.post(f"{LIST}{token.pk}/change/", fields(name="other")).status_code == 403
    assert staff_client.post(f"{LIST}{token.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ApiToken.objects.find(text) == token


def test_staff_issue_and_see_tokens_of_their_own_only(staff: User, editor: User, editor_client: Client) -> None:
    theirs, _ = ApiToken.issue(user=staff, name="of the administrator")
    answer = editor_client.post(ADD, fields(user=staff.pk))
    token = ApiToken.objects.find(shown_token(answer.content.decode()))
    assert token is not None
    assert token.user == editor
    assert "of the administrator" not in editor_client.get(LIST).content.decode()
    editor_client.post(LIST, {"action": "revoke", "_selected_action": [theirs.pk, token.pk]})
    theirs.refresh_from_db()
    token.refresh_from_db()
    assert theirs.revoked_at is None
    assert token.revoked_at is not None


def test_without_the_permission_there_are_no_tokens_to_see(editor: User, editor_client: Client) -> None:
    token, text = ApiToken.issue(user=editor, name="mirror")
    editor.user_permissions.set(Permission.objects.filter(codename="view_apitoken"))
    assert editor_client.get(ADD).status_code == 403
    editor_client.post(LIST, {"action": "revoke", "_selected_action": [token.pk]})
    assert ApiToken.objects.find(text) == token
    editor.user_permissions.clear()
    assert editor_client.get(LIST).status_code == 403
