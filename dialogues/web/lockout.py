"""Whom a failed sign-in is counted for: the account by whatever it was called, and the address that it came from.

django-axes counts them in the database and locks out (`AXES_…` in the settings).
"""

import ipaddress
from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler  # type: ignore[import-untyped]  # has no annotations
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from dialogues.models import User


def client_address(request: HttpRequest) -> str:
    """The address that asks, as the nearest proxy saw it where one is configured, else as the connection says.

    A proxy adds the address it sees at the right end of X-Forwarded-For; what stands left of it anybody can invent.
    """
    connected: str = request.META.get("REMOTE_ADDR") or "127.0.0.1"  # empty on a Unix socket
    if not settings.BEHIND_PROXY:
        return connected
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return connected


def account_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The user name in small letters, also for who signs in by e-mail: each account has one count for each address."""
    given = credentials or {}
    name = str(given.get("username") or given.get("email") or (request.POST.get("login", "") if request else ""))
    # As the database could not keep more, nor this character.
    name = name.replace("\0", "").strip().lower()[:150]
    if "@" in name and not User.objects.filter(username__iexact=name).exists():
        found = User.objects.filter(email=name).values_list("username", flat=True).first()
        name = found.lower() if found is not None else name
    return name


def is_locked_out(request: HttpRequest, user: User) -> bool:
    """Whether this person is locked out at this address. If so, the answer to the request becomes the page that says so."""
    if AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]  # read by AxesMiddleware
    return True


def count_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong code like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)
