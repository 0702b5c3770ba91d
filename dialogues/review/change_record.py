"""Change: new values for fields of a record, by somebody who saw the version that they change."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from dialogues.models import User
from dialogues.models.history import change
from dialogues.models.record import PublishedRecord
from dialogues.review.hold import hold
from dialogues.review.permission import require_change_of

Changed = TypeVar("Changed", bound=PublishedRecord)


class StaleRecord(Exception):
    """Somebody changed the record meanwhile. `current` is the record as it is now."""

    def __init__(self, current: PublishedRecord) -> None:
        super().__init__(
            f"“{current}” was changed meanwhile: it is at version {current.version} now. Nothing was written."
        )
        self.current = current


def change_record(*, record: Changed, values: Mapping[str, Any], version: int, by: User) -> Changed:
    """Give fields of the record these values; all of them or none.

    `version` is the one that the changes were made for. Raises PermissionDenied, StaleRecord when it is not the
    record's any more, and ValidationError, by field, when a rule of the record refuses a value.
    """
    require_change_of(by, record)
    with transaction.atomic(), change(reason="changed", by=by):
        [held] = hold([record])
        if held.version != version:
            raise StaleRecord(held)
        for name, value in values.items():
            setattr(held, name, value)
        held.full_clean()
        held.save(update_fields=[*values, "updated_at"])
        held.refresh_from_db()
    return held
