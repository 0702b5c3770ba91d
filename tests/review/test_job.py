import pytest
from django.core.exceptions import PermissionDenied

from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Job, User
from dialogues.models.job import JobChanged
from dialogues.models.vocabularies import JobState
from dialogues.review.job import JobRefused, cancel_job, quarantine_job, retry_job
from tests.events import events_of

pytestmark = pytest.mark.django_db

REASON = "The page is a list"


def job(state: JobState = JobState.WAITING) -> Job:
    _, made = add.add_article(FromText("Two sides met."), by=None)
    values = {"lease_until": made.created_at} if state == JobState.RUNNING else {}
    Job.objects.filter(pk=made.pk).update(state=state, last_error="It broke.", **values)
    return Job.objects.get(pk=made.pk)


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED, JobState.WAITING])
def test_what_waits_or_has_ended_badly_is_tried_again(staff: User, state: JobState) -> None:
    assert retry_job(job=job(state), by=staff).state == JobState.WAITING


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING])
def test_what_waits_or_runs_is_set_aside(staff: User, state: JobState) -> None:
    set_aside = quarantine_job(job=job(state), by=staff, reason=f" {REASON} ")
    assert (set_aside.state, set_aside.last_error) == (JobState.QUARANTINED, f"Quarantined by editor: {REASON}")


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.QUARANTINED])
def test_what_has_not_ended_is_called_off(staff: User, state: JobState) -> None:
    called_off = cancel_job(job=job(state), by=staff, reason=REASON)
    assert (called_off.state, called_off.last_error) == (JobState.CANCELLED, f"Cancelled by editor: {REASON}")


def test_a_job_that_is_done_or_runs_is_not_tried_again(staff: User) -> None:
    for state in (JobState.DONE, JobState.RUNNING):
        with pytest.raises(JobRefused, match=f"is {state.label}, so it is not tried again"):
            retry_job(job=job(state), by=staff)


def test_a_job_that_has_ended_is_not_taken_away(staff: User) -> None:
    for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        for verb in (quarantine_job, cancel_job):
            with pytest.raises(JobRefused, match=str(state.label)):
                verb(job=job(state), by=staff, reason=REASON)


def test_a_reason_is_needed(staff: User) -> None:
    for verb in (quarantine_job, cancel_job):
        made = job()
        with pytest.raises(JobRefused, match="Reason: say why"):
            verb(job=made, by=staff, reason="  ")
        assert Job.objects.get(pk=made.pk).state == JobState.WAITING


def test_of_two_people_the_second_is_told_and_changes_nothing(staff: User) -> None:
    seen = job(JobState.QUARANTINED)
    retry_job(job=seen, by=staff)
    with pytest.raises(JobChanged, match="look again"):
        cancel_job(job=seen, by=staff, reason=REASON)
    assert Job.objects.get(pk=seen.pk).state == JobState.WAITING


def test_somebody_without_the_permission_changes_nothing() -> None:
    made, reader = job(), User.objects.create(username="reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        retry_job(job=made, by=reader)
    for verb in (quarantine_job, cancel_job):
        with pytest.raises(PermissionDenied):
            verb(job=made, by=reader, reason=REASON)
    assert Job.objects.get(pk=made.pk).fence == made.fence


def test_the_history_of_the_article_says_who_did_what_and_why(staff: User) -> None:
    made = job()
    cancelled = cancel_job(job=made, by=staff, reason=REASON)
    retry_job(job=cancelled, by=staff)
    events = events_of(made.article)
    told = [event.pgh_context for event in events][-2:]
    assert [entry["reason"] for entry in told] == [f"job cancelled: read: {REASON}", "job tried again: read"]
    assert {entry["name"] for entry in told} == {staff.username}
