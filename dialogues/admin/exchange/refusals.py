"""Why a file or a row is refused, in words for staff."""

from django.db import DatabaseError, models


class FileRefused(ValueError):
    """The file as a whole cannot be imported. The message says why."""


def in_words(refused: DatabaseError, model: type[models.Model]) -> str:
    """The rule that the database found broken: the message of its constraint or trigger."""
    told = getattr(refused.__cause__, "diag", None)
    if told is None:
        return str(refused)
    for constraint in model._meta.constraints:
        if constraint.name == told.constraint_name:
            return str(constraint.violation_error_message)
    return str(told.message_primary)
