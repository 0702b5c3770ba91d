"""What every row of the record has: a stable public ID, times, a version, and whether the public sees it."""

from typing import Self, TypeVar

from django.db import models
from django.utils.text import slugify

from dialogues.models.vocabularies import Publication

PublishedType = TypeVar("PublishedType", bound="PublishedRecord")


class Record(models.Model):
    """A row of the record. Each model adds its `public_id`, with its own prefix; `version` rises with every change."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class PublishedQuerySet(models.QuerySet[PublishedType]):
    """Rows that have a publication state."""

    def published(self) -> Self:
        return self.filter(publication=Publication.PUBLISHED)


class PublishedRecord(Record):
    """A row with an address of its own: draft, published or withdrawn, and possibly merged into another."""

    publication = models.CharField(max_length=12, choices=Publication.choices, default=Publication.DRAFT)
    withdrawn_because = models.TextField(blank=True, help_text="Shown under the address of a withdrawn record.")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", editable=False
    )

    class Meta:
        abstract = True

    @property
    def slug(self) -> str:
        """The readable end of the address. It may change: the public ID before it is what counts."""
        return slugify(str(self))[:80].strip("-")
