from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dialogues.models import Article, Job, User
from dialogues.models.vocabularies import ArticleKind, ArticleOrigin, ArticleStage
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/dialogues/article/add/"


def fields(**values: Any) -> dict[str, Any]:
    return {
        "address": "",
        "text": "",
        "title": "",
        "published_on": "",
        "publisher": "",
        "language": "",
        "note": "",
    } | values


def test_a_pasted_text_becomes_an_article_under_the_name_of_who_pasted_it(staff: User, staff_client: Client) -> None:
    answer = staff_client.post(ADD, fields(text="Two sides met.", published_on="2015-12", title="Talks"), follow=True)
    article = Article.objects.get()
    assert "was added successfully" in answer.content.decode()
    assert (article.origin, article.added_by, str(article.published_on)) == (ArticleOrigin.PASTE, staff, "2015-12")
    assert Job.objects.get().article == article


def test_a_file_and_an_address_are_other_ways(staff_client: Client) -> None:
    staff_client.post(ADD, fields(file=SimpleUploadedFile("talks.txt", b"Two sides met.")))
    staff_client.post(ADD, fields(address="https://gazette.example/talks"))
    assert set(Article.objects.values_list("origin", flat=True)) == {ArticleOrigin.UPLOAD, ArticleOrigin.URL}


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, "all three are empty"),
        ({"text": "   "}, "all three are empty"),
        ({"address": "gazette"}, "full http or https address"),
        ({"text": "Two sides met.", "published_on": "December"}, "Published on: "),
        ({"file": SimpleUploadedFile("talks.exe", b"MZ")}, "HTML, PDF, Word, e-mail or text file"),
        ({"file": SimpleUploadedFile("talks.txt", b"Met."), "text": "Met."}, "a file or a text, not both"),
        ({"file": SimpleUploadedFile("talks.txt", b"Met."), "address": "https://a.example/"}, "not both"),
    ],
)
def test_bad_input_stays_in_the_form_with_the_rule(staff_client: Client, given: dict[str, Any], rule: str) -> None:
    answer = staff_client.post(ADD, fields(**given))
    assert answer.status_code == 200
    assert rule in answer.content.decode()
    assert not Article.objects.exists()


def test_the_list_shows_stage_reason_and_the_way_to_the_queue(staff_client: Client) -> None:
    factories.article(
        "Broken", stage=ArticleStage.FAILED, problem="http_error", problem_detail="The server answers 404."
    )
    page = staff_client.get(reverse("admin:dialogues_article_changelist")).content.decode()
    assert "The server answers 404." in page


def test_the_article_page_shows_its_jobs_and_keeps_its_state_from_being_edited(staff_client: Client) -> None:
    staff_client.post(ADD, fields(text="Two sides met."))
    article = Article.objects.get()
    page = staff_client.get(reverse("admin:dialogues_article_change", args=[article.pk])).content.decode()
    assert "waiting" in page
    assert 'name="stage"' not in page


def test_nothing_that_may_be_cited_can_be_deleted(staff_client: Client) -> None:
    article = factories.article()
    answer = staff_client.post(reverse("admin:dialogues_article_delete", args=[article.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_who_is_not_staff_adds_nothing(client: Client) -> None:
    answer = client.post(ADD, fields(text="Two sides met."))
    assert answer.status_code == 302
    assert not Article.objects.exists()


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_asks_the_database_as_often_for_many_articles_as_for_few(
    staff_client: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    for position in range(number):
        factories.article(f"Article {position}", publisher=factories.publisher(f"Publisher {position}"))
    with django_assert_max_num_queries(12):
        staff_client.get(reverse("admin:dialogues_article_changelist"))


def test_the_page_shows_what_was_probably_not_read_and_where_kind_and_day_were_found(staff_client: Client) -> None:
    article = factories.article("Talks", kind=ArticleKind.READOUT, kind_basis="title: “Readout of”")
    factories.snapshot(article=article, reading_warnings=["Only the first 300 of 512 pages were read."])
    page = staff_client.get(reverse("admin:dialogues_article_change", args=[article.pk])).content.decode()
    assert "Only the first 300 of 512 pages were read." in page
    assert "title: “Readout of”" in page


def test_a_kind_and_a_day_that_staff_change_have_no_other_basis_than_them(staff_client: Client) -> None:
    article = factories.article("Talks", kind=ArticleKind.READOUT, kind_basis="title: “Readout of”")
    address = reverse("admin:dialogues_article_change", args=[article.pk])
    form = staff_client.get(address).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if name in form.fields and value is not None}
    inlines = {"snapshots-TOTAL_FORMS": 0, "snapshots-INITIAL_FORMS": 0, "jobs-TOTAL_FORMS": 0, "jobs-INITIAL_FORMS": 0}
    changed = given | inlines | {"kind": "news", "published_on": "2015-12-03", "version": article.version}
    staff_client.post(address, changed)
    article.refresh_from_db()
    assert (article.kind, article.kind_basis, article.published_on_basis) == (ArticleKind.NEWS, "", "given by staff")
