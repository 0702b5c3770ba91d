from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dialogues.models import ApiToken, User
from tests import factories
from tests.api.problems import problem


def get_articles(client: Client, token: str) -> int:
    return client.get("/api/v1/articles/", headers={"authorization": f"Bearer {token}"}).status_code


def test_a_token_of_staff_opens_the_articles(api: Client, staff_token: str) -> None:
    assert get_articles(api, staff_token) == 200


def test_the_scheme_may_be_written_in_small_letters(api: Client, staff_token: str) -> None:
    answer = api.get("/api/v1/articles/", headers={"authorization": f"bearer {staff_token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("token", ["readout_wrong", "", "wrong", "readout_é", "readout_a b"])
def test_a_wrong_token_is_refused_even_for_what_everybody_may_read(api: Client, token: str) -> None:
    answer = api.get("/api/v1/dialogues/", headers={"authorization": f"Bearer {token}"})
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Readout"'


def test_a_revoked_token_is_refused(api: Client, staff_token: str) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())
    assert get_articles(api, staff_token) == 401


def test_an_expired_token_is_refused(api: Client, staff: User) -> None:
    _, text = ApiToken.issue(user=staff, name="old", expires_at=timezone.now() - timedelta(seconds=1))
    assert get_articles(api, text) == 401


def test_a_token_of_a_closed_account_is_refused(api: Client, staff: User, staff_token: str) -> None:
    staff.is_active = False
    staff.save()
    assert get_articles(api, staff_token) == 401


def test_who_is_not_signed_in_is_asked_for_a_token(api: Client) -> None:
    answer = api.get("/api/v1/articles/")
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Readout"'


def test_who_is_not_staff_may_not_see_articles_nor_add_one(api: Client) -> None:
    reader = factories.staff_user("reader")
    reader.is_staff = False
    reader.is_superuser = False
    reader.save()
    _, text = ApiToken.issue(user=reader, name="reader")
    headers = {"authorization": f"Bearer {text}"}
    problem(api.get("/api/v1/articles/", headers=headers), 403)
    added = api.post("/api/v1/articles/", {"text": "News"}, content_type="application/json", headers=headers)
    problem(added, 403)
    assert api.get("/api/v1/dialogues/", headers=headers).status_code == 200


def test_the_last_use_of_a_token_is_noted_once_a_minute(
    api: Client, staff_token: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    get_articles(api, staff_token)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    with django_assert_num_queries(2):  # the token and the articles
        get_articles(api, staff_token)
    assert ApiToken.objects.get().last_used_at == first
    before = first - timedelta(seconds=61)
    ApiToken.objects.update(last_used_at=before)
    get_articles(api, staff_token)
    assert ApiToken.objects.get().last_used_at != before


def test_a_session_of_staff_opens_the_articles(staff_client: Client) -> None:
    assert staff_client.get("/api/v1/articles/").status_code == 200


def test_a_session_writes_only_with_its_csrf_token(staff: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    refused = browser.post("/api/v1/articles/", {"text": "News"}, content_type="application/json")
    assert "CSRF" in problem(refused, 403)["detail"]
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    accepted = browser.post(
        "/api/v1/articles/", {"text": "News"}, content_type="application/json", headers={"x-csrftoken": token}
    )
    assert accepted.status_code == 201
