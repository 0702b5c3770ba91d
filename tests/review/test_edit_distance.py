import pytest

from dialogues.models import Suggestion, User
from dialogues.models.vocabularies import SuggestionKind
from dialogues.review.accept import accept_suggestion
from dialogues.review.edit_distance import edit_distance
from tests import factories
from tests.ingest.stages import ingested_round_one


def distance(proposed: dict[str, object], accepted: dict[str, object]) -> float:
    return edit_distance(proposed, accepted, fields=["title", "kind", "deadline", "add_alias"], texts=["title"])


def test_what_is_accepted_as_proposed_has_no_distance() -> None:
    assert distance({"title": "A hot line", "deadline": None}, {"title": " A hot line ", "deadline": ""}) == 0


def test_a_text_differs_by_the_share_of_its_characters() -> None:
    assert distance({"title": "hot line"}, {"title": "hotline"}) == pytest.approx(1 / 8)
    assert distance({"title": "热线"}, {"title": "热点"}) == 0.5


def test_a_code_a_date_or_a_choice_is_the_same_or_it_is_not() -> None:
    assert distance({"kind": "norm"}, {"kind": "norms"}) == 1


def test_the_fields_that_either_fills_count_alike() -> None:
    assert distance({"title": "A", "kind": "norm"}, {"title": "A", "kind": "channel"}) == 0.5
    assert distance({"title": "A", "kind": "norm"}, {"title": "A", "kind": "norm", "deadline": "2016"}) == 0.3333


def test_what_the_reviewer_adds_of_their_own_accord_is_no_correction() -> None:
    assert distance({"title": "A"}, {"title": "A", "add_alias": True}) == 0


def test_nothing_proposed_and_nothing_accepted_is_no_distance() -> None:
    assert distance({}, {}) == 0


@pytest.mark.django_db
def test_accepting_keeps_how_far_the_corrections_went(staff: User) -> None:
    factories.party("CN"), factories.party("US")
    dialogue, chair, *others = ingested_round_one().suggestions.in_review_order()
    assert accept_suggestion(public_id=dialogue.public_id, by=staff).edit_distance == 0
    corrected = accept_suggestion(public_id=chair.public_id, by=staff, changes={"name": "Guo Shengkunn"})
    assert 0 < (corrected.edit_distance or 0) < 0.1
    outcome = next(one for one in others if one.kind == SuggestionKind.OUTCOME)
    wholly = {"title": "X", "kind": "norm", "stated_by": "unknown"}
    assert (accept_suggestion(public_id=outcome.public_id, by=staff, changes=wholly).edit_distance or 0) > 0.9
    assert set(Suggestion.objects.pending().values_list("edit_distance", flat=True)) == {None}
