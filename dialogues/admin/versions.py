"""The versions of an article: fetching it again, what changed between two, and what is a copy of what."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from dialogues.admin.record_actions import Question, ask_for_reason, signed_in
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Article, Job, Snapshot, User
from dialogues.models.vocabularies import ArticleStage
from dialogues.queries.versions import cited_and_gone, versions_of
from dialogues.review.article import ArticleUnfit
from dialogues.review.permission import may
from dialogues.tasks import fetch_again, make_own, read_again, take
from dialogues.text.difference import difference

MOST_AT_ONCE: Final = 100
MOST_COPIES: Final = 50
OWN: Final = Question(
    "make_own",
    "These are no copies",
    "Each is read as an article of its own: its facts are suggested, and it is not marked as a copy again.",
    "Read them as articles of their own",
)


class VersionedAdmin(RecordAdmin):
    """The pages and actions of articles that have versions and copies. Every action makes a job."""

    actions = ["fetch_again", "read_again", "make_own"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:key>/versions/", wrap(require_safe(self.versions)), name="dialogues_article_versions"),
            path(
                "<int:key>/versions/<str:public_id>/",
                wrap(require_http_methods(["GET", "HEAD", "POST"])(self.version)),
                name="dialogues_article_version",
            ),
        ]
        return own + super().get_urls()

    def has_renew_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "change", Article)

    @admin.action(description="Fetch again", permissions=["renew"])
    def fetch_again(self, request: HttpRequest, rows: QuerySet[Article]) -> None:
        self._for_each(request, rows, fetch_again, "is fetched again as soon as a worker is free")

    @admin.action(description="Read again, by the present reader", permissions=["renew"])
    def read_again(self, request: HttpRequest, rows: QuerySet[Article]) -> None:
        self._for_each(request, rows, read_again, "is read again as soon as a worker is free")

    @admin.action(description="No copy: read it for itself, with a reason", permissions=["renew"])
    def make_own(self, request: HttpRequest, rows: QuerySet[Article]) -> HttpResponse | None:
        reason = ask_for_reason(self, request, rows, OWN)
        if isinstance(reason, HttpResponse):
            return reason

        def own(article: Article, *, by: User) -> Job:
            return make_own(article, by=by, reason=reason)

        self._for_each(request, rows, own, "is read as an article of its own")
        return None

    def _for_each(self, request: HttpRequest, rows: QuerySet[Article], verb: Callable[..., Job], done: str) -> None:
        """Each in a transaction of its own: what cannot be done is told, and the rest is done."""
        user, articles = signed_in(request), list(rows[: MOST_AT_ONCE + 1])
        if len(articles) > MOST_AT_ONCE:
            messages.error(request, f"Select at most {MOST_AT_ONCE} articles at once. Nothing was done.")
            return
        for article in articles:
            try:
                verb(article, by=user)
            except ArticleUnfit as unfit:
                messages.error(request, str(unfit))
            else:
                self.log_change(request, article, f"The article {done}.")
                messages.success(request, f"“{article}” {done}.")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        """With the actions of the list that fit this one article."""
        article = context.get("original")
        if article is not None:
            possible = {
                "fetch_again": bool(article.url) and article.linkable,
                "read_again": True,
                "make_own": article.stage == ArticleStage.DUPLICATE,
            }
            choices = self.get_action_choices(request, [])
            context["actions_of_one"] = [(name, label) for name, label in choices if possible.get(name)]
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="copies")
    def shown_copies(self, article: Article) -> SafeString | str:
        """What was found to be a copy of this one, and why."""
        copies = list(article.copies.order_by("pk")[: MOST_COPIES + 1])
        rows = format_html_join(
            "",
            '<li><a href="{}">{}</a> ({}). {}</li>',
            (
                (reverse("admin:dialogues_article_change", args=[one.pk]), one, one.public_id, one.problem_detail)
                for one in copies[:MOST_COPIES]
            ),
        )
        more = format_html("<li>and more</li>") if len(copies) > MOST_COPIES else ""
        return format_html('<ul class="latest-entries">{}{}</ul>', rows, more) if rows else "none"

    @admin.display(description="copy of")
    def shown_original(self, article: Article) -> SafeString | str:
        if article.copy_of is None:
            return "—"
        address = reverse("admin:dialogues_article_change", args=[article.copy_of.pk])
        return format_html('<span class="of-article"><a href="{}">{}</a></span>', address, article.copy_of)

    def versions(self, request: HttpRequest, key: int) -> HttpResponseBase:
        """The versions of an article, and what is cited that the newest does not say."""
        article = self._article(request, key)
        context = {
            "title": f"Versions of “{article}”",
            "versions": versions_of(article),
            "gone": cited_and_gone(article),
        }
        return self._page(request, article, "versions", context)

    def version(self, request: HttpRequest, key: int, public_id: str) -> HttpResponseBase:
        """What changed since the version before; a POST takes one that was held back."""
        article = self._article(request, key)
        shown = next((one for one in versions_of(article) if one.snapshot.public_id == public_id), None)
        if shown is None or shown.characters is None:
            raise Http404("This article has no version of that ID with a text.")
        snapshot = shown.snapshot
        refused = self._take(request, snapshot) if request.method == "POST" else ""
        if refused is None:
            return HttpResponseRedirect(reverse("admin:dialogues_article_versions", args=[key]))
        before = (shown.before.text if shown.before is not None else None) or ""
        context = {
            "title": f"What changed in “{article}”",
            "version": shown,
            "stretches": difference(before, snapshot.text or ""),
            "may_take": self.has_renew_permission(request) and bool(snapshot.held_back_because),
            "refused": refused,
        }
        return self._page(request, article, "version", context, status=400 if refused else 200)

    def _take(self, request: HttpRequest, snapshot: Snapshot) -> str | None:
        """Take the version; why not, if not."""
        user = signed_in(request)
        if not self.has_renew_permission(request):
            raise PermissionDenied
        try:
            take(snapshot, by=user, reason=request.POST.get("reason", ""))
        except ArticleUnfit as unfit:
            return str(unfit)
        messages.success(request, "The version is taken: its facts are suggested as soon as a worker is free.")
        return None

    def _article(self, request: HttpRequest, key: int) -> Article:
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = Article.objects.filter(pk=key).first()
        if article is None:
            raise Http404("There is no article of that number.")
        return article

    def _page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), **context, "article": article, "opts": self.opts}
        return TemplateResponse(request, f"admin/dialogues/article/{name}.html", whole, status=status)
