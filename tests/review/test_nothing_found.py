from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dialogues.models import Extraction, NothingFound, User
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import NothingFoundVerdict
from dialogues.review.nothing_found import FoundSomething, judge_nothing_found
from tests import factories
from tests.suggestions import reading, suggested_round

pytestmark = pytest.mark.django_db


def test_a_person_says_that_nothing_is_right_and_may_say_otherwise_later(staff: User) -> None:
    empty = reading(factories.snapshot())
    judge_nothing_found(extraction=empty, by=staff, verdict=NothingFoundVerdict.RIGHTLY)
    judge_nothing_found(extraction=empty, by=staff, verdict=NothingFoundVerdict.MISSING)
    judged = NothingFound.objects.get()
    assert (judged.extraction, judged.verdict, judged.decided_by) == (empty, NothingFoundVerdict.MISSING, staff)
    steps: list[Any] = list(event_model_of(NothingFound).objects.order_by("pgh_id"))
    assert [(step.verdict, step.pgh_context["name"]) for step in steps] == [
        ("rightly", "editor"),
        ("missing", "editor"),
    ]


def test_a_reading_with_facts_is_not_judged_as_a_whole(staff: User) -> None:
    suggested_round(1)
    with pytest.raises(FoundSomething, match="decide on each"):
        judge_nothing_found(extraction=Extraction.objects.get(), by=staff, verdict=NothingFoundVerdict.RIGHTLY)
    assert not NothingFound.objects.exists()


def test_whoever_may_not_decide_does_not_judge() -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        judge_nothing_found(extraction=reading(factories.snapshot()), by=reader, verdict=NothingFoundVerdict.RIGHTLY)
