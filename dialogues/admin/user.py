"""People and their roles."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from dialogues.admin.record_actions import signed_in
from dialogues.models import User
from dialogues.models.roles import Role
from dialogues.review.assign_role import assign_role

ROLE_HELP = "What each may do stands in docs/roles.md. Without one, somebody who signs in sees what everybody sees."


class RoleField(forms.TypedChoiceField):
    """One role, or none."""

    def __init__(self, **options: Any) -> None:
        choices = [("", "no role"), *Role.choices]
        super().__init__(choices=choices, coerce=Role, empty_value=None, required=False, help_text=ROLE_HELP, **options)


class ChangeUserForm(UserChangeForm[User]):
    role = RoleField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["role"] = self.instance.role or ""


class AddUserForm(AdminUserCreationForm[User]):
    role = RoleField()


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """Roles instead of groups and single permissions. A superuser is for emergencies: only another one makes one."""

    form = ChangeUserForm
    add_form = AddUserForm
    list_display = ["username", "email", "first_name", "last_name", "role", "second_factor", "is_active"]
    list_filter = ["groups", "is_active", "is_superuser"]
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("role", "is_active", "is_superuser")}),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "role", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return super().get_queryset(request).prefetch_related("groups").annotate(has_second_factor=Exists(factors))

    @admin.display(description="role")
    def role(self, user: User) -> str:
        if user.is_superuser:
            return "superuser"
        return user.role.label if user.role is not None else "no role"

    @admin.display(description="second factor", boolean=True)
    def second_factor(self, user: User) -> bool:
        return bool(getattr(user, "has_second_factor", False))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        superuser = isinstance(request.user, User) and request.user.is_superuser
        return self.readonly_fields if superuser else (*self.readonly_fields, "is_superuser")

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        if obj is not None and obj == request.user and "role" in form.base_fields:
            # A field of its own: the declared one is shared by every request of this process.
            form.base_fields["role"] = RoleField(disabled=True)
            form.base_fields["role"].help_text = "Nobody changes their own role: another administrator has to."
        return form

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change a superuser's password would be one."""
        if obj is not None and obj.is_superuser and not signed_in(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        assign_role(user=obj, role=form.cleaned_data["role"], by=signed_in(request))


# What a role may do stands in the code: groups changed by hand would be set back by the next migration.
admin.site.unregister(Group)
admin.site.site_header = "Readout: staff"
admin.site.site_title = "Readout"
admin.site.index_title = "The record"
