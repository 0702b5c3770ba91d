import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Dialogue
from dialogues.models.vocabularies import SuggestionKind
from tests import factories
from tests.ingest.link.facts import fact, linker

pytestmark = pytest.mark.django_db


def test_linking_a_long_article_asks_no_more_than_linking_a_short_one() -> None:
    held = factories.dialogue()
    for number in range(3):
        factories.outcome(held, f"Hotline {number}")
        factories.participation(held, person=factories.person(f"Person {number}"))

    def queries_with(facts: int) -> int:
        linking = linker()
        with CaptureQueriesContext(connection) as captured:
            for number in range(facts):
                for one in (
                    fact(SuggestionKind.PARTICIPATION, name=f"Somebody {number}", party="CN"),
                    fact(SuggestionKind.OUTCOME, title=f"A hot line {number}", kind="channel"),
                    fact(SuggestionKind.STATUS, outcome_as_stated=f"hotline {number}", status="launched"),
                    fact(SuggestionKind.RELATION, to_as_stated=f"an understanding of {number}", kind="implements"),
                ):
                    linking.link(one)
        return len(captured)

    assert queries_with(2) == queries_with(20) <= 10
    assert Dialogue.objects.count() == 1
