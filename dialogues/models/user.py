from typing import Final

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q, QuerySet

from dialogues.models.roles import Role, permissions_of

_READ_ONCE: Final = ("_perm_cache", "_user_perm_cache", "_group_perm_cache", "_prefetched_objects_cache")


class StaffManager(UserManager["User"]):
    """Django's own manager, and who may give others a role."""

    use_in_migrations = False

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """In small letters: one signs in by it, and whoever writes it otherwise means the same."""
        return super().normalize_email(email).lower()

    def administrators(self) -> "QuerySet[User]":
        """The active users who may do everything, by their role or as superusers."""
        may = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR)
        return self.filter(may, is_active=True).distinct()


class User(AbstractUser):
    """A person who signs in. A model of its own from the first day, because replacing it later is what costs."""

    review_keys = models.BooleanField(
        "keys in the review queue",
        default=True,
        db_default=True,
        help_text="Off for whoever uses speech input or other programs that press single keys.",
    )

    objects = StaffManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="%(app_label)s_%(class)s_email_of_one_person",
                violation_error_message="Email: another account has it, and one can sign in by it.",
            )
        ]

    @property
    def role(self) -> Role | None:
        """The role that was given to this person (`dialogues/review/assign_role.py`)."""
        held = {group.name for group in self.groups.all()}
        return next((role for role in reversed(Role) if role in held), None)

    @property
    def needs_second_factor(self) -> bool:
        """Whether this person may do more than a reviewer, in whatever way it was given."""
        return self.is_superuser or not self.get_all_permissions() <= permissions_of(Role.REVIEWER)

    def refresh_permissions(self) -> None:
        """Forget the permissions that this object has read: what the person may do was changed."""
        for cached in _READ_ONCE:
            self.__dict__.pop(cached, None)
