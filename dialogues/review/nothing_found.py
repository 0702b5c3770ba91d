"""Nothing found: a person says whether that is right."""

from django.db import transaction

from dialogues.models import Extraction, NothingFound, User
from dialogues.models.history import change
from dialogues.models.vocabularies import NothingFoundVerdict
from dialogues.review.permission import require_reviewer


class FoundSomething(ValueError):
    """The reading has facts: these are decided one by one. The message is for the reviewer."""


def judge_nothing_found(*, extraction: Extraction, by: User, verdict: NothingFoundVerdict) -> NothingFound:
    """Keep what a person says of a reading without facts; a later verdict takes the place of an earlier one.

    Raises PermissionDenied and FoundSomething.
    """
    require_reviewer(by)
    if extraction.facts:
        raise FoundSomething("Facts were found in this article: decide on each of them.")
    with transaction.atomic(), change(reason=f"nothing found: {verdict.label}", by=by):
        values = {"verdict": verdict, "decided_by": by}
        judged, _ = NothingFound.objects.update_or_create(extraction=extraction, defaults=values)
    return judged
