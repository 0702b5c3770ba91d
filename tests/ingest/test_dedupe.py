import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues import tasks
from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.ingest.extract import stage as extract
from dialogues.ingest.failure import ArticleFailed
from dialogues.models import Article, Job, User
from dialogues.models.job import MAX_ATTEMPTS
from dialogues.models.roles import Role
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind
from dialogues.review.article import ArticleUnfit
from dialogues.review.job import cancel_job
from dialogues.tasks import dedupe_article, extract_facts
from tests import factories
from tests.ingest.stages import ingest, ingested_round_one, run_all, run_next
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parent / "extract" / "samples" / "cyber_dialogue_2015.txt"


def test_the_same_text_again_is_a_copy_and_says_of_what() -> None:
    first = ingested_round_one()
    second = ingest(FromText("  " + cybercrime_round_one().replace("\n", "\r\n")))
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)
    assert first.public_id in second.problem_detail
    assert not second.suggestions.exists()


def test_a_third_copy_points_at_the_first_and_not_at_a_copy() -> None:
    first = ingested_round_one()
    for _ in range(2):
        latest = ingest(FromText(cybercrime_round_one()))
    assert latest.copy_of == first


def test_the_same_address_is_a_copy_although_its_text_has_changed() -> None:
    first = ingest(FromText(cybercrime_round_one(), url="https://gazette.example/talks"))
    second = ingest(FromText(cybercrime_round_one() + "\nCorrected.", url="https://gazette.example/talks?utm_source=x"))
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)


def test_a_failed_article_is_no_reason_to_refuse_the_same_text() -> None:
    Article.objects.filter(pk=ingested_round_one().pk).update(stage=ArticleStage.FAILED, problem="internal_error")
    assert ingest(FromText(cybercrime_round_one())).stage == ArticleStage.READY


def test_a_source_of_the_starter_record_gives_way_to_the_text_itself() -> None:
    factories.article(origin=ArticleOrigin.STARTER, canonical_url="https://gazette.example/talks")
    added = ingest(FromText(cybercrime_round_one(), url="https://gazette.example/talks"))
    assert added.stage == ArticleStage.READY


def test_a_lightly_edited_copy_says_how_much_of_it_is_held() -> None:
    first = ingested_round_one()
    edited = "WASHINGTON, Dec. 2 (Gazette) - " + cybercrime_round_one().replace("the two sides", "both parties")
    second = ingest(FromText(edited))
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)
    assert "% of its words in the same order are already held" in second.problem_detail
    assert not second.suggestions.exists()


def test_a_copy_that_is_longer_than_what_is_held_is_one_too() -> None:
    text = cybercrime_round_one()
    first = ingest(FromText(text[: len(text) * 7 // 10]))
    assert ingest(FromText(text)).copy_of == first


def test_another_report_of_the_same_meeting_is_new() -> None:
    ingested_round_one()
    other = ingest(FromText(SAMPLE.read_text()))
    assert (other.stage, other.copy_of) == (ArticleStage.READY, None)


def test_the_copy_that_was_added_first_but_read_last_is_the_copy() -> None:
    slow, _ = add.add_article(FromText(cybercrime_round_one()), by=None)
    quick = ingest(FromText(cybercrime_round_one() + "\nMore to follow."))
    while run_next(slow) is not None:
        pass
    slow.refresh_from_db()
    assert (quick.copy_of, slow.copy_of) == (None, quick)


def test_staff_may_say_that_it_is_no_copy_and_then_it_is_read_for_itself(staff: User) -> None:
    ingested_round_one()
    copy = ingest(FromText(cybercrime_round_one()))
    with pytest.raises(ArticleUnfit, match="Reason"):
        tasks.make_own(copy, by=staff, reason="")
    tasks.make_own(copy, by=staff, reason="It is the first print.")
    own = run_all(copy)
    assert (own.stage, own.copy_of, own.own_article_because) == (ArticleStage.READY, None, "It is the first print.")
    assert own.suggestions.exists()


def test_what_is_no_copy_is_not_marked_as_one_when_it_is_compared_again(staff: User) -> None:
    ingested_round_one()
    copy = ingest(FromText(cybercrime_round_one()))
    tasks.make_own(copy, by=staff, reason="It is the first print.")
    own = run_all(copy)
    Job.objects.request(JobKind.DEDUPE, own, own.snapshots.get())
    Article.objects.filter(pk=own.pk).update(stage=ArticleStage.READ)
    assert run_all(own).copy_of is None


def test_an_article_that_is_no_copy_cannot_be_told_so(staff: User) -> None:
    with pytest.raises(ArticleUnfit, match="not marked as a copy"):
        tasks.make_own(ingested_round_one(), by=staff, reason="It is its own.")


def test_who_only_reads_does_not_say_what_is_a_copy() -> None:
    ingested_round_one()
    copy = ingest(FromText(cybercrime_round_one()))
    with pytest.raises(PermissionDenied):
        tasks.make_own(copy, by=factories.staff_with(Role.CONTRIBUTOR), reason="It is the first print.")


def original_with_two_copies() -> tuple[Article, Job, list[Article]]:
    """An article whose facts are still to be extracted, by the job, and two copies of it that wait for that."""
    original, _ = add.add_article(FromText(cybercrime_round_one()), by=None)
    run_next(original), run_next(original)
    copies = [ingest(FromText(f"{cybercrime_round_one()}\n{number}")) for number in range(2)]
    assert [copy.copy_of for copy in copies] == [original, original]
    return original, Job.objects.get(article=original, kind=JobKind.EXTRACT), copies


def test_the_first_copy_takes_the_place_of_an_original_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    original, job, (first, second) = original_with_two_copies()

    def breaks(_: Job) -> Any:
        raise ArticleFailed("out_of_paper", "There is no more paper.")

    with monkeypatch.context() as broken:
        broken.setattr(extract, "work", breaks)
        extract_facts(job.pk)
    run_all(first)
    second.refresh_from_db()
    original.refresh_from_db()
    assert (first.stage, first.copy_of) == (ArticleStage.READY, None)
    assert first.suggestions.exists()
    assert (original.stage, original.copy_of) == (ArticleStage.FAILED, first)
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)


def test_it_does_so_when_the_original_is_called_off(staff: User) -> None:
    _, job, (first, _) = original_with_two_copies()
    cancel_job(job=job, by=staff, reason="Not this one.")
    assert run_all(first).stage == ArticleStage.READY


def test_and_when_the_worker_of_the_original_is_lost_for_the_third_time() -> None:
    _, job, (first, _) = original_with_two_copies()
    Job.objects.filter(pk=job.pk).update(attempts=MAX_ATTEMPTS)
    extract_facts(job.pk)
    assert run_all(first).stage == ArticleStage.READY


def test_an_original_of_which_staff_need_no_update_keeps_its_copies(staff: User) -> None:
    original = ingested_round_one()
    copy = ingest(FromText(cybercrime_round_one()))
    job = Job.objects.request(JobKind.READ, original, original.snapshots.get())
    cancel_job(job=job, by=staff, reason="Not now.")
    original.refresh_from_db()
    copy.refresh_from_db()
    assert (original.stage, copy.copy_of) == (ArticleStage.READY, original)


@pytest.mark.django_db(transaction=True)
def test_of_two_copies_at_the_same_moment_one_is_the_original() -> None:
    articles = [add.add_article(FromText(f"{cybercrime_round_one()}\n{number}"), by=None)[0] for number in range(2)]
    for article in articles:
        run_next(article)
    jobs = [Job.objects.get(article=article, kind=JobKind.DEDUPE) for article in articles]
    together = threading.Barrier(2)

    def compare(job: Job) -> None:
        try:
            together.wait(timeout=10)
            dedupe_article(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=compare, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    stages = sorted(Article.objects.values_list("stage", flat=True))
    assert stages == [ArticleStage.COMPARED, ArticleStage.DUPLICATE]


def test_a_copy_is_looked_for_in_the_same_number_of_queries_however_much_is_held() -> None:
    assert queries_to_compare(held=2) == queries_to_compare(held=20)


def queries_to_compare(*, held: int) -> int:
    """Each text that is held shares bands with the one that is compared."""
    for number in range(held):
        ingest(FromText(f"{cybercrime_round_one()} {number}"))
    article, _ = add.add_article(FromText(f"{held} {cybercrime_round_one()}"), by=None)
    run_next(article)
    job = Job.objects.get(article=article, kind=JobKind.DEDUPE)
    with CaptureQueriesContext(connection) as asked:
        dedupe_article(job.pk)
    return len(asked)
