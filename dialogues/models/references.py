"""Conditions over several references of one row."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q


def exactly_one(fields: Sequence[str]) -> Q:
    """Exactly one of these nullable references is set."""
    return reduce(or_, (Q(**{f"{other}__isnull": other != field for other in fields}) for field in fields))


def none_of(fields: Sequence[str]) -> Q:
    """None of these references is set."""
    return Q(**{f"{field}__isnull": True for field in fields})
