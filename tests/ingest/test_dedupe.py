import pytest

from dialogues.ingest.add import FromText
from dialogues.models import Article
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage
from tests import factories
from tests.ingest.stages import ingest, ingested_round_one
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db


def test_the_same_text_again_is_a_copy_and_says_of_what() -> None:
    first = ingested_round_one()
    second = ingest(FromText("  " + cybercrime_round_one().replace("\n", "\r\n")))
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)
    assert first.public_id in second.problem_detail
    assert not second.suggestions.exists()


def test_a_third_copy_points_at_the_first_and_not_at_a_copy() -> None:
    first = ingested_round_one()
    for _ in range(2):
        latest = ingest(FromText(cybercrime_round_one()))
    assert latest.copy_of == first


def test_the_same_address_is_a_copy_although_its_text_has_changed() -> None:
    first = ingest(FromText(cybercrime_round_one(), url="https://gazette.example/talks"))
    second = ingest(FromText(cybercrime_round_one() + "\nCorrected.", url="https://gazette.example/talks?utm_source=x"))
    assert (second.stage, second.copy_of) == (ArticleStage.DUPLICATE, first)


def test_a_failed_article_is_no_reason_to_refuse_the_same_text() -> None:
    Article.objects.filter(pk=ingested_round_one().pk).update(stage=ArticleStage.FAILED, problem="internal_error")
    assert ingest(FromText(cybercrime_round_one())).stage == ArticleStage.READY


def test_a_source_of_the_starter_record_gives_way_to_the_text_itself() -> None:
    factories.article(origin=ArticleOrigin.STARTER, canonical_url="https://gazette.example/talks")
    added = ingest(FromText(cybercrime_round_one(), url="https://gazette.example/talks"))
    assert added.stage == ArticleStage.READY
