"""The articles of the queue: what waits, what was read without finding anything, and what was not read yet."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from dialogues.models import Extraction
from dialogues.models.vocabularies import NothingFoundVerdict
from dialogues.queries.review_overview import states_of, taken_in, unjudged
from dialogues.review.nothing_found import FoundSomething, judge_nothing_found
from dialogues.web.review_queue.access import may_decide, reviewer, staff_only
from dialogues.web.review_queue.filtering import QueueFilter
from dialogues.web.review_queue.steps import last_step

A_PAGE: Final = 25


@staff_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What became of the articles, newest first."""
    return overview_response(request, QueueFilter(request), asked_for=True)


def overview_response(
    request: HttpRequest, filters: QueueFilter, *, asked_for: bool = False, status: int = 200
) -> HttpResponse:
    """The page; it also stands in for a suggestion when none waits."""
    empty = unjudged()
    articles = taken_in()
    page = Paginator(articles, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "waiting": filters.waiting().count(),
        "asked_for": asked_for,
        "unjudged": states_of(empty[:A_PAGE]),
        "unjudged_number": empty.count(),
        "page": page,
        "articles": states_of(articles[max(page.start_index() - 1, 0) : page.end_index()]),
        "verdicts": list(NothingFoundVerdict),
        "may_decide": may_decide(reviewer(request)),
        "last_step": last_step(request),
    }
    return render(request, "dialogues/review_queue/overview.html", context, status=status)


@staff_only
@require_POST
def judge(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Say of the article's newest reading, which found nothing, whether that is right."""
    article = get_object_or_404(taken_in(), public_id=public_id)
    reading = Extraction.objects.filter(snapshot__article=article).order_by("-pk").first()
    if reading is None:
        raise BadRequest("This article was not read yet.")
    try:
        verdict = NothingFoundVerdict(request.POST.get("verdict", ""))
        judged = judge_nothing_found(extraction=reading, by=reviewer(request), verdict=verdict)
    except FoundSomething as refusal:
        messages.error(request, str(refusal))
    except ValueError:
        messages.error(request, "Verdict: choose one of the two.")
    else:
        messages.success(request, f"Kept: {judged.get_verdict_display()}.")
    return HttpResponseRedirect(QueueFilter(request).address("review_overview"))
