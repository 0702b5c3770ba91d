"""The codebook as a page and as a file: every controlled term with its definition and an example."""

import csv
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogues.queries.codebook import codebook
from dialogues.text.spreadsheets import formula_safe

COLUMNS = ("vocabulary", "used_for", "term", "label", "definition", "example")


@cache_control(no_cache=True)
@require_safe
def codebook_page(request: HttpRequest) -> HttpResponse:
    """GET /codebook/: the vocabularies of the record, then those that only staff meet."""
    parts = [
        {"heading": heading, "anchor": anchor, "vocabularies": _shown(machinery=machinery)}
        for heading, anchor, machinery in (
            ("Terms of the record", "of-the-record", False),
            ("Terms that only staff meet", "of-the-machinery", True),
        )
    ]
    return render(request, "dialogues/codebook.html", {"parts": parts})


@cache_control(no_cache=True)
@require_safe
def codebook_file(request: HttpRequest) -> HttpResponse:
    """GET /codebook.csv: one line a term, UTF-8, quoted as in RFC 4180, safe to open in a spreadsheet."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="readout-codebook.csv"'
    lines = csv.writer(answer)
    lines.writerow(COLUMNS)
    for vocabulary in codebook():
        for term in vocabulary.terms:
            cells = (vocabulary.name, vocabulary.used_for, term.value, term.label, term.definition, term.example)
            lines.writerow([formula_safe(cell) for cell in cells])
    return answer


def _shown(*, machinery: bool) -> list[dict[str, object]]:
    """The vocabularies of one part of the page, with the anchors of each and of its terms."""
    shown: list[dict[str, object]] = []
    for vocabulary in codebook():
        if vocabulary.machinery is machinery:
            anchor = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", vocabulary.name).lower()
            terms = [(f"{anchor}-{term.value.replace('_', '-')}", term) for term in vocabulary.terms]
            shown.append({"vocabulary": vocabulary, "anchor": anchor, "terms": terms})
    return shown
