"""The history of a record: its page for everybody, and for staff the way back to an earlier version."""

from typing import Final

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from dialogues.models import Dialogue, Outcome, User
from dialogues.models.history import event_model_of
from dialogues.models.public_id import PublicIdField
from dialogues.models.vocabularies import Publication
from dialogues.queries.history import read_history
from dialogues.queries.publicity import is_public
from dialogues.review.permission import may, may_change
from dialogues.review.restore import RestoreRefused, restore_version

STEPS_A_PAGE: Final = 50


@cache_control(private=True, no_cache=True)
@require_safe
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET /history/<public_id>/

    For the public: records that are published, and what is part of one. A withdrawn or merged record sends to its
    own address, which says what happened. Staff see every record.
    """
    record = find_record(public_id)
    for_staff = record is not None and may(request.user, "view", type(record))
    if record is None or not (for_staff or is_public(record)):
        if isinstance(record, Dialogue | Outcome) and record.publication != Publication.DRAFT:
            return HttpResponseRedirect(record.get_absolute_url())
        raise Http404("There is no such record.")
    steps = read_history(record, for_staff=for_staff)
    page = Paginator(steps, STEPS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "record": record,
        "public_id": public_id,
        "what": record._meta.verbose_name,
        "page": page,
        "may_restore": may_change(request.user, record),
        "address": record.get_absolute_url() if isinstance(record, Dialogue | Outcome) else "",
    }
    return render(request, "dialogues/history.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST /history/<public_id>/restore/ with `model` and `event`."""
    if not isinstance(request.user, User):
        raise TypeError("the decorator lets nobody in who is not signed in")
    number = request.POST.get("event", "")
    if not number.isascii() or not number.isdigit():
        raise BadRequest("event: the number of an event is needed.")
    try:
        row = restore_version(model_name=request.POST.get("model", ""), event=int(number), by=request.user)
    except RestoreRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Restored: {row._meta.verbose_name} “{row}”.")
    return redirect("history", public_id=public_id)


def find_record(public_id: str) -> models.Model | None:
    """The record with this public ID, of whichever model; its prefix says which."""
    prefix = public_id.partition("-")[0]
    for model in apps.get_app_config("dialogues").get_models():
        if hasattr(model, "pgh_tracked_model"):
            continue
        field = next((field for field in model._meta.concrete_fields if field.name == "public_id"), None)
        if isinstance(field, PublicIdField) and field.prefix == prefix:
            event_model_of(model)
            found: models.Model | None = model.objects.filter(public_id=public_id).first()  # type: ignore[attr-defined]
            return found
    return None
