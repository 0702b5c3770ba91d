from typing import Final

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q

from dialogues.models.history import tracked
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.public_id import PublicIdField
from dialogues.models.publisher import Publisher
from dialogues.models.record import Record
from dialogues.models.vocabularies import ArticleKind, ArticleOrigin, ArticleStage, Relevance

# What an article has reached stays when a newer version of it comes in, and also when that goes wrong.
SETTLED: Final = (ArticleStage.READY, ArticleStage.NOTHING_FOUND, ArticleStage.DUPLICATE)
# The `problem` of an article in a language without rules: nothing was looked for, so nothing can have been missed.
LANGUAGE_NOT_READ: Final = "not_read"
_ONE_AT_A_TIME: Final = 7_402_015


def hold_clusters() -> None:
    """Until the transaction ends nobody else changes which article is a copy of which."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


@tracked()
class Article(Record):
    """A work that was published. What was seen of it, and when, stands in its snapshots.

    `stage` says how far it has come through ingestion. When it ended early, `problem` is a stable code and
    `problem_detail` a sentence for staff. `update_problem` is such a sentence about a newer version, of an article that
    has come to its end before: it stays where it is.
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
    own_article_because = models.TextField(
        "no copy because",
        blank=True,
        default="",
        db_default="",
        help_text="Why staff say that this is no copy, although it looks like one. It is not marked as one again.",
    )
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stage = models.CharField(max_length=16, choices=ArticleStage.choices, default=ArticleStage.ADDED)
    relevance = models.CharField(max_length=12, choices=Relevance.choices, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_detail = models.TextField(blank=True)
    update_problem = models.TextField(
        "problem with a newer version",
        blank=True,
        default="",
        db_default="",
        help_text="Why a newer version could not be taken in. The version before stays.",
    )

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
            models.CheckConstraint(
                condition=Q(own_article_because="") | Q(copy_of__isnull=True),
                name="%(app_label)s_%(class)s_own_is_no_copy",
                violation_error_message="Copy of: staff have said that this is no copy.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.description or self.url or self.public_id

    @property
    def is_settled(self) -> bool:
        """Whether it came to its end in ingestion before: what is done with it now is about a newer version."""
        return self.stage in SETTLED

    def advance(self, stage: ArticleStage) -> None:
        """Come to this stage, unless the article is settled. Not saved."""
        if not self.is_settled:
            self.stage = stage

    def begin_anew(self, stage: ArticleStage) -> None:
        """Once more from this stage on, if the article had failed; a settled one only forgets its last problem."""
        if self.stage == ArticleStage.FAILED:
            self.stage, self.problem, self.problem_detail = stage, "", ""
        self.update_problem = ""
        self.save(update_fields=["stage", "problem", "problem_detail", "update_problem", "updated_at"])

    def note_problem(self, code: str, detail: str) -> None:
        """Say what is wrong, or that nothing is; of a settled article it is about its newer version."""
        if self.is_settled:
            changed = {"update_problem": detail}
        elif self.stage == ArticleStage.FAILED and not code:
            return  # its reason stays until it has come further
        else:
            changed = {"problem": code, "problem_detail": detail, "update_problem": ""}
        if any(getattr(self, name) != value for name, value in changed.items()):
            for name, value in changed.items():
                setattr(self, name, value)
            self.save(update_fields=[*changed, "updated_at"])
