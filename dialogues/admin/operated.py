"""Rows that workers write and staff operate by verbs: nothing of them is typed into a form."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.http import HttpRequest


class Operated(admin.ModelAdmin[Any]):
    """A list and a page that only show; the actions of the list stand on the page of the one row, too.

    An action with the permission "operate" is for whoever may change the model.
    """

    change_form_template = "admin/dialogues/actions_of_one.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}")

    def fits(self, action: str, row: Any) -> bool:
        """Whether this action may be offered for the one row, in the state that it is in."""
        return True

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        choices = self.get_action_choices(request, [])
        context["actions_of_one"] = [choice for choice in choices if self.fits(choice[0], context["original"])]
        return super().render_change_form(request, context, *args, **options)
