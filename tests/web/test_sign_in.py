"""Signing in with a name or an e-mail address and a password; what is not there; the way into the admin."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dialogues.models import User
from dialogues.models.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


def sign_in(client: Client, login: str, password: str = factories.PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def signed_in(client: Client) -> str | None:
    """The key of whose session it is."""
    key: str | None = client.session.get("_auth_user_id")
    return key


@pytest.fixture
def mei() -> User:
    return factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")


@pytest.mark.parametrize("login", ["mei", "Mei", " mei ", "mei@example.org", "MEI@Example.org"])
def test_the_name_and_the_email_address_open_the_account(client: Client, mei: User, login: str) -> None:
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert signed_in(client) == str(mei.pk)


def test_one_comes_back_to_where_one_wanted_to_go(client: Client, mei: User) -> None:
    asked = client.get("/review/", follow=True)
    assert asked.redirect_chain == [("/accounts/login/?next=/review/", 302)]
    assert 'name="next" value="/review/"' in asked.text
    assert sign_in(client, "mei", next="/review/")["Location"] == "/review/"


def test_one_is_not_led_to_another_site(client: Client, mei: User) -> None:
    assert sign_in(client, "mei", next="https://evil.example/")["Location"] == "/admin/"


def test_who_has_no_role_lands_on_the_timeline(client: Client) -> None:
    factories.staff_with(None, "newcomer")
    assert sign_in(client, "newcomer")["Location"] == "/"


@pytest.mark.parametrize(("login", "password"), [("mei", "wrong"), ("nobody", factories.PASSWORD), ("mei", "")])
def test_a_wrong_password_and_an_unknown_name_look_the_same(
    client: Client, mei: User, login: str, password: str
) -> None:
    answer = sign_in(client, login, password)
    assert answer.status_code == 200
    assert signed_in(client) is None
    expected = "are not correct" if password else "This field is required"
    assert expected in answer.text


def test_a_closed_account_says_so_to_who_knows_the_password(client: Client, mei: User) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client, "mei")["Location"] == "/accounts/inactive/"
    assert "This account is closed" in client.get("/accounts/inactive/").text
    assert signed_in(client) is None


def test_the_admin_has_no_sign_in_of_its_own(client: Client, mei: User) -> None:
    answer = client.get("/admin/login/?next=/admin/dialogues/")
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2Fdialogues%2F"
    client.post("/admin/login/", {"username": "mei", "password": factories.PASSWORD})
    assert signed_in(client) is None


def test_who_is_signed_in_without_a_role_is_refused_by_the_admin_and_not_sent_round(client: Client) -> None:
    client.force_login(factories.staff_with(None))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_set_password"])
def test_nobody_makes_an_account_or_has_a_password_mailed(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_password_is_changed_with_the_old_one(client: Client, mei: User) -> None:
    client.force_login(mei)
    new = "a-new-one-for-tests-5678"
    fields = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert client.post("/accounts/password/", fields).status_code == 200
    assert client.post("/accounts/password/", fields | {"oldpassword": factories.PASSWORD}).status_code == 302
    mei.refresh_from_db()
    assert mei.check_password(new)
    assert signed_in(client) == str(mei.pk)
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/"


def test_who_signs_in_elsewhere_has_no_password_to_change(client: Client, mei: User) -> None:
    mei.set_unusable_password()
    mei.save()
    client.force_login(mei)
    answer = client.get("/accounts/password/")
    assert (answer.status_code, "your organization keeps it" in answer.text) == (403, True)


def test_signing_out_needs_a_button(client: Client, mei: User) -> None:
    client.force_login(mei)
    assert "Sign out" in client.get("/accounts/logout/").text
    assert signed_in(client) is not None
    client.post("/accounts/logout/")
    assert signed_in(client) is None


def test_the_session_ends_after_half_a_day(client: Client, mei: User) -> None:
    sign_in(client, "mei")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 12 * 3600


def test_the_navigation_shows_what_the_role_opens(client: Client, mei: User) -> None:
    client.force_login(factories.staff_with(None))
    page = client.get("/").text
    assert ('href="/review/"' in page, 'href="/admin/"' in page) == (False, False)
    assert 'href="/accounts/second-factor/"' in page
    client.force_login(mei)
    page = client.get("/").text
    assert ('href="/review/"' in page, 'href="/admin/"' in page) == (True, True)
