"""The home page: the timeline of all dialogues, or of those that the filters leave."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogues.models import Mechanism, Party, Topic
from dialogues.queries.filters import DialogueFilter, published_dialogues
from dialogues.queries.recent import recent_changes, recently_overdue, record_size
from dialogues.queries.timeline import read_timeline
from dialogues.web.filters import filter_panel, printable, public_choices, without_empty


@cache_control(no_cache=True)
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """GET /, with the parameters of `DialogueFilter`. 400 with the form when one of them cannot be understood."""
    query = without_empty(request.GET)
    if query.urlencode() != request.GET.urlencode():
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else request.path)
    query = printable(query)
    filters = DialogueFilter(query, queryset=published_dialogues())
    valid = filters.is_valid()
    mechanisms = {one.pk: one for one in Mechanism.objects.published().not_merged()}
    pairs = list(published_dialogues().order_by().values_list("side_a", "side_b").distinct())
    codes = {code for pair in pairs for code in pair}
    parties = {party.code: party for party in Party.objects.all() if party.code in codes}
    public_choices(filters.form, mechanisms.values(), Topic.objects.all())
    context = {
        "size": record_size(),
        "panel": filter_panel(filters.form, query, parties, pairs),
        "errors": filters.form.errors,
        "query": query,
    }
    if not valid:
        return render(request, "dialogues/timeline.html", context, status=400)
    dialogues = filters.qs
    context |= {
        "timeline": read_timeline(dialogues, mechanisms),
        "changes": recent_changes(dialogues),
        "overdue": recently_overdue(dialogues, timezone.now().date()),
    }
    return render(request, "dialogues/timeline.html", context)
