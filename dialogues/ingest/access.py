"""How this installation goes out: what it may ask for, as whom, and how often. For the modules that use the network."""

import re
from datetime import timedelta
from typing import Final

from django.conf import settings

from dialogues import __version__
from dialogues.models.host import Courtesy
from dialogues.network import Policy
from dialogues.text.robots_file import ROBOT_NAME

PUBLIC_NAME: Final = re.compile(r"\.[a-z][a-z0-9-]*$", re.IGNORECASE)


def user_agent() -> str:
    """Who we are, by the name that a robots.txt has for us, and how to reach the people behind this installation."""
    contact = f" (+{settings.FETCH_CONTACT})" if settings.FETCH_CONTACT else ""
    return f"{ROBOT_NAME}/{__version__}{contact}"


def policy() -> Policy:
    """What this installation may ask for, from its settings. Its own pages are not news.

    Addresses and "localhost" among the allowed hosts are left to the guard, which refuses them unless a network is
    opened for them.
    """
    return Policy(
        allowed_networks=tuple(settings.FETCH_ALLOWED_NETWORKS),
        allowed_ports=frozenset(settings.FETCH_ALLOWED_PORTS),
        own_hosts=frozenset(host.lstrip(".") for host in settings.ALLOWED_HOSTS if PUBLIC_NAME.search(host)),
        total_seconds=settings.FETCH_SECONDS,
    )


def courtesy() -> Courtesy:
    """How hosts are treated, from the settings."""
    return Courtesy(
        delay=timedelta(seconds=settings.FETCH_DELAY_SECONDS),
        longest_delay=timedelta(seconds=settings.FETCH_LONGEST_DELAY_SECONDS),
        at_once=settings.FETCH_AT_ONCE_PER_HOST,
        lease=timedelta(seconds=settings.JOB_LEASE_SECONDS),
    )
