"""Facts of the public record that no source supports."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogues.models import Citation
from dialogues.models.vocabularies import CitationStance, OutcomeState
from dialogues.queries.citable import seen_on
from dialogues.queries.citations import SUPPORTING
from dialogues.queries.filters import published_dialogues, published_outcomes
from dialogues.queries.finding import Finding, found

UNCITED_SUBJECTS: Final = {
    "dialogue": "dialogues",
    "participation": "participants",
    "delegation_count": "head counts",
    "outcome": "outcomes",
    "outcome_status": "entries of the history of an outcome",
    "milestone": "milestones",
    "relation": "lineage",
    "position": "positions",
}
# These states say that nothing was found: sources that were searched and are silent are what they rest on.
NOTHING_FOUND: Final = (OutcomeState.NOT_CONFIRMED, OutcomeState.NO_EVIDENCE)


def uncited(subject: str) -> Callable[[date], Iterator[Finding]]:
    """A check for the uncited rows of one of `UNCITED_SUBJECTS`, as the pages mark them."""

    def find(_: date) -> Iterator[Finding]:
        for row in without_support(subject, _public(subject)):
            yield found(row, seen_on(row))

    return find


def without_support(subject: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these rows, all of one of `UNCITED_SUBJECTS`, that no source supports."""
    citations = Citation.objects.filter(**{subject: OuterRef("pk")})
    rows = rows.filter(~Exists(citations.filter(stance__in=SUPPORTING)))
    if subject in {"outcome_status", "milestone"}:
        searched = Exists(citations.filter(stance=CitationStance.SILENT))
        rows = rows.exclude(Q(searched, state__in=NOTHING_FOUND))
    return rows


def _public(subject: str) -> QuerySet[Any]:
    """The rows of this kind that the public sees, with what leads to their page."""
    dialogues, outcomes = published_dialogues(), published_outcomes().order_by("id")
    if subject == "dialogue":
        return dialogues
    if subject == "outcome":
        return outcomes
    rows: QuerySet[Any] = QuerySet(apps.get_model("dialogues", subject.replace("_", ""))).order_by("id")
    if subject == "outcome_status":
        return rows.filter(outcome__in=outcomes.order_by()).select_related("outcome")
    if subject == "relation":
        ends = ("from_mechanism", "from_dialogue", "from_outcome", "to_mechanism", "to_dialogue", "to_outcome")
        hidden = Q(from_dialogue__publication="draft") | Q(from_outcome__publication="draft")
        return rows.exclude(hidden).select_related(*ends)
    if subject == "milestone":
        public = Q(mechanism__publication="published") | Q(dialogue__in=dialogues.order_by())
        return rows.filter(public).select_related("mechanism", "dialogue")
    related = ("dialogue", "person", "organization") if subject == "participation" else ("dialogue",)
    related = (*related, "party") if subject == "position" else related
    return rows.filter(dialogue__in=dialogues.order_by()).select_related(*related)
