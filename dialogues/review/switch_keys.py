"""Switch keys: whether single keys act in the review queue, for one person and on all their devices."""

from dialogues.models import User


def switch_keys(*, by: User, on: bool) -> None:
    """Keep the choice. Everybody may make it for themselves."""
    User.objects.filter(pk=by.pk).update(review_keys=on)
