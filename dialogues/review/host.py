"""Hosts by hand: ask one again that is left alone."""

from django.db import transaction

from dialogues.models import Host, Job, User
from dialogues.models.history import change
from dialogues.review.permission import require_change


def ask_host_again(*, host: Host, by: User) -> Host:
    """End the block of a host, forget its robots.txt, and let what waits for it come now. The caller rings for that.

    The delay between two requests stays. Raises PermissionDenied, and HostChanged.
    """
    require_change(by, Host)
    with transaction.atomic(), change(reason=f"host asked again: {host}", by=by):
        Host.objects.ask_again(host)
        Job.objects.come_now(host.name)
    return Host.objects.get(pk=host.pk)
