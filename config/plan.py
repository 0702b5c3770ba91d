"""What `make run` runs, in order: the steps, then the programs that stay."""

import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import queues
from config.installation import PROJECT, Installation
from config.supervisor import Program, Step

_PYTHON = sys.executable
_MANAGE = (_PYTHON, PROJECT / "manage.py")
# Only the steps act as the owner of the tables.
_OWNERS = ("DATABASE_OWNER_URL",)
_FETCHES_AT_ONCE = 16


@dataclass(frozen=True)
class Plan:
    """What the supervisor runs.

    `programs` gets the installation and the file descriptor of the web server's listening socket. `welcome` gets the
    site's address, what the captured steps have printed, and the seconds that the start has taken.
    """

    steps: Sequence[Step]
    programs: Callable[[Installation, int], Sequence[Program]]
    welcome: Callable[[str, str, float], str]


def _programs(installation: Installation, listening: int) -> list[Program]:
    gunicorn: list[str | Path] = [_PYTHON, "-m", "gunicorn", "config.wsgi:application", "--bind", f"fd://{listening}"]
    gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    celery: list[str | Path] = [_PYTHON, "-m", "celery", "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    computing = [
        *worker,
        *("--hostname", "worker@%h", "--queues", ",".join(queues.COMPUTING), "--pool", "prefork", "--concurrency", "2"),
    ]
    waiting = [*worker, "--hostname", "fetcher@%h", "--queues", ",".join(queues.WAITING)]
    waiting += ["--pool", "threads", "--concurrency", str(_FETCHES_AT_ONCE)]
    slow = [*worker, "--hostname", "slow@%h", "--queues", ",".join(queues.SLOW), "--pool", "solo"]
    schedule = installation.data / "schedule"
    # The first signal lets work in hand finish; the next one breaks it off, and its message is delivered again.
    patient = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 4.0))
    beat = [*celery, "beat", "--schedule", schedule]
    return [
        Program("web server", gunicorn, patient, signal.SIGQUIT, inherited=[listening], withheld=_OWNERS),
        Program("worker", computing, patient, signal.SIGQUIT, withheld=_OWNERS),
        Program("fetcher", waiting, patient, signal.SIGQUIT, withheld=_OWNERS),
        Program("slow reader", slow, patient, signal.SIGQUIT, withheld=_OWNERS),
        Program("scheduler", beat, ((signal.SIGTERM, 4.0),), signal.SIGTERM, withheld=_OWNERS),
    ]


def _welcome(address: str, said: str, seconds: float) -> str:
    lines = ["", f"Readout runs at {address}/ after {seconds:.1f} s. Ctrl-C stops it."]
    for line in said.splitlines():
        name, tab, password = line.partition("\t")
        if tab:
            lines += ["", f"  Log in as {name} with the password {password}", "  (shown only now: note it down)"]
    lines += [
        "",
        "What to try first:",
        f"  {address}/            the timeline",
        f"  {address}/admin/      log in and paste an article",
        f"  {address}/review/     decide on what was found in it",
        f"  curl {address}/api/v1/dialogues/",
        "",
    ]
    return "\n".join(lines)


PLAN = Plan(
    steps=(
        Step("Bringing the database up to date", [*_MANAGE, "migrate", "--noinput"]),
        Step("Loading the starter record", [*_MANAGE, "seed"]),
        Step("Collecting static files", [*_MANAGE, "collectstatic", "--noinput"]),
        Step("Making a staff login if there is none", [*_MANAGE, "create_staff"], captured=True),
    ),
    programs=_programs,
    welcome=_welcome,
)
