from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from dialogues.models.article import Article


class Archive(models.Model):
    """A folder or a file from which articles were taken in by `manage.py ingest_archive`, by its full path.

    Standard input is one archive, named "-".
    """

    path = models.CharField(max_length=2000, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


class ArchiveEntry(models.Model):
    """What stood at a place of an archive: the article that it became, or the reason why it became none.

    `key` is a hash of what the entry says, and commits together with the article: so an entry is taken in once, however
    often its archive is read, wherever it lies and whatever was interrupted. `place` is for people.
    """

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="entries")
    place = models.CharField(max_length=2500)
    key = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    problem = models.TextField(blank=True, default="", db_default="")
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        verbose_name_plural = "archive entries"
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="%(app_label)s_%(class)s_once",
                condition=~Q(key=""),
                violation_error_message="This entry of an archive was taken in already.",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, problem="") & ~Q(key="") | Q(article__isnull=True) & ~Q(problem=""),
                name="%(app_label)s_%(class)s_article_or_reason",
                violation_error_message="An entry of an archive has become an article, or says why it has not.",
            ),
        ]

    def __str__(self) -> str:
        return self.place
