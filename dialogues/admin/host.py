"""Hosts: whom we ask, how often, and who wants to be left alone; asking one again now."""

from typing import Any, Final, cast

from django.contrib import admin, messages
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dialogues.admin.operated import Operated
from dialogues.admin.record_actions import signed_in
from dialogues.ingest.access import courtesy
from dialogues.models import Host, Job, RobotsFile
from dialogues.models.host import HostChanged, HostQuerySet
from dialogues.models.vocabularies import JobState
from dialogues.tasks import ask_again

LONGEST_SHOWN: Final = 20_000


class LeftAlone(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("left_alone", "Left alone for now")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Host]) -> QuerySet[Host]:
        hosts = cast("HostQuerySet", queryset)
        return hosts.left_alone() if self.value() == "left_alone" else hosts


@admin.register(Host)
class HostAdmin(Operated):
    """Changed by one verb, and never deleted: with its row the block and the delay would go that a host asked for."""

    list_display = ["name", "last_asked_at", "left_alone_until", "why", "delay", "robots_fetched_at"]
    list_filter = [LeftAlone]
    search_fields = ["name"]
    ordering = ["name"]
    show_full_result_count = False
    actions = ["ask_again"]
    fields = (
        "name",
        "last_asked_at",
        "left_alone_until",
        "why",
        "refusals",
        "delay",
        "next_ask_at",
        "under_way",
        "waiting",
        "robots",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Host]:
        """With `robots_at`, when the newest of its robots.txt files was fetched."""
        newest = RobotsFile.objects.filter(host=OuterRef("pk")).order_by("-fetched_at")
        hosts: QuerySet[Host] = super().get_queryset(request)
        return hosts.annotate(robots_at=Subquery(newest.values("fetched_at")[:1]))

    @admin.display(description="left alone until", ordering=F("blocked_until").desc(nulls_last=True))
    def left_alone_until(self, host: Host) -> str:
        return f"{host.blocked_until:%d %B %Y, %H:%M} UTC" if self._left_alone(host) else "—"

    @admin.display(description="because")
    def why(self, host: Host) -> str:
        return host.blocked_because if self._left_alone(host) else "—"

    def _left_alone(self, host: Host) -> bool:
        return host.blocked_until is not None and host.blocked_until > timezone.now()

    @admin.display(description="delay")
    def delay(self, host: Host) -> str:
        seconds = host.delay(courtesy()).total_seconds()
        asked = "" if host.crawl_delay is None else f" (its robots.txt asks for {host.crawl_delay:g})"
        return f"{seconds:g} s{asked}"

    @admin.display(description="robots.txt fetched", ordering="robots_at")
    def robots_fetched_at(self, host: Host) -> str:
        moment = getattr(host, "robots_at", None)
        return f"{moment:%d %B %Y, %H:%M} UTC" if moment else "—"

    @admin.display(description="under way, or left behind by a lost worker")
    def under_way(self, host: Host) -> str:
        return f"{len(host.in_flight)} requests" if host.in_flight else "none"

    @admin.display(description="waiting for their turn")
    def waiting(self, host: Host) -> SafeString:
        number = Job.objects.filter(state=JobState.WAITING, turn_of=host.name).count()
        address = reverse("admin:dialogues_job_changelist", query={"turn_of": host.name})
        return format_html('<span class="of-article"><a href="{}">{} articles</a></span>', address, number)

    @admin.display(description="robots.txt")
    def robots(self, host: Host) -> SafeString | str:
        files = (
            (
                file,
                f"{file.fetched_at:%d %B %Y, %H:%M} UTC",
                file.status,
                file.text[:LONGEST_SHOWN] or "Nothing is asked for: everything is allowed.",
            )
            for file in host.robots_files.all()
        )
        return (
            format_html_join(
                "", '<p>{}, fetched {}, status {}:</p><pre class="robots-txt" tabindex="0">{}</pre>', files
            )
            or "not fetched"
        )

    @admin.action(description="Ask again now", permissions=["operate"])
    def ask_again(self, request: HttpRequest, rows: QuerySet[Host]) -> None:
        user = signed_in(request)
        for host in rows:
            try:
                ask_again(host, by=user)
            except HostChanged as refused:
                messages.error(request, str(refused))
            else:
                self.log_change(request, host, "The host is asked again.")
                messages.success(request, f"“{host}” is asked again, its robots.txt first.")
