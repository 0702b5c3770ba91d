"""The articles of the queue: what waits, what was read in vain, what was not read yet."""

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.models import Article, Extraction, NothingFound, User
from dialogues.models.vocabularies import ArticleStage, NothingFoundVerdict
from tests import factories
from tests.suggestions import reading, suggested_round
from tests.web.conftest import QueryCount
from tests.web.pages import parse, section, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(staff: User) -> Article:
    """An article that was read, and in which nothing was found."""
    article = factories.article("On a trade fair", stage=ArticleStage.NOTHING_FOUND, problem="nothing_found")
    reading(factories.snapshot("The fair was well attended.", article=article))
    return article


def states(client: Client) -> dict[str, str]:
    """State in words by article."""
    page = parse(client.get(reverse("review_overview")).text)
    rows = section(page, "articles-title").iter("tr")
    cells = [[words(cell) for cell in row.iter("td")] for row in rows]
    return {row[0]: row[1] for row in cells if row}


def test_an_empty_reading_says_what_went_wrong_with_a_layer(staff_client: Client, empty: Article) -> None:
    Extraction.objects.update(note="The language model did not answer in time.")
    page = parse(staff_client.get(reverse("review_overview")).text)
    assert "The language model did not answer in time." in words(section(page, "unjudged-title"))


def test_nothing_found_is_a_result_and_not_the_same_as_not_read(staff_client: Client, empty: Article) -> None:
    factories.snapshot("Two sides met.", article=factories.article("Just added", stage=ArticleStage.READ))
    factories.article(
        "A broken page", stage=ArticleStage.FAILED, problem="http_error", problem_detail="It answers 404."
    )
    suggested_round(1)
    assert states(staff_client) == {
        "On a trade fair": "Read, nothing found; not looked at yet",
        "Just added": "Not read for facts yet (read)",
        "A broken page": "Failed It answers 404.",
        "A first round": "Ready for review",
    }


@pytest.mark.parametrize("verdict", NothingFoundVerdict)
def test_a_person_says_whether_nothing_is_right(
    staff_client: Client, empty: Article, verdict: NothingFoundVerdict
) -> None:
    address = reverse("review_nothing_found", args=[empty.public_id])
    assert address in staff_client.get(reverse("review_overview")).text
    answer = staff_client.post(address, {"verdict": verdict.value}, follow=True)
    assert f"Kept: {verdict.label}." in answer.text
    assert address not in answer.text
    assert states(staff_client) == {"On a trade fair": f"Read, nothing found; {verdict.label}"}


def test_a_newer_reading_is_judged_anew(staff_client: Client, empty: Article) -> None:
    address = reverse("review_nothing_found", args=[empty.public_id])
    staff_client.post(address, {"verdict": "rightly"})
    reading(empty.snapshots.get(), version="rules-2")
    assert states(staff_client) == {"On a trade fair": "Read, nothing found; not looked at yet"}
    staff_client.post(address, {"verdict": "missing"})
    assert list(NothingFound.objects.order_by("pk").values_list("verdict", flat=True)) == ["rightly", "missing"]


def test_a_verdict_is_one_of_two_and_only_on_what_was_read_in_vain(staff_client: Client, empty: Article) -> None:
    address = reverse("review_nothing_found", args=[empty.public_id])
    assert "Verdict: choose one of the two." in staff_client.post(address, {"verdict": "?"}, follow=True).text
    full = reverse("review_nothing_found", args=[suggested_round(1).public_id])
    assert "decide on each of them" in staff_client.post(full, {"verdict": "rightly"}, follow=True).text
    unread = reverse("review_nothing_found", args=[factories.article("Just added").public_id])
    assert staff_client.post(unread, {"verdict": "rightly"}).status_code == 400
    unknown = reverse("review_nothing_found", args=["art-0000000000"])
    assert staff_client.post(unknown, {"verdict": "rightly"}).status_code == 404
    assert not NothingFound.objects.exists()


def test_an_empty_queue_leads_to_the_articles(staff_client: Client, empty: Article) -> None:
    page = staff_client.get(reverse("review_queue")).text
    assert "Nothing waits for a decision." in page
    assert "Read, and nothing found" in page


def test_what_waits_is_counted_and_led_to(staff_client: Client, staff: User) -> None:
    article = suggested_round(2)
    page = staff_client.get(reverse("review_overview")).text
    assert "3 suggestions wait for a decision." in page
    assert f'href="/review/?article={article.public_id}"' in page
    assert "3 to decide" in page


def test_the_list_has_pages(staff_client: Client, staff: User) -> None:
    for number in range(30):
        factories.article(f"Report {number}")
    page = staff_client.get(reverse("review_overview"), {"page": "2"}).text
    assert "Page 2 of 2" in page
    assert "Report 0<" in page
    assert "Report 29<" not in page


def test_the_number_of_queries_does_not_depend_on_that_of_the_articles(
    staff_client: Client, staff: User, queries_of: QueryCount
) -> None:
    def add(number: int) -> None:
        for one in range(number):
            suggested_round(1, title=f"Round {number}-{one}")
            article = factories.article(f"Nothing {number}-{one}", stage=ArticleStage.NOTHING_FOUND)
            reading(factories.snapshot(f"Nothing {number}-{one}", article=article))

    add(2)
    few = queries_of(reverse("review_overview"))
    add(18)
    assert queries_of(reverse("review_overview")) == few
