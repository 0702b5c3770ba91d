"""Labelled texts as files: one JSON object each, with the text, its publication and the labels that it supports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogues.ingest.extract import Document
from dialogues.text.dates import PartialDate

Labels = Mapping[str, Any]


class LabelsNotReadError(Exception):
    """A folder or file that cannot be scored; the message names the file, the field and the rule."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A document with its labels. `name` is the file's, without ending; docs/extraction.md lists the labels."""

    name: str
    document: Document
    labels: Labels

    @property
    def reports(self) -> bool:
        """Whether a meeting of two governments took place or is under way, by the labels."""
        return bool(self.labels["is_dialogue_report"])


def labelled_texts(folder: Path) -> list[LabelledText]:
    """The texts of all *.json files of a folder, by name. Raises LabelsNotReadError where one cannot be scored."""
    if not folder.is_dir():
        raise LabelsNotReadError(f"{folder} is not a folder.")
    files = sorted(folder.glob("*.json"))
    if not files:
        raise LabelsNotReadError(f"{folder} holds no *.json file.")
    return [_labelled_text(file) for file in files]


def _labelled_text(file: Path) -> LabelledText:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as failed:
        raise LabelsNotReadError(f"{file}: not JSON in UTF-8 ({failed}).") from failed
    if not isinstance(stored, dict):
        raise LabelsNotReadError(f"{file}: must be one JSON object.")
    text = _required(file, stored, "text", str)
    labels = _required(file, stored, "labels", dict)
    _required(file, labels, "is_dialogue_report", bool)
    for name in ("co_chairs", "other_attendees", "outcomes", "head_counts", "date_conflicts", "earlier_outcome_status"):
        if not isinstance(labels.get(name, []), list | None):
            raise LabelsNotReadError(f"{file}: labels.{name} must be a list.")
    published = _published(file, stored.get("published"))
    to_the_day = published is not None and published.precision == "day"
    document = Document(
        text=text,
        language=_required(file, stored, "language", str),
        published_on=published.earliest if published is not None and to_the_day else None,
        published_within=None if to_the_day else published,
        publisher=stored.get("publisher") or None,
        url=stored.get("url") or None,
    )
    return LabelledText(file.stem, document, labels)


def _required(file: Path, values: Mapping[str, Any], name: str, kind: type) -> Any:
    value = values.get(name)
    if not isinstance(value, kind):
        raise LabelsNotReadError(f"{file}: {name} must be there and be a {kind.__name__}.")
    return value


def _published(file: Path, value: object) -> PartialDate | None:
    if value in (None, ""):
        return None
    try:
        return PartialDate.parse(str(value))
    except ValueError as failed:
        raise LabelsNotReadError(f"{file}: published must be a date such as 2016-06-20 or 2016 ({failed}).") from failed
