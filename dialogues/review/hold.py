"""Hold rows: whoever else wants to change them waits until this transaction ends, and then sees what became of them."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models

Held = TypeVar("Held", bound=models.Model)


def hold(rows: Iterable[Held]) -> list[Held]:
    """These rows of one model as they are now, locked until the transaction ends; those that are gone are left out.

    Always in the order of their keys, so that two who want the same rows never wait for each other.
    """
    wanted = list(rows)
    if not wanted:
        return []
    model = type(wanted[0])
    keys = [row.pk for row in wanted]
    return list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk"))


def check_now() -> None:
    """Ask the rules that are held at the end of a transaction now, while their answer can still be explained.

    Raises IntegrityError.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
