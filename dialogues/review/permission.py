"""Who may decide, and who may change the record."""

from django.core.exceptions import PermissionDenied
from django.db import models

from dialogues.models import User


def require_reviewer(user: User) -> None:
    """Raises PermissionDenied unless the user may decide on suggestions."""
    if not user.is_active or not user.has_perm("dialogues.change_suggestion"):
        raise PermissionDenied("You may read the review queue, but not decide.")


def require_change(user: User, model: type[models.Model]) -> None:
    """Raises PermissionDenied unless the user may change records of this model."""
    if not user.is_active or not user.has_perm(f"dialogues.change_{model._meta.model_name}"):
        raise PermissionDenied(f"You may read {model._meta.verbose_name_plural}, but not change them.")


def require_cite(user: User) -> None:
    """Raises PermissionDenied unless the user may add citations, of whatever record."""
    if not user.is_active or not user.has_perm("dialogues.add_citation"):
        raise PermissionDenied("You may read citations, but not add any.")


def require_withdraw_citation(user: User) -> None:
    """Raises PermissionDenied unless the user may take citations back."""
    if not user.is_active or not user.has_perm("dialogues.delete_citation"):
        raise PermissionDenied("You may read citations, but not withdraw any.")
