"""One thing that a check of the record has found."""

from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from dialogues.models import Dialogue, Outcome


@dataclass(frozen=True, slots=True)
class Finding:
    """`public_id` is that of the row; `address`, without the host, the page on which it is seen.

    `others` are the public IDs of its doubles.
    """

    public_id: str
    address: str
    title: str
    detail: str
    others: tuple[str, ...] = ()


def found(row: models.Model, seen_on: models.Model, detail: str = "", others: tuple[str, ...] = ()) -> Finding:
    """A finding about `row`, which is seen on the page of `seen_on`: itself, or what it belongs to."""
    return Finding(
        public_id=str(row.public_id),  # type: ignore[attr-defined] # each model of the record has one
        address=page_of(seen_on),
        title=str(row),
        detail=detail,
        others=others,
    )


def page_of(row: models.Model) -> str:
    """Its public page; for what has none, that of the admin."""
    if isinstance(row, Dialogue | Outcome):
        return row.get_absolute_url()
    return reverse(f"admin:dialogues_{row._meta.model_name}_change", args=[row.pk])
