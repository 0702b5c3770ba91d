"""`manage.py jobs`: the jobs of the ingestion, at a terminal; the same verbs as in the admin."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from dialogues.models import Job, User
from dialogues.models.job import JobChanged
from dialogues.models.vocabularies import JobKind, JobState
from dialogues.review.job import JobRefused, cancel_job, quarantine_job
from dialogues.tasks import retry

OPEN: Final = [JobState.WAITING, JobState.RUNNING, JobState.QUARANTINED]
LONGEST_LINE: Final = 100


class Command(BaseCommand):
    """List and show jobs; retry, quarantine and cancel some, by their numbers. Exit status 1 when one was refused."""

    help = "Jobs of the ingestion: list, show, retry, quarantine, cancel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        listing = commands.add_parser("list", help="the newest jobs, those that are not done unless states are given")
        listing.add_argument("--state", nargs="+", choices=JobState.values, default=OPEN, metavar="STATE")
        listing.add_argument("--kind", nargs="+", choices=JobKind.values, default=JobKind.values, metavar="KIND")
        listing.add_argument("--due", action="store_true", help="only those that a worker may take now")
        listing.add_argument("--limit", type=_positive, default=50, help="how many at most (50)")
        show = commands.add_parser("show", help="one job with its article")
        show.add_argument("job", type=int, metavar="NUMBER")
        for name, what in (
            ("retry", "let jobs be done again, from the first attempt"),
            ("quarantine", "set jobs aside until somebody decides"),
            ("cancel", "call jobs off; their articles end there"),
        ):
            acting = commands.add_parser(name, help=what)
            acting.add_argument("jobs", type=int, nargs="+", metavar="NUMBER")
            acting.add_argument("--by", required=True, help="the user name of the staff member who decides")
            if name != "retry":
                acting.add_argument("--reason", required=True, help="why; kept with the job and its article")
        for command in commands.choices.values():
            command.add_argument("--json", action="store_true", help="one JSON object a line instead of a text")

    def handle(self, *_: Any, command: str, **options: Any) -> None:
        write = self._write_json if options["json"] else self._write_text
        if command == "list":
            write(_listed(options))
        elif command == "show":
            write([_job(options["job"])], whole=True)
        else:
            self._act(_verb(command, options), options["jobs"], write)

    def _act(self, verb: Callable[[Job], Job], numbers: Iterable[int], write: Callable[..., None]) -> None:
        """Each in a transaction of its own; what is refused is told on standard error, and the rest is done."""
        refused = 0
        for number in numbers:
            try:
                write([verb(_job(number))])
            except PermissionDenied as error:
                raise CommandError(f"--by: {error}") from error
            except (JobRefused, JobChanged, CommandError) as error:
                refused += 1
                self.stderr.write(f"{number}: {error}")
        if refused:
            sys.exit(1)

    def _write_json(self, jobs: Iterable[Job], *, whole: bool = False) -> None:
        for job in jobs:
            self.stdout.write(json.dumps(_as_json(job), ensure_ascii=False))

    def _write_text(self, jobs: Iterable[Job], *, whole: bool = False) -> None:
        for job in jobs:
            if whole:
                for name, value in _as_json(job).items():
                    self.stdout.write(f"{name + ':':15} {'—' if value in (None, '') else value}")
                continue
            line = f"{job.pk:>8}  {job.state:11}  {job.kind:7}  {job.attempts}  {job.due_at:%Y-%m-%d %H:%M}  "
            error = f"  [{' '.join(job.last_error.split())[:LONGEST_LINE]}]" if job.last_error else ""
            self.stdout.write(f"{line}{job.article.public_id}  {str(job.article)[:LONGEST_LINE]}{error}")


def _listed(options: dict[str, Any]) -> Iterable[Job]:
    jobs = Job.objects.claimable() if options["due"] else Job.objects.all()
    chosen = jobs.filter(state__in=options["state"], kind__in=options["kind"])
    return chosen.select_related("article").order_by("-pk")[: options["limit"]]


def _job(number: int) -> Job:
    job = Job.objects.select_related("article").filter(pk=number).first()
    if job is None:
        raise CommandError(f"there is no job {number}.")
    return job


def _verb(command: str, options: dict[str, Any]) -> Callable[[Job], Job]:
    by = User.objects.filter(username=options["by"], is_active=True).first()
    if by is None:
        raise CommandError(f"--by: there is no active user named {options['by']}.")
    if command == "retry":
        return lambda job: retry(job, by=by)
    verb = {"quarantine": quarantine_job, "cancel": cancel_job}[command]
    return lambda job: verb(job=job, by=by, reason=options["reason"])


def _as_json(job: Job) -> dict[str, Any]:
    return {
        "job": job.pk,
        "kind": job.kind,
        "state": job.state,
        "attempts": job.attempts,
        "due_at": job.due_at.isoformat(),
        "lease_until": job.lease_until.isoformat() if job.lease_until else None,
        "last_error": job.last_error,
        "article": job.article.public_id,
        "article_title": str(job.article),
        "article_stage": job.article.stage,
        "created_at": job.created_at.isoformat(),
        "updated_at": job.updated_at.isoformat(),
    }


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"give a number from 1, not {text!r}")
    return int(text)
