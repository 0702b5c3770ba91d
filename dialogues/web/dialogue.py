"""The page of one dialogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogues.models import Dialogue
from dialogues.queries.dialogue import read_dialogue
from dialogues.web.address import elsewhere


# Redirects too: a browser that kept one would go round in circles once a title is changed back.
@cache_control(no_cache=True)
@require_safe
def dialogue(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """GET /dialogues/<public_id>/<slug>/"""
    rows = Dialogue.objects.select_related("side_a", "side_b", "mechanism", "parent", "merged_into")
    found = get_object_or_404(rows, public_id=public_id)
    other = elsewhere(request, found, slug)
    if other is not None:
        return other
    return render(request, "dialogues/dialogue.html", {"record": read_dialogue(found), "dialogue": found})
