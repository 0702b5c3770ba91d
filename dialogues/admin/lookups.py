"""What the form of a dialogue asks for while it is filled in: a person's offices, and the sides of a mechanism."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from dialogues.admin.participation import office_label
from dialogues.models import Mechanism
from dialogues.queries.offices import Office, offices_of
from dialogues.text.date_mentions import date_as_typed
from dialogues.text.dates import PartialDate


def offices(request: HttpRequest) -> JsonResponse:
    """`?person=7&person=8&start=2015-12-01&end=`: the offices of each person, those held on these days first.

    A date that is none yet counts as not given. 400 for a person that is no key; 403 without the right to see offices.
    """
    if not request.user.has_perm("dialogues.view_tenure"):
        raise PermissionDenied("You may not see the offices of people.")
    people = [_key(text) for text in request.GET.getlist("person")]
    keys = [key for key in people if key is not None]
    if not keys or len(keys) != len(people):
        return JsonResponse({"error": "person: give the keys of people"}, status=400)
    start, end = (_date(request.GET.get(name, "")) for name in ("start", "end"))
    found = offices_of(keys, start, end)
    return JsonResponse({"offices": {key: [_row(office) for office in found.get(key, [])] for key in keys}})


def sides(request: HttpRequest) -> JsonResponse:
    """`?mechanism=7`: the codes and names of its two sides, in their stored order. 404 for none."""
    if not request.user.has_perm("dialogues.view_mechanism"):
        raise PermissionDenied("You may not see mechanisms.")
    key = _key(request.GET.get("mechanism", ""))
    mechanism = Mechanism.objects.filter(pk=key).select_related("side_a", "side_b").first() if key else None
    if mechanism is None:
        return JsonResponse({"error": "mechanism: there is none with this key"}, status=404)
    parties = (mechanism.side_a, mechanism.side_b)
    return JsonResponse({"sides": [{"code": party.code, "name": party.name} for party in parties]})


def _row(office: Office) -> dict[str, Any]:
    return {
        "id": office.tenure.pk,
        "label": office_label(office),
        "title": office.tenure.title,
        "rank": office.tenure.rank,
        "held": office.held,
    }


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _date(text: str) -> PartialDate | None:
    try:
        return date_as_typed(text)
    except ValueError:
        return None
