from collections.abc import Sequence
from datetime import datetime

import pgtrigger
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from dialogues.models.article import Article
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.text.hashing import bytes_hash


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def keep(
        self,
        *,
        article: Article,
        content: bytes,
        content_type: str,
        fetched_at: datetime,
        final_url: str = "",
        http_status: int | None = None,
        http_headers: Sequence[tuple[str, str]] = (),
    ) -> "Snapshot":
        """Keep bytes as they were received, under their hash, and the row that says where they came from.

        The file is written first: a transaction that fails leaves at most a file that nothing points at.
        """
        digest = bytes_hash(content)
        name = f"{digest[:2]}/{digest}"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
        return self.create(
            article=article,
            content_sha256=digest,
            content_bytes=len(content),
            content_type=content_type,
            stored_name=name,
            fetched_at=fetched_at,
            final_url=final_url,
            http_status=http_status,
            http_headers=[list(pair) for pair in http_headers],
        )


@tracked(part_of=["article"], without=["text"])
class Snapshot(Record):
    """What was seen of an article at one time: the bytes as received, and the text read from them.

    `text` is what citations count their offsets in (code points); it never changes once it is set. A source of the
    starter record was seen but its text not kept: `text` is NULL and `extent` says how much of it was seen.
    """

    public_id = PublicIdField("snp")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="snapshots")
    fetched_at = models.DateTimeField(null=True, blank=True)
    final_url = models.CharField(max_length=2000, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    http_headers = models.JSONField(default=list, blank=True, help_text="Pairs of name and value, as received.")
    content_type = models.CharField(max_length=200, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    content_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    stored_name = models.CharField(max_length=200, blank=True, help_text="Name of the bytes in the file storage.")
    text = models.TextField(null=True, blank=True)  # noqa: DJ001 - no text kept is not the same as an empty text
    text_sha256 = models.CharField(max_length=64, blank=True)
    reader_version = models.CharField(max_length=60, blank=True)
    reading_warnings = models.JSONField(
        default=list, db_default=[], blank=True, help_text="Sentences: what of it was probably not read."
    )
    extent = models.CharField(max_length=200, blank=True, help_text="How much of the article was seen.")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["article", "id"]
        indexes = [models.Index(fields=["text_sha256"], name="snapshot_text", condition=~Q(text_sha256=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__isnull=True, text_sha256="")
                | Q(text__isnull=False, text_sha256__regex="^[0-9a-f]{64}$"),
                name="%(app_label)s_%(class)s_text_with_hash",
                violation_error_message="Snapshot: a text and its SHA-256 go together.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="text_stays",
                operation=pgtrigger.UpdateOf("text"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__text__isnull=False) & pgtrigger.Q(old__text__df=pgtrigger.F("new__text")),
                func=pgtrigger.Func(
                    """
                    RAISE EXCEPTION 'Text: citations count their places in it, so it stays as it was read.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_snapshot_text_stays';
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} ({self.public_id})"

    @property
    def text_kept(self) -> bool:
        return self.text is not None

    def stored_bytes(self) -> bytes:
        """The bytes as they were received. Raises FileNotFoundError when the storage has lost them."""
        with default_storage.open(self.stored_name) as file:
            return bytes(file.read())
