"""Giving articles to two reviewers, and the list of what was given. What they judge is nowhere in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.admin.record_actions import signed_in
from dialogues.models import Article, Coding, DoubleCoding, User
from dialogues.review.double_coding import CodingRefused, assign_double_coding, possible_coders


class CodersForm(forms.Form):
    """Two different people who may code."""

    coder_a = forms.ModelChoiceField(User.objects.none(), label="Coder A")
    coder_b = forms.ModelChoiceField(User.objects.none(), label="Coder B")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = possible_coders()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("coder_a") is not None and cleaned["coder_a"] == cleaned.get("coder_b"):
            self.add_error("coder_b", "Choose two different people.")
        return cleaned


def give_to_two_reviewers(
    page: admin.ModelAdmin[Article], request: HttpRequest, rows: QuerySet[Article]
) -> HttpResponse | None:
    """Ask for the two, then give each of these articles to them; what cannot be given is told with its reason."""
    confirmed = "confirmed" in request.POST
    form = CodersForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        for article in rows:
            _give(request, article, [form.cleaned_data["coder_a"], form.cleaned_data["coder_b"]])
        return None
    context = {
        **page.admin_site.each_context(request),
        "title": "Give to two reviewers, blind",
        "rows": rows,
        "form": form,
        "opts": page.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/dialogues/double_coding.html", context, status=400 if confirmed else 200)


def _give(request: HttpRequest, article: Article, coders: list[User]) -> None:
    try:
        made = assign_double_coding(article=article, coders=coders, by=signed_in(request))
    except CodingRefused as refused:
        messages.error(request, str(refused))
    else:
        names = " and ".join(str(coder) for coder in coders)
        address = reverse("double_coding", args=[made.public_id])
        messages.success(request, format_html("<a href='{}'>“{}”</a> is given to {}.", address, article, names))


class CodingInline(admin.TabularInline[Coding, DoubleCoding]):
    model = Coding
    extra = 0
    can_delete = False
    fields = ("place", "coder", "state", "finished_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DoubleCoding)
class DoubleCodingAdmin(admin.ModelAdmin[DoubleCoding]):
    """Only read: each has a page of its own, where it is adjudicated or called off."""

    list_display = ["article", "state", "coders", "created_at", "assigned_by", "closed_at"]
    list_filter = ["state"]
    list_select_related = ["article", "assigned_by"]
    search_fields = ["article__title", "public_id"]
    fields = ["article", "state", "page", "assigned_by", "created_at", "closed_at", "called_off_because", "public_id"]
    readonly_fields = ["page"]
    inlines = [CodingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DoubleCoding]:
        rows: QuerySet[DoubleCoding] = super().get_queryset(request)
        return rows.prefetch_related("codings__coder")

    @admin.display(description="coders")
    def coders(self, row: DoubleCoding) -> str:
        return " and ".join(str(coding.coder) for coding in row.codings.all())

    @admin.display(description="page")
    def page(self, row: DoubleCoding) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("double_coding", args=[row.public_id]), row)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
