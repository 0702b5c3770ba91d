from typing import Any

import pytest

from dialogues.models import Citation, Dialogue, Difference, Outcome, Suggestion, User
from dialogues.models.vocabularies import CitationStance, DifferenceKind, SuggestionKind
from dialogues.queries.citations import read_citations
from dialogues.queries.differences import compared
from dialogues.review.accept import accept_suggestion
from dialogues.review.candidates import candidates_for
from dialogues.review.payload import PayloadRefused
from dialogues.review.together import plan_together
from dialogues.review.undo import undo_decision
from tests import factories
from tests.queries.test_points_of_difference import (
    GUIDELINES,
    american,
    differences,
    exercise,
    held,
    long,
    reported,
)
from tests.web.records import unquoted

pytestmark = pytest.mark.django_db
__all__ = ["held"]


def accept(suggestion: Suggestion, by: User, **changes: Any) -> Suggestion:
    return accept_suggestion(public_id=suggestion.public_id, by=by, changes=changes or None)


@pytest.fixture
def another_day(held: Dialogue) -> Suggestion:
    Dialogue.objects.filter(pk=held.pk).update(start_date="2015-12-02", end_date=None)
    unquoted(source=american(), dialogue=held, field="start_date")
    (difference,) = differences(reported())
    return difference


def test_a_difference_has_both_accounts_and_says_who_aligned_them(
    staff: User, held: Dialogue, another_day: Suggestion
) -> None:
    accept(another_day, staff)
    difference = Difference.objects.get()
    assert (difference.kind, difference.subject, difference.aligned_by) == ("date", "date of the dialogue", staff)
    assert difference.aligned_on is not None
    ours, theirs = difference.citations.order_by("id")
    assert (ours.value_as_stated, ours.speaker_party_id) == ("1 December 2015", "CN")
    assert "took place in Washington on Tuesday" in ours.quote
    assert (theirs.value_as_stated, theirs.speaker_party_id, theirs.quote) == ("2 December 2015", "US", "")
    (row,) = compared([difference], held.side_codes, read_citations({"difference": [difference.pk]}))
    assert [[account.says for account in column] for column in row.columns] == [
        ["1 December 2015"],
        ["2 December 2015"],
        [],
    ]


def test_an_account_is_added_to_a_difference_that_is_known(
    staff: User, held: Dialogue, another_day: Suggestion
) -> None:
    known = Difference.objects.create(dialogue=held, kind=DifferenceKind.DATE, subject="day")
    american_account = Citation.objects.get(dialogue=held)
    unquoted(source=american_account.snapshot, difference=known)
    accept(another_day, staff, same_as=known.public_id)
    assert Difference.objects.get() == known
    assert known.citations.count() == 2


def test_a_difference_of_another_dialogue_is_refused(staff: User, another_day: Suggestion) -> None:
    elsewhere = Difference.objects.create(dialogue=factories.dialogue("Elsewhere"), kind="date", subject="day")
    with pytest.raises(PayloadRefused, match="Choose a difference of “First round”"):
        accept(another_day, staff, same_as=elsewhere.public_id)


def test_an_outcome_that_only_one_side_mentions_is_silence_of_the_other(staff: User, held: Dialogue) -> None:
    searched = american(long(GUIDELINES), language="en")
    factories.citation(searched, "guidelines", dialogue=held)
    (only_here,) = differences(reported())
    accept(only_here, staff)
    says, silent = Difference.objects.get().citations.order_by("id")
    assert (says.stance, silent.stance) == (CitationStance.SUPPORTS, CitationStance.SILENT)
    assert (silent.snapshot, silent.quote, silent.recorded_by) == (searched, "", staff)


def test_an_outcome_that_the_text_leaves_out_is_searched_by_who_accepts(staff: User, held: Dialogue) -> None:
    outcome = exercise(held)
    (not_here,) = differences(reported())
    accept(not_here, staff)
    silent = outcome.citations.get(stance=CitationStance.SILENT)
    assert (silent.snapshot, silent.recorded_by, silent.speaker_party_id) == (not_here.snapshot, staff, "CN")
    assert silent.note == "Searched in full: no sentence speaks of it."
    assert not Difference.objects.exists()


def test_silence_is_added_to_the_difference_that_is_known_already(staff: User, held: Dialogue) -> None:
    outcome = exercise(held)
    known = Difference.objects.create(dialogue=held, kind=DifferenceKind.OMISSION, subject="table-top exercise")
    (not_here,) = differences(reported())
    (candidate,) = candidates_for(not_here)
    assert candidate.record == known
    accept(not_here, staff, **candidate.changes)
    assert known.citations.get().stance == CitationStance.SILENT
    assert outcome.citations.filter(stance=CitationStance.SILENT).count() == 1


def test_the_outcome_may_be_gone_by_then(staff: User, held: Dialogue) -> None:
    exercise(held)
    (not_here,) = differences(reported())
    Outcome.objects.update(publication="draft")
    with pytest.raises(PayloadRefused, match="no longer in the record"):
        accept(not_here, staff)


def test_the_other_account_may_be_gone_by_then(staff: User, another_day: Suggestion) -> None:
    Citation.objects.all().delete()
    with pytest.raises(PayloadRefused, match="no longer cited"):
        accept(another_day, staff)
    assert not Difference.objects.exists()


def test_a_comparison_with_another_dialogue_than_the_reviewer_chose_is_refused(
    staff: User, another_day: Suggestion
) -> None:
    chosen = factories.dialogue("The other one", start_date="2015-12-03", end_date=None)
    dialogue = another_day.article.suggestions.get(kind=SuggestionKind.DIALOGUE)
    accept(dialogue, staff, same_as=chosen.public_id)
    with pytest.raises(PayloadRefused, match="compared with the accounts of “First round”"):
        accept(another_day, staff)


def test_an_accepted_difference_is_undone_whole(staff: User, another_day: Suggestion) -> None:
    before = Citation.objects.count()
    accept(another_day, staff)
    undo_decision(public_id=another_day.public_id, by=staff)
    assert not Difference.objects.exists()
    assert Citation.objects.count() == before


def test_differences_are_in_the_plan_of_the_whole(another_day: Suggestion) -> None:
    together = plan_together(another_day)
    assert together.parts[-1].suggestion == another_day
    assert [line.split(":")[0] for line in together.parts[-1].lines] == [
        "New difference of “First round”",
        "Citation (difference)",
        "Citation (difference)",
    ]
