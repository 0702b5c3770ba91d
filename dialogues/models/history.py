"""The history: each change of a tracked table is an event, written by a database trigger, never by Python.

Because triggers write it, a bulk update and raw SQL are in it too. An event keeps the row as it was after the change
(before it, for a deletion), when its transaction began, and the context: who, why, and for which address.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from pghistory.models import Event
from psycopg.pq import TransactionStatus

INSERT: Final = "insert"
UPDATE: Final = "update"
DELETE: Final = "delete"

_inside: Final = threading.local()

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def tracked(
    *, part_of: Sequence[str] = (), only: Sequence[str] | None = None, without: Sequence[str] = ()
) -> Callable[[ModelClass], ModelClass]:
    """Keep the history of a model in a table of its own, `<Model>Event`.

    `part_of` names the references by which events are looked up as parts of another record: these get an index.
    `only` and `without` limit the columns that are kept; generated columns never are, as they follow from the others.
    """

    def track(model: ModelClass) -> ModelClass:
        kept = [
            field.name
            for field in model._meta.local_fields
            if not field.generated and field.name not in without and (only is None or field.name in only)
        ]
        through = bool(model._meta.proxy)
        if through:
            kept = [field.name for field in model._meta.fields]
        pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            fields=kept,
            model_name=f"{model.__name__}Event",
            obj_field=None if through else pghistory.ObjForeignKey(related_name="+", db_index=True),
            # In the event itself, not in a table of contexts that later changes could rewrite.
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            meta={"indexes": [_index(model, name) for name in ((*part_of, "id") if through else part_of)]},
        )(model)
        pgtrigger.register(_key_never_changes(model), _never_emptied(model))(model)
        return model

    return track


def _index(model: type[models.Model], name: str) -> models.Index:
    # Most references of a citation or a relation are empty: those stay out of the index.
    longest = models.Index.max_name_length
    index_name = f"{model._meta.model_name}event_{name}"[:longest]
    return models.Index(fields=[name], name=index_name, condition=models.Q(**{f"{name}__isnull": False}))


def _key_never_changes(model: type[models.Model]) -> pgtrigger.Trigger:
    key = model._meta.pk
    if key is None:
        raise TypeError(f"{model.__name__} has no primary key")
    return pgtrigger.Trigger(
        name="key_never_changes",
        operation=pgtrigger.UpdateOf(key.name),
        when=pgtrigger.Before,
        condition=pgtrigger.Q(**{f"old__{key.name}__df": pgtrigger.F(f"new__{key.name}")}),
        func=pgtrigger.Func(
            f"""
            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{model._meta.db_table}_key_never_changes';
            """
        ),
    )


def _never_emptied(model: type[models.Model]) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="never_emptied",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func=pgtrigger.Func(
            f"""
            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{model._meta.db_table}_never_emptied';
            """
        ),
    )


def event_model_of(model: type[models.Model]) -> type[Event]:
    """The events of a tracked model. Raises LookupError for one that is not tracked."""
    event_models: dict[str, type[Event]] = getattr(model, "pgh_event_models", {})
    if INSERT not in event_models:
        raise LookupError(f"{model.__name__} has no history")
    return event_models[INSERT]


def key_of(model: type[models.Model]) -> str:
    """The column of a model's events that says which row they are about; it has an index."""
    return "pgh_obj_id" if hasattr(event_model_of(model), "pgh_obj_id") else "id"


def tracked_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields of a tracked model that its events keep, in the model's order."""
    kept = {field.name for field in event_model_of(model)._meta.get_fields()}
    return [field for field in model._meta.concrete_fields if field.name in kept]


@contextlib.contextmanager
def change(*, reason: str = "", by: AbstractUser | None = None, request: str = "") -> Iterator[None]:
    """What is changed inside belongs together: by whom, why, and for which address stands in each event.

    Within another `change` it adds to what is known of that one. Reads inside cost nothing more.
    """
    told = {"reason": reason, "request": request} | _actor(by)
    outermost = not getattr(_inside, "a_change", False)
    _inside.a_change = True
    try:
        with pghistory.context(**{name: value for name, value in told.items() if value}):
            yield
    finally:
        if outermost:
            _inside.a_change = False
            _forget_context()


def _forget_context() -> None:
    """The database keeps the context until its transaction ends; what comes later in it is no part of the change."""
    session = connection.connection
    # In a transaction that failed the way back to the last savepoint forgets it.
    if session is not None and session.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            settings = (
                "set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
            )
            cursor.execute(f"SELECT {settings}")


def acting(user: object) -> None:
    """Tell the `change` around this, if there is one, who makes it: the API knows only once it has read the token."""
    if isinstance(user, AbstractUser):
        pghistory.context(**_actor(user))


def _actor(user: AbstractUser | None) -> dict[str, Any]:
    # The name too: an account may be renamed or deleted, and the history still says who it was.
    return {} if user is None else {"user": user.pk, "name": user.get_username()}
