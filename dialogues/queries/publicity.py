"""What the public sees: whether a row of the record is public, and through which records it would be."""

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from dialogues.models import Outcome, Topic
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.queries.events import references_to_owners


def is_public(record: models.Model) -> bool:
    """Whether the public may see it: it is published and not merged, or a part of something that is."""
    if isinstance(record, Outcome) and not is_public(record.dialogue):
        return False
    if isinstance(record, PublishedRecord):
        return record.publication == Publication.PUBLISHED and record.serializable_value("merged_into_id") is None
    if isinstance(record, Topic):
        return True
    known = list(_owners(record))
    return bool(known) and all(is_public(owner) for owner in known)


def records_past_draft(row: models.Model) -> Iterator[PublishedRecord]:
    """The records that a change of this row would touch and that are, or were, public: itself, or what it is part of.

    An outcome counts for itself: a draft of one may be written under a dialogue that is public.
    """
    if isinstance(row, PublishedRecord):
        if row.publication != Publication.DRAFT:
            yield row
        return
    for owner in _owners(row):
        yield from records_past_draft(owner)


def _owners(row: models.Model) -> Iterator[models.Model]:
    for name in sorted(references_to_owners(type(row))):
        try:
            owner = getattr(row, name)
        except ObjectDoesNotExist:  # a row from the history, of a record that was deleted since then
            continue
        if owner is not None:
            yield owner
