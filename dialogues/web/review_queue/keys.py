"""The keys of the queue: what each does, and the switch for those who want none."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from dialogues.review.switch_keys import switch_keys
from dialogues.web.review_queue.access import reviewer, staff_only
from dialogues.web.review_queue.filtering import QueueFilter

KEYS: Final = (
    ("a", "accept as proposed, and go on to the next"),
    ("x", "reject; then 1 to 5 for the reason"),
    ("s", "skip: leave it open, and go on to the next"),
    ("e", "edit what is proposed"),
    ("Esc", "leave the form without accepting"),
    ("u", "undo the last decision, or come back to what was skipped"),
    ("j", "the next one that waits"),
    ("k", "the one before"),
    ("l", "the next piece of evidence in the text"),
    ("h", "the piece of evidence before"),
    ("o", "open the source in a new window"),
    ("/", "search in the queue"),
    ("?", "this page, and back"),
)


@staff_only
@require_GET
def keys_help(request: HttpRequest) -> HttpResponse:
    """What each key does. `suggestion` names the one to go back to."""
    filters = QueueFilter(request)
    came_from = request.GET.get("suggestion", "")
    back = filters.address("suggestion", came_from) if _is_id(came_from) else filters.address("review_queue")
    return render(request, "dialogues/review_queue/help.html", {"keys": KEYS, "back": back, "filters": filters})


@staff_only
@require_POST
def keys(request: HttpRequest) -> HttpResponseBase:
    """Switch the keys on or off for this person, and go back to the help."""
    on = request.POST.get("keys") == "on"
    switch_keys(by=reviewer(request), on=on)
    messages.success(request, f"The keys are switched {'on' if on else 'off'}.")
    came_from = request.GET.get("suggestion", "")
    kept = {"suggestion": came_from} if _is_id(came_from) else {}
    return HttpResponseRedirect(QueueFilter(request).address("review_help", **kept))


def _is_id(text: str) -> bool:
    return text.isascii() and text.replace("-", "").isalnum()
