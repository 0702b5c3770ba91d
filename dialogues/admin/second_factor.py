"""Second factors and sign-ins elsewhere: who has which. Deleting one is the way back for who has lost it."""

from typing import Any

# Their own pages are registered first, to be taken away here.
import allauth.account.admin  # type: ignore[import-untyped]  # has no annotations
import allauth.mfa.admin  # type: ignore[import-untyped]  # has no annotations
import allauth.socialaccount.admin  # type: ignore[import-untyped]  # has no annotations
from allauth.account.models import EmailAddress  # type: ignore[import-untyped]  # has no annotations
from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # has no annotations
from allauth.socialaccount.models import (  # type: ignore[import-untyped]  # has no annotations
    SocialAccount,
    SocialApp,
    SocialToken,
)
from django.contrib import admin
from django.http import HttpRequest

from dialogues.models import User

# The first two have pages here that show no secret; the others are not used.
for unwanted in (Authenticator, SocialAccount, EmailAddress, SocialApp, SocialToken):
    admin.site.unregister(unwanted)


class OfOnePerson(admin.ModelAdmin[Any]):
    """Shown and deleted, never made or changed here. What belongs to a superuser only superusers delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        of_superuser = obj is not None and obj.user.is_superuser
        if of_superuser and not (isinstance(request.user, User) and request.user.is_superuser):
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """One by one: whose it is matters."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(Authenticator)
class SecondFactorAdmin(OfOnePerson):
    """An authenticator app, a security key, or recovery codes. Its secret is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]


@admin.register(SocialAccount)
class OrganizationAccountAdmin(OfOnePerson):
    """Which account signs in as whom at the organization's own server."""

    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    list_select_related = ["user"]
    search_fields = ["user__username", "uid"]
    fields = readonly_fields = ["user", "provider", "uid", "date_joined", "last_login"]
