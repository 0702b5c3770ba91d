"""Withdraw: a record that was public is so no longer, and its address says why."""

from django.db import transaction

from dialogues.models import User
from dialogues.models.history import change
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.review.hold import hold
from dialogues.review.permission import require_publish
from dialogues.review.publish import PublicationRefused, refuse_merged


def withdraw_record(*, record: PublishedRecord, by: User, reason: str) -> PublishedRecord:
    """Take a published record out of the public record. `reason` is shown to everybody under its address.

    Raises PermissionDenied, and PublicationRefused when there is no reason, when the record is not public or merged,
    and when another record has been merged into it, whose address would lead to nothing.
    """
    require_publish(by, type(record))
    if not reason.strip():
        raise PublicationRefused("Reason: say why the record is withdrawn; it is shown under its address.")
    with transaction.atomic(), change(reason=f"withdrawn: {reason.strip()}", by=by):
        [held] = hold([record])
        refuse_merged(held)
        if held.publication != Publication.PUBLISHED:
            raise PublicationRefused(f"“{held}” is not public ({held.get_publication_display()}).")
        held.publication = Publication.WITHDRAWN
        held.withdrawn_because = reason.strip()
        held.save(update_fields=["publication", "withdrawn_because", "updated_at"])
    return held
