from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.public_id import PublicIdField
from dialogues.models.publisher import Publisher
from dialogues.models.record import Record
from dialogues.models.vocabularies import ArticleKind, ArticleOrigin, ArticleStage, Relevance


@tracked()
class Article(Record):
    """A work that was published. What was seen of it, and when, stands in its snapshots.

    `stage` says how far it has come through ingestion. When it ended early, `problem` is a stable code and
    `problem_detail` a sentence for staff.
    """

    public_id = PublicIdField("art")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    kind = models.CharField(max_length=16, choices=ArticleKind.choices, default=ArticleKind.UNKNOWN)
    kind_basis = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Where reading found it; empty: given by staff.",
    )
    origin = models.CharField(max_length=8, choices=ArticleOrigin.choices)
    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True, editable=False)
    linkable = models.BooleanField(
        default=True, help_text="Off for a copy seen on a junk or hijacked address: named, never linked."
    )
    title = models.CharField(max_length=500, blank=True)
    description = models.CharField(max_length=300, blank=True, help_text="What it is, when it has no title.")
    byline = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=16, blank=True, help_text="BCP 47, e.g. en or zh-Hans.")
    published_on = PartialDateField(null=True, blank=True, help_text="The publisher's local date.")
    published_on_earliest = partial_date_bound("published_on", "earliest")
    published_on_basis = models.CharField(max_length=200, blank=True)
    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    copy_of_as_stated = models.CharField(max_length=250, blank=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stage = models.CharField(max_length=16, choices=ArticleStage.choices, default=ArticleStage.ADDED)
    relevance = models.CharField(max_length=12, choices=Relevance.choices, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_detail = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["canonical_url"], name="article_canonical_url", condition=~Q(canonical_url="")),
            models.Index(fields=["stage", "-created_at"], name="article_stage_newest_first"),
            # The order of the lists; with what the days of the ingestion are counted by.
            models.Index(fields=["-created_at", "-id"], include=["stage", "origin"], name="article_newest_first"),
        ]
        constraints = [
            partial_date_check("published_on", "%(app_label)s_%(class)s_published_on_form"),
            models.CheckConstraint(
                condition=~Q(origin=ArticleOrigin.URL) | ~Q(url=""),
                name="%(app_label)s_%(class)s_url_of_an_address",
                violation_error_message="URL: an article added by address needs one.",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ArticleStage.FAILED) | ~Q(problem=""),
                name="%(app_label)s_%(class)s_failure_has_reason",
                violation_error_message="A failed article says why.",
            ),
            models.CheckConstraint(
                condition=Q(copy_of__isnull=True) | ~Q(copy_of=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_copy",
                violation_error_message="Copy of: an article is not a copy of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.description or self.url or self.public_id
