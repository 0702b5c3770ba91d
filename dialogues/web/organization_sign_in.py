"""Signing in at an organization's own server (OpenID Connect), and which role its groups give."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
)
from allauth.socialaccount.providers.openid_connect import (
    views as package,
)
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialogues.models import User
from dialogues.models.history import change
from dialogues.models.roles import Role
from dialogues.review.assign_role import assign_role


class OrganizationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no annotations
    """Who signs in there is the account here that signed in before, else the one with the same confirmed e-mail."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account, or refuse with a page that says why; then follow the groups."""
        if sociallogin.state.get("process") != "login":
            raise _refusal(request, "An account is connected by signing in, not by itself.")
        if not sociallogin.is_existing:
            held = _same_email(sociallogin)
            if held is not None:
                sociallogin.connect(request, held)
            elif not settings.OIDC_CREATE_ACCOUNTS:
                raise _refusal(
                    request, "There is no account here with your confirmed e-mail: an administrator makes one."
                )
            elif _email_taken(sociallogin):
                raise _refusal(
                    request, "Your e-mail belongs to an account here, and your organization has not confirmed it."
                )
        user = sociallogin.user
        if sociallogin.is_existing and user.is_superuser:
            raise _refusal(request, "Superusers sign in here, with their password.")
        if sociallogin.is_existing:
            _follow_groups(user, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(settings.OIDC_CREATE_ACCOUNTS)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        EmailAddress.objects.filter(user=user).delete()  # the account's own field is the only place for it
        _follow_groups(user, sociallogin)
        return user


def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """GET /accounts/organization/: to the organization's server."""
    return _asked(request, package.login, provider_id)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """GET /accounts/organization/callback/: back from there, with a code."""
    return _asked(request, package.callback, provider_id)


def _asked(request: HttpRequest, view: Any, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view(request, provider_id)
    except (OSError, KeyError, ValueError):  # it does not answer, or not as an OpenID server would
        return render(request, "socialaccount/authentication_error.html", status=502)
    return answer


def _refusal(request: HttpRequest, why: str) -> Any:
    return ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"why": why}, status=403))


def _same_email(sociallogin: Any) -> User | None:
    confirmed = [address.email.lower() for address in sociallogin.email_addresses if address.verified is True]
    return User.objects.filter(email__in=confirmed, is_superuser=False).first() if confirmed else None


def _email_taken(sociallogin: Any) -> bool:
    stated = [address.email.lower() for address in sociallogin.email_addresses]
    return User.objects.filter(email__in=stated).exists()


def _follow_groups(user: User, sociallogin: Any) -> None:
    """Give the highest role that one of the groups stands for, and none without one, where groups are configured."""
    if not settings.OIDC_ROLES:
        return
    data = sociallogin.account.extra_data
    claims = {**data.get("id_token", {}), **data.get("userinfo", {})}
    groups = claims.get(settings.OIDC_ROLE_CLAIM) or []
    named = {groups} if isinstance(groups, str) else {group for group in groups if isinstance(group, str)}
    roles = {settings.OIDC_ROLES[group] for group in named & settings.OIDC_ROLES.keys()}
    role = next((role for role in reversed(Role) if role.value in roles), None)
    if role is not user.role:
        with change(reason="groups of the organization"):
            assign_role(user=user, role=role, by=None)
