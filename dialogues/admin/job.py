"""Jobs: what is to be done, what failed and why; trying one again, setting one aside, calling one off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.admin.operated import Operated
from dialogues.admin.record_actions import Question, ask_for_reason, signed_in
from dialogues.models import Job
from dialogues.models.job import JobChanged, JobQuerySet
from dialogues.review.job import (
    CANCELLABLE,
    QUARANTINABLE,
    RETRIABLE,
    JobRefused,
    cancel_job,
    quarantine_job,
)
from dialogues.tasks import retry

MOST_AT_ONCE: Final = 500
POSSIBLE_IN: Final = {"retry": RETRIABLE, "quarantine": QUARANTINABLE, "cancel": CANCELLABLE}
QUARANTINE: Final = Question(
    "quarantine",
    "Quarantine jobs",
    "They stay until somebody tries them again or cancels them. What a worker is doing of them is not kept.",
    "Quarantine",
)
CANCEL: Final = Question(
    "cancel",
    "Cancel jobs",
    "Their articles end here, and say why. What a worker is doing of them at this moment is not kept.",
    "Cancel the jobs",
)


class Due(admin.SimpleListFilter):
    title = "due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Due now"), ("later", "Waits for its time")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        jobs = cast("JobQuerySet", queryset)
        match self.value():
            case "now":
                return jobs.claimable()
            case "later":
                return jobs.not_yet()
            case _:
                return jobs


class Age(admin.SimpleListFilter):
    title = "age"
    parameter_name = "age"
    AGES: Final = {
        "hour": ("Older than an hour", timedelta(hours=1)),
        "day": ("Older than a day", timedelta(days=1)),
        "week": ("Older than a week", timedelta(days=7)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.AGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        chosen = self.AGES.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(created_at__lt=timezone.now() - chosen[1])


@admin.register(Job)
class JobAdmin(Operated):
    """Made by the stages and changed by three verbs. One that is done keeps its stage from being done twice."""

    list_display = ["__str__", "state", "attempts", "due_at", "lease_until", "created_at", "last_error"]
    list_filter = ["state", "kind", Due, Age]
    list_select_related = ["article"]
    search_fields = ["=article__public_id", "=article__url"]
    # In a table of millions the whole number is not worth what it costs; that of the filtered rows is shown.
    show_full_result_count = False
    ordering = ["-id"]
    actions = ["retry", "quarantine", "cancel"]
    fields = (
        "kind",
        "of_article",
        "state",
        "last_error",
        "attempts",
        "due_at",
        "turn_of",
        "put_off_since",
        "lease_until",
        "fence",
        "created_at",
        "updated_at",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).select_related("article")

    @admin.display(description="article")
    def of_article(self, job: Job) -> SafeString:
        return format_html(
            '<span class="of-article"><a href="{}">{}</a> ({}), <a href="{}">its history</a>, '
            "which says who did what</span>",
            reverse("admin:dialogues_article_change", args=[job.article_id]),
            job.article,
            job.article.get_stage_display(),
            reverse("history", args=[job.article.public_id]),
        )

    def fits(self, action: str, row: Job) -> bool:
        return row.state in POSSIBLE_IN.get(action, ())

    @admin.action(description="Try again, from the first attempt", permissions=["operate"])
    def retry(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        user = signed_in(request)
        if not self._too_many(request, rows):
            self._for_each(request, rows, lambda job: retry(job, by=user), "is due again")

    @admin.action(description="Quarantine, with a reason", permissions=["operate"])
    def quarantine(self, request: HttpRequest, rows: QuerySet[Job]) -> HttpResponse | None:
        return self._with_reason(request, rows, QUARANTINE, quarantine_job, "is quarantined")

    @admin.action(description="Cancel, with a reason", permissions=["operate"])
    def cancel(self, request: HttpRequest, rows: QuerySet[Job]) -> HttpResponse | None:
        return self._with_reason(request, rows, CANCEL, cancel_job, "is cancelled")

    def _too_many(self, request: HttpRequest, rows: QuerySet[Job]) -> bool:
        if not rows.order_by()[MOST_AT_ONCE : MOST_AT_ONCE + 1].exists():
            return False
        messages.error(request, f"Select at most {MOST_AT_ONCE} jobs at once. Nothing was done.")
        return True

    def _with_reason(
        self, request: HttpRequest, rows: QuerySet[Job], question: Question, verb: Callable[..., Job], done: str
    ) -> HttpResponse | None:
        user = signed_in(request)
        if self._too_many(request, rows):
            return None
        reason = ask_for_reason(self, request, rows, question)
        if isinstance(reason, HttpResponse):
            return reason
        self._for_each(request, rows, lambda job: verb(job=job, by=user, reason=reason), done)
        return None

    def _for_each(self, request: HttpRequest, rows: QuerySet[Job], verb: Callable[[Job], Job], done: str) -> None:
        """Each in a transaction of its own: what cannot be done is told, and the rest is done."""
        jobs = list(rows)
        changed = []
        for job in jobs:
            try:
                verb(job)
            except (JobRefused, JobChanged) as refused:
                messages.error(request, str(refused))
            else:
                changed.append(job)
                self.log_change(request, job, f"The job {done}.")
        if len(changed) == 1:
            messages.success(request, f"“{changed[0]}” {done}.")
        elif changed:
            messages.success(request, f"{len(changed)} jobs: each {done}.")
