"""A double coding taken as far as a test needs it."""

from dialogues.models import Coding, DoubleCoding, User
from dialogues.models.roles import Role
from dialogues.models.vocabularies import RejectionReason, Verdict
from dialogues.review.coding import finish_coding, judge, unjudged
from tests import factories


def codings_of(double_coding: DoubleCoding) -> tuple[Coding, Coding]:
    """Of coder A and of coder B."""
    first, second = double_coding.codings.select_related("coder", "double_coding", "article").order_by("place")
    return first, second


def judge_all(coding: Coding, *, verdict: Verdict = Verdict.ACCEPT) -> None:
    """Whatever is left to judge: accepted as proposed, or rejected because the text does not say it."""
    reason = RejectionReason.NOT_IN_THE_TEXT if verdict == Verdict.REJECT else None
    for suggestion in unjudged(coding):
        judge(coding=coding, suggestion=suggestion, by=coding.coder, verdict=verdict, reason=reason)


def finish_both(double_coding: DoubleCoding) -> None:
    """Both coders accept what is left, and are done."""
    for coding in codings_of(double_coding):
        judge_all(coding)
        finish_coding(coding=coding, by=coding.coder)


def adjudicator(username: str = "adjudicator") -> User:
    """Somebody who may assign, call off and adjudicate, and does not code."""
    return factories.staff_with(Role.EDITOR, username)
