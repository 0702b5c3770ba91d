from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from dialogues.api.pagination import Key
from dialogues.api.parsing import StrictJsonParser
from dialogues.api.partial_date import PartialDateField
from dialogues.api.permissions import Staff
from dialogues.api.problems import Conflict, LengthMissing, TooLarge
from dialogues.api.record import RecordSerializer, RecordViewSet
from dialogues.api.submission import Submission
from dialogues.ingest.add import ArticleRefused, ArticleSource, FromText, FromUpload, FromUrl, Particulars
from dialogues.models import Article, Publisher, User
from dialogues.models.vocabularies import Decision
from dialogues.queries.filters import ArticleFilter
from dialogues.review.article import ArticleUnfit
from dialogues.tasks import fetch_again, submit_article

# What a form with a file needs beside the file.
FORM_BYTES: Final = 1024 * 1024
LONGEST_ADDRESS: Final = 2000


class ArticleSerializer(RecordSerializer[Article]):
    """An article and how far it has come. `source_url` is its own address, `url` the one in this API."""

    resource = "article"
    source_url = serializers.CharField(source="url")
    publisher = serializers.SerializerMethodField()
    published_on = PartialDateField()
    copy_of = serializers.SerializerMethodField()
    suggestions = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = [
            "id",
            "url",
            "title",
            "description",
            "kind",
            "origin",
            "source_url",
            "publisher",
            "published_on",
            "language",
            "copy_of",
            "stage",
            "relevance",
            "problem",
            "problem_detail",
            "update_problem",
            "suggestions",
            "created_at",
            "updated_at",
            "version",
        ]

    def get_publisher(self, article: Article) -> dict[str, str] | None:
        publisher = article.publisher
        return {"id": publisher.public_id, "name": publisher.name} if publisher is not None else None

    def get_copy_of(self, article: Article) -> str | None:
        return article.copy_of.public_id if article.copy_of is not None else None

    def get_suggestions(self, article: Article) -> dict[str, int]:
        """How many suggestions of the article have each decision."""
        return {decision: getattr(article, f"{decision}_suggestions") for decision in Decision.values}


class ArticleSubmission(Submission):
    """What a request may say of a new article. Exactly one of a url, a text (with the url it is from) and a file."""

    url = serializers.CharField(required=False, max_length=LONGEST_ADDRESS)
    text = serializers.CharField(required=False, trim_whitespace=False)
    file = serializers.FileField(required=False)
    title = serializers.CharField(required=False, allow_blank=True, max_length=500)
    published_on = PartialDateField(required=False)
    language = serializers.RegexField(
        "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        required=False,
        max_length=16,
        error_messages={"invalid": "write a language tag (BCP 47), e.g. en or zh-Hans"},
    )
    publisher = serializers.CharField(required=False)

    def validate_publisher(self, public_id: str) -> Publisher:
        publisher = Publisher.objects.filter(public_id=public_id).first()
        if publisher is None:
            raise ValidationError("no publisher has this ID")
        return publisher

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"url", "text", "file"}:
            raise ValidationError({"url": ["give a url, a text or a file"]})
        if "file" in attrs and attrs.keys() & {"url", "text"}:
            raise ValidationError({"file": ["give either a file, or a url, or a text with the url it is from"]})
        return attrs

    def article_source(self) -> ArticleSource:
        """The article as ingestion takes it, once the submission is valid."""
        given = self.validated_data
        particulars = Particulars(
            **{name: given[name] for name in ("title", "published_on", "language", "publisher") if name in given}
        )
        if "file" in given:
            return FromUpload(given["file"].name, given["file"].read(), particulars)
        if "text" in given:
            return FromText(given["text"], given.get("url", ""), particulars)
        return FromUrl(given["url"], particulars)


def _check_length(request: Request) -> None:
    """Refuse a body that is too large, or that does not say its length: Django would take it for an empty one."""
    length: str = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META and not length:
        raise LengthMissing
    limit = settings.UPLOAD_MAX_BYTES + FORM_BYTES
    if length.isdecimal() and int(length) > limit:
        raise TooLarge(f"The request is larger than {limit // 1024 // 1024} MB. Upload the part that matters.")


class ArticleViewSet(RecordViewSet[Article]):
    """Articles on their way to the record; for staff."""

    permission_classes = [Staff]
    parser_classes = [StrictJsonParser, MultiPartParser]
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    orderings = {"created_at": Key.of_time("created_at"), "updated_at": Key.of_time("updated_at")}
    default_ordering = "-created_at"
    cache_control = "no-store"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        _check_length(request)  # before who asks is found out: that already reads the body of a form
        super().initial(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Article]:
        counts = {
            f"{decision}_suggestions": Count("suggestions", filter=Q(suggestions__decision=decision))
            for decision in Decision.values
        }
        return Article.objects.select_related("publisher", "copy_of").annotate(**counts)

    def retrieve(self, request: Request, public_id: str) -> Response:
        article = get_object_or_404(self.filter_queryset(self.get_queryset()), public_id=public_id)
        return Response(self.get_serializer(article).data)

    def create(self, request: Request) -> Response:
        submission = ArticleSubmission(data=request.data)
        submission.is_valid(raise_exception=True)
        if not isinstance(request.user, User):
            raise TypeError("permission_classes let only users through")
        try:
            added = submit_article(submission.article_source(), by=request.user)
        except ArticleRefused as refusal:
            raise ValidationError({refusal.field: [refusal.message]}) from refusal
        body = self.get_serializer(self.get_queryset().get(pk=added.pk)).data
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": body["url"]})

    def fetch_again(self, request: Request, public_id: str) -> Response:
        """Have the article's address asked again. 409 when it has none, or work on it is under way."""
        article = get_object_or_404(self.get_queryset(), public_id=public_id)
        if not isinstance(request.user, User):
            raise TypeError("permission_classes let only users through")
        try:
            fetch_again(article, by=request.user)
        except ArticleUnfit as unfit:
            raise Conflict(str(unfit)) from unfit
        body = self.get_serializer(self.get_queryset().get(pk=article.pk)).data
        return Response(body, status=status.HTTP_202_ACCEPTED)
