"""What the history holds of a row."""

from typing import Any

from django.db import models

from dialogues.models.history import event_model_of, key_of


def events_of(row: models.Model) -> Any:
    """Its events, the oldest first. The fields of an event model are known at run time only."""
    model = type(row)
    return event_model_of(model).objects.filter(**{key_of(model): row.pk}).order_by("pgh_id")
