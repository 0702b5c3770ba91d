"""Double codings for editors: those that there are, how far each is, and its end without adjudication."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dialogues.models import DoubleCoding
from dialogues.queries.double_coding import facts_of_both, overviews
from dialogues.review.adjudicate import hindrance
from dialogues.review.double_coding import CodingRefused, call_off
from dialogues.web.coding import signed_in
from dialogues.web.comparison import lines_of
from dialogues.web.review_queue.access import staff_only

ROWS_A_PAGE: Final = 50


@staff_only
@require_safe
def double_codings(request: HttpRequest) -> HttpResponse:
    """GET /double-codings/: those that run first, then the newest."""
    rows = DoubleCoding.objects.select_related("article", "assigned_by").order_by(
        F("closed_at").desc(nulls_first=True), "-created_at", "-pk"
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dialogues/coding/overview.html", {"page": page, "overviews": overviews(list(page))})


@staff_only
@require_safe
def double_coding(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET /double-codings/<double coding>/: its suggestions and what was missing; the verdicts once both are done."""
    found = find_double_coding(public_id)
    (overview,) = overviews([found])
    context: dict[str, Any] = {
        "double_coding": found,
        "overview": overview,
        "hindrance": hindrance(found, signed_in(request)),
        "may_adjudicate": request.user.has_perm("dialogues.add_adjudication"),
        "may_call_off": request.user.has_perm("dialogues.change_doublecoding"),
    }
    if overview.compared:
        context |= {"lines": lines_of(found), "facts": facts_of_both(found)}
    return render(request, "dialogues/coding/double_coding.html", context)


@staff_only
@require_POST
def double_coding_call_off(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """POST with `reason`: the suggestions go back to the review queue."""
    found = find_double_coding(public_id)
    try:
        call_off(double_coding=found, by=signed_in(request), reason=request.POST.get("reason", ""))
    except CodingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Called off: what is open waits in the review queue.")
    return redirect("double_coding", public_id)


def find_double_coding(public_id: str) -> DoubleCoding:
    """The double coding with its codings. Raises Http404."""
    related = DoubleCoding.objects.select_related("article__publisher", "assigned_by")
    return get_object_or_404(related.prefetch_related("codings__coder"), public_id=public_id)
