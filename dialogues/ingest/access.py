"""How this installation goes out: what it may ask for, and as whom. For the modules that use the network."""

import re
from typing import Final

from django.conf import settings

from dialogues import __version__
from dialogues.network import Policy

PUBLIC_NAME: Final = re.compile(r"\.[a-z][a-z0-9-]*$", re.IGNORECASE)


def user_agent() -> str:
    """Who we are, and how to reach the people behind this installation when the operator says so."""
    contact = f" (+{settings.FETCH_CONTACT})" if settings.FETCH_CONTACT else ""
    return f"Readout/{__version__}{contact}"


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
