import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

pytestmark = pytest.mark.django_db

TEXT = (
    "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024. Both sides agreed to hold the next "
    "round in Tokyo."
)
LABELS: dict[str, Any] = {
    "is_dialogue_report": True,
    "dialogue_name": "India-Japan Cyber Dialogue",
    "round_number": 4,
    "side_a": "IN",
    "side_b": "JP",
}


def folder_with(folder: Path, **stored: Any) -> Path:
    labelled = {"text": TEXT, "language": "en", "published": "2024-08-21", "labels": LABELS, **stored}
    (folder / "talks.json").write_text(json.dumps(labelled), encoding="utf-8")
    return folder


def evaluated(folder: Path, *arguments: str) -> str:
    said = io.StringIO()
    call_command("evaluate_extraction", str(folder), *arguments, stdout=said)
    return said.getvalue()


def test_it_prints_the_figures_of_each_fact_and_what_was_missed(tmp_path: Path) -> None:
    said = evaluated(folder_with(tmp_path))
    lines = [line.split() for line in said.splitlines()]
    assert ["sides", "1.000", "1.000", "1.000", "2", "0", "0"] in lines
    assert ["wrong", "ordinal", "3", "(labelled:", "4)"] in lines
    assert "100.00% of facts at exact offsets" in said


def test_it_gives_an_object_for_programs(tmp_path: Path) -> None:
    figures = json.loads(evaluated(folder_with(tmp_path), "--json"))
    assert {"precision", "recall", "f1", "exact_offsets"} <= set(figures["pooled"])
    assert figures["facts"]["ordinal"]["precision"] == 0
    assert figures["documents"][0]["misses"][0] == {"kind": "ordinal", "verdict": "wrong", "what": "3 (labelled: 4)"}


def test_a_split_can_be_looked_at_as_figures_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    assert "labelled: 4" not in evaluated(folder, "--figures-only")
    assert json.loads(evaluated(folder, "--json", "--figures-only"))["documents"] == []


@pytest.mark.parametrize(
    ("stored", "problem"),
    [
        ({"text": 3}, "text must be there and be a str"),
        ({"labels": {"dialogue_name": "x"}}, "is_dialogue_report must be there and be a bool"),
        ({"labels": {**LABELS, "outcomes": {}}}, "labels.outcomes must be a list"),
        ({"published": "last week"}, "published must be a date such as 2016-06-20"),
    ],
)
def test_a_file_that_cannot_be_scored_is_named_with_its_field(
    tmp_path: Path, stored: dict[str, Any], problem: str
) -> None:
    with pytest.raises(CommandError, match=r"talks\.json") as refused:
        evaluated(folder_with(tmp_path, **stored))
    assert problem in str(refused.value)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        evaluated(tmp_path / "nowhere")
    with pytest.raises(CommandError, match=r"holds no \*\.json file"):
        evaluated(tmp_path)
    with pytest.raises(CommandError, match="no text in the language zh"):
        evaluated(folder_with(tmp_path), "--language", "zh")


def test_what_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match=r"broken\.json: not JSON"):
        evaluated(tmp_path)


def test_it_scores_without_the_record_where_the_database_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("dialogues.management.commands.evaluate_extraction.names_of_the_record", refused)
    said, warned = io.StringIO(), io.StringIO()
    call_command("evaluate_extraction", str(folder_with(tmp_path)), stdout=said, stderr=warned)
    assert "Without the names of the record, which could not be read: connection refused" in warned.getvalue()
    assert "1 texts" in said.getvalue()
