"""Tells the history, for every request that may change something, who asked and for which address."""

from collections.abc import Callable
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse

from dialogues.models.history import change

READING: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ChangeContext:
    """Middleware for pages, admin and API, after that of the sign-in. A request that only reads passes untouched.

    Whom a token stands for is known only in the API: `dialogues/api/authentication.py` adds it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        user = request.user if isinstance(request.user, AbstractUser) else None
        with change(by=user, request=request.path):
            return self.get_response(request)
