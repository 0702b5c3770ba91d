"""Adding an article, and what became of it: its stage, its reason, its jobs."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse

from dialogues.admin import list_columns, list_filters
from dialogues.admin.double_coding import give_to_two_reviewers
from dialogues.admin.stale_saves import with_version
from dialogues.admin.versions import VersionedAdmin
from dialogues.ingest.add import ArticleRefused, ArticleSource, FromText, FromUpload, FromUrl, Particulars
from dialogues.models import Article, DoubleCoding, Job, Snapshot, User
from dialogues.tasks import submit_article
from dialogues.text.reading.signatures import TYPES_BY_ENDING


class AddArticleForm(forms.ModelForm[Article]):
    """An address, a file or a text: exactly one of them, and what staff already know of the article."""

    address = forms.CharField(
        label="Address",
        required=False,
        max_length=2000,
        help_text="The page is fetched, kept and read. With a pasted text: where it was found.",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text="HTML, PDF, Word (.docx), an e-mail (.eml) or plain text, up to 20 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TYPES_BY_ENDING)}),
    )
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text="Paste the whole article, captions too: they often carry the only exact date.",
    )

    class Meta:
        model = Article
        fields = ["address", "file", "text", "title", "published_on", "publisher", "language", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.source().check()
        except ArticleRefused as refused:
            field = {"url": "address"}.get(refused.field, refused.field)
            self.add_error(field if field in self.fields else None, refused.message)
        return cleaned

    def source(self) -> ArticleSource:
        """What was given. Raises ArticleRefused unless it is exactly one thing."""
        given = self.cleaned_data
        particulars = Particulars(
            title=given.get("title") or "",
            published_on=given.get("published_on"),
            language=given.get("language") or "",
            publisher=given.get("publisher"),
            note=given.get("note") or "",
        )
        address, file, text = given.get("address") or "", given.get("file"), given.get("text") or ""
        if file and text.strip():
            raise ArticleRefused("file", "Give a file or a text, not both.")
        if file:
            if address:
                raise ArticleRefused("address", "Give a file or an address, not both.")
            content = file.read()
            file.seek(0)
            return FromUpload(file.name, content, particulars)
        if text.strip():
            return FromText(text, address, particulars)
        if address:
            return FromUrl(address, particulars)
        raise ArticleRefused("text", "Give an address, a file or a text: all three are empty.")


class SnapshotInline(admin.StackedInline[Snapshot, Article]):
    model = Snapshot
    extra = 0
    can_delete = False
    fields = (
        ("fetched_at", "last_seen_at", "http_status", "content_type", "content_bytes"),
        ("final_url", "extent"),
        ("reader_version", "probably_not_read"),
        "held_back_because",
    )
    readonly_fields = (*fields[0], *fields[1], *fields[2], fields[3])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("text", "http_headers")

    @admin.display(description="probably not read")
    def probably_not_read(self, snapshot: Snapshot) -> str:
        return "\n".join(snapshot.reading_warnings) or "-"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class JobInline(admin.StackedInline[Job, Article]):
    model = Job
    extra = 0
    can_delete = False
    readonly_fields = ("kind", "state", "attempts", "due_at", "last_error", "updated_at")
    fields = (("kind", "state", "attempts"), ("due_at", "updated_at"), "last_error")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(VersionedAdmin):
    """Adding goes through `submit_article`, like every other way in; changing corrects what reading found."""

    list_display = [
        *("__str__", "kind", "stage", "problem_detail", list_columns.waiting),
        *("publisher", list_columns.published_on, "created_at"),
    ]
    list_filter = [
        *(
            "stage",
            list_filters.NewerVersion,
            list_filters.suggestions_waiting("article"),
            "relevance",
            "kind",
            "origin",
            "language",
        ),
        "publisher",
    ]
    list_select_related = ["publisher"]
    date_hierarchy = "published_on_earliest"
    public_ids = ["public_id", "snapshots__public_id", "suggestions__public_id"]
    canonical = "canonical_url"
    search_fields = ["title", "url", "description", "byline", "publisher__name"]
    search_help_text = "Title, address of the article, publisher, or a public ID."
    autocomplete_fields = ["publisher"]
    change_form_template = "admin/dialogues/article/change_form.html"
    actions = [*VersionedAdmin.actions, "double_code"]
    inlines = [SnapshotInline, JobInline]
    CHANGE_FIELDS = ["title", "kind", "publisher", "published_on", "language", "byline", "linkable", "note"]
    STATE_FIELDS = [
        "stage",
        "problem",
        "problem_detail",
        "relevance",
        "suggestions_waiting",
        "update_problem",
        "shown_original",
        "shown_copies",
        "own_article_because",
        "origin",
        "url",
        "published_on_basis",
        "kind_basis",
        "added_by",
        "public_id",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.annotate(double_coded=Exists(DoubleCoding.objects.open().filter(article=OuterRef("pk"))))

    @admin.action(description="Give to two reviewers, blind", permissions=["double_code"])
    def double_code(self, request: HttpRequest, rows: QuerySet[Article]) -> HttpResponse | None:
        return give_to_two_reviewers(self, request, rows)

    def has_double_code_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("dialogues.add_doublecoding")

    @admin.display(description="suggestions waiting")
    def suggestions_waiting(self, article: Article) -> str:
        return list_columns.waiting(article)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AddArticleForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [
                ("What is it? One of the three", {"fields": ["address", "file", "text"]}),
                ("What you know of it", {"fields": ["title", "published_on", "publisher", "language", "note"]}),
            ]
        changed = [
            ("What became of it", {"fields": self.STATE_FIELDS}),
            ("The article", {"fields": self.CHANGE_FIELDS}),
        ]
        return with_version(changed, editable=self.has_change_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.STATE_FIELDS if obj is not None else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [] if obj is None else self.inlines

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
            if "published_on" in form.changed_data:
                obj.published_on_basis = "given by staff" if obj.published_on else ""
            if "kind" in form.changed_data:
                obj.kind_basis = ""
            super().save_model(request, obj, form, change)
            return
        user = request.user
        added = submit_article(form.source(), by=user if isinstance(user, User) else None)
        obj.__dict__.update(added.__dict__)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing that may have been cited is ever deleted."""
        return False
