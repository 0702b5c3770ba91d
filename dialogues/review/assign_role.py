"""Assign a role: what a member of staff may do from now on, and whether somebody is one at all."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from dialogues.models import User
from dialogues.models.roles import Role
from dialogues.review.hold import hold
from dialogues.review.permission import require


class RoleRefused(ValueError):
    """This person's role cannot be changed so. The message is for the administrator."""


def assign_role(*, user: User, role: Role | None, by: User | None) -> User:
    """Give this person the role, and no other; None takes the role away.

    `by` is None where no person asks: the first login of an installation, and the sign-in server of an organization.
    Raises PermissionDenied, and RoleRefused for one's own role (the last administrator would be locked out) and for a
    superuser's, which only another superuser gives.
    """
    if by is not None:
        _refuse(user, role, by)
    with transaction.atomic():
        [held] = hold([user])
        others = [other.value for other in Role if other is not role]
        held.groups.remove(*Group.objects.filter(name__in=others))
        if role is not None:
            held.groups.add(Group.objects.get(name=role.value))
        held.is_staff = role is not None or held.is_superuser
        held.save(update_fields=["is_staff"])
    user.is_staff = held.is_staff
    user.refresh_permissions()
    return user


def _refuse(user: User, role: Role | None, by: User) -> None:
    require(by, "change", User)
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied("Only a superuser changes what a superuser may do.")
    if user.pk == by.pk and role != user.role:
        raise RoleRefused("Role: nobody changes their own role; another administrator has to.")
