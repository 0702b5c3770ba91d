"""Who failed to sign in too often, and letting them in again before the time is over."""

from typing import Any

from axes.models import AccessAttempt  # type: ignore[import-untyped]  # has no annotations
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest


@admin.register(AccessAttempt)
class LockoutAdmin(admin.ModelAdmin[Any]):
    """Failed attempts by user name and address. To let somebody in again, their attempts are forgotten."""

    list_display = ["username", "ip_address", "failures_since_start", "locked_out", "attempt_time"]
    list_filter = ["attempt_time"]
    search_fields = ["username", "ip_address"]
    fields = readonly_fields = ["username", "ip_address", "user_agent", "failures_since_start", "attempt_time"]
    actions = ["unlock"]

    @admin.display(boolean=True)
    def locked_out(self, attempt: Any) -> bool:
        return bool(attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT)

    @admin.action(description="Let them in again", permissions=["delete"])
    def unlock(self, request: HttpRequest, attempts: QuerySet[Any]) -> None:
        names = sorted(set(attempts.values_list("username", flat=True)))
        self.log_deletions(request, attempts)
        attempts.delete()
        messages.success(request, f"May sign in again at once: {', '.join(names)}.")

    def get_actions(self, request: HttpRequest) -> Any:
        """One word for it: unlocking is deleting."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
