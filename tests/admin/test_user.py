"""Accounts and their roles in the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from dialogues.models import User
from dialogues.models.roles import Role
from tests import factories
from tests.admin.forms import fields_of

pytestmark = pytest.mark.django_db
USERS = "/admin/dialogues/user/"


@pytest.fixture
def administrator(client: Client) -> User:
    user = factories.staff_with(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def change(client: Client, user: User, **changed: Any) -> Any:
    page = f"{USERS}{user.pk}/change/"
    return client.post(page, fields_of(client.get(page).content) | changed)


@pytest.mark.usefixtures("administrator")
def test_an_account_is_made_with_a_role(client: Client) -> None:
    fields = {"username": "mei", "email": "Mei@Example.org", "role": "reviewer", "usable_password": "true"}
    password = {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    assert client.post(f"{USERS}add/", fields | password).status_code == 302
    user = User.objects.get(username="mei")
    assert (user.email, user.role, user.is_staff, user.is_superuser) == ("mei@example.org", Role.REVIEWER, True, False)


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("role", ["", *Role.values])
def test_one_choice_gives_and_takes_a_role(client: Client, role: str) -> None:
    user = factories.staff_with(Role.CONTRIBUTOR, "mei")
    assert fields_of(client.get(f"{USERS}{user.pk}/change/").content)["role"] == "contributor"
    assert change(client, user, role=role).status_code == 302
    assert (User.objects.get(pk=user.pk).role or "") == role


@pytest.mark.usefixtures("administrator")
def test_a_role_that_is_none_is_refused(client: Client) -> None:
    answer = change(client, factories.staff_with(Role.VIEWER, "mei"), role="boss")
    assert (answer.status_code, "Select a valid choice" in answer.text) == (200, True)


def test_nobody_changes_their_own_role(client: Client, administrator: User) -> None:
    assert "another administrator has to" in client.get(f"{USERS}{administrator.pk}/change/").text
    assert change(client, administrator, role="viewer", first_name="Mei").status_code == 302
    administrator = User.objects.get(pk=administrator.pk)
    assert (administrator.role, administrator.first_name) == (Role.ADMINISTRATOR, "Mei")


@pytest.mark.usefixtures("administrator")
def test_an_administrator_makes_nobody_a_superuser_and_changes_none(client: Client) -> None:
    user, boss = factories.staff_with(Role.VIEWER, "mei"), factories.staff_user("boss")
    assert change(client, user, is_superuser="on", groups="1", user_permissions="1").status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert user.user_permissions.count() == 0
    assert client.post(f"{USERS}{boss.pk}/change/", {"username": "boss"}).status_code == 403
    password = {"password1": "x" * 20, "password2": "x" * 20, "usable_password": "true"}
    assert client.post(f"{USERS}{boss.pk}/password/", password).status_code == 403


def test_a_superuser_makes_another(staff_client: Client) -> None:
    user = factories.staff_with(Role.VIEWER, "mei")
    assert change(staff_client, user, is_superuser="on").status_code == 302
    assert User.objects.get(pk=user.pk).is_superuser


@pytest.mark.usefixtures("administrator")
def test_an_email_address_of_another_account_is_refused_with_its_rule(client: Client) -> None:
    factories.staff_with(Role.VIEWER, "mei", email="mei@example.org")
    other = factories.staff_with(Role.VIEWER, "other")
    answer = change(client, other, email="MEI@example.org")
    assert (answer.status_code, "Email: another account has it" in answer.text) == (200, True)


@pytest.mark.usefixtures("administrator")
def test_accounts_are_closed_and_not_deleted(client: Client) -> None:
    user = factories.staff_with(Role.VIEWER, "mei")
    assert client.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    fields = fields_of(client.get(f"{USERS}{user.pk}/change/").content)
    fields.pop("is_active")
    client.post(f"{USERS}{user.pk}/change/", fields)
    assert not User.objects.get(pk=user.pk).is_active


@pytest.mark.usefixtures("administrator")
def test_the_list_says_who_has_which_role_and_a_second_factor(client: Client) -> None:
    factories.staff_with(Role.CONTRIBUTOR, "mei")
    factories.staff_user("boss")
    page = client.get(USERS).text
    for said in ("Contributor", "superuser", "Administrator", 'alt="False"'):
        assert said in page
    assert client.get(USERS, {"groups__id__exact": Group.objects.get(name="contributor").pk}).status_code == 200


@pytest.mark.usefixtures("administrator")
def test_ones_own_page_closes_the_role_of_nobody_else(client: Client, administrator: User) -> None:
    other = factories.staff_with(Role.VIEWER, "mei")
    client.get(f"{USERS}{administrator.pk}/change/")
    assert change(client, other, role="reviewer").status_code == 302
    assert User.objects.get(pk=other.pk).role == Role.REVIEWER
