"""Who may decide, and who may change the record."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet

from dialogues.models import User

# The back end that knows of permissions and groups, whichever others a sign-in goes through.
PERMISSIONS: Final = "django.contrib.auth.backends.ModelBackend"


def require_reviewer(user: User) -> None:
    """Raises PermissionDenied unless the user may decide on suggestions."""
    if not user.is_active or not user.has_perm("dialogues.change_suggestion"):
        raise PermissionDenied("You may read the review queue, but not decide.")


def require_change(user: User, model: type[models.Model]) -> None:
    """Raises PermissionDenied unless the user may change records of this model."""
    if not user.is_active or not user.has_perm(f"dialogues.change_{model._meta.model_name}"):
        raise PermissionDenied(f"You may read {model._meta.verbose_name_plural}, but not change them.")


def require_add(user: User, model: type[models.Model]) -> None:
    """Raises PermissionDenied unless the user may add records of this model."""
    if not user.is_active or not user.has_perm(f"dialogues.add_{model._meta.model_name}"):
        raise PermissionDenied(f"You may not add {model._meta.verbose_name_plural}.")


def holders_of(right: str, model: type[models.Model]) -> QuerySet[User]:
    """Everybody active who may "add" or "change" records of this model, by name."""
    permission = f"dialogues.{right}_{model._meta.model_name}"
    return User.objects.with_perm(permission, backend=PERMISSIONS).order_by("username")
