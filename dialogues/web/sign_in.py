"""Signing in with a name (or an e-mail address) and a password: what differs here from django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.views import password_change
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from dialogues.models import User
from dialogues.web.lockout import client_address


@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    """/accounts/password/: not for who signs in at the organization's server and has none here."""
    if isinstance(request.user, User) and not request.user.has_usable_password():
        why = "You have no password here: your organization keeps it."
        return render(request, "socialaccount/refused.html", {"why": why}, status=403)
    answer: HttpResponseBase = password_change(request)
    return answer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no annotations
    """Accounts are made by administrators, and by the organization's own server where that is configured."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land where their work is; who has no role yet has nothing to do there."""
        return reverse("admin:index") if request.user.is_staff else reverse("timeline")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)


class SignInForm(LoginForm):  # type: ignore[misc]  # the package has no annotations
    """Labels instead of placeholders, and what browsers fill in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        login, password = self.fields["login"], self.fields["password"]
        login.label = "User name or e-mail"
        login.max_length = 254
        login.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "254",
        }
        password.widget.attrs.pop("placeholder", None)
