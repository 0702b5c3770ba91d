"""What staff do with records in a list: publish, withdraw for a reason, make a draft again, merge after a preview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import User
from dialogues.models.record import PublishedRecord
from dialogues.review.merge import merge_records
from dialogues.review.merge_plan import MergeRefused, plan_merge
from dialogues.review.permission import may
from dialogues.review.publish import PublicationRefused, publish_record, unpublish_record
from dialogues.review.withdraw import withdraw_record


@dataclass(frozen=True, slots=True)
class Question:
    """A page between choosing an action and doing it, which asks for the reason."""

    action: str
    title: str
    explanation: str
    button: str


WITHDRAW = Question(
    "withdraw",
    "Withdraw from the public record",
    "Nothing is deleted: the address answers that the record was withdrawn, with the reason that you give here.",
    "Withdraw",
)
UNPUBLISH = Question(
    "unpublish",
    "Make a draft again",
    "Only for what went public by mistake a moment ago: the address answers as if it had never been there. "
    "What others may have cited is withdrawn instead.",
    "Make a draft again",
)


def signed_in(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def ask_for_reason(
    page: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], question: Question
) -> str | HttpResponse:
    """The reason, or the page that asks for it: the first time, and again while none is given."""
    reason = request.POST.get("reason", "").strip()
    confirmed = "confirmed" in request.POST
    if confirmed and reason:
        return reason
    context = {
        **page.admin_site.each_context(request),
        "title": question.title,
        "question": question,
        "rows": rows,
        "opts": page.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
        "missing": confirmed,
    }
    return TemplateResponse(request, "admin/dialogues/reason.html", context, status=400 if confirmed else 200)


class PublishedAdmin(RecordAdmin):
    """Records with a publication state."""

    actions = ["publish", "withdraw", "unpublish"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "publish", self.model)

    def get_actions(self, request: HttpRequest) -> Any:
        """Without the deletion of many at once: what was public is never deleted."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Publish", permissions=["publish"])
    def publish(self, request: HttpRequest, rows: QuerySet[PublishedRecord]) -> None:
        user = signed_in(request)
        self._for_each(request, rows, lambda record: publish_record(record=record, by=user), "published")

    @admin.action(description="Withdraw, with a reason", permissions=["publish"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[PublishedRecord]) -> HttpResponse | None:
        user, reason = signed_in(request), ask_for_reason(self, request, rows, WITHDRAW)
        if isinstance(reason, HttpResponse):
            return reason
        self._for_each(
            request, rows, lambda record: withdraw_record(record=record, by=user, reason=reason), "withdrawn"
        )
        return None

    @admin.action(description="Make a draft again, with a reason", permissions=["publish"])
    def unpublish(self, request: HttpRequest, rows: QuerySet[PublishedRecord]) -> HttpResponse | None:
        user, reason = signed_in(request), ask_for_reason(self, request, rows, UNPUBLISH)
        if isinstance(reason, HttpResponse):
            return reason
        self._for_each(
            request, rows, lambda record: unpublish_record(record=record, by=user, reason=reason), "a draft again"
        )
        return None

    def _for_each(
        self,
        request: HttpRequest,
        rows: QuerySet[PublishedRecord],
        verb: Callable[[PublishedRecord], PublishedRecord],
        done: str,
    ) -> None:
        for record in rows:
            try:
                verb(record)
            except PublicationRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, f"“{record}” is {done}.")


class MergeableAdmin(PublishedAdmin):
    """Records of which the same thing may have been entered twice."""

    actions = [*PublishedAdmin.actions, "merge"]

    @admin.action(description="Merge two, with a preview", permissions=["publish"])
    def merge(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        user, both = signed_in(request), list(rows.order_by("pk"))
        if len(both) != 2:
            messages.error(request, f"Select exactly two {self.opts.verbose_name_plural}, not {len(both)}.")
            return None
        kept = request.POST.get("swap") or request.POST.get("keep")
        winner, loser = reversed(both) if kept == str(both[1].pk) else both
        reason, confirmed = request.POST.get("reason", "").strip(), "confirmed" in request.POST
        refused = ""
        if confirmed:
            try:
                merge_records(loser=loser, winner=winner, by=user, reason=reason)
            except MergeRefused as refusal:
                refused = str(refusal)
            else:
                messages.success(request, f"“{loser}” went into “{winner}”. Under Merges it can be undone.")
                return None
        return self._preview(request, loser, winner, reason=reason, refused=refused)

    def _preview(self, request: HttpRequest, loser: Any, winner: Any, *, reason: str, refused: str) -> HttpResponse:
        lines: list[str] = []
        fits = True
        try:
            lines = plan_merge(loser=loser, winner=winner).lines
        except MergeRefused as refusal:
            refused, fits = str(refusal), False
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge two {self.opts.verbose_name_plural}",
            "loser": loser,
            "winner": winner,
            "fields": _side_by_side(winner, loser),
            "lines": lines,
            "fits": fits,
            "refused": refused,
            "reason": reason,
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/dialogues/merge.html", context, status=400 if refused else 200)


def _side_by_side(winner: Model, loser: Model) -> list[dict[str, Any]]:
    """Label and both values of each field that one of the two has."""
    rows = []
    for field in winner._meta.concrete_fields:
        if not field.editable or field.primary_key:
            continue
        kept, lost = (_in_words(record, field.name) for record in (winner, loser))
        if kept or lost:
            rows.append({"label": capfirst(field.verbose_name), "winner": kept, "loser": lost, "differs": kept != lost})
    return rows


def _in_words(record: Model, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display is not None else getattr(record, name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value in (None, {}) else str(value)
