"""Jobs in the admin: finding them, and what staff do with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogues import tasks
from dialogues.admin import job as job_admin
from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Article, Job, User
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState

pytestmark = pytest.mark.django_db

LIST = reverse("admin:dialogues_job_changelist")


def job(state: JobState = JobState.WAITING, **values: Any) -> Job:
    _, made = add.add_article(FromText("Two sides met."), by=None)
    error = "It broke." if state in {JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED} else ""
    Job.objects.filter(pk=made.pk).update(**({"state": state, "last_error": error} | values))
    made.refresh_from_db()
    return made


def act(client: Client, action: str, *jobs: Job, **fields: str) -> Any:
    return client.post(LIST, {"action": action, "_selected_action": [job.pk for job in jobs], **fields}, follow=True)


def found(client: Client, **filters: str) -> set[int]:
    page = client.get(LIST, filters)
    assert page.status_code == 200
    return {job.pk for job in page.context["cl"].result_list}


def test_the_list_says_what_went_wrong(staff_client: Client) -> None:
    job(JobState.QUARANTINED)
    page = staff_client.get(LIST).text
    assert "It broke." in page
    assert "quarantined" in page


def test_jobs_are_found_by_state_kind_time_and_age(staff_client: Client) -> None:
    now = timezone.now()
    due = job()
    later = job(due_at=now + timedelta(hours=1))
    left_behind = job(JobState.RUNNING, lease_until=now - timedelta(seconds=1))
    failed = job(JobState.FAILED, kind=JobKind.FETCH, created_at=now - timedelta(days=2))
    assert found(staff_client, state__exact="failed") == {failed.pk}
    assert found(staff_client, kind__exact="fetch") == {failed.pk}
    assert found(staff_client, due="now") == {due.pk, left_behind.pk}
    assert found(staff_client, due="later") == {later.pk}
    assert found(staff_client, age="day") == found(staff_client, age="hour") == {failed.pk}
    assert found(staff_client, age="week") == set()
    assert len(found(staff_client, age="nonsense")) == 4


def test_a_job_is_found_by_its_article(staff_client: Client) -> None:
    wanted, _ = job(), job()
    assert found(staff_client, q=wanted.article.public_id) == {wanted.pk}


def test_jobs_are_tried_again_and_the_workers_are_told(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda job: rung.append(job.pk))
    quarantined, cancelled = job(JobState.QUARANTINED, attempts=3), job(JobState.CANCELLED)
    with django_capture_on_commit_callbacks(execute=True):
        answer = act(staff_client, "retry", quarantined, cancelled)
    assert "2 jobs: each is due again." in answer.text
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.WAITING, 0)}
    assert set(rung) == {quarantined.pk, cancelled.pk}


def test_what_cannot_be_done_is_told_and_the_rest_is_done(staff_client: Client) -> None:
    done, failed = job(JobState.DONE), job(JobState.FAILED)
    answer = act(staff_client, "retry", done, failed)
    assert "is done, so it is not tried again." in answer.text
    failed.refresh_from_db()
    assert failed.state == JobState.WAITING


@pytest.mark.parametrize(("action", "state"), [("quarantine", JobState.QUARANTINED), ("cancel", JobState.CANCELLED)])
def test_taking_a_job_away_asks_for_the_reason_first(staff_client: Client, action: str, state: JobState) -> None:
    made = job()
    asked = act(staff_client, action, made)
    assert 'name="reason"' in asked.text
    assert act(staff_client, action, made, confirmed="yes", reason=" ").status_code == 400
    made.refresh_from_db()
    assert made.state == JobState.WAITING
    act(staff_client, action, made, confirmed="yes", reason="The page is a list")
    made.refresh_from_db()
    assert (made.state, made.last_error.endswith("by editor: The page is a list")) == (state, True)
    assert Article.objects.get(pk=made.article_id).stage == ArticleStage.FAILED
    assert LogEntry.objects.get().object_id == str(made.pk)


def test_too_many_at_once_are_refused_before_anything_is_done(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_admin, "MOST_AT_ONCE", 1)
    both = [job(), job()]
    for action in ("retry", "quarantine", "cancel"):
        assert "Select at most 1 jobs at once. Nothing was done." in act(staff_client, action, *both).text
    assert {made.fence for made in Job.objects.all()} == {0}


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (JobState.WAITING, {"retry", "quarantine", "cancel"}),
        (JobState.QUARANTINED, {"retry", "cancel"}),
        (JobState.FAILED, {"retry"}),
        (JobState.DONE, set()),
    ],
)
def test_the_page_of_a_job_offers_what_fits_its_state_and_no_form(
    staff_client: Client, state: JobState, offered: set[str]
) -> None:
    made = job(state)
    page = staff_client.get(reverse("admin:dialogues_job_change", args=[made.pk])).text
    assert {name for name in ("retry", "quarantine", "cancel") if f'name="action" value="{name}"' in page} == offered
    assert reverse("history", args=[made.article.public_id]) in page
    assert 'name="_save"' not in page
    assert staff_client.get(reverse("admin:dialogues_job_history", args=[made.pk])).status_code == 200


def test_nobody_adds_changes_or_deletes_a_job_by_a_form(staff_client: Client) -> None:
    made = job()
    address = reverse("admin:dialogues_job_change", args=[made.pk])
    assert staff_client.get(reverse("admin:dialogues_job_add")).status_code == 403
    assert staff_client.post(address, {"state": "done"}).status_code == 403
    assert staff_client.post(reverse("admin:dialogues_job_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
    made.refresh_from_db()
    assert made.state == JobState.WAITING


def test_somebody_who_may_only_look_is_offered_nothing_and_changes_nothing(client: Client) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(reader)
    made = job(JobState.QUARANTINED)
    page = client.get(reverse("admin:dialogues_job_change", args=[made.pk]))
    assert (page.status_code, 'name="action"' in page.text) == (200, False)
    act(client, "retry", made)
    made.refresh_from_db()
    assert made.state == JobState.QUARANTINED


def test_the_number_of_queries_does_not_grow(staff_client: Client) -> None:
    def queries(number: int) -> int:
        for _ in range(number):
            job(JobState.QUARANTINED)
        with CaptureQueriesContext(connection) as seen:
            staff_client.get(LIST)
        return len(seen)

    with_two = queries(2)
    assert queries(18) == with_two <= 8


def test_hostile_words_of_a_publisher_are_text(staff_client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    made = job(JobState.FAILED, last_error=hostile)
    Article.objects.filter(pk=made.article_id).update(title=hostile)
    for address in (LIST, reverse("admin:dialogues_job_change", args=[made.pk])):
        assert hostile not in staff_client.get(address).text
    assert hostile not in act(staff_client, "cancel", made).text
