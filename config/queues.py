"""The queues of the broker: one for each stage, so that each can be given workers of its own.

`QUEUES` names them in the order of the work. A worker without `--queues` takes all of them; docs/scaling.md says when
to divide them.
"""

from collections.abc import Mapping
from typing import Final

from kombu import Exchange, Queue

CONNECTING_SECONDS: Final = 1

PERIODIC: Final = "periodic"
FETCH: Final = "fetch"
READ: Final = "read"
READ_LONG: Final = "read_long"
DEDUPE: Final = "dedupe"
EXTRACT: Final = "extract"
EXTRACT_LONG: Final = "extract_long"
SUGGEST: Final = "suggest"

# Which tasks wait in which queue. Every task of `dialogues/tasks.py` has its place here; there is no default queue.
QUEUES: Final[Mapping[str, tuple[str, ...]]] = {
    PERIODIC: ("sweep", "ring_due_jobs", "poll_feeds"),
    FETCH: ("fetch_article", "poll_feed"),
    READ: ("read_article",),
    READ_LONG: ("read_article_long",),
    DEDUPE: ("dedupe_article",),
    EXTRACT: ("extract_facts",),
    EXTRACT_LONG: ("extract_facts_long",),
    SUGGEST: ("suggest_facts",),
}

# Work that mostly waits for others, done in threads, so that a few slow servers hold up nobody; what takes long, which
# others would wait behind; and the rest, which computes.
WAITING: Final = (PERIODIC, FETCH)
SLOW: Final = (READ_LONG, EXTRACT_LONG)
COMPUTING: Final = tuple(name for name in QUEUES if name not in WAITING + SLOW)
QUEUE_OF: Final[Mapping[str, str]] = {task: queue for queue, tasks in QUEUES.items() for task in tasks}


def declared(broker_url: str) -> list[Queue]:
    """The queues as Celery declares them. On RabbitMQ they are quorum queues, which survive the loss of a node."""
    arguments = {"x-queue-type": "quorum"} if is_rabbitmq(broker_url) else None
    return [Queue(name, Exchange(name, type="topic"), routing_key=name, queue_arguments=arguments) for name in QUEUES]


def routes() -> dict[str, dict[str, str]]:
    """Celery's routes: the task's full name to its queue."""
    return {f"dialogues.tasks.{task}": {"queue": queue} for task, queue in QUEUE_OF.items()}


def transport_options(broker_url: str) -> dict[str, int | bool]:
    """What kombu is told about the broker.

    Publishing must not hold up the person who pasted an article when the broker is away: one more attempt at once,
    then the error. Without that it took six seconds with Redis, and two with RabbitMQ.
    """
    options: dict[str, int | bool] = {
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "connect_retries_timeout": CONNECTING_SECONDS,
    }
    if is_rabbitmq(broker_url):
        # It says that it has a message only if it is asked to.
        return options | {"confirm_publish": True}
    return options | {
        # Above the hard time limit of a task, or a slow one would run twice.
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": CONNECTING_SECONDS,
        "socket_timeout": 20,
    }


def is_rabbitmq(broker_url: str) -> bool:
    return broker_url.startswith(("amqp://", "amqps://", "pyamqp://"))
