from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.models import DoubleCoding, User
from tests import factories
from tests.review.coding_steps import adjudicator

pytestmark = pytest.mark.django_db
ARTICLES = "/admin/dialogues/article/"


@pytest.fixture
def coders() -> list[User]:
    return [factories.coder("first"), factories.coder("second")]


def give(client: Client, *articles: Any, **values: Any) -> Any:
    data = {"action": "double_code", "_selected_action": [article.pk for article in articles]} | values
    return client.post(ARTICLES, data, follow=True)


def test_an_article_is_given_to_two_after_a_page_that_asks_for_them(staff_client: Client, coders: list[User]) -> None:
    article = factories.suggestion(factories.snapshot()).article
    page = give(staff_client, article).text
    assert "Give to these two" in page
    assert "first</option>" in page
    first, second = coders
    answer = give(staff_client, article, confirmed="yes", coder_a=first.pk, coder_b=second.pk)
    made = DoubleCoding.objects.get()
    assert [coding.coder for coding in made.codings.all()] == coders
    assert "is given to first and second" in answer.text
    assert reverse("double_coding", args=[made.public_id]) in answer.text
    assert "1, coded by two" in staff_client.get(ARTICLES).text


def test_several_are_given_at_once_and_what_cannot_be_is_told_with_its_reason(
    staff_client: Client, coders: list[User]
) -> None:
    read = factories.suggestion(factories.snapshot()).article
    unread = factories.article("Unread")
    answer = give(staff_client, read, unread, confirmed="yes", coder_a=coders[0].pk, coder_b=coders[1].pk)
    assert DoubleCoding.objects.get().article == read
    assert "“Unread”: no text of it has been read yet" in answer.text


def test_the_same_person_twice_or_nobody_comes_back_with_the_rule(staff_client: Client, coders: list[User]) -> None:
    article = factories.suggestion(factories.snapshot()).article
    same = give(staff_client, article, confirmed="yes", coder_a=coders[0].pk, coder_b=coders[0].pk)
    assert same.status_code == 400
    assert "Choose two different people." in same.text
    assert "This field is required." in give(staff_client, article, confirmed="yes", coder_a="", coder_b="").text
    unable = factories.user_with("reader")
    wrong = give(staff_client, article, confirmed="yes", coder_a=unable.pk, coder_b=coders[0].pk)
    assert "not one of the available choices" in wrong.text
    assert not DoubleCoding.objects.exists()


def test_the_action_is_there_for_who_may_assign_alone(client: Client, coders: list[User]) -> None:
    article = factories.suggestion(factories.snapshot()).article
    client.force_login(factories.user_with("contributor", "view_article", "change_article"))
    assert "Give to two reviewers" not in client.get(ARTICLES).text
    give(client, article, confirmed="yes", coder_a=coders[0].pk, coder_b=coders[1].pk)
    assert not DoubleCoding.objects.exists()
    client.force_login(factories.user_with("assigner", "view_article", "add_doublecoding"))
    assert "Give to two reviewers" in client.get(ARTICLES).text


def test_double_codings_are_listed_and_changed_nowhere_in_the_admin(client: Client, coders: list[User]) -> None:
    article = factories.suggestion(factories.snapshot()).article
    made = factories.double_coding(article, (coders[0], coders[1]))
    editor = adjudicator()
    client.force_login(editor)
    assert "first and second" in client.get("/admin/dialogues/doublecoding/").text
    address = reverse("admin:dialogues_doublecoding_change", args=[made.pk])
    page = client.get(address).text
    assert reverse("double_coding", args=[made.public_id]) in page
    assert 'name="_save"' not in page
    assert client.post(address, {"state": "adjudicated"}).status_code == 403
    assert client.post(reverse("admin:dialogues_doublecoding_delete", args=[made.pk])).status_code == 403


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    staff_client: Client, django_assert_num_queries: Any, number: int, coders: list[User]
) -> None:
    for position in range(number):
        factories.double_coding(factories.article(f"Article {position}"), (coders[0], coders[1]))
    with django_assert_num_queries(7):
        staff_client.get("/admin/dialogues/doublecoding/")
