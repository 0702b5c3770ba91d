"""Restore: a record is again as it was at an earlier event of its history, which is itself a change with a reason."""

from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from dialogues.models import User
from dialogues.models.history import change, event_model_of, key_of, tracked_fields
from dialogues.review.permission import require, require_add_of, require_change_of

# Publishing, withdrawing and merging are decisions of their own, not something that a restore takes back by the way.
_LEFT_AS_THEY_ARE: Final = frozenset(
    {"id", "public_id", "created_at", "updated_at", "version", "publication", "withdrawn_because", "merged_into"}
)


class RestoreRefused(ValueError):
    """The record cannot be as it was then. The message says why, for staff."""


def restore_version(*, model_name: str, event: int, by: User) -> models.Model:
    """Give the row of this event the values that it had after the event; make it again if it was deleted.

    `model_name` is that of the tracked model in lower case, `event` the number of the event (`pgh_id`). Raises
    PermissionDenied without the right to change the row (to add it, if it was deleted), and RestoreRefused when
    there is no such event, when the history does not keep the whole row, when nothing differs, or when the rules of
    the record do not allow those values any longer: for instance when what they refer to was deleted meanwhile.
    """
    model = _tracked_model(model_name)
    with transaction.atomic():
        then = event_model_of(model).objects.filter(pk=event).first()
        if then is None:
            raise RestoreRefused(f"The history of {model._meta.verbose_name_plural} has no event {event}.")
        key = then.serializable_value(key_of(model))
        row = model.objects.select_for_update(of=("self",)).filter(pk=key).first()  # type: ignore[attr-defined]
        require(by, "add" if row is None else "change", model)
        _require_whole(model)
        happened = f"{then.pgh_created_at:%Y-%m-%d %H:%M} UTC"
        with change(reason=f"restored the version of {happened}", by=by):
            return _made_again(model, then, by) if row is None else _set_back(row, then, by)


def _tracked_model(name: str) -> type[models.Model]:
    try:
        model = apps.get_model("dialogues", name)
        event_model_of(model)
    except LookupError as unknown:
        raise RestoreRefused(f"There is no history of “{name}”.") from unknown
    return model


def _require_whole(model: type[models.Model]) -> None:
    kept = {field.name for field in tracked_fields(model)}
    if any(field.name not in kept and not field.generated for field in model._meta.concrete_fields):
        raise RestoreRefused(f"The history of {model._meta.verbose_name_plural} does not keep the whole row.")


def _set_back(row: models.Model, then: models.Model, by: User) -> models.Model:
    require_change_of(by, row)
    differing = [
        field
        for field in tracked_fields(type(row))
        if field.name not in _LEFT_AS_THEY_ARE and getattr(row, field.attname) != then.serializable_value(field.attname)
    ]
    if not differing:
        raise RestoreRefused(f"“{row}” already is as it was then.")
    for field in differing:
        setattr(row, field.attname, then.serializable_value(field.attname))
    require_change_of(by, row)  # it may belong to another record now
    _save(row)
    return row


def _made_again(model: type[models.Model], then: models.Model, by: User) -> models.Model:
    values: dict[str, Any] = {field.attname: then.serializable_value(field.attname) for field in tracked_fields(model)}
    row = model(**values)
    require_add_of(by, row)
    _save(row, force_insert=True)
    return row


def _save(row: models.Model, *, force_insert: bool = False) -> None:
    if hasattr(row, "updated_at"):
        row.updated_at = timezone.now()
    try:
        with transaction.atomic():
            row.full_clean()
            row.save(force_insert=force_insert)
    except ValidationError as refused:
        raise RestoreRefused("The record no longer allows this: " + " ".join(refused.messages)) from refused
    except IntegrityError as refused:
        raise RestoreRefused(f"The record no longer allows this: {str(refused).splitlines()[0]}") from refused
