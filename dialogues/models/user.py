from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. A model of its own from the first day, because replacing it later is what costs."""

    review_keys = models.BooleanField(
        "keys in the review queue",
        default=True,
        db_default=True,
        help_text="Off for whoever uses speech input or other programs that press single keys.",
    )
