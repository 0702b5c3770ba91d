"""Heads counted without names, in Chinese texts."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values


@pytest.mark.parametrize(
    ("sentence", "party", "rank", "unit", "numbers"),
    [
        ("中方7名部级官员出席。", "CN", "minister", "people", (7, 7, 7)),
        ("两国近30位部级官员出席对话。", None, "minister", "people", (None, 30, None)),
        ("双方20多个部门参加。", None, "unknown", "bodies", (20, None, None)),
        ("美方代表团由十二名官员组成。", "US", "unknown", "people", (12, 12, 12)),
        ("双方逾五十人与会。", None, "unknown", "people", (50, None, None)),
    ],
)
def test_heads_are_counted(
    sentence: str, party: str | None, rank: str, unit: str, numbers: tuple[int | None, ...]
) -> None:
    (found,) = values(HELD + sentence, FactKind.DELEGATION_COUNT)
    assert (found["party"], found["rank"], found["unit"]) == (party, rank, unit)
    assert (found["low"], found["best"], found["high"]) == numbers


@pytest.mark.parametrize("sentence", ["爆炸造成12人死亡，部长出席悼念。", "双方讨论了四个议题。", "三名嫌犯被遣返。"])
def test_other_numbers_are_no_head_counts(sentence: str) -> None:
    assert values(HELD + sentence, FactKind.DELEGATION_COUNT) == []
