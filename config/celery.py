"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os

from celery import Celery
from celery.signals import worker_init
from kombu.exceptions import OperationalError

from config import queues

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = Celery("readout")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks(["dialogues"])


@worker_init.connect
def declare_every_queue(**_: object) -> None:
    """On RabbitMQ a worker binds every queue for messages that are to come later, also those of other workers.

    Of a broker that is away nothing is said here: the worker itself waits for it.
    """
    if not queues.is_rabbitmq(application.conf.broker_url):
        return
    with application.connection_for_write() as connection:
        away: tuple[type[BaseException], ...] = (OperationalError, *connection.connection_errors)
        try:
            for queue in application.amqp.queues.values():
                queue(connection.default_channel).declare()
        except away:
            return
