"""Marks added up: precision, recall and F1 for each kind of fact, and over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dialogues.management.evaluation.scoring import KINDS, Mark, Marked


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of decisions; `precision`, `recall` and `f1` are None where nothing was found or nothing is labelled."""

    right: int
    wrong: int
    missed: int

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> Figures:
        """Add up marks."""
        counted = Counter(mark.verdict for mark in marks)
        return cls(counted["right"], counted["wrong"], counted["missed"])

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """The share of what is labelled that was found."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def as_json(self) -> dict[str, Any]:
        """For programs, with the counts."""
        counts = {"right": self.right, "wrong": self.wrong, "missed": self.missed}
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, **counts}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All texts of a folder, scored."""

    texts: tuple[Marked, ...]

    @property
    def pooled(self) -> Figures:
        """Over all facts of all texts."""
        return Figures.of(mark for text in self.texts for mark in text.marks)

    @property
    def by_kind(self) -> dict[str, Figures]:
        """Of each kind that is labelled or found at all, in the order in which they are shown."""
        kinds: dict[str, list[Mark]] = {kind: [] for kind in KINDS}
        for text in self.texts:
            for mark in text.marks:
                kinds[mark.kind].append(mark)
        return {kind: Figures.of(marks) for kind, marks in kinds.items() if marks}

    @property
    def exact_offsets(self) -> float | None:
        """The share of all facts found that stand exactly where they say."""
        facts = sum(text.facts for text in self.texts)
        return _share(facts - sum(len(text.inexact) for text in self.texts), facts)

    def as_json(self, *, with_misses: bool = True) -> dict[str, Any]:
        """For programs: pooled, by kind, and each text with its misses (unless only figures are wanted)."""
        return {
            "pooled": {**self.pooled.as_json(), "exact_offsets": self.exact_offsets},
            "facts": {kind: figures.as_json() for kind, figures in self.by_kind.items()},
            "documents": [_text_as_json(text) for text in self.texts] if with_misses else [],
        }


def _text_as_json(text: Marked) -> dict[str, Any]:
    return {
        "name": text.name,
        "language": text.language,
        **Figures.of(text.marks).as_json(),
        "facts_found": text.facts,
        "misses": [
            {"kind": mark.kind, "verdict": mark.verdict, "what": mark.what}
            for mark in text.marks
            if mark.verdict != "right"
        ],
        "inexact_offsets": list(text.inexact),
    }


def table(evaluation: Evaluation) -> Sequence[str]:
    """The figures as lines of a table, all facts pooled last."""
    lines = [f"{'fact':<16}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>8}"]
    for kind, figures in (*evaluation.by_kind.items(), ("all", evaluation.pooled)):
        lines.append(
            f"{kind:<16}{_number(figures.precision):>10}{_number(figures.recall):>8}{_number(figures.f1):>7}"
            f"{figures.right:>7}{figures.wrong:>7}{figures.missed:>8}"
        )
    return lines


def misses(evaluation: Evaluation) -> Sequence[str]:
    """Each text's wrong and missed facts as lines, and spans that are not exact."""
    lines: list[str] = []
    for text in evaluation.texts:
        off = [f"  {mark.verdict:<7}{mark.kind:<15}{mark.what}" for mark in text.marks if mark.verdict != "right"]
        off += [f"  offset {reason}" for reason in text.inexact]
        lines += [text.name, *off] if off else []
    return lines


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
