"""The two sides of a mechanism or a dialogue, in their stored order."""

from django.db import models
from django.db.models import F, Q


def sides_in_order() -> models.CheckConstraint:
    """Two different parties, the one whose code comes first as side A: so that a pair is stored in one way only."""
    return models.CheckConstraint(
        condition=Q(side_a__lt=F("side_b")),
        name="%(app_label)s_%(class)s_sides_in_order",
        violation_error_message=(
            "Sides: two different parties, with the code that comes first in the alphabet as side A (CN before US)."
        ),
    )
