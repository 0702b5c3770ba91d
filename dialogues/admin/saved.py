"""What staff read after they saved a dialogue: what was saved with it, and what is still missing, with links."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dialogues.models import DelegationCount, Dialogue, Outcome, Participation, Position, Relation
from dialogues.queries.gaps import Gap, gaps

SHOWN: Final = 5
# These gaps are told with the names of the rows.
NAMED: Final = {"no_status", "unknown_tenure", "tenure_outside", "draft_outcome"}
PLACES: Final[dict[type[Model], str]] = {
    Participation: "participations-group",
    DelegationCount: "delegation_counts-group",
    Outcome: "outcomes-group",
    Relation: "relations_from-group",
    Position: "positions-group",
}


def saved_with(formsets: Iterable[Any]) -> str:
    """ "Saved with it: 3 new participants, 1 changed outcome.", from the rows after they were saved; or nothing."""
    told = []
    for formset in formsets:
        for what in ("new", "changed", "deleted"):
            number = len(getattr(formset, f"{what}_objects"))
            if number:
                told.append(f"{number} {what} {formset.row_name}{'s' if number > 1 else ''}")
    return f"Saved with it: {', '.join(told)}." if told else ""


def still_missing(dialogue: Dialogue) -> SafeString | str:
    """The gaps of a dialogue in one sentence with links to where they are filled; empty when there are none."""
    found = gaps(dialogue)
    if not found:
        return ""
    page = reverse("admin:dialogues_dialogue_change", args=[dialogue.pk])
    told = format_html_join("; ", "{}", ((_in_words(gap, page),) for gap in found))
    return format_html("Still missing of “{}”: {}.", dialogue, told)


def _in_words(gap: Gap, page: str) -> SafeString:
    if gap.kind in NAMED:
        rows = ((_filled_at(row, page), row) for row in gap.rows[:SHOWN])
        named = format_html_join(", ", '<a href="{}">{}</a>', rows)
        more = f" and {len(gap.rows) - SHOWN} more" if len(gap.rows) > SHOWN else ""
        return format_html("{} {}{}", gap.words, named, more)
    of = Outcome if gap.kind == "no_outcome" else type(gap.rows[0]) if gap.rows else Dialogue
    return format_html('<a href="{}">{}</a>', f"{page}#{PLACES[of]}" if of in PLACES else page, gap.words)


def _filled_at(row: Model, page: str) -> str:
    """Where what is missing of a row is entered: an outcome's own page, or its place on the dialogue's."""
    if isinstance(row, Outcome):
        return reverse("admin:dialogues_outcome_change", args=[row.pk])
    return f"{page}#{PLACES[type(row)]}"
