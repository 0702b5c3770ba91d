"""Who may decide."""

from django.core.exceptions import PermissionDenied

from dialogues.models import User


def require_reviewer(user: User) -> None:
    """Raises PermissionDenied unless the user may decide on suggestions."""
    if not user.is_active or not user.has_perm("dialogues.change_suggestion"):
        raise PermissionDenied("You may read the review queue, but not decide.")
