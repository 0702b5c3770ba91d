"""Addresses of signing in, under /accounts/. Of django-allauth's pages only these: nobody signs up by themselves."""

from allauth.account import views as account  # type: ignore[import-untyped]  # has no annotations
from allauth.socialaccount import views as elsewhere  # type: ignore[import-untyped]  # has no annotations
from django.urls import include, path

from dialogues.web.organization_sign_in import come_back, sign_in
from dialogues.web.sign_in import change_password

# As the settings call it.
ORGANIZATION = {"provider_id": "organization"}

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", change_password, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("organization/", sign_in, ORGANIZATION, name="openid_connect_login"),
    path("organization/callback/", come_back, ORGANIZATION, name="openid_connect_callback"),
    path("organization/cancelled/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
]
