"""Double coding: an article goes to two reviewers, each of whom codes it without seeing what the other does.

Standard in the field: PA-X and the Peace Accords Matrix have each provision coded by two people, compare the codings
and settle what differs. Here: `assign_double_coding`, the verbs of `coding.py`, then those of `adjudicate.py`.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogues.models import Article, Coding, DoubleCoding, Extraction, Judgement, MissingFact, User
from dialogues.models.history import change
from dialogues.models.vocabularies import CodingState, Decision, DoubleCodingState
from dialogues.review.hold import hold
from dialogues.review.permission import holders_of, require_add, require_change

NUMBER_OF_CODERS: Final = 2


class CodingRefused(ValueError):
    """This cannot be done to a double coding as it stands. The message says why, for staff."""


def possible_coders() -> QuerySet[User]:
    """The staff to whom an article may be given."""
    return holders_of("add", Judgement).filter(is_staff=True)


@transaction.atomic
def assign_double_coding(*, article: Article, coders: Sequence[User], by: User) -> DoubleCoding:
    """Give an article to two reviewers; from now on its open suggestions are decided by adjudication alone.

    The first of `coders` is coder A. An article in which the extractor found nothing may be given too: the coders say
    what it missed. Raises PermissionDenied, and CodingRefused when the coders are not two different people who may
    code, when no text of the article was read, when all its suggestions are decided, or when it is being coded already.
    """
    require_add(by, DoubleCoding)
    if len({coder.pk for coder in coders}) != NUMBER_OF_CODERS or len(coders) != NUMBER_OF_CODERS:
        raise CodingRefused("Coders: choose two different people.")
    may_code = set(possible_coders().filter(pk__in=[coder.pk for coder in coders]))
    for coder in coders:
        if coder not in may_code:
            raise CodingRefused(f"Coders: {coder} may not code.")
    # Who decides on one of these just now comes first; who wants to afterwards finds the double coding.
    hold([article])
    waiting = [one for one in hold(article.suggestions.pending()) if one.decision == Decision.PENDING]
    newest_extraction(article)
    if DoubleCoding.objects.open().filter(article=article).exists():
        raise CodingRefused(f"“{article}” is being double coded already.")
    if not waiting and article.suggestions.exists():
        raise CodingRefused(f"“{article}”: everything in it is decided already.")
    with change(reason="given to two reviewers", by=by):
        made = DoubleCoding.objects.create(article=article, assigned_by=by)
        for place, coder in enumerate(coders, start=1):
            Coding.objects.create(double_coding=made, article=article, coder=coder, place=place)
    return made


@transaction.atomic
def call_off(*, double_coding: DoubleCoding, by: User, reason: str) -> DoubleCoding:
    """End it without adjudication. What is not decided goes back to the review queue; what was coded is kept.

    Raises PermissionDenied, and CodingRefused without a reason or when it has ended already.
    """
    require_change(by, DoubleCoding)
    if not reason.strip():
        raise CodingRefused("Reason: say why; it is kept.")
    with change(reason=f"called off: {reason.strip()}", by=by):
        ended = _end(double_coding, DoubleCodingState.CALLED_OFF, called_off_because=reason.strip())
    if not ended:
        raise CodingRefused("This double coding has ended already.")
    double_coding.refresh_from_db()
    return double_coding


def newest_extraction(article: Article) -> Extraction:
    """The extraction whose text the coders read. Raises CodingRefused when there is none with a kept text."""
    found = Extraction.objects.filter(snapshot__article=article, snapshot__text__isnull=False)
    extraction = found.select_related("snapshot").order_by("id").last()
    if extraction is None:
        raise CodingRefused(f"“{article}”: no text of it has been read yet, so there is nothing to code.")
    return extraction


def end_if_settled(double_coding: DoubleCoding) -> bool:
    """Adjudicated, once both coders are done and nothing waits for a decision. The caller holds the row."""
    waits = (
        double_coding.codings.filter(state=CodingState.OPEN).exists()
        or double_coding.article.suggestions.pending().exists()
        or MissingFact.objects.filter(coding__double_coding=double_coding, decision=Decision.PENDING).exists()
    )
    return not waits and _end(double_coding, DoubleCodingState.ADJUDICATED)


def _end(double_coding: DoubleCoding, state: DoubleCodingState, **values: str) -> bool:
    now = timezone.now()
    running = DoubleCoding.objects.open().filter(pk=double_coding.pk)
    return running.update(state=state, closed_at=now, updated_at=now, **values) == 1
