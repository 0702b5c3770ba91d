"""A web application and a Celery application that need no database, for `tests.config.harmless`."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from celery import Celery

# Celery would set up Django as soon as this names settings.
os.environ.pop("DJANGO_SETTINGS_MODULE", None)

app = Celery("tiny", broker=os.environ.get("CELERY_BROKER_URL"))
app.conf.update(task_ignore_result=True, task_acks_late=True, worker_prefetch_multiplier=1)


@app.task(name="tiny.note")
def note(file: str, seconds: float) -> None:
    """Add a line to `file`, then take that long."""
    with Path(file).open("a") as opened:
        opened.write("begun\n")
    time.sleep(seconds)


def site(environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """Answer each request with 200."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"fine"]
