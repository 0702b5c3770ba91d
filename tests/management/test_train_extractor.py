"""Training from decisions that were made through the review queue's own verbs."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from dialogues.ingest.extract import EXTRACTOR_VERSION, FactKind
from dialogues.ingest.extract.classifier import files
from dialogues.ingest.extract.decisions import decided_facts
from dialogues.models import Dialogue, Suggestion, User
from dialogues.models.vocabularies import RejectionReason, SuggestionKind
from dialogues.review.accept import accept_suggestion
from dialogues.review.reject import reject_suggestion
from tests import factories
from tests.suggestions import reading, suggestion

pytestmark = pytest.mark.django_db

ARTICLES, OF_EACH_KIND = 20, 4


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EXTRACTOR_MODEL_FOLDER = tmp_path / "extractor"
    return tmp_path / "extractor"


def train(*arguments: str) -> str:
    said = io.StringIO()
    call_command("train_extractor", *arguments, stdout=said)
    return said.getvalue()


def decided(articles: int, *, hedged: Callable[[int], bool], of_each: int = OF_EACH_KIND) -> list[Suggestion]:
    """Articles with outcomes that are right unless the text hedges them, and positions that are right now and then.

    The outcomes carry a sign, the word "reportedly", and the rules give all of them the same confidence. Whether a
    position is accepted has to do with nothing that the text says.
    """
    reviewer, meeting = factories.staff_user(), factories.dialogue()
    made: list[Suggestion] = []
    for number in range(articles):
        lines = []
        for point in range(of_each):
            place = number * of_each + point
            source = "Officials reportedly" if hedged(place) else "The two sides formally"
            lines += [f"{source} agreed on guidelines {place} against cyber crimes."]
            lines += [f"China said that item {place} of the agenda should be kept."]
        article_snapshot = factories.snapshot("\n".join(lines), article=factories.article(f"Report {number}"))
        extraction = reading(article_snapshot, facts=[{"kind": "outcome"}])
        for point in range(of_each):
            made += _suggested(extraction, meeting, number * of_each + point)
    for one in made:
        wrong = "reportedly" in _line(one) if one.kind == SuggestionKind.OUTCOME else one.position % 7 in {0, 3, 5}
        if wrong:
            reject_suggestion(public_id=one.public_id, by=reviewer, reason=RejectionReason.NOT_IN_THE_TEXT)
        else:
            accept_suggestion(public_id=one.public_id, by=reviewer)
    return made


def _suggested(extraction: Any, meeting: Dialogue, place: int) -> list[Suggestion]:
    common = {"matched_dialogue": meeting, "confidence": 0.85, "position": place, "layers": ["rules", "clauses"]}
    outcome = {"kind": "instrument", "title": f"Guidelines {place}", "stated_by": "both"}
    position = {"party": "CN", "stance": "urges", "statement": f"Item {place} should be kept", "speaker": None}
    phrases = f"guidelines {place} against cyber crimes", f"item {place} of the agenda should be kept"
    return [
        suggestion(extraction, SuggestionKind.OUTCOME, phrases[0], outcome, rule="outcome.agreed.both", **common),
        suggestion(extraction, SuggestionKind.POSITION, phrases[1], position, rule="position.urges", **common),
    ]


def _line(one: Suggestion) -> str:
    return (one.snapshot.text or "")[one.sentence_start : one.sentence_end]


def test_it_learns_a_sign_that_the_rules_do_not_see_and_leaves_alone_where_there_is_none(folder: Path) -> None:
    decided(ARTICLES, hedged=lambda place: place % 5 in {0, 3})
    said = train()
    model = json.loads((folder / "model-1.json").read_text(encoding="utf-8"))
    outcome, position = model["kinds"]["outcome"], model["kinds"]["position"]
    assert outcome["used"]
    assert outcome["cross_validated"]["classifier"]["f1"] == 1.0
    assert outcome["cross_validated"]["classifier"]["log_loss"] < 0.5 * outcome["cross_validated"]["rules"]["log_loss"]
    assert outcome["weights"]["before=reportedly"] < 0 < outcome["weights"]["before=formally"]
    assert not position["used"]
    assert "weights" not in position
    assert position["why"].startswith(("not better than the rules by 5%", "the rules have the better F1"))
    assert "outcome           used" in said
    assert "position          not used" in said
    assert "dialogue          not used  0 decisions of kind dialogue, at least 60 needed." in said
    assert (model["decisions"], model["documents"]) == (160, 20)
    assert model["extractor_version"] == EXTRACTOR_VERSION


def test_what_it_has_learned_holds_for_a_text_that_it_has_not_seen(folder: Path) -> None:
    decided(ARTICLES, hedged=lambda place: place % 5 in {0, 3})
    train()
    model = files.load(folder / "model-1.json", extractor_version=EXTRACTOR_VERSION)
    unseen = factories.snapshot(
        "Diplomats reportedly agreed on rules 1.\nBoth formally agreed on rules 2.", article=factories.article("Unseen")
    )
    extraction = reading(unseen, facts=[{"kind": "outcome"}])
    for number in (1, 2):
        one = suggestion(
            extraction,
            SuggestionKind.OUTCOME,
            f"rules {number}",
            {"kind": "instrument", "title": f"Rules {number}", "stated_by": "both"},
            rule="outcome.agreed.both",
            confidence=0.85,
        )
        reject_suggestion(public_id=one.public_id, by=User.objects.get(), reason=RejectionReason.NOT_RELEVANT)
    hedged, stated = list(decided_facts())[-2:]
    assert model.kinds[FactKind.OUTCOME].probability(hedged.features) < 0.35
    assert model.kinds[FactKind.OUTCOME].probability(stated.features) > 0.65


def test_training_twice_gives_the_same_model_under_the_next_number(folder: Path) -> None:
    decided(ARTICLES, hedged=lambda place: place % 2 == 0)
    train()
    train()
    first, second = (json.loads((folder / f"model-{number}.json").read_text()) for number in (1, 2))
    assert first | {"trained_at": ""} == second | {"trained_at": ""}


def test_too_few_decisions_are_said_by_kind_and_nothing_is_written(folder: Path) -> None:
    decided(3, hedged=lambda place: place % 2 == 0)
    with pytest.raises(CommandError, match="no model was written"):
        train()
    assert "outcome           not used  12 decisions of kind outcome, at least 60 needed." in train("--dry-run")
    assert not folder.exists()


def test_decisions_on_a_few_articles_say_more_of_these_than_of_others() -> None:
    decided(4, hedged=lambda place: place % 2 == 0, of_each=16)
    assert "decisions of kind outcome from 4 articles, at least 10 needed." in train("--dry-run")


def test_decisions_of_one_sort_teach_nothing() -> None:
    decided(ARTICLES, hedged=lambda place: place in {7, 9})
    assert "2 of the decisions of kind outcome are of the rarer sort, at least 12 needed." in train("--dry-run")


def test_an_output_of_ones_own_is_written_and_not_used(folder: Path, tmp_path: Path) -> None:
    decided(3, hedged=lambda place: place % 2 == 0)
    target = tmp_path / "mine.json"
    assert "not used" in train("--output", str(target))
    assert json.loads(target.read_text())["decisions"] == 24
    assert not folder.exists()
    with pytest.raises(CommandError, match=r"--output: .* cannot be written"):
        train("--output", str(tmp_path / "none" / "mine.json"))
    with pytest.raises(CommandError, match="--output"):
        train("--output", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.json"]


def test_a_folder_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.EXTRACTOR_MODEL_FOLDER = tmp_path / "file"
    decided(ARTICLES, hedged=lambda place: place % 2 == 0)
    with pytest.raises(CommandError, match=r"EXTRACTOR_MODEL_FOLDER: .* cannot be written"):
        train()


def test_what_the_record_had_already_says_nothing_of_the_extraction() -> None:
    one, *_ = decided(1, hedged=lambda place: True)
    assert len(list(decided_facts())) == 8
    Suggestion.objects.filter(pk=one.pk).update(rejection_reason=RejectionReason.ALREADY_RECORDED)
    assert len(list(decided_facts())) == 7
    # What was corrected almost wholly was not what the text says.
    Suggestion.objects.filter(decision="accepted").update(edit_distance=0.9)
    assert not any(fact.right for fact in decided_facts())


def test_the_rules_own_confidence_is_trained_on_and_not_an_earlier_vote() -> None:
    decided(1, hedged=lambda place: True)
    Suggestion.objects.update(confidence=0.1, layers=["rules:0.85", "clauses", "classifier:0.10"])
    assert {fact.confidence for fact in decided_facts()} == {0.85}
