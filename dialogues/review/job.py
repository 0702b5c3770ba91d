"""Jobs by hand: try one again, set one aside, call one off. The article's history says who did it, and why.

Each changes the row from the state in which it was read, and raises its fence: a worker that has the job at that moment
finishes its work and finds that it may not write it.
"""

from django.db import transaction

from dialogues.models import Job, User
from dialogues.models.history import change
from dialogues.models.vocabularies import JobState
from dialogues.review.permission import require_change

RETRIABLE = (JobState.WAITING, JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED)
QUARANTINABLE = (JobState.WAITING, JobState.RUNNING)
CANCELLABLE = (JobState.WAITING, JobState.RUNNING, JobState.QUARANTINED)


class JobRefused(ValueError):
    """In the state in which the job is this cannot be done, or a reason is missing. The message is for staff."""


def retry_job(*, job: Job, by: User) -> Job:
    """Due at once, with all its attempts, out of quarantine too. The caller rings for it after the commit.

    Raises PermissionDenied, JobRefused when it is running or done, and JobChanged.
    """
    require_change(by, Job)
    _require_state(job, RETRIABLE, "tried again")
    with transaction.atomic(), change(reason=f"job tried again: {job.get_kind_display()}", by=by):
        Job.objects.retry(job)
    return _as_it_is(job)


def quarantine_job(*, job: Job, by: User, reason: str) -> Job:
    """Set a job aside that waits or runs; it stays until somebody tries it again or calls it off.

    Raises PermissionDenied, JobRefused when it has ended or no reason is given, and JobChanged.
    """
    require_change(by, Job)
    _require_state(job, QUARANTINABLE, "quarantined")
    with transaction.atomic(), change(reason=f"job quarantined: {job.get_kind_display()}: {reason}", by=by):
        Job.objects.quarantine(job, _said("Quarantined", by, reason))
    return _as_it_is(job)


def cancel_job(*, job: Job, by: User, reason: str) -> Job:
    """Call a job off that waits, runs or is quarantined; its article ends here.

    Raises PermissionDenied, JobRefused when it has ended or no reason is given, and JobChanged.
    """
    require_change(by, Job)
    _require_state(job, CANCELLABLE, "cancelled")
    with transaction.atomic(), change(reason=f"job cancelled: {job.get_kind_display()}: {reason}", by=by):
        Job.objects.cancel(job, _said("Cancelled", by, reason))
    return _as_it_is(job)


def _require_state(job: Job, states: tuple[JobState, ...], done: str) -> None:
    if job.state not in states:
        raise JobRefused(f"“{job}” is {job.get_state_display()}, so it is not {done}.")


def _said(what: str, by: User, reason: str) -> str:
    if not reason.strip():
        raise JobRefused("Reason: say why; it is kept with the job and its article.")
    return f"{what} by {by.get_username()}: {reason.strip()}"


def _as_it_is(job: Job) -> Job:
    return Job.objects.select_related("article").get(pk=job.pk)
