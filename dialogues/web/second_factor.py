"""The second factor: who has to show one, how its secrets are stored, and how often one may guess."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.flows.login import (
    record_authentication,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from dialogues.models import User
from dialogues.review.permission import opened_with_second_factor
from dialogues.web.lockout import count_failure, is_locked_out

PROVES: Final = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
SHOW_ONE: Final = frozenset(
    {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "admin:logout", "account_login"}
)
LOCKED_OUT: Final = "Too many wrong codes. Try again later."


class RequireSecondFactor:
    """Middleware: who may do more than a reviewer gets no further without a second factor, where one is required.

    Who has none is sent to set one up, who has one and has not shown it in this session to show it. Requests of the
    API that carry a token pass: it was issued to somebody who had shown theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not settings.REQUIRE_SECOND_FACTOR or match is None or not isinstance(user, User):
            return None
        if (match.namespace == "api" and _carries_token(request)) or not user.needs_second_factor:
            return None
        has_one = _factors(user).exists()
        shown = has_one and opened_with_second_factor(request)
        sets_one_up = not has_one and match.view_name.startswith(("account_", "mfa_"))
        if shown or sets_one_up or match.view_name in SHOW_ONE:
            return None
        return _api_refusal() if match.namespace == "api" else _ask(request, has_one=has_one)


def _ask(request: HttpRequest, *, has_one: bool) -> HttpResponse:
    if has_one:
        by_code = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.WEBAUTHN).exists()
        page = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
        return redirect(reverse(page, query={"next": request.get_full_path()} if request.method == "GET" else None))
    messages.info(request, "Your role needs a second factor: set one up to go on.")
    return redirect("mfa_index")


def _carries_token(request: HttpRequest) -> bool:
    """As `dialogues/api/authentication.py` reads it: there such a request is the token's or nobody's."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == "bearer"


def _factors(user: Any) -> Any:
    return Authenticator.objects.filter(user=user, type__in=PROVES)


def _api_refusal() -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "Sign in with a second factor first, or use a token.",
    }
    return JsonResponse(problem, status=403, content_type="application/problem+json")


@receiver(authenticator_added)
def note_first_factor(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    """Setting up one's first factor proves it, so that it is not asked for again at once.

    A further one proves nothing: somebody may have come here who could not show the first. (The package offers no
    other place for this than its signal.)
    """
    if authenticator.type in PROVES and not _factors(user).exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no annotations
    """Secrets are stored encrypted with TOKEN_PEPPER: a copy of the database alone lets nobody make codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under another TOKEN_PEPPER a secret that no code fits: the factor has to be set up anew."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 - the package's own name
        """What a new key is called until somebody gives it a name."""
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Readout"}


def _cipher() -> Fernet:
    key = hmac.new(settings.TOKEN_PEPPER.encode(), b"readout second factor", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class _CountedCode:
    """A wrong code counts like a wrong password, and locks out like one."""

    user: User
    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "autofocus": True}
        self.fields["code"].help_text = "Six digits from the app, or one of your recovery codes."

    def clean_code(self) -> str:
        request: HttpRequest = context.request
        if is_locked_out(request, self.user):
            raise ValidationError(LOCKED_OUT)
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the package's forms, below
        except ValidationError:
            count_failure(request, self.user)
            raise
        return code


class CodeForm(_CountedCode, AuthenticateForm):  # type: ignore[misc]  # the package has no annotations
    """The code that completes a sign-in."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):  # type: ignore[misc]  # the package has no annotations
    """The code that confirms a change of the account."""
