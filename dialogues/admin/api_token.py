"""Keys for the API: who has which, issuing one (its text is shown once), revoking."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from allauth.account.decorators import reauthentication_required  # type: ignore[import-untyped]  # no annotations
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator

from dialogues.models import ApiToken, User
from dialogues.review.permission import may, opened_with_second_factor


class IssueTokenForm(forms.ModelForm[ApiToken]):
    """For whom, what for, and until when."""

    by: ClassVar[Any] = None  # the administrator who issues it for somebody

    class Meta:
        model = ApiToken
        fields = ["user", "name", "expires_at"]
        help_texts = {
            "name": "What it is for, e.g. mirror.",
            "expires_at": "Leave it empty for a token that is valid until it is revoked.",
        }

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if not (user.is_active and user.is_staff):
            raise forms.ValidationError("User: must be active and staff, or the token would not work.")
        if user.is_superuser and user != self.by:
            raise forms.ValidationError("User: a token of a superuser is issued by that superuser alone.")
        return user

    def clean_expires_at(self) -> datetime | None:
        expires_at: datetime | None = self.cleaned_data["expires_at"]
        if expires_at is not None and expires_at <= timezone.now():
            raise forms.ValidationError("Expires at: must be in the future.")
        return expires_at


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """A token acts in its user's name: only an administrator sees, issues or revokes those of others."""

    form = IssueTokenForm
    list_display = ["name", "user", "beginning", "state", "created_at", "expires_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["name", "user__username"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        tokens = super().get_queryset(request)
        if not isinstance(request.user, User):
            return tokens.none()
        return tokens if _manages(request) else tokens.filter(user=request.user)

    @admin.display(description="begins with")
    def beginning(self, token: ApiToken) -> str:
        return f"{token.start}…"

    @admin.display
    def state(self, token: ApiToken) -> str:
        if token.revoked_at is not None:
            return f"revoked on {token.revoked_at:%d %B %Y}"
        if token.expires_at is not None and token.expires_at <= timezone.now():
            return "expired"
        return "valid" if token.user.is_active else "its user is not active"

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        if obj is not None:
            return ["user", "name", "beginning", "state", "created_at", "expires_at", "last_used_at"]
        return ["user", "name", "expires_at"] if _manages(request) else ["name", "expires_at"]

    def get_form(self, request: HttpRequest, obj: ApiToken | None = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.by = request.user
        return form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if super().has_add_permission(request) and not opened_with_second_factor(request):
            messages.info(request, "Tokens are issued to who signs in with a second factor: set one up, then sign in.")
        return super().changelist_view(request, extra_context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied("You may not issue API tokens.")
        return self._add_after_reauthentication(request, form_url, extra_context)

    @method_decorator(reauthentication_required)
    def _add_after_reauthentication(self, request: HttpRequest, form_url: str, extra_context: Any) -> HttpResponse:
        """A token outlasts the session, so whoever sits at an open one is asked for the password again."""
        return super().add_view(request, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A token is not asked for a second factor: whoever issues it has to have shown one, where one is required."""
        return super().has_add_permission(request) and opened_with_second_factor(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What a token may do and until when is settled when it is issued."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A revoked token stays in the list, with the time of its last use."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("dialogues.change_apitoken")

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        if not isinstance(request.user, User):
            raise PermissionDenied
        # Only the form of an administrator has the field.
        user = form.cleaned_data.get("user", request.user)
        row, text = ApiToken.issue(user=user, name=obj.name, expires_at=obj.expires_at)
        obj.__dict__.update(row.__dict__)
        # For the answer to this request alone: a message would put it into a cookie, a redirect into the session.
        request.META["readout.issued_token"] = text

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "The token is issued",
            "opts": self.opts,
            "token": obj,
            "text": request.META["readout.issued_token"],
        }
        return TemplateResponse(request, "admin/dialogues/api_token_issued.html", context)

    @admin.action(description="Revoke the selected tokens", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        tokens = list(queryset.filter(revoked_at__isnull=True))
        for token in tokens:
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            self.log_change(request, token, "Revoked.")
        self.message_user(request, f"{len(tokens)} revoked: they stop working at once.", messages.SUCCESS)


def _manages(request: HttpRequest) -> bool:
    return may(request.user, "manage", ApiToken)
