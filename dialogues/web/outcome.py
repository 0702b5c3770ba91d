"""The page of one outcome."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogues.models import Outcome
from dialogues.models.vocabularies import Publication
from dialogues.queries.outcome import read_outcome
from dialogues.web.address import elsewhere, gone


@cache_control(no_cache=True)
@require_safe
def outcome(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """GET /outcomes/<public_id>/<slug>/

    `?valid_on=YYYY-MM-DD` shows what had become of it by that day.
    The outcome of a dialogue that is a draft is not public; the outcome of a withdrawn dialogue went with it.
    """
    rows = Outcome.objects.select_related("dialogue__side_a", "dialogue__side_b", "dialogue__mechanism", "merged_into")
    found = get_object_or_404(rows, public_id=public_id)
    other = elsewhere(request, found, slug)
    if other is not None:
        return other
    if found.dialogue.publication == Publication.DRAFT:
        raise Http404("There is no such record.")
    if found.dialogue.publication == Publication.WITHDRAWN:
        return gone(request, found, found.dialogue.withdrawn_because)
    valid_on = _day(request, "valid_on")
    record = read_outcome(found, valid_on or timezone.now().date(), valid_on)
    context = {"record": record, "outcome": found, "dialogue": found.dialogue, "valid_on": valid_on}
    return render(request, "dialogues/outcome.html", context)


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the query, None when it is not given. Raises BadRequest for anything else."""
    given = request.GET.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise BadRequest(f"{name}: write a day as YYYY-MM-DD.") from error
