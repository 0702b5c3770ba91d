"""Feeds: how each one stands, in words; pausing, resuming, asking now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dialogues.admin.record_actions import Question, ask_for_reason, signed_in
from dialogues.admin.stale_saves import RecordAdmin, StaleSafeForm, with_version
from dialogues.models import Feed, FeedEntry
from dialogues.models.feed import FeedChanged
from dialogues.review.feed import FeedRefused, pause_feed
from dialogues.tasks import poll_now, resume
from dialogues.text.urls import canonical_url

LATEST_ENTRIES: Final = 20
PAUSE: Final = Question(
    "pause",
    "Pause feeds",
    "They are not asked any more until somebody resumes them. An answer that is on its way is dropped. "
    "What they have brought stays.",
    "Pause",
)


class FeedForm(StaleSafeForm):
    """Checks the address by its form alone: whether a feed is there, the first request tells."""

    url = forms.CharField(
        label="URL",
        max_length=2000,
        widget=AdminURLFieldWidget,
        help_text=(
            "The address of the RSS, Atom or JSON feed itself, or of a sitemap or an index of sitemaps; "
            "not of the page that links to it."
        ),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            canonical = canonical_url(url)
        except ValueError as error:
            reason = str(error).removeprefix("url: ")
            raise ValidationError(f"URL: give the feed's full http or https address; {reason}.") from error
        for other in Feed.objects.exclude(pk=self.instance.pk).only("name", "url"):
            if canonical_url(other.url) == canonical:
                raise ValidationError(f"URL: “{other}” asks at this address already.")
        return url


class Standing(admin.SimpleListFilter):
    title = "state"
    parameter_name = "standing"
    CONDITIONS: Final = {
        "failing": ("Failing", Q(paused=False, failures__gt=0)),
        "paused": ("Paused", Q(paused=True)),
        "moved": ("Moved elsewhere", ~Q(moved_to="")),
        "never": ("Never answered yet", Q(last_success_at__isnull=True)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.CONDITIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        chosen = self.CONDITIONS.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen[1])


@admin.register(Feed)
class FeedAdmin(RecordAdmin):
    form = FeedForm
    list_display = [
        "name",
        "kind_found",
        "standing",
        "next_run",
        "last_success_at",
        "new_articles",
        "failures",
        "last_error",
    ]
    list_filter = [Standing, "kind", ("publisher", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["publisher"]
    search_fields = ["name", "url"]
    autocomplete_fields = ["publisher"]
    actions = ["pause", "resume", "poll_now"]
    FIELDS: Final = ["name", "url", "only_containing", "publisher", "interval_minutes"]
    STATE_FIELDS: Final = [
        "kind_found",
        "standing",
        "next_run",
        "last_success_at",
        "last_result",
        "failures",
        "last_error",
        "moved",
        "new_articles",
        "latest_entries",
        "public_id",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        """With `brought`, the number of articles of the last seven days."""
        week = FeedEntry.objects.filter(
            feed=OuterRef("pk"), seen_at__gte=timezone.now() - timedelta(days=7), brought=True
        )
        number = week.order_by().values("feed").annotate(number=Count("pk")).values("number")
        feeds: QuerySet[Feed] = super().get_queryset(request)
        return feeds.annotate(brought=Coalesce(Subquery(number, output_field=IntegerField()), Value(0)))

    @admin.display(description="kind", ordering="kind")
    def kind_found(self, feed: Feed) -> str:
        return feed.get_kind_display() or "not known yet"

    @admin.display(description="state")
    def standing(self, feed: Feed) -> str:
        return feed.standing(timezone.now())

    @admin.display(description="next run", ordering=F("next_due_at").asc(nulls_first=True))
    def next_run(self, feed: Feed) -> str:
        return feed.next_run(timezone.now())

    @admin.display(description="new articles, 7 days", ordering="brought")
    def new_articles(self, feed: Feed) -> int:
        return int(getattr(feed, "brought", 0))

    @admin.display(description="moved to")
    def moved(self, feed: Feed) -> str:
        return f"{feed.moved_to}: if that is right, put it into URL." if feed.moved_to else "—"

    @admin.display(description="latest entries")
    def latest_entries(self, feed: Feed) -> SafeString | str:
        entries = feed.entries.select_related("article").order_by("-seen_at", "-pk")[:LATEST_ENTRIES]
        rows = format_html_join(
            "",
            '<li><a href="{}">{}</a>, {}{}</li>',
            (
                (
                    reverse("admin:dialogues_article_change", args=[entry.article_id]),
                    entry.article,
                    entry.article.get_stage_display(),
                    "" if entry.brought else " (held already from elsewhere)",
                )
                for entry in entries
            ),
        )
        return format_html('<ul class="latest-entries">{}</ul>', rows) if rows else "none"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        feed = (None, {"fields": self.FIELDS})
        if obj is None:
            return [feed]
        fieldsets = [("How it goes", {"fields": self.STATE_FIELDS}), ("The feed", {"fields": self.FIELDS})]
        return with_version(fieldsets, editable=self.has_change_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.STATE_FIELDS if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """A new address or filter is asked at once, without what the server gave; an answer on its way is dropped."""
        if change and {"url", "only_containing"} & set(form.changed_data):
            obj.kind = obj.kind if "url" not in form.changed_data else ""
            obj.etag = obj.last_modified = obj.moved_to = ""
            obj.next_due_at = obj.lease_until = obj.failing_since = None
            obj.failures = 0
            obj.fence += 1
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a feed has named is what keeps its entries from being added twice. It is paused instead."""
        return False

    @admin.action(description="Pause, with a reason", permissions=["change"])
    def pause(self, request: HttpRequest, rows: QuerySet[Feed]) -> HttpResponse | None:
        user, reason = signed_in(request), ask_for_reason(self, request, rows, PAUSE)
        if isinstance(reason, HttpResponse):
            return reason
        self._for_each(request, rows, lambda feed: pause_feed(feed=feed, by=user, reason=reason), "is paused")
        return None

    @admin.action(description="Resume", permissions=["change"])
    def resume(self, request: HttpRequest, rows: QuerySet[Feed]) -> None:
        user = signed_in(request)
        self._for_each(request, rows, lambda feed: resume(feed, by=user), "is asked again")

    @admin.action(description="Ask now", permissions=["change"])
    def poll_now(self, request: HttpRequest, rows: QuerySet[Feed]) -> None:
        user = signed_in(request)
        self._for_each(request, rows, lambda feed: poll_now(feed, by=user), "is asked as soon as a worker is free")

    def _for_each(self, request: HttpRequest, rows: QuerySet[Feed], verb: Callable[[Feed], Feed], done: str) -> None:
        for feed in rows:
            try:
                verb(feed)
            except (FeedRefused, FeedChanged) as refused:
                messages.error(request, str(refused))
            else:
                self.log_change(request, feed, f"The feed {done}.")
                messages.success(request, f"“{feed}” {done}.")
