"""The classifier's vote, its files, and that nothing but training needs scikit-learn."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from dialogues.ingest.extract import EXTRACTOR_VERSION, Document, Fact, FactKind, Gazetteer, Span, extract
from dialogues.ingest.extract.classifier import FEATURES_VERSION, BadModel, files, model_from
from dialogues.ingest.extract.classifier.features import features_of
from dialogues.models import Article, Extraction, Job, Suggestion
from dialogues.models.vocabularies import ArticleStage, JobKind, RejectionReason
from dialogues.review.reject import reject_suggestion
from tests import factories
from tests.ingest.stages import ingested_round_one, run_next
from tests.samples import cybercrime_round_one

DOCUMENT = Document(cybercrime_round_one(), "en")
RIGHT, WRONG, UNSURE = 2.0, -8.0, 0.0


def data(*, intercept: float = UNSURE, weights: dict[str, float] | None = None, **more: Any) -> dict[str, Any]:
    """A model's file for outcomes."""
    kind = {"used": True, "drops": False, "intercept": intercept, "weights": weights or {}} | more.pop("kind", {})
    return {
        "format": 1,
        "features_version": FEATURES_VERSION,
        "extractor_version": EXTRACTOR_VERSION,
        "kinds": {"outcome": kind, "position": {"used": False, "why": "12 decisions."}},
    } | more


def voted(**more: Any) -> list[Fact]:
    model = model_from(data(**more), "model-1.abcdef", extractor_version=EXTRACTOR_VERSION)
    return extract(DOCUMENT, Gazetteer.empty(), model)


def outcomes(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind is FactKind.OUTCOME]


def test_its_probability_takes_the_place_of_the_rules_confidence_and_both_are_kept() -> None:
    before = outcomes(extract(DOCUMENT, Gazetteer.empty()))
    after = outcomes(voted(intercept=RIGHT))
    assert len(before) == len(after) > 0
    for one, other in zip(before, after, strict=True):
        assert (one.value, one.spans, one.rule) == (other.value, other.spans, other.rule)
        assert other.confidence == 0.8808
        assert other.layers == (f"rules:{one.confidence:.2f}", *one.layers[1:], "classifier:0.88")


def test_kinds_in_which_it_does_not_beat_the_rules_stay_as_they_are() -> None:
    without = [fact for fact in extract(DOCUMENT, Gazetteer.empty()) if fact.kind is not FactKind.OUTCOME]
    assert [fact for fact in voted(intercept=WRONG) if fact.kind is not FactKind.OUTCOME] == without


def test_it_drops_nothing_unless_training_has_shown_that_it_may() -> None:
    assert len(outcomes(voted(intercept=WRONG))) == len(outcomes(voted(intercept=RIGHT)))
    assert outcomes(voted(intercept=WRONG, kind={"drops": True})) == []
    assert len(outcomes(voted(intercept=UNSURE, kind={"drops": True}))) == len(outcomes(voted(intercept=RIGHT)))


def test_it_does_not_drop_what_another_layer_found_too() -> None:
    model = model_from(
        data(intercept=WRONG, kind={"drops": True}), "model-1.abcdef", extractor_version=EXTRACTOR_VERSION
    )
    (first, *_) = outcomes(extract(DOCUMENT, Gazetteer.empty()))
    proposed = [Fact(first.kind, first.value, first.spans, first.sentence, "other", 0.3, ("language_model",))]
    (kept,) = outcomes(extract(DOCUMENT, Gazetteer.empty(), model, proposed))
    assert kept.spans == first.spans
    assert [vote.partition(":")[0] for vote in kept.layers] == [*first.layers, "language_model", "classifier"]


def test_the_same_document_always_gives_the_same_facts() -> None:
    weights = {"inside=guidelines": 1.5, "confidence": 0.7, "language=en": -0.3}
    assert voted(weights=weights) == voted(weights=weights)


def test_the_features_are_the_words_around_and_inside_and_what_the_rules_say() -> None:
    text = "Officials reportedly agreed on a hot line by 2016."
    found = features_of(
        text=text,
        language="en-GB",
        spans=[Span(text.index("a hot"), text.index(" by"))],
        sentence=Span(0, len(text)),
        rule="outcome.agreed.both",
        confidence=0.5,
        value={"kind": "channel", "deadline": None, "stated_by": "CN", "title": "A hot line"},
    )
    assert {"before=reportedly", "before=on", "inside=hot", "after=2016", "language=en"} <= found.keys()
    assert {"rule=outcome.agreed.both", "kind=channel", "without deadline", "stated by one"} <= found.keys()
    assert found["confidence"] == 0.0
    assert not any("A hot line" in name for name in found)


def test_chinese_words_are_pairs_of_characters() -> None:
    text = "双方同意建立热线。"
    found = features_of(
        text=text, language="zh", spans=[Span(4, 8)], sentence=Span(0, 9), rule="r", confidence=0.9, value={}
    )
    assert {"inside=建立", "inside=热线", "before=双方"} <= found.keys()


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"extractor_version": "rules-1"}, "trained on rules-1, and the rules are now"),
        ({"features_version": 0}, "another version of Readout"),
        ({"format": 9}, "another version of Readout"),
        ({"kinds": []}, "not in the form"),
        ({"kinds": {"outcome": {"used": True}}}, "not in the form"),
        ({"kinds": {"treaty": {"used": True}}}, "not in the form"),
        ({"intercept": float("nan")}, "finite"),
        ({"weights": {"a": "much"}}, "not in the form"),
    ],
)
def test_a_file_that_is_no_model_for_these_rules_is_refused(broken: dict[str, Any], why: str) -> None:
    with pytest.raises(BadModel, match=why):
        model_from(data(**broken), "model-1", extractor_version=EXTRACTOR_VERSION)


def test_files_are_numbered_none_is_written_over_and_the_newest_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "extractor"
    assert files.newest(folder) is None
    kept = [files.keep(folder, data()) for _ in range(10)]
    assert kept[-1] == files.newest(folder) == folder / "model-10.json"
    assert sorted(folder.iterdir()) == sorted(kept)
    kept[-1].unlink()
    assert files.newest(folder) == folder / "model-9.json"


def test_a_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    path = files.keep(tmp_path, data())
    first = files.load(path, extractor_version=EXTRACTOR_VERSION)
    assert files.load(path, extractor_version=EXTRACTOR_VERSION) is first
    files.write(path, data(intercept=RIGHT))
    second = files.load(path, extractor_version=EXTRACTOR_VERSION)
    assert second.kinds[FactKind.OUTCOME].intercept == RIGHT
    assert first.version != second.version
    assert second.version.startswith("model-1.")


@pytest.mark.parametrize("content", ["", "{", "null", "[]", "[" * 100_000])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model-1.json"
    path.write_text(content)
    with pytest.raises(BadModel):
        files.load(path, extractor_version=EXTRACTOR_VERSION)


def again(article: Article) -> Extraction:
    """Extract once more from the same text; the run that comes of it."""
    snapshot = article.snapshots.get()
    Job.objects.request(JobKind.EXTRACT, article, snapshot)
    while run_next(article) is not None:
        pass
    return Extraction.objects.filter(snapshot=snapshot).latest("id")


@pytest.mark.django_db
def test_a_new_model_makes_a_new_run_that_adds_nothing_twice_and_brings_nothing_back(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EXTRACTOR_MODEL_FOLDER = tmp_path
    article = ingested_round_one()
    rejected, waits = article.suggestions.filter(kind="outcome").order_by("id")[:2]
    reviewer = factories.staff_user()
    reject_suggestion(public_id=rejected.public_id, by=reviewer, reason=RejectionReason.NOT_IN_THE_TEXT)
    before = set(article.suggestions.values_list("pk", "payload__title"))
    files.keep(tmp_path, data(intercept=RIGHT))
    run = again(article)
    assert run.extractor_version.startswith(f"{EXTRACTOR_VERSION}+model-1.")
    assert run.note == ""
    assert set(article.suggestions.values_list("pk", "payload__title")) == before
    assert Suggestion.objects.get(pk=rejected.pk).layers == ["rules", "clauses"]
    voted_on = Suggestion.objects.get(pk=waits.pk)
    assert (voted_on.confidence, voted_on.layers[-1]) == (0.8808, "classifier:0.88")
    article.refresh_from_db()
    assert article.stage == ArticleStage.READY


@pytest.mark.django_db
def test_a_broken_model_leaves_the_rules_alone_and_the_run_says_so(settings: Settings, tmp_path: Path) -> None:
    settings.EXTRACTOR_MODEL_FOLDER = tmp_path
    (tmp_path / "model-3.json").write_text("{")
    article = ingested_round_one()
    run = again(article)
    assert (article.stage, run.extractor_version) == (ArticleStage.READY, EXTRACTOR_VERSION)
    assert run.note.startswith("The classifier model-3.json did not vote: it is not JSON")


def test_neither_workers_nor_commands_load_scikit_learn() -> None:
    program = (
        "import sys, django; django.setup(); import dialogues.tasks, config.urls\n"
        "from django.core.management import call_command; call_command('check')\n"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_model_file_is_readable_data(tmp_path: Path) -> None:
    path = files.keep(tmp_path, data(weights={"inside=热线": 1.0}))
    assert "inside=热线" in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == data(weights={"inside=热线": 1.0})
    with pytest.raises(ValueError, match="JSON"):
        files.keep(tmp_path, data(intercept=float("nan")))
    assert [one.name for one in tmp_path.iterdir()] == ["model-1.json"]
