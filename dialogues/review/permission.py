"""Who may do what: the one place where pages, admin, API and the verbs ask.

The answers come from Django's permissions, which `dialogues/models/roles.py` gives to the roles. Being staff is none:
it only says that somebody has a role at all.
"""

from typing import Any, Final

from allauth.account.authentication import (
    get_authentication_records,
)
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from dialogues.models import Citation, OutcomeStatus, Suggestion, User
from dialogues.queries.publicity import records_past_draft

Model = type[models.Model]

# What reviewers add to a public record: that is review. Everything else about it takes the right to publish.
ADDED_IN_REVIEW: Final[tuple[Model, ...]] = (Citation, OutcomeStatus)


def may(user: Any, action: str, model: Model) -> bool:
    """Whether this user, who may be nobody, may do this with records of the model: view, add, change, publish ..."""
    return isinstance(user, User) and user.has_perm(f"dialogues.{action}_{model._meta.model_name}")


def may_change(user: Any, record: models.Model) -> bool:
    """Whether the user may change this row: what is or was public, or is part of that, takes the right to publish."""
    return may(user, "change", type(record)) and may_touch(user, record)


def may_add(user: Any, record: models.Model) -> bool:
    """Whether the user may add this row, which is not saved yet."""
    return may(user, "add", type(record)) and (isinstance(record, ADDED_IN_REVIEW) or may_touch(user, record))


def may_touch(user: Any, record: models.Model) -> bool:
    """Whether this row is a draft or part of one, or the user may publish what it is about."""
    return all(may(user, "publish", type(owner)) for owner in records_past_draft(record))


def opened_with_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session; also true where the installation asks for none."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def require(user: User, action: str, model: Model) -> None:
    """Raises PermissionDenied unless the user may do this with records of the model."""
    if not may(user, action, model):
        raise PermissionDenied(f"You may not {action} {model._meta.verbose_name_plural}.")


# The back end that knows of permissions and groups, whichever others a sign-in goes through.
PERMISSIONS: Final = "django.contrib.auth.backends.ModelBackend"


def require_reviewer(user: User) -> None:
    """Raises PermissionDenied unless the user may decide on suggestions."""
    if not may(user, "change", Suggestion):
        raise PermissionDenied("You may read the review queue, but not decide.")


def require_change(user: User, model: Model) -> None:
    """Raises PermissionDenied unless the user may change records of this model while they are drafts."""
    if not may(user, "change", model):
        raise PermissionDenied(f"You may read {model._meta.verbose_name_plural}, but not change them.")


def require_cite(user: User) -> None:
    """Raises PermissionDenied unless the user may add citations, of whatever record."""
    if not may(user, "add", Citation):
        raise PermissionDenied("You may read citations, but not add any.")


def require_withdraw_citation(user: User) -> None:
    """Raises PermissionDenied unless the user may take citations back."""
    if not may(user, "delete", Citation):
        raise PermissionDenied("You may read citations, but not withdraw any.")


def require_publish(user: User, model: Model) -> None:
    """Raises PermissionDenied unless the user may publish, withdraw and merge records of this model."""
    if not may(user, "publish", model):
        raise PermissionDenied(f"You may write drafts of {model._meta.verbose_name_plural}, but not publish them.")


def require_change_of(user: User, record: models.Model) -> None:
    """Raises PermissionDenied unless the user may change this row, which may be public."""
    require_change(user, type(record))
    _require_touch(user, record)


def require_add_of(user: User, record: models.Model) -> None:
    """Raises PermissionDenied unless the user may add this row, perhaps to a record that is public."""
    require(user, "add", type(record))
    if not isinstance(record, ADDED_IN_REVIEW):
        _require_touch(user, record)


def _require_touch(user: User, record: models.Model) -> None:
    if not may_touch(user, record):
        raise PermissionDenied("This is public, or was: an editor has to change it.")


def require_add(user: User, model: Model) -> None:
    """Raises PermissionDenied unless the user may add records of this model."""
    require(user, "add", model)


def holders_of(right: str, model: Model) -> QuerySet[User]:
    """Everybody active who may "add" or "change" records of this model, by name."""
    permission = f"dialogues.{right}_{model._meta.model_name}"
    return User.objects.with_perm(permission, backend=PERMISSIONS).order_by("username")
