"""The labels hold together, and the extractor is no worse on them than docs/extraction.md says."""

import re
from pathlib import Path

import pytest

from dialogues.management.evaluation.figures import Figures
from dialogues.management.evaluation.labels import LabelledText
from dialogues.management.evaluation.scoring import KINDS
from dialogues.text.dates import PartialDate
from tests.ingest.extract.labelled import DEVELOPMENT, UNSEEN, evaluated, texts

DOCUMENT = Path(__file__).parents[3] / "docs" / "extraction.md"
ALL = [*texts(DEVELOPMENT), *texts(UNSEEN)]
# Words of the text: each label of theirs has to stand in it as it is.
VERBATIM = {
    "outcomes": "key_phrase",
    "earlier_outcome_status": "key_phrase",
    "positions": "statement",
    "lineage": "target",
    "head_counts": "wording",
}
_STEM = 5
NEGATIVES = {
    "announcement", "leaders_phone_call", "policy_paper", "track_two", "exercise", "multilateral", "indictment_news",
    "one_sided_act", "courtesy_call_on_host", "editorial", "interview", "treaty_text", "visit_programme",
    "phone_call", "postponed_meeting", "domestic_meeting",
}  # fmt: skip


def each(labelled: LabelledText, name: str) -> list[dict[str, object]]:
    return list(labelled.labels.get(name) or [])


def test_there_are_enough_texts_of_each_sort() -> None:
    assert len(ALL) >= 60
    assert sum(labelled.document.language.startswith("zh") for labelled in ALL) >= 15
    assert sum(not labelled.reports for labelled in ALL) >= 15
    assert len({text.document.language[:2] for text in ALL}) >= 8


def test_no_text_is_in_both_splits() -> None:
    assert not {text.document.text[:200] for text in texts(DEVELOPMENT)} & {
        text.document.text[:200] for text in texts(UNSEEN)
    }


@pytest.mark.parametrize("labelled", ALL, ids=[text.name for text in ALL])
def test_labels_rest_on_their_text(labelled: LabelledText) -> None:
    text = labelled.document.text
    for name, field in VERBATIM.items():
        words = [label.get("key_phrase") or label.get(field) for label in each(labelled, name)]
        assert all(str(one) in text for one in words if one)
    people = [*each(labelled, "co_chairs"), *each(labelled, "other_attendees")]
    names = [str(person["name"]) for person in people if person.get("name")]
    # A Russian text declines them.
    assert all(part[:_STEM] in text for name in names for part in name.split())
    for name in ("start_date", "end_date"):
        if labelled.labels.get(name):
            PartialDate.parse(labelled.labels[name])
    assert labelled.reports == (labelled.labels.get("negative_kind") is None)
    assert labelled.reports or labelled.labels["negative_kind"] in NEGATIVES


@pytest.mark.parametrize("folder", [DEVELOPMENT, UNSEEN], ids=["development", "unseen"])
def test_every_fact_stands_exactly_where_it_says(folder: Path) -> None:
    evaluation = evaluated(folder)
    assert evaluation.exact_offsets == 1, [text.inexact for text in evaluation.texts if text.inexact]


def documented() -> dict[str, tuple[str, str]]:
    """The figures of docs/extraction.md: by kind of fact those of both splits, as they stand there."""
    rows = re.findall(
        r"^\| ([a-z ]+) \|[^|]*\| ([^|]+) \| ([^|]+) \|[^|]*\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {name.replace(" ", "_"): (development.strip(), unseen.strip()) for name, development, unseen in rows}
    return {kind: told[kind] for kind in (*KINDS, "all") if kind in told}


def in_words(figures: Figures | None) -> str:
    if figures is None:
        return "-"
    shares = (figures.precision, figures.recall)
    return " / ".join("-" if share is None else f"{share:.2f}".lstrip("0") if share < 1 else "1.00" for share in shares)


@pytest.mark.parametrize(("place", "folder"), [(0, DEVELOPMENT), (1, UNSEEN)], ids=["development", "unseen"])
def test_the_document_gives_the_figures_as_they_are(place: int, folder: Path) -> None:
    evaluation = evaluated(folder)
    measured = {"all": evaluation.pooled, **evaluation.by_kind}
    told = documented()
    assert set(measured) <= set(told)
    wrong = {kind: in_words(measured.get(kind)) for kind in told if told[kind][place] != in_words(measured.get(kind))}
    assert not wrong, f"docs/extraction.md is out of date: {wrong}"
