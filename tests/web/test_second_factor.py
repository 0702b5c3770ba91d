"""Who has to show a second factor, how it is set up, shown and lost."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from dialogues.models import ApiToken, User
from dialogues.models.roles import Role
from tests import factories
from tests.api.problems import problem
from tests.sessions import with_second_factor
from tests.web.test_sign_in import sign_in, signed_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/accounts/second-factor/"
SET_UP = f"{ACCOUNT}totp/activate/"


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    """As on a server with HTTPS; and nothing is remembered of other tests."""
    settings.REQUIRE_SECOND_FACTOR = True
    cache.clear()


def code_for(secret: str) -> str:
    """What an authenticator app with this key shows now."""
    *_, now = list(yield_hotp_counters_from_time())[:2]
    return str(format_hotp_value(hotp_value(secret, now)))


def set_up(client: Client) -> str:
    """Set up an app as somebody would who is signed in; the key."""
    assert client.get(SET_UP)["Location"].startswith("/accounts/reauthenticate/")
    client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": factories.PASSWORD})
    found = re.search(r"<code>([A-Z2-7]{32})</code>", client.get(SET_UP).text)
    assert found is not None
    assert client.post(SET_UP, {"code": code_for(found[1])})["Location"] == f"{ACCOUNT}recovery-codes/"
    return found[1]


def next_sign_in(user: User) -> Client:
    """Another browser, in which the password was right."""
    client = Client()
    assert sign_in(client, user.get_username())["Location"].startswith(f"{ACCOUNT}authenticate/")
    return client


@pytest.fixture
def editor() -> User:
    return factories.staff_with(Role.EDITOR)


@pytest.mark.parametrize("role", list(Role))
def test_editors_and_administrators_need_one(client: Client, role: Role) -> None:
    sign_in(client, factories.staff_with(role).get_username())
    answer = client.get("/admin/")
    if role in {Role.EDITOR, Role.ADMINISTRATOR}:
        assert (answer.status_code, answer["Location"]) == (302, ACCOUNT)
        assert "Your role needs a second factor" in client.get(ACCOUNT).text
    else:
        assert answer.status_code == 200


def test_so_do_superusers_and_whoever_has_such_a_right_otherwise(client: Client) -> None:
    boss, other = factories.staff_user("boss"), factories.staff_with(Role.VIEWER)
    permission = factories.staff_with(Role.EDITOR).groups.get().permissions.get(codename="publish_dialogue")
    other.user_permissions.add(permission)
    for user in (boss, User.objects.get(pk=other.pk)):
        client.force_login(user)
        assert client.get("/review/")["Location"] == ACCOUNT


def test_where_none_is_required_nobody_is_asked(client: Client, editor: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, "editor")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/review/", "/admin/dialogues/dialogue/", "/codebook/"])
def test_without_one_no_page_opens_but_those_to_set_it_up(client: Client, editor: User, address: str) -> None:
    client.force_login(editor)
    assert client.get(address)["Location"] == ACCOUNT
    assert client.post(address)["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_the_api_says_no_to_the_session_and_lets_the_token_through(client: Client, editor: User) -> None:
    client.force_login(editor)
    problem(client.get("/api/v1/articles/"), 403)
    problem(client.get("/api/v1/articles/", headers={"authorization": "Basic eDp5"}), 403)
    _, token = ApiToken.issue(user=editor, name="mirror")
    assert client.get("/api/v1/articles/", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_a_token_in_a_header_opens_no_other_page(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/admin/", headers={"authorization": "Bearer readout_x"})["Location"] == ACCOUNT


@pytest.mark.django_db(transaction=True)  # the package notes it once its own transaction is over
def test_setting_one_up_opens_the_way_and_gives_recovery_codes(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    set_up(client)
    assert client.get("/admin/").status_code == 200
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get(f"{ACCOUNT}recovery-codes/").text)
    assert len(set(codes)) == 10


def test_at_the_next_sign_in_the_code_is_asked_for(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    secret = set_up(client)
    cache.clear()  # half a minute later
    again = next_sign_in(editor)
    assert signed_in(again) is None
    assert "Incorrect code" in again.post(f"{ACCOUNT}authenticate/", {"code": "000000"}).text
    assert again.post(f"{ACCOUNT}authenticate/", {"code": code_for(secret)})["Location"] == "/admin/"
    assert again.get("/admin/").status_code == 200


def test_a_code_works_once(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    secret = set_up(client)
    cache.clear()
    code = code_for(secret)
    assert next_sign_in(editor).post(f"{ACCOUNT}authenticate/", {"code": code}).status_code == 302
    assert next_sign_in(editor).post(f"{ACCOUNT}authenticate/", {"code": code}).status_code == 200


@pytest.mark.django_db(transaction=True)  # the package notes it once its own transaction is over
def test_a_recovery_code_replaces_it_once(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    set_up(client)
    code = re.findall(r"<li><code>(\d{8})</code>", client.get(f"{ACCOUNT}recovery-codes/").text)[0]
    assert next_sign_in(editor).post(f"{ACCOUNT}authenticate/", {"code": code}).status_code == 302
    assert next_sign_in(editor).post(f"{ACCOUNT}authenticate/", {"code": code}).status_code == 200


def test_wrong_codes_lock_out_like_wrong_passwords(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    secret = set_up(client)
    cache.clear()
    guesser = next_sign_in(editor)
    answers = [guesser.post(f"{ACCOUNT}authenticate/", {"code": f"00000{turn}"}) for turn in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert guesser.post(f"{ACCOUNT}authenticate/", {"code": code_for(secret)}).status_code == 429
    assert sign_in(Client(), "editor").status_code == 429
    assert "00000" not in str(AccessAttempt.objects.values().get())


def test_a_session_from_before_has_to_show_it_and_cannot_add_another(client: Client, editor: User) -> None:
    before = Client()
    before.force_login(editor)
    sign_in(client, "editor")
    secret = set_up(client)
    for address in ("/admin/", SET_UP, f"{ACCOUNT}webauthn/add/", ACCOUNT, "/accounts/password/"):
        assert before.get(address)["Location"].startswith(f"{ACCOUNT}reauthenticate/")
    cache.clear()
    way = before.get("/admin/dialogues/dialogue/")["Location"]
    answer = before.post(way, {"code": code_for(secret), "next": "/admin/dialogues/dialogue/"})
    assert answer["Location"] == "/admin/dialogues/dialogue/"
    assert before.get("/admin/").status_code == 200


def test_who_has_a_key_alone_is_asked_for_the_key(client: Client, editor: User) -> None:
    Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Blue key", "credential": {}})
    client.force_login(editor)
    assert client.get("/admin/")["Location"].startswith(f"{ACCOUNT}webauthn/reauthenticate/")


@pytest.mark.django_db(transaction=True)  # the package notes it once its own transaction is over
def test_who_removes_the_last_one_is_asked_for_another(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    set_up(client)
    client.post(f"{ACCOUNT}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/admin/")["Location"] == ACCOUNT


def test_it_is_set_up_only_after_the_password_was_asked_again(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    for address in (SET_UP, f"{ACCOUNT}webauthn/add/"):
        assert client.get(address)["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert (answer.status_code, "Incorrect password" in answer.text) == (200, True)


def test_wrong_passwords_there_lock_out_too(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    answers = [client.post("/accounts/reauthenticate/", {"password": f"wrong-{turn}"}) for turn in range(5)]
    assert answers[-1].status_code == 429


def test_the_database_alone_tells_no_secret(client: Client, editor: User, settings: Settings) -> None:
    sign_in(client, "editor")
    secret = set_up(client)
    assert secret not in str(list(Authenticator.objects.values()))
    settings.TOKEN_PEPPER = "another"
    again = next_sign_in(editor)
    assert again.post(f"{ACCOUNT}authenticate/", {"code": code_for(secret)}).status_code == 200
    assert signed_in(again) is None


def test_a_token_is_issued_only_to_who_has_shown_one(client: Client) -> None:
    reviewer = factories.staff_with(Role.REVIEWER)
    client.force_login(reviewer)
    assert client.get("/admin/dialogues/apitoken/add/").status_code == 403
    assert "set one up" in client.get("/admin/dialogues/apitoken/").text
    with_second_factor(client, reviewer)
    assert client.get("/admin/dialogues/apitoken/add/").status_code == 200


def test_an_administrator_lets_somebody_in_who_has_lost_it(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    set_up(client)
    administrator = with_second_factor(Client(), factories.staff_with(Role.ADMINISTRATOR))
    Authenticator.objects.create(user=User.objects.get(username="administrator"), type="totp", data={"secret": ""})
    for factor in Authenticator.objects.filter(user=editor):
        page = f"/admin/mfa/authenticator/{factor.pk}/"
        assert str(factor.data) not in administrator.get(f"{page}change/").text
        assert administrator.post(f"{page}delete/", {"post": "yes"}).status_code == 302
    again = Client()
    sign_in(again, "editor")
    assert again.get("/admin/")["Location"] == ACCOUNT


def test_keys_are_offered_to_who_has_one(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    set_up(client)
    assert "security key" not in next_sign_in(editor).get(f"{ACCOUNT}authenticate/").text


def test_the_pages_of_keys_name_what_the_script_needs(client: Client, editor: User) -> None:
    sign_in(client, "editor")
    add = f"{ACCOUNT}webauthn/add/"
    client.post(f"/accounts/reauthenticate/?next={add}", {"password": factories.PASSWORD})
    page: Any = client.get(add).text
    assert '<script id="webauthn-data" type="application/json">' in page
    assert 'data-webauthn="addForm"' in page
    assert 'value="Key 1"' in page
    refused = client.post(add, {"name": "Key", "credential": "{}"})
    assert (refused.status_code, Authenticator.objects.exists()) == (200, False)
