"""A dialogue and what belongs to it on one page: what all of it will write, and a decision on each in one form."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dialogues.models import Suggestion
from dialogues.models.vocabularies import RejectionReason
from dialogues.review.claim import claim_suggestions
from dialogues.review.lock import claimed_by_another, who_has_it_open
from dialogues.review.permission import require_reviewer
from dialogues.review.together import Decided, Part, TogetherRefused, Verdict, decide_together, named, plan_together
from dialogues.text.marks import marked
from dialogues.web.review_queue.access import may_decide, reviewer, staff_only
from dialogues.web.review_queue.filtering import QueueFilter
from dialogues.web.review_queue.in_words import decided_in_words
from dialogues.web.review_queue.steps import last_step, remember
from dialogues.web.review_queue.suggestion import next_response, suggestion_of

# The answers that the form offers for each suggestion; none is chosen beforehand.
ANSWERS: Final = (
    ("", "Leave it open"),
    (Verdict.ACCEPT.value, "Accept"),
    *((f"{Verdict.REJECT}:{reason.value}", f"Reject: {reason.label}") for reason in RejectionReason),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion of the plan. `held` says who has it open, `problem` what stood in the way of the last attempt."""

    number: int
    part: Part
    sentence: str
    held: str
    chosen: str
    problem: str

    @property
    def title(self) -> str:
        return named(self.part.suggestion)

    @property
    def name(self) -> str:
        """The name of its field in the form."""
        return field_of(self.part.suggestion)


@staff_only
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The plan; a POST decides on what was chosen, all or nothing. Opening it claims what waits."""
    suggestion = suggestion_of(public_id)
    parts = plan_together(suggestion).parts
    user = reviewer(request)
    if may_decide(user):
        claim_suggestions(public_ids=[part.suggestion.public_id for part in parts], by=user)
    if request.method == "GET":
        return _response(request, suggestion, parts, {})
    require_reviewer(user)
    decisions = [_decided(request, part.suggestion) for part in parts]
    if all(decision.verdict == Verdict.LEAVE for decision in decisions):
        messages.error(request, "Nothing was chosen, so nothing is decided.")
        return _response(request, suggestion, parts, {}, status=422)
    try:
        decided = decide_together(decisions=decisions, by=user)
    except TogetherRefused as refused:
        messages.error(request, "Nothing was written: see below what stands in the way.")
        return _response(request, suggestion, parts, refused.problems, status=422)
    for one in decided:
        remember(request, one.public_id, decided_in_words(one))
    return next_response(request, after=public_id)


def field_of(suggestion: Suggestion) -> str:
    """The name of a suggestion's field in the form."""
    return f"decision-{suggestion.public_id}"


def _decided(request: HttpRequest, suggestion: Suggestion) -> Decided:
    """What the form says of it. An answer that the form does not offer leaves it open, like none."""
    answer = request.POST.get(field_of(suggestion), "")
    if answer not in dict(ANSWERS):
        answer = ""
    verdict, _, reason = answer.partition(":")
    return Decided(
        public_id=suggestion.public_id,
        verdict=Verdict(verdict or Verdict.LEAVE),
        reason=RejectionReason(reason) if reason else None,
    )


def _response(
    request: HttpRequest,
    suggestion: Suggestion,
    parts: tuple[Part, ...],
    problems: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    user = reviewer(request)
    text = suggestion.snapshot.text or ""
    # With the claims as they are now; the parts were read before.
    claims = Suggestion.objects.filter(pk__in=[part.suggestion.pk for part in parts]).with_claim()
    held = {one.pk: who_has_it_open(one) for one in claims.select_related("locked_by") if claimed_by_another(one, user)}
    rows = [
        Row(
            number=number,
            part=part,
            sentence=text[part.suggestion.sentence_start : part.suggestion.sentence_end],
            held=held.get(part.suggestion.pk, ""),
            chosen=request.POST.get(field_of(part.suggestion), ""),
            problem=problems.get(part.suggestion.public_id, ""),
        )
        for number, part in enumerate(parts, 1)
    ]
    sentence = (suggestion.sentence_start, suggestion.sentence_end)
    phrases = [(part.suggestion.sentence_start, part.suggestion.sentence_end) for part in parts]
    context = {
        "suggestion": suggestion,
        "article": suggestion.article,
        "pieces": marked(text, sentence=sentence, phrases=phrases),
        "rows": rows,
        "answers": ANSWERS,
        "lines": sum(len(part.lines) for part in parts),
        "may_decide": may_decide(user),
        "filters": QueueFilter(request),
        "last_step": last_step(request),
    }
    return render(request, "dialogues/review_queue/together.html", context, status=status)
