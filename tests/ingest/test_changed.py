"""An article that is seen again: unchanged, changed, shrunk, gone. Against a server on loopback."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pytest_django import Settings

from dialogues import migrations, tasks
from dialogues.ingest import add, read
from dialogues.ingest.add import FromText, FromUrl
from dialogues.ingest.extract import stage as extract
from dialogues.ingest.failure import ArticleFailed
from dialogues.ingest.reader import read_apart
from dialogues.models import Article, Citation, Extraction, Job, Snapshot, Suggestion, User
from dialogues.models.roles import Role
from dialogues.models.vocabularies import ArticleStage, Decision, JobKind, JobState, SuggestionKind
from dialogues.review.accept import accept_suggestion
from dialogues.review.article import ArticleUnfit
from dialogues.review.claim import claim_suggestions
from dialogues.text.reading.document import ReadText
from dialogues.text.sentences import sentence_spans
from tests import factories
from tests.events import events_of
from tests.ingest.stages import ingest, run_all, run_next
from tests.network.servers import LOOPBACK, NO_ROBOTS, Answer, LoopbackServer, Visit, answering
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db

TEXT = cybercrime_round_one()
CORRECTED = TEXT.replace("Seven Chinese", "Eight Chinese")
HOT_LINE = next(TEXT[start:end] for start, end in sentence_spans(TEXT) if "hot line" in TEXT[start:end])
WITHOUT_HOT_LINE = TEXT.replace(HOT_LINE, "It was a cold day in the city, and the cameras waited outside for hours.")
STUB = "To go on reading this report of the talks, sign in, or take out a subscription to the Gazette today."
ADDRESS = "https://gazette.example/talks"


class Page:
    """A page whose answer the test changes. Whoever has its present entity tag is told that nothing has changed."""

    def __init__(self) -> None:
        self.tag = ""
        self.answer: Answer = answering(b"")
        self.visits: list[Visit] = []

    def says(self, text: str, *, tag: str = "") -> None:
        headers = [f"ETag: {tag}"] if tag else []
        self.tag, self.answer = tag, answering(text.encode(), *headers, kind="text/plain; charset=utf-8")

    def fails(self, status: str) -> None:
        self.tag, self.answer = "", answering(b"", status=status)

    def __call__(self, visit: Visit) -> None:
        self.visits.append(visit)
        if self.tag and visit.header("If-None-Match") == self.tag:
            return answering(b"", status="304 Not Modified")(visit)
        return self.answer(visit)


@pytest.fixture
def page(settings: Settings) -> Iterator[tuple[Page, str]]:
    """The page, and its address."""
    shown = Page()
    with LoopbackServer(shown, robots=NO_ROBOTS) as server:
        settings.FETCH_ALLOWED_NETWORKS = [LOOPBACK]
        settings.FETCH_ALLOWED_PORTS = [server.port]
        settings.FETCH_DELAY_SECONDS = 0
        yield shown, server.url("/talks")


def seen_again(article: Article, by: User) -> Article:
    """Fetch an article again and do all that follows from it."""
    tasks.fetch_again(article, by=by)
    return run_all(article)


def versions(article: Article) -> list[Snapshot]:
    return list(article.snapshots.in_order_of_time())


def pending(article: Article, kind: SuggestionKind) -> list[Suggestion]:
    return list(article.suggestions.pending().filter(kind=kind).in_review_order())


def test_what_is_as_it_was_was_only_seen_again(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    again = seen_again(article, staff)
    (only,) = versions(article)
    assert only.last_seen_at is not None
    assert only.fetched_at is not None
    assert only.last_seen_at > only.fetched_at
    assert (again.stage, again.update_problem) == (ArticleStage.READY, "")
    assert Extraction.objects.count() == 1


def test_the_server_is_told_what_is_held_and_may_say_that_nothing_has_changed(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT, tag='"first"')
    article = ingest(FromUrl(address))
    seen_again(article, staff)
    assert [visit.header("If-None-Match") for visit in shown.visits] == [None, '"first"']
    (only,) = versions(article)
    assert only.last_seen_at is not None


def test_other_bytes_with_the_same_text_are_no_new_version(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(f"\n\n{TEXT}   \n")
    again = seen_again(article, staff)
    (only,) = versions(article)
    assert only.last_seen_at is not None
    assert again.stage == ArticleStage.READY
    assert not Job.objects.open().exists()


def test_a_changed_article_gets_another_snapshot_and_the_first_stays_as_it_was(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    (first,) = versions(article)
    shown.says(CORRECTED)
    again = seen_again(article, staff)
    before, after = versions(article)
    assert (before.pk, before.text) == (first.pk, TEXT.strip())
    assert "Eight Chinese" in (after.text or "")
    assert (again.stage, after.held_back_because) == (ArticleStage.READY, "")
    assert Extraction.objects.filter(snapshot=after).exists()


def test_each_stage_of_the_second_round_has_a_job_of_its_own_that_knows_its_snapshot(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(CORRECTED)
    seen_again(article, staff)
    first, second = versions(article)
    keys = list(Job.objects.order_by("pk").values_list("dedupe_key", "state"))
    stages = ["read", "dedupe", "extract", "suggest"]
    assert keys == [
        (f"fetch:{article.public_id}", "done"),
        *((f"{stage}:{first.public_id}", "done") for stage in stages),
        (f"fetch:{article.public_id}:2", "done"),
        *((f"{stage}:{second.public_id}", "done") for stage in stages),
    ]


def test_what_waits_moves_to_the_new_text_with_its_places_there(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    waited = set(article.suggestions.values_list("public_id", flat=True))
    shown.says("An updated report.\n" + TEXT)
    seen_again(article, staff)
    newest = versions(article)[-1]
    moved = list(article.suggestions.all())
    assert {one.public_id for one in moved} == waited
    for one in moved:
        assert one.snapshot == newest
        start, end = one.spans[0]
        assert one.sentence_start <= start < end <= one.sentence_end <= len(newest.text or "")


def test_what_was_decided_does_not_come_again_and_stays_with_its_text(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    Suggestion.objects.filter(article=article).update(
        decision=Decision.REJECTED, rejection_reason="wrong_value", decided_at=article.created_at
    )
    number = article.suggestions.count()
    shown.says("An updated report.\n" + TEXT)
    seen_again(article, staff)
    assert article.suggestions.count() == number
    assert not article.suggestions.pending().exists()
    assert {one.snapshot_id for one in article.suggestions.all()} == {versions(article)[0].pk}


def test_a_citation_of_the_old_text_stays_exactly_as_it_was(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    (dialogue,) = pending(article, SuggestionKind.DIALOGUE)
    factories.party("CN"), factories.party("US")
    accept_suggestion(public_id=dialogue.public_id, by=staff)
    before = list(Citation.objects.order_by("pk").values())
    assert before
    shown.says(WITHOUT_HOT_LINE)
    seen_again(article, staff)
    assert list(Citation.objects.order_by("pk").values()) == before


def test_a_date_alone_that_changes_comes_as_a_suggestion_on_the_same_dialogue(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    (first,) = pending(article, SuggestionKind.DIALOGUE)
    factories.party("CN"), factories.party("US")
    accepted = accept_suggestion(public_id=first.public_id, by=staff)
    shown.says(TEXT.replace("December 1, 2015", "December 2, 2015").replace("on Tuesday", "on Wednesday"))
    seen_again(article, staff)
    (changed,) = pending(article, SuggestionKind.DIALOGUE)
    assert changed.payload["start_date"] == "2015-12-02"
    assert changed.matched_dialogue == accepted.matched_dialogue
    assert changed.snapshot == versions(article)[-1]
    first.refresh_from_db()
    assert (first.decision, first.payload["start_date"]) == (Decision.ACCEPTED, "2015-12-01")


def test_a_date_that_changes_before_anybody_decided_changes_what_waits(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    (first,) = pending(article, SuggestionKind.DIALOGUE)
    shown.says(TEXT.replace("December 1, 2015", "December 2, 2015").replace("on Tuesday", "on Wednesday"))
    seen_again(article, staff)
    (changed,) = pending(article, SuggestionKind.DIALOGUE)
    assert (changed.pk, changed.payload["start_date"]) == (first.pk, "2015-12-02")


def test_what_somebody_has_open_does_not_change_its_values_under_their_eyes(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    (first,) = pending(article, SuggestionKind.DIALOGUE)
    claim_suggestions(public_ids=[first.public_id], by=staff)
    shown.says(TEXT.replace("December 1, 2015", "December 2, 2015").replace("on Tuesday", "on Wednesday"))
    seen_again(article, staff)
    assert [one.payload["start_date"] for one in pending(article, SuggestionKind.DIALOGUE)] == [
        "2015-12-01",
        "2015-12-02",
    ]


def test_there_and_back_again_keeps_three_versions_and_suggests_nothing_twice(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    number = article.suggestions.count()
    for text in (WITHOUT_HOT_LINE, TEXT):
        shown.says(text)
        seen_again(article, staff)
    assert [one.text for one in versions(article)] == [TEXT.strip(), WITHOUT_HOT_LINE.strip(), TEXT.strip()]
    assert article.suggestions.count() == number
    assert {one.snapshot for one in article.suggestions.all()} == {versions(article)[-1]}


def test_a_page_that_is_gone_leaves_the_article_as_it_is_and_the_problem_is_said(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.fails("404 Not Found")
    again = seen_again(article, staff)
    assert (again.stage, again.problem) == (ArticleStage.READY, "")
    assert "404" in again.update_problem
    assert Job.objects.get(dedupe_key=f"fetch:{article.public_id}:2").state == JobState.FAILED
    assert len(versions(article)) == 1
    shown.says(TEXT)
    assert seen_again(article, staff).update_problem == ""


def test_a_text_that_shrinks_to_a_notice_is_held_back_for_staff(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(STUB)
    again = seen_again(article, staff)
    full, stub = versions(article)
    assert "shrank from" in stub.held_back_because
    assert article.snapshots.taken().newest() == full
    assert again.stage == ArticleStage.READY
    assert not Extraction.objects.filter(snapshot=stub).exists()
    shown.says(f" {STUB}")
    seen_again(article, staff)
    stub.refresh_from_db()
    assert (len(versions(article)), stub.last_seen_at is not None) == (2, True)


def test_a_page_that_cannot_be_read_any_more_says_so_each_time_and_is_kept_once(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says("Sign in.")
    for _ in range(2):
        again = seen_again(article, staff)
        assert again.stage == ArticleStage.READY
        assert "too few for an article" in again.update_problem
    assert [one.text_kept for one in versions(article)] == [True, False]


def test_another_text_at_the_address_is_held_back_for_staff(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(" ".join(f"other{number}" for number in range(200)))
    seen_again(article, staff)
    assert "another page" in versions(article)[-1].held_back_because


def test_staff_take_a_version_that_was_held_back(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(TEXT[: len(TEXT) * 2 // 5])
    seen_again(article, staff)
    shorter = versions(article)[-1]
    with pytest.raises(ArticleUnfit, match="Reason"):
        tasks.take(shorter, by=staff, reason=" ")
    tasks.take(shorter, by=staff, reason="The paper has cut its report.")
    run_all(article)
    assert article.snapshots.taken().newest() == shorter
    assert Extraction.objects.filter(snapshot=shorter).exists()
    with pytest.raises(ArticleUnfit, match="not held back"):
        tasks.take(shorter, by=staff, reason="Again.")


def test_an_article_is_fetched_again_once_at_a_time(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    tasks.fetch_again(article, by=staff)
    with pytest.raises(ArticleUnfit, match="being worked on"):
        tasks.fetch_again(article, by=staff)
    assert Job.objects.filter(kind=JobKind.FETCH).count() == 2


def test_an_article_without_an_address_is_not_fetched(staff: User) -> None:
    with pytest.raises(ArticleUnfit, match="no address"):
        tasks.fetch_again(ingest(FromText(TEXT)), by=staff)


def test_who_only_adds_articles_does_not_fetch_them_again(page: tuple[Page, str]) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    with pytest.raises(PermissionDenied):
        tasks.fetch_again(article, by=factories.staff_with(Role.CONTRIBUTOR))


def test_an_article_that_failed_begins_anew(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.fails("404 Not Found")
    article = ingest(FromUrl(address))
    assert article.stage == ArticleStage.FAILED
    shown.says(TEXT)
    again = seen_again(article, staff)
    assert (again.stage, again.problem) == (ArticleStage.READY, "")


def test_an_article_that_failed_late_is_read_again_and_goes_through_to_the_end(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Job) -> None:
        raise ArticleFailed("out_of_paper", "There is no more paper.")

    with monkeypatch.context() as broken:
        broken.setattr(extract, "work", breaks)
        article = ingest(FromText(TEXT))
    assert article.stage == ArticleStage.FAILED
    tasks.read_again(article, by=staff)
    again = run_all(article)
    assert (again.stage, again.problem) == (ArticleStage.READY, "")
    assert len(versions(article)) == 1


def test_a_newer_reader_makes_a_new_version_of_the_same_bytes(
    page: tuple[Page, str], staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    tasks.read_again(article, by=staff)
    run_all(article)
    assert len(versions(article)) == 1
    monkeypatch.setattr(read, "READER_VERSION", "2")

    def reads_otherwise(*arguments: Any) -> ReadText:
        found = read_apart(*arguments)
        return replace(found, text=found.text.replace("Seven Chinese", "7 Chinese"))

    monkeypatch.setattr(read, "read_apart", reads_otherwise)
    tasks.read_again(article, by=staff)
    run_all(article)
    before, after = versions(article)
    assert (before.text, before.stored_name, before.fetched_at) == (TEXT.strip(), after.stored_name, after.fetched_at)
    assert "7 Chinese" in (after.text or "")
    assert after.reader_version == "2"


@pytest.mark.parametrize("kills", range(1, 5))
def test_a_worker_that_is_lost_between_two_stages_leaves_the_rest_to_the_next(
    page: tuple[Page, str], staff: User, kills: int
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(CORRECTED)
    tasks.fetch_again(article, by=staff)
    for _ in range(kills):
        run_next(article)
    article.refresh_from_db()
    assert article.stage == ArticleStage.READY
    assert run_all(article).stage == ArticleStage.READY
    assert len(versions(article)) == 2
    assert Extraction.objects.count() == 2


def test_a_job_from_before_jobs_knew_their_snapshot_goes_on_with_the_newest() -> None:
    article, job = add.add_article(FromText(TEXT), by=None)
    Job.objects.filter(pk=job.pk).update(snapshot=None, dedupe_key=f"read:{article.public_id}")
    assert run_all(article).stage == ArticleStage.READY


def test_the_migration_gives_each_job_that_is_not_done_the_snapshot_of_its_article() -> None:
    (name,) = [path.stem for path in Path(migrations.__path__[0]).glob("*_snapshot_of_a_job.py")]
    waiting, done = (add.add_article(FromText(TEXT), by=None)[1] for _ in range(2))
    Job.objects.update(snapshot=None)
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)
    fetching = add.add_article(FromUrl(ADDRESS), by=None)[1]
    with connection.cursor() as cursor:
        cursor.execute(import_module(f"dialogues.migrations.{name}").FILL)
    seen = dict(Job.objects.values_list("pk", "snapshot"))
    assert seen == {waiting.pk: waiting.article.snapshots.get().pk, done.pk: None, fetching.pk: None}


def test_another_text_under_a_held_address_becomes_a_version_of_the_held_article() -> None:
    held = ingest(FromText(TEXT, url=ADDRESS))
    added = ingest(FromText(CORRECTED, url=f"{ADDRESS}?utm_source=x"))
    run_all(held)
    _, second = versions(held)
    assert "Eight Chinese" in (second.text or "")
    assert (added.stage, added.copy_of) == (ArticleStage.DUPLICATE, held)
    assert f"({held.public_id})" in added.problem_detail
    assert not added.snapshots.exists()
    assert Extraction.objects.filter(snapshot=second).exists()
    assert not added.suggestions.exists()


def test_the_history_shows_that_the_snapshot_went_to_the_held_article() -> None:
    held = ingest(FromText(TEXT, url=ADDRESS))
    added = ingest(FromText(CORRECTED, url=ADDRESS))
    moved = versions(held)[-1]
    articles = [event.article_id for event in events_of(moved)]
    assert (articles[0], articles[-1]) == (added.pk, held.pk)


def test_the_same_text_under_a_held_address_was_seen_again() -> None:
    held = ingest(FromText(TEXT, url=ADDRESS))
    added = ingest(FromText(f"{TEXT}\n", url=ADDRESS))
    (only,) = versions(held)
    assert only.last_seen_at is not None
    assert (added.stage, added.copy_of) == (ArticleStage.DUPLICATE, held)


def test_an_excerpt_under_a_held_address_is_held_back() -> None:
    held = ingest(FromText(TEXT, url=ADDRESS))
    ingest(FromText(TEXT[: len(TEXT) // 3], url=ADDRESS))
    assert "shrank" in versions(held)[-1].held_back_because
    assert Extraction.objects.count() == 1


def test_an_older_text_that_is_read_later_is_kept_as_an_earlier_version() -> None:
    slow, _ = add.add_article(FromText(TEXT, url=ADDRESS), by=None)
    held = ingest(FromText(CORRECTED, url=ADDRESS))
    run_all(slow)
    older, newer = versions(held)
    assert (older.text, held.snapshots.taken().newest()) == (TEXT.strip(), newer)
    assert not Extraction.objects.filter(snapshot=older).exists()


def test_another_work_under_a_held_address_is_an_article_of_its_own() -> None:
    held = ingest(FromText(TEXT, url=ADDRESS))
    other = ingest(FromText(" ".join(f"other{number}" for number in range(200)), url=ADDRESS))
    assert other.copy_of is None
    assert len(versions(held)) == 1


def test_what_leads_to_another_article_is_fetched_there(staff: User) -> None:
    ingest(FromText(TEXT, url=ADDRESS))
    added = ingest(FromText(CORRECTED, url=ADDRESS))
    with pytest.raises(ArticleUnfit, match="do it there"):
        tasks.fetch_again(added, by=staff)


def test_two_coders_keep_the_text_that_they_code(page: tuple[Page, str], staff: User) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    factories.double_coding(article)
    before = list(article.suggestions.order_by("pk").values())
    shown.says(CORRECTED)
    seen_again(article, staff)
    assert list(article.suggestions.order_by("pk").values()) == before
    newer = versions(article)[-1]
    assert "coding" in newer.held_back_because
    with pytest.raises(ArticleUnfit, match="coding"):
        tasks.take(newer, by=staff, reason="It is a correction.")


def test_a_notice_that_stands_in_the_place_of_one_article_makes_no_copy_of_another(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(STUB)
    seen_again(article, staff)
    assert versions(article)[-1].held_back_because
    assert ingest(FromText(STUB)).copy_of is None


def test_the_suggestions_of_an_older_version_that_was_slower_change_nothing(
    page: tuple[Page, str], staff: User
) -> None:
    shown, address = page
    shown.says(TEXT)
    article = ingest(FromUrl(address))
    shown.says(CORRECTED)
    tasks.fetch_again(article, by=staff)
    for _ in range(4):
        run_next(article)
    slow = Job.objects.open().get()
    newest = factories.snapshot(f"{CORRECTED}\nMore to follow.", article=article)
    before = list(article.suggestions.order_by("pk").values())
    tasks.suggest_facts(slow.pk)
    assert list(article.suggestions.order_by("pk").values()) == before
    assert article.snapshots.taken().newest() == newest


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_the_same_at_the_same_moment_one_does() -> None:
    article = factories.article(stage=ArticleStage.READY, url=ADDRESS)
    staff = [factories.staff_user(f"editor{number}") for number in range(2)]
    together = threading.Barrier(2)
    told: list[str] = []

    def ask(by: User) -> None:
        try:
            together.wait(timeout=10)
            tasks.fetch_again(article, by=by)
        except ArticleUnfit as unfit:
            told.append(str(unfit))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[by]) for by in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (Job.objects.count(), len(told)) == (1, 1)
