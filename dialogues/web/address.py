"""What stands under the address of a record: its page, the way to another record, or why it was withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from dialogues.models import Dialogue, Outcome
from dialogues.models.vocabularies import Publication


def elsewhere(request: HttpRequest, record: Dialogue | Outcome, slug: str) -> HttpResponse | None:
    """The answer when the page itself is not to be shown, else None.

    Merged: 301 to the record that it went into. Draft: 404. Withdrawn: 410 with the reason. Wrong slug: 301 to the
    address with the right one; the query goes along.
    """
    if isinstance(record.merged_into, Dialogue | Outcome):
        return _moved(request, record.merged_into)
    if record.publication == Publication.DRAFT:
        raise Http404("There is no such record.")
    if record.publication == Publication.WITHDRAWN:
        return gone(request, record, record.withdrawn_because)
    return _moved(request, record) if slug != record.slug else None


def gone(request: HttpRequest, record: Dialogue | Outcome, because: str) -> HttpResponse:
    """410: the record was public, and here is why it no longer is."""
    what = "dialogue" if isinstance(record, Dialogue) else "outcome"
    context = {"record": record, "what": what, "because": because}
    return render(request, "dialogues/withdrawn.html", context, status=410)


def _moved(request: HttpRequest, record: Dialogue | Outcome) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(record.get_absolute_url() + (f"?{query}" if query else ""))
