"""Rows of the starter record by their ids in the files."""

from typing import TypeVar

from django.db import models

from dialogues.management.starter.identity import starter_public_id

Row = TypeVar("Row", bound=models.Model)


def row(model: type[Row], key: str) -> Row:
    """The row of this key; fails when there is none."""
    return model._default_manager.get(public_id=starter_public_id(model, key))
