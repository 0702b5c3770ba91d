"""What every row of the record has: a stable public ID, times, a version, and whether the public sees it."""

from typing import Any, ClassVar, Final, Self, TypeVar, cast

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import class_prepared
from django.utils.text import slugify

from dialogues.models.vocabularies import Publication

PublishedType = TypeVar("PublishedType", bound="PublishedRecord")

# Each model of published records names these in its Meta: who may change a draft may not publish it for that.
PUBLISHED_PERMISSIONS: Final = ("add", "change", "delete", "view", "publish")


class Record(models.Model):
    """A row of the record. Each model adds its `public_id`, with its own prefix.

    `version` rises with every change, whoever makes it: the database counts (see `VersionTrigger`), and an object in
    memory learns of it by `refresh_from_db`. A save that changes nothing leaves it as it is.

    `UNVERSIONED` names columns that machines write and no form does: they change without a new version.
    """

    UNVERSIONED: ClassVar[tuple[str, ...]] = ()

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class VersionTrigger(pgtrigger.Trigger):
    """Raises `version` by one with each UPDATE that changes another column than `updated_at` and the unversioned ones.

    What the statement itself says about the version counts only when it raises it (`version = version + 1`: something
    that belongs to the row but stands in another table was changed); an object that was read long ago cannot lower it.
    """

    def __init__(self, unversioned: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.unversioned = unversioned

    def get_func(self, model: models.Model) -> str:
        left_out = {"version", "updated_at", *self.unversioned}
        compared = [
            f'"{field.column}"'
            for field in model._meta.concrete_fields
            if not field.generated and field.name not in left_out
        ]
        old, new = (", ".join(f"{row}.{column}" for column in compared) for row in ("OLD", "NEW"))
        return f"""
            IF NEW.version > OLD.version OR ({old}) IS DISTINCT FROM ({new}) THEN
                NEW.version := OLD.version + 1;
            ELSE
                NEW.version := OLD.version;
            END IF;
            RETURN NEW;
        """


def _count_versions(sender: type[models.Model], **_: Any) -> None:
    """A trigger in the Meta of an abstract model would reach only the models whose Meta inherits from it."""
    if issubclass(sender, Record) and not sender._meta.proxy:
        rises = VersionTrigger(
            sender.UNVERSIONED, name="version_rises", operation=pgtrigger.Update, when=pgtrigger.Before
        )
        pgtrigger.register(rises)(sender)


class_prepared.connect(_count_versions)


class PublishedQuerySet(models.QuerySet[PublishedType]):
    """Rows that have a publication state."""

    def published(self) -> Self:
        return self.filter(publication=Publication.PUBLISHED)

    def not_merged(self) -> Self:
        """Without the records that went into another one, which still answer under their addresses."""
        return self.filter(merged_into__isnull=True)


class PublishedRecord(Record):
    """A row with an address of its own: draft, published or withdrawn, and possibly merged into another."""

    publication = models.CharField(max_length=12, choices=Publication.choices, default=Publication.DRAFT)
    withdrawn_because = models.TextField(blank=True, help_text="Shown under the address of a withdrawn record.")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", editable=False
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError for a record that is withdrawn without saying why."""
        super().clean()
        if self.publication == Publication.WITHDRAWN and not self.withdrawn_because.strip():
            raise ValidationError("Withdrawn because: say why, it is shown under the record's address.")

    @property
    def slug(self) -> str:
        """The readable end of the address. It may change: the public ID before it is what counts."""
        return slugify(str(self))[:80].strip("-")

    @property
    def survivor(self) -> Self:
        """The record that this one was merged into, or itself. A merged record is never merged into again."""
        return self if self.merged_into is None else cast("Self", self.merged_into)
