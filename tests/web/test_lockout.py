"""Whoever guesses is locked out; whom it is counted for; and how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from dialogues.models import ApiToken, User
from dialogues.models.roles import Role
from dialogues.web.lockout import client_address
from tests import factories
from tests.web.test_sign_in import sign_in, signed_in

pytestmark = pytest.mark.django_db
LIMIT = 5


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """django-allauth's own limits live in the memory of the process."""
    cache.clear()


@pytest.fixture
def mei() -> User:
    return factories.staff_with(Role.REVIEWER, "mei", email="mei@example.org")


def guess(client: Client, times: int, login: str = "mei") -> Any:
    answers = [sign_in(client, login, f"wrong-{turn}") for turn in range(times)]
    return answers[-1]


def test_after_five_wrong_passwords_the_right_one_does_not_help(client: Client, mei: User) -> None:
    assert guess(client, LIMIT - 1).status_code == 200
    locked = guess(client, 1)
    assert locked.status_code == 429
    assert "Too many failed attempts" in locked.text
    assert sign_in(client, "mei").status_code == 429
    assert signed_in(client) is None


def test_the_right_password_forgets_the_wrong_ones(client: Client, mei: User) -> None:
    for _ in range(2):
        guess(client, LIMIT - 1)
        sign_in(client, "mei")
        assert signed_in(client) is not None
        client.logout()


def test_the_email_address_and_the_name_are_one_account(client: Client, mei: User) -> None:
    for login in ("mei", "MEI", "mei@example.org", "Mei@Example.org"):
        assert guess(client, 1, login).status_code == 200
    assert guess(client, 1).status_code == 429
    assert AccessAttempt.objects.values_list("username").distinct().get() == ("mei",)


def test_names_that_are_not_there_are_locked_like_the_others(client: Client) -> None:
    assert guess(client, LIMIT, "nobody").status_code == 429


def test_others_and_other_addresses_are_not_locked(client: Client, mei: User) -> None:
    factories.staff_with(Role.VIEWER, "other")
    guess(client, LIMIT)
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert sign_in(elsewhere, "mei").status_code == 302
    assert sign_in(client, "other").status_code == 302


def test_it_ends_by_itself(client: Client, mei: User) -> None:
    guess(client, LIMIT)
    attempt = AccessAttempt.objects.get()
    attempt.attempt_time -= settings.AXES_COOLOFF_TIME + timedelta(seconds=1)
    attempt.save()
    assert sign_in(client, "mei").status_code == 302


def test_guessing_on_does_not_prolong_it(client: Client, mei: User) -> None:
    guess(client, LIMIT)
    before = AccessAttempt.objects.get().attempt_time
    guess(client, 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_an_administrator_ends_it(client: Client, mei: User) -> None:
    guess(client, LIMIT)
    administrator = Client()
    administrator.force_login(factories.staff_with(Role.ADMINISTRATOR))
    page = administrator.get("/admin/axes/accessattempt/")
    assert "mei" in page.text
    chosen = {"action": "unlock", "_selected_action": [AccessAttempt.objects.get().pk]}
    answer = administrator.post("/admin/axes/accessattempt/", chosen, follow=True)
    assert "May sign in again at once: mei." in answer.text
    assert sign_in(client, "mei").status_code == 302


def test_what_is_kept_of_an_attempt_has_no_password_in_it(client: Client, mei: User) -> None:
    guess(client, 2)
    kept = str(AccessAttempt.objects.values().get())
    assert "wrong-" not in kept


def test_a_session_and_a_token_go_on_working(client: Client, mei: User) -> None:
    inside = Client()
    inside.force_login(mei)
    _, token = ApiToken.issue(user=mei, name="mirror")
    guess(client, LIMIT)
    assert inside.get("/review/").status_code in {200, 302}
    assert client.get("/api/v1/articles/", headers={"authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.7", "127.0.0.1"),
        (True, "203.0.113.7", "203.0.113.7"),
        (True, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (True, "203.0.113.7,2001:db8::1", "2001:db8::1"),
        (True, "", "127.0.0.1"),
        (True, "203.0.113.7, nonsense", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_the_nearest_proxy_saw(
    settings: Settings, behind_proxy: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers)) == address


def test_who_invents_addresses_behind_a_proxy_is_locked_all_the_same(settings: Settings, mei: User) -> None:
    settings.BEHIND_PROXY = True
    for turn in range(LIMIT):
        guesser = Client(headers={"x-forwarded-for": f"198.51.100.{turn}, 203.0.113.7"})
        answer = guess(guesser, 1)
    assert answer.status_code == 429
