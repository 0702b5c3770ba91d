"""Publish: everybody sees a record. Unpublish: one that was published too early is a draft again."""

from django.db import transaction
from django.db.models import QuerySet

from dialogues.models import User
from dialogues.models.history import change
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.review.hold import hold
from dialogues.review.permission import require_publish


class PublicationRefused(ValueError):
    """The record cannot be published, unpublished or withdrawn. The message is for staff."""


def publish_record(*, record: PublishedRecord, by: User) -> PublishedRecord:
    """Make a draft or a withdrawn record public; why it was withdrawn stays in the history.

    Raises PermissionDenied, and PublicationRefused for a merged record and for one that is public already.
    """
    require_publish(by, type(record))
    with transaction.atomic(), change(reason="published", by=by):
        [held] = hold([record])
        refuse_merged(held)
        if held.publication == Publication.PUBLISHED:
            raise PublicationRefused(f"“{held}” is public already.")
        held.publication = Publication.PUBLISHED
        held.withdrawn_because = ""
        held.save(update_fields=["publication", "withdrawn_because", "updated_at"])
    return held


def unpublish_record(*, record: PublishedRecord, by: User, reason: str) -> PublishedRecord:
    """Make a public record a draft again: its address answers as if it had never been there.

    Only for what went public by mistake a moment ago; what others may have cited is withdrawn instead, so that its
    address says why. Raises PermissionDenied, and PublicationRefused when there is no reason, when the record is not
    public, and when it is merged or another one was merged into it.
    """
    require_publish(by, type(record))
    if not reason.strip():
        raise PublicationRefused("Reason: say why the record is a draft again; it is kept in the history.")
    with transaction.atomic(), change(reason=f"unpublished: {reason.strip()}", by=by):
        [held] = hold([record])
        refuse_merged(held)
        if held.publication != Publication.PUBLISHED:
            raise PublicationRefused(f"“{held}” is not public ({held.get_publication_display()}).")
        held.publication = Publication.DRAFT
        held.save(update_fields=["publication", "updated_at"])
    return held


def refuse_merged(record: PublishedRecord) -> None:
    """Raises PublicationRefused for a merged record, and for one that other addresses lead to."""
    if record.merged_into is not None:
        raise PublicationRefused(f"“{record}” has gone into “{record.merged_into}”: undo that merge first.")
    guests: QuerySet[PublishedRecord] = record.merged_from.all()  # type: ignore[attr-defined] # each model has its own
    guest = guests.filter(publication=Publication.PUBLISHED).first()
    if guest is not None and record.publication == Publication.PUBLISHED:
        raise PublicationRefused(f"“{guest}” was merged into “{record}” and leads there: undo that merge first.")
