"""The citations of the record: found, read in their text, withdrawn for a reason. `cite.py` is where they are added."""

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.admin.cite import address_of, cite_page
from dialogues.admin.record_actions import Question, ask_for_reason, signed_in
from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Citation
from dialogues.models.citation import SUBJECTS
from dialogues.queries.citable import READ_WITH, described, seen_on
from dialogues.review.cite import CitationRefused, withdraw_citation
from dialogues.text.marks import marked

WITHDRAW: Final = Question(
    "withdraw",
    "Withdraw a citation",
    "The record no longer rests on it. The history keeps it with the reason that you give here, and can restore it.",
    "Withdraw",
)
_READ_WITH: Final = [
    "snapshot__article__publisher",
    "speaker_party",
    "recorded_by",
    "conflict",
    *SUBJECTS,
    *(f"{name}__{path}" for name, paths in READ_WITH.items() for path in paths),
]


class KindOfRecord(admin.SimpleListFilter):
    title = "kind of record"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.replace("_", " ")) for name in SUBJECTS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Citation]) -> QuerySet[Citation]:
        name = self.value()
        return queryset.filter(**{f"{name}__isnull": False}) if name in SUBJECTS else queryset


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    """Read here; added by `cite_record`, taken back by `withdraw_citation`, never changed: cite anew instead."""

    change_form_template = "admin/dialogues/citation_change_form.html"
    list_display = ["quoted", "about", "field", "stance", "article", "recorded_by", "created_at"]
    list_filter = ["stance", KindOfRecord, "speaker_party", "snapshot__article__publisher"]
    list_select_related = _READ_WITH
    search_fields = [
        *("quote", "value_as_stated", "field", "note"),
        *("snapshot__article__title", "snapshot__article__url", "snapshot__article__publisher__name"),
    ]
    public_ids = [
        *("public_id", "snapshot__public_id", "snapshot__article__public_id"),
        *(f"{name}__public_id" for name in SUBJECTS),
    ]
    ordering = ["-id"]
    fields = [
        *("public_id", "about", "field", "stance", "value_as_stated", "speaker_party"),
        *("quote", "article", "snapshot", "conflict", "note", "recorded_by", "created_at"),
    ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("cite/", wrap(self.cite), name="dialogues_citation_cite"),
            path("<int:key>/withdraw/", wrap(self.withdraw), name="dialogues_citation_withdraw"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        rows: QuerySet[Citation] = super().get_queryset(request)
        return rows.select_related(*_READ_WITH).defer("snapshot__text", "snapshot__http_headers")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied("You may read citations, but not add any.")
        return redirect(reverse("admin:dialogues_citation_cite", query=request.GET.dict()))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not without a reason: see `withdraw`."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        citation = context["original"]
        span = (citation.start or 0, citation.end or 0)
        context["pieces"] = marked(citation.snapshot.text or "", sentence=span, phrases=[])
        context["may_withdraw"] = may_withdraw(request)
        return super().render_change_form(request, context, *args, **options)

    def cite(self, request: HttpRequest) -> HttpResponse:
        """The page for adding one: see `dialogues/admin/cite.py`."""
        return cite_page(self, request)

    def withdraw(self, request: HttpRequest, key: int) -> HttpResponse:
        """GET asks for the reason, POST withdraws."""
        if not may_withdraw(request):
            raise PermissionDenied
        rows = self.get_queryset(request).filter(pk=key)
        citation = rows.first()
        if citation is None:
            raise Http404("This citation was withdrawn, or there never was one of that number.")
        reason = ask_for_reason(self, request, rows, WITHDRAW)
        if isinstance(reason, HttpResponse):
            return reason
        whole = seen_on(getattr(citation, citation.subject_name))
        try:
            withdraw_citation(citation=citation, by=signed_in(request), reason=reason)
        except CitationRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Withdrawn: “{citation}”. The history of “{whole}” keeps it.")
        return redirect(address_of(whole))

    @admin.display(description="quote")
    def quoted(self, citation: Citation) -> str:
        return truncatechars(citation.quote, 120) or "no quote"

    @admin.display
    def about(self, citation: Citation) -> SafeString:
        subject = getattr(citation, citation.subject_name)
        return format_html('<a href="{}">{}</a>', address_of(seen_on(subject)), described(subject))

    @admin.display
    def article(self, citation: Citation) -> SafeString:
        article = citation.snapshot.article
        address = reverse("admin:dialogues_article_change", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, article)


def may_withdraw(request: HttpRequest) -> bool:
    return request.user.has_perm("dialogues.delete_citation")
