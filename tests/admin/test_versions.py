"""The versions of an article, as staff see them, and what they do with them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.ingest.add import FromText
from dialogues.models import Article, Job, Snapshot, User
from dialogues.models.roles import Role
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind
from tests import factories
from tests.ingest.stages import ingest, ingested_round_one
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db
LIST = reverse("admin:dialogues_article_changelist")
AGREED = "The two sides agreed to set up a hot line."
REPORT = f"The two sides met in Washington.\n{AGREED}"
CORRECTED = "The two sides met in Seattle.\nThey spoke of cyber crimes."


def changed_article(*texts: str, **values: Any) -> tuple[Article, list[Snapshot]]:
    """An article that was seen with each of these texts, a day after the other."""
    defaults: dict[str, Any] = {
        "stage": ArticleStage.READY,
        "origin": ArticleOrigin.URL,
        "url": "https://gazette.example/a",
    }
    article = factories.article(**(defaults | values))
    seen = []
    for day, text in enumerate(texts, 1):
        snapshot = factories.snapshot(text, article=article)
        snapshot.fetched_at = datetime(2026, 3, day, 12, tzinfo=UTC)
        snapshot.save()
        seen.append(snapshot)
    return article, seen


def versions_page(client: Client, article: Article) -> str:
    return client.get(reverse("admin:dialogues_article_versions", args=[article.pk])).content.decode()


def version_address(snapshot: Snapshot) -> str:
    return reverse("admin:dialogues_article_version", args=[snapshot.article_id, snapshot.public_id])


def do(client: Client, action: str, article: Article, **fields: str) -> str:
    answer = client.post(LIST, {"action": action, "_selected_action": article.pk} | fields, follow=True)
    return answer.content.decode()


def test_the_versions_stand_there_with_their_times_and_what_each_is(staff_client: Client) -> None:
    article, (first, second, third) = changed_article(REPORT, CORRECTED, "Sign in to read on.")
    Snapshot.objects.filter(pk=first.pk).update(
        last_seen_at=datetime(2026, 3, 1, 18, tzinfo=UTC), reader_version="1 (x)"
    )
    Snapshot.objects.filter(pk=third.pk).update(held_back_because="The text shrank.")
    page = versions_page(staff_client, article)
    for said in (
        "1 March 2026, 12:00",
        "1 March 2026, 18:00",
        "1 (x)",
        f"{len(REPORT)} characters",
        "An earlier version.",
    ):
        assert said in page
    assert "Held back. The text shrank." in page
    assert page.index(third.public_id) < page.index(second.public_id) < page.index(first.public_id)
    assert page.count("What the article says now.") == 1


def test_what_changed_is_marked_as_inserted_and_deleted(staff_client: Client) -> None:
    _, (_, second) = changed_article(REPORT, CORRECTED)
    page = staff_client.get(version_address(second)).content.decode()
    assert "[removed: </span>Washington<" in page
    assert "[added: </span>Seattle<" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_chinese_is_compared_by_characters(staff_client: Client) -> None:
    _, (_, second) = changed_article("双方同意建立热线。", "双方同意建立联络热线。")
    assert "[added: </span>联络<" in staff_client.get(version_address(second)).content.decode()


def test_markup_in_a_text_is_only_text(staff_client: Client) -> None:
    _, (_, second) = changed_article("Met.", "Met. <script>alert(1)</script>")
    page = staff_client.get(version_address(second)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_the_first_version_is_shown_as_it_is(staff_client: Client) -> None:
    _, (first, _) = changed_article(REPORT, CORRECTED)
    page = staff_client.get(version_address(first)).content.decode()
    assert "first version with a text" in page
    assert "<ins>" not in page


def test_a_citation_that_the_newest_version_does_not_have_is_named_and_one_that_it_has_is_not(
    staff_client: Client,
) -> None:
    article, (first, _) = changed_article(f"{REPORT}\nIt was cold.", f"{CORRECTED}\nIt was cold.")
    dialogue = factories.dialogue()
    gone = factories.citation(first, AGREED, dialogue=dialogue)
    kept = factories.citation(first, "It was cold.", dialogue=dialogue)
    page = versions_page(staff_client, article)
    assert gone.public_id in page
    assert kept.public_id not in page


def test_a_version_of_another_article_or_without_a_text_is_not_there(staff_client: Client) -> None:
    article, (first,) = changed_article(REPORT)
    other = factories.snapshot("Another one.")
    textless = factories.snapshot(None, article=article)
    for snapshot in (other, textless):
        address = version_address(first).replace(first.public_id, snapshot.public_id)
        assert staff_client.get(address).status_code == 404


def test_staff_take_a_version_that_was_held_back_with_a_reason(staff_client: Client) -> None:
    _, (_, second) = changed_article(REPORT, CORRECTED)
    Snapshot.objects.filter(pk=second.pk).update(held_back_because="The text shrank.")
    refused = staff_client.post(version_address(second), {"reason": " "})
    assert refused.status_code == 400
    assert "Reason: say why" in refused.content.decode()
    staff_client.post(version_address(second), {"reason": "It is shorter now."})
    second.refresh_from_db()
    assert second.held_back_because == ""
    assert Job.objects.get().snapshot == second


def test_who_only_reads_sees_the_versions_and_takes_none(client: Client) -> None:
    article, (_, second) = changed_article(REPORT, CORRECTED)
    Snapshot.objects.filter(pk=second.pk).update(held_back_because="The text shrank.")
    client.force_login(factories.staff_with(Role.VIEWER))
    assert "Held back" in versions_page(client, article)
    assert "Take this version" not in client.get(version_address(second)).content.decode()
    assert client.post(version_address(second), {"reason": "It is shorter now."}).status_code == 403
    second.refresh_from_db()
    assert second.held_back_because


def test_an_article_is_fetched_again_from_its_page(staff_client: Client) -> None:
    article, _ = changed_article(REPORT)
    page = staff_client.get(reverse("admin:dialogues_article_change", args=[article.pk])).content.decode()
    assert 'value="fetch_again"' in page
    assert "is fetched again as soon as a worker is free" in do(staff_client, "fetch_again", article)
    assert Job.objects.get().kind == JobKind.FETCH
    assert "being worked on" in do(staff_client, "fetch_again", article)
    assert Job.objects.count() == 1


def test_a_pasted_text_offers_no_fetching(staff_client: Client) -> None:
    article, _ = changed_article(REPORT, origin=ArticleOrigin.PASTE, url="")
    page = staff_client.get(reverse("admin:dialogues_article_change", args=[article.pk])).content.decode()
    assert 'value="fetch_again"' not in page
    assert "has no address" in do(staff_client, "fetch_again", article)


def test_a_viewer_is_offered_nothing(client: Client) -> None:
    article, _ = changed_article(REPORT)
    client.force_login(factories.staff_with(Role.VIEWER))
    page = client.get(reverse("admin:dialogues_article_change", args=[article.pk])).content.decode()
    assert 'value="fetch_again"' not in page
    do(client, "fetch_again", article)
    assert not Job.objects.exists()


def test_an_original_and_its_copies_name_each_other_and_say_why(staff: User, staff_client: Client) -> None:
    original = ingested_round_one()
    copy = ingest(FromText("WASHINGTON, Dec. 2 - " + cybercrime_round_one()))
    pages = {
        one: staff_client.get(reverse("admin:dialogues_article_change", args=[one.pk])).content.decode()
        for one in (original, copy)
    }
    assert copy.public_id in pages[original]
    assert "% of its words in the same order are already held" in pages[original]
    assert reverse("admin:dialogues_article_change", args=[original.pk]) in pages[copy]
    assert 'value="make_own"' in pages[copy]
    assert 'value="make_own"' not in pages[original]


def test_a_copy_is_read_for_itself_only_with_a_reason(staff_client: Client) -> None:
    ingested_round_one()
    copy = ingest(FromText(cybercrime_round_one()))
    assert "Reason" in do(staff_client, "make_own", copy)
    copy.refresh_from_db()
    assert copy.stage == ArticleStage.DUPLICATE
    do(staff_client, "make_own", copy, confirmed="yes", reason="It is the first print.")
    copy.refresh_from_db()
    assert (copy.copy_of, copy.own_article_because) == (None, "It is the first print.")


@pytest.mark.parametrize(("chosen", "expected"), [("held_back", "Shrunk"), ("problem", "Gone")])
def test_the_list_finds_what_waits_for_staff(staff_client: Client, chosen: str, expected: str) -> None:
    _, (shrunk,) = changed_article(REPORT, title="Shrunk report")
    Snapshot.objects.filter(pk=shrunk.pk).update(held_back_because="The text shrank.")
    changed_article(CORRECTED, title="Gone report", update_problem="The server answers 404.")
    changed_article(CORRECTED, title="Quiet report")
    page = staff_client.get(LIST, {"newer": chosen}).content.decode()
    assert [name for name in ("Shrunk", "Gone", "Quiet") if f"{name} report" in page] == [expected]


@pytest.mark.parametrize("number", [2, 20])
def test_many_versions_take_as_many_queries_as_few(
    staff_client: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    article, seen = changed_article(*(f"{REPORT} {place}" for place in range(number)))
    dialogue = factories.dialogue()
    for snapshot in seen:
        factories.citation(snapshot, AGREED, dialogue=dialogue)
    with django_assert_max_num_queries(8):
        versions_page(staff_client, article)
