from collections.abc import Sequence
from datetime import datetime
from typing import Self

import pgtrigger
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from dialogues.models.article import Article
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.text.hashing import bytes_hash


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def with_text(self) -> Self:
        return self.filter(text__isnull=False)

    def taken(self) -> Self:
        """Versions with a text that nobody doubts: the newest of these is what the article says now."""
        return self.with_text().filter(held_back_because="")

    def in_order_of_time(self) -> Self:
        """By when they were seen; what was read anew from the same bytes comes after what was read from them before."""
        return self.order_by(F("fetched_at").asc(nulls_first=True), "id")

    def newest(self) -> "Snapshot | None":
        return self.in_order_of_time().last()

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

    def same_bytes(self, snapshot: "Snapshot") -> "Snapshot":
        """Another one of what was seen, for what another version of the reader reads from it. Not saved."""
        return self.model(**{name: getattr(snapshot, name) for name in SEEN})


# What a snapshot has from where it was seen, and not from its reader.
SEEN = (
    "article",
    "fetched_at",
    "final_url",
    "http_status",
    "http_headers",
    "content_type",
    "content_sha256",
    "content_bytes",
    "stored_name",
    "last_seen_at",
)


@tracked(part_of=["article"], without=["text"])
class Snapshot(Record):
    """What was seen of an article at one time: the bytes as received, and the text read from them.

    An article has one for each version of it that was seen. `held_back_because` says why staff have to look at one
    before it counts as what the article says now.

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
    language = models.CharField(max_length=16, blank=True, default="", db_default="", help_text="As it was read.")
    last_seen_at = models.DateTimeField(null=True, blank=True, help_text="When the same was seen again, unchanged.")
    held_back_because = models.TextField(
        blank=True, default="", db_default="", help_text="Why this is not taken for what the article says now."
    )

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

    @property
    def time_key(self) -> tuple[float, int]:
        """By which the versions of an article are in order of time."""
        return (self.fetched_at.timestamp() if self.fetched_at is not None else 0.0, self.pk)

    def seen_again(self, when: datetime | None) -> None:
        """Keep that the same was seen at this time, unchanged. An earlier time changes nothing."""
        if when is not None:
            later = Greatest("last_seen_at", models.Value(when, output_field=models.DateTimeField()))
            Snapshot.objects.filter(pk=self.pk).update(last_seen_at=later)
            self.refresh_from_db(fields=["last_seen_at"])

    def header(self, name: str) -> str:
        """The value of a header of the answer; empty when it had none of this name, or several."""
        values = [value for named, value in self.http_headers if named.lower() == name.lower()]
        return str(values[0]) if len(values) == 1 else ""

    def stored_bytes(self) -> bytes:
        """The bytes as they were received. Raises FileNotFoundError when the storage has lost them."""
        with default_storage.open(self.stored_name) as file:
            return bytes(file.read())
