"""How far coders agree, as a page and as a file, for staff."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogues.models import DoubleCoding
from dialogues.models.vocabularies import SuggestionKind
from dialogues.queries.agreement import ALL_KINDS, DECISION, Row, agreement_rows, compared, missing_facts
from dialogues.review.payload import PAYLOAD_FORMS
from dialogues.text.spreadsheets import formula_safe
from dialogues.web.review_queue.access import staff_only

COLUMNS = ("kind", "field", "level", "units", "agreeing", "percent", "alpha", "alpha_units", "alpha_not_defined")


@staff_only
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """GET /double-codings/agreement/: over all that was coded twice, or `?of=<double coding>` over one."""
    of = _chosen(request)
    rows = _labelled(agreement_rows(of.public_id if of is not None else ""))
    context = {
        "of": of,
        "counted": compared().count(),
        "groups": rows,
        "missing": missing_facts(of.public_id if of is not None else ""),
        "query": f"?of={of.public_id}" if of is not None else "",
    }
    return render(request, "dialogues/coding/agreement.html", context)


@staff_only
@require_safe
def agreement_file(request: HttpRequest, form: str) -> HttpResponse:
    """GET /double-codings/agreement.csv and .json: the same rows, their numbers in full."""
    of = _chosen(request)
    key = of.public_id if of is not None else ""
    rows = [_cells(row) for row in agreement_rows(key)]
    if form == "json":
        missing = missing_facts(key)
        found = {"both": missing.both, "only_first": missing.only_first, "only_second": missing.only_second}
        body = {"double_coding": key or None, "agreement": rows, "missing_facts": found | {"percent": missing.percent}}
        answer: HttpResponse = JsonResponse(body, json_dumps_params={"indent": 1})
    else:
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        lines = csv.writer(answer)
        lines.writerow(COLUMNS)
        for row in rows:
            lines.writerow(["" if row[name] is None else formula_safe(str(row[name])) for name in COLUMNS])
    answer["Content-Disposition"] = f'attachment; filename="readout-agreement.{form}"'
    return answer


def _chosen(request: HttpRequest) -> DoubleCoding | None:
    """The double coding that was asked for, if one was. One that is still blind, or called off, is not found."""
    public_id = request.GET.get("of", "")
    if not public_id:
        return None
    found = compared(public_id).select_related("article").first()
    if found is None:
        raise Http404("There is no such double coding that both coders have finished.")
    return found


def _cells(row: Row) -> dict[str, Any]:
    measured = row.agreement
    return {
        "kind": row.kind or "all",
        "field": row.field,
        "level": measured.level,
        "units": measured.units,
        "agreeing": measured.agreeing,
        "percent": measured.percent,
        "alpha": measured.alpha,
        "alpha_units": measured.alpha_units,
        "alpha_not_defined": measured.why_not or None,
    }


def _labelled(rows: list[Row]) -> list[dict[str, Any]]:
    """One group for each kind, its rows in the order of the form and with the form's labels."""
    groups = []
    for kind in (ALL_KINDS, *SuggestionKind):
        fields = PAYLOAD_FORMS[kind].base_fields if isinstance(kind, SuggestionKind) else {}
        labels = {DECISION: "Decision: accept or reject"} | {
            name: str(field.label or name) for name, field in fields.items()
        }
        places = {name: place for place, name in enumerate(labels)}
        own = sorted((row for row in rows if row.kind == kind), key=lambda row: places.get(row.field, len(places)))
        if own:
            label = kind.label if isinstance(kind, SuggestionKind) else "all kinds"
            groups.append({"label": label, "rows": [(labels.get(row.field, row.field), row.agreement) for row in own]})
    return groups
