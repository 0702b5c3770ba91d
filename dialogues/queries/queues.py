"""What waits in the queues of the broker. The rows are the truth; this only says how far the workers are behind."""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError


def waiting_messages() -> dict[str, int]:
    """How many messages wait in each queue, not counting those that a worker has taken.

    Raises kombu's OperationalError when the broker does not answer.
    """
    with current_app.connection_for_write() as connection:
        try:
            queues, channel = current_app.amqp.queues, connection.default_channel
            # Its types call the answer a text; it is a triple: name, messages that wait, consumers.
            answers: dict[str, Any] = {name: queue(channel).queue_declare() for name, queue in queues.items()}
        except (*connection.connection_errors, *connection.channel_errors) as error:
            raise OperationalError(str(error)) from error
    return {name: answer.message_count for name, answer in answers.items()}
