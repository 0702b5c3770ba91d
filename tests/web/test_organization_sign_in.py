"""Signing in at an organization's own server, the whole way, against one on loopback."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from dialogues.models import User
from dialogues.models.roles import Role
from tests import factories
from tests.web.openid_server import CLIENT, SECRET, OpenIdServer, openid_server
from tests.web.test_sign_in import signed_in

pytestmark = pytest.mark.django_db
START = "/accounts/organization/"
MEI = {"sub": "7", "preferred_username": "mei", "name": "Mei", "email": "mei@example.org", "email_verified": True}


@pytest.fixture
def server(settings: Settings) -> Iterator[OpenIdServer]:
    """The organization's server, and a site that is configured for it."""
    with openid_server() as running:
        running.person = dict(MEI)
        application = {
            "provider_id": "organization",
            "name": "the Institute",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.issuer, "scope": ["openid", "email"]},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [application]}}
        yield running


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def there_and_back(client: Client, start: str = START) -> Any:
    """Follow the browser's way: to the server, and back to us with what it sent along."""
    asked = client.get(start)
    assert asked.status_code == 302, asked.text
    try:
        build_opener(_Stay).open(asked["Location"], timeout=5)
    except OSError as moved:
        back: str = moved.headers["Location"]  # type: ignore[attr-defined]  # an HTTPError, as it was not followed
    address = urlsplit(back)
    assert address.path == f"{START}callback/"
    return client.get(address.path, {name: values[0] for name, values in parse_qs(address.query).items()})


def test_the_sign_in_page_offers_it_by_its_name(client: Client, server: OpenIdServer) -> None:
    page = client.get("/accounts/login/?next=/review/").text
    assert "Sign in with the Institute" in page
    assert 'href="/accounts/organization/?process=login&amp;next=%2Freview%2F"' in page


def test_without_a_configuration_it_is_not_there(client: Client) -> None:
    assert "organization" not in client.get("/accounts/login/").text
    assert client.get(START).status_code == 404


def test_the_account_with_the_same_confirmed_address_is_signed_in(client: Client, server: OpenIdServer) -> None:
    mei = factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    answer = there_and_back(client, f"{START}?process=login&next=/review/")
    assert answer["Location"] == "/review/"
    assert signed_in(client) == str(mei.pk)
    mei.refresh_from_db()
    assert (mei.role, mei.check_password(factories.PASSWORD)) == (Role.REVIEWER, True)
    assert server.seen[0]["code_challenge_method"] == "S256"
    assert server.seen[0]["redirect_uri"] == "http://testserver/accounts/organization/callback/"


def test_next_time_it_is_known_by_the_servers_own_name_for_it(client: Client, server: OpenIdServer) -> None:
    mei = factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    there_and_back(client)
    User.objects.update(email="other@example.org")
    server.person["email"] = "new@example.org"
    client.logout()
    there_and_back(client)
    assert signed_in(client) == str(mei.pk)


@pytest.mark.parametrize("changed", [{"email_verified": False}, {"email_verified": None}, {"email": "x@example.org"}])
def test_an_address_that_is_not_confirmed_opens_no_account(
    client: Client, server: OpenIdServer, changed: dict[str, Any]
) -> None:
    factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    server.person |= changed
    answer = there_and_back(client)
    assert (answer.status_code, "an administrator makes one" in answer.text) == (403, True)
    assert signed_in(client) is None
    assert User.objects.count() == 1


def test_a_superuser_does_not_sign_in_this_way(client: Client, server: OpenIdServer) -> None:
    boss = factories.staff_user("mei", email="mei@example.org")
    assert there_and_back(client).status_code == 403
    User.objects.update(is_superuser=False)
    there_and_back(client)
    client.logout()
    User.objects.update(is_superuser=True)
    assert there_and_back(client).status_code == 403
    assert signed_in(client) is None
    assert User.objects.get() == boss


def test_a_closed_account_stays_closed(client: Client, server: OpenIdServer) -> None:
    factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org", is_active=False)
    assert there_and_back(client)["Location"] == "/accounts/inactive/"
    assert signed_in(client) is None


def test_an_account_is_made_only_where_that_is_wanted(client: Client, server: OpenIdServer, settings: Settings) -> None:
    settings.OIDC_CREATE_ACCOUNTS = True
    assert there_and_back(client)["Location"] == "/"
    user = User.objects.get()
    assert (user.username, user.email, user.role, user.is_staff) == ("mei", "mei@example.org", None, False)
    assert not user.has_usable_password()
    assert not EmailAddress.objects.exists()


def test_a_name_that_is_taken_is_not_taken_over(client: Client, server: OpenIdServer, settings: Settings) -> None:
    settings.OIDC_CREATE_ACCOUNTS = True
    factories.staff_with(Role.EDITOR, "mei", email="another.mei@example.org")
    there_and_back(client)
    made = User.objects.get(email="mei@example.org")
    assert made.username != "mei"
    assert made.role is None


def test_an_address_that_is_taken_and_not_confirmed_makes_no_second_account(
    client: Client, server: OpenIdServer, settings: Settings
) -> None:
    settings.OIDC_CREATE_ACCOUNTS = True
    factories.staff_with(Role.EDITOR, "mei", email="mei@example.org")
    server.person["email_verified"] = False
    answer = there_and_back(client)
    assert (answer.status_code, "has not confirmed it" in answer.text) == (403, True)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["editors", "everybody"], Role.EDITOR),
        (["readers", "editors"], Role.EDITOR),
        ("readers", Role.VIEWER),
        (["everybody"], None),
        ([], None),
        (None, None),
        ([{"name": "editors"}], None),
    ],
)
def test_the_groups_there_give_the_role_here(
    client: Client, server: OpenIdServer, settings: Settings, groups: Any, role: Role | None
) -> None:
    settings.OIDC_ROLES = {"readers": "viewer", "editors": "editor"}
    mei = factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    server.person["groups"] = groups
    there_and_back(client)
    assert User.objects.get(pk=mei.pk).role == role


def test_a_new_account_has_its_role_at_once(client: Client, server: OpenIdServer, settings: Settings) -> None:
    settings.OIDC_ROLES, settings.OIDC_CREATE_ACCOUNTS = {"readers": "viewer"}, True
    server.person["groups"] = ["readers"]
    assert there_and_back(client)["Location"] == "/admin/"
    assert User.objects.get().role == Role.VIEWER


def test_without_such_a_setting_the_groups_mean_nothing(client: Client, server: OpenIdServer) -> None:
    mei = factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    server.person["groups"] = ["administrator"]
    there_and_back(client)
    assert User.objects.get(pk=mei.pk).role == Role.REVIEWER


def test_the_second_factor_is_asked_for_all_the_same(client: Client, server: OpenIdServer) -> None:
    mei = factories.staff_with(Role.EDITOR, "mei", email="mei@example.org")
    Authenticator.objects.create(user=mei, type="totp", data={"secret": ""})
    assert there_and_back(client)["Location"].startswith("/accounts/second-factor/authenticate/")
    assert signed_in(client) is None


def test_nobody_connects_an_account_to_the_one_that_is_signed_in(client: Client, server: OpenIdServer) -> None:
    client.force_login(factories.staff_with(Role.VIEWER, "other"))
    assert there_and_back(client, f"{START}?process=connect").status_code == 403


def test_a_server_that_is_down_is_told(client: Client, server: OpenIdServer) -> None:
    server.down = True
    answer = client.get(START)
    assert (answer.status_code, "did not sign you in" in answer.text) == (502, True)


@pytest.mark.parametrize("query", [{"code": "invented", "state": "invented"}, {"code": "x"}, {}])
def test_a_way_back_that_nobody_set_out_on_signs_nobody_in(
    client: Client, server: OpenIdServer, query: dict[str, str]
) -> None:
    factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")
    answer = client.get(f"{START}callback/", query)
    assert answer.status_code == 401
    assert signed_in(client) is None


def test_who_cancels_there_is_told_so_here(client: Client, server: OpenIdServer) -> None:
    state = parse_qs(urlsplit(client.get(START)["Location"]).query)["state"][0]
    answer = client.get(f"{START}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "You have cancelled the sign-in" in answer.text


def test_a_role_that_is_none_stops_the_start(settings: Settings) -> None:
    settings.OIDC_ROLES = {"editors": "editr"}
    with pytest.raises(ImproperlyConfigured, match="OIDC_ROLES: editr"):
        apps.get_app_config("dialogues").ready()
