from celery import current_app
from celery.app.task import Task

from config import queues
from dialogues import tasks


def entry_points() -> set[str]:
    return {name for name, task in vars(tasks).items() if isinstance(task, Task)}


def test_every_task_has_its_queue_and_every_queue_its_tasks() -> None:
    assert set(queues.QUEUE_OF) == entry_points()
    assert {queue.name for queue in queues.declared("redis://broker.example:6379/0")} == set(queues.QUEUES)


def test_celery_sends_each_task_to_its_queue() -> None:
    for task, queue in queues.QUEUE_OF.items():
        assert current_app.amqp.router.route({}, f"dialogues.tasks.{task}")["queue"].name == queue


def test_on_rabbitmq_the_queues_outlive_a_node_and_publishing_is_confirmed() -> None:
    address = "amqp://readout:secret@broker.example//"
    assert {str(queue.queue_arguments) for queue in queues.declared(address)} == {"{'x-queue-type': 'quorum'}"}
    assert queues.transport_options(address)["confirm_publish"] is True


def test_on_redis_a_message_comes_again_only_after_its_task_would_have_been_stopped() -> None:
    longest = current_app.conf.task_time_limit
    assert longest < queues.transport_options("redis://broker.example:6379/0")["visibility_timeout"]
