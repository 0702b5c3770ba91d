"""Lineage in Chinese texts."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values


@pytest.mark.parametrize(
    ("sentence", "kind", "target"),
    [
        ("双方根据两国元首海湖庄园会晤达成的重要共识开展对话。", "implements", "两国元首海湖庄园会晤达成的重要共识"),
        ("对话旨在落实两国元首共识。", "implements", "两国元首共识"),
        ("双方在全面经济对话框架下继续沟通。", "part_of", "全面经济对话"),
        ("对话为筹备两国元首会晤作了沟通。", "prepares", "两国元首会晤"),
    ],
)
def test_it_reads_what_the_meeting_comes_from(sentence: str, kind: str, target: str) -> None:
    (found,) = values(HELD + sentence, FactKind.RELATION)
    assert (found["kind"], found["to_as_stated"]) == (kind, target)


def test_a_meeting_on_the_margins_names_the_greater_one() -> None:
    text = "外交部长王毅在东盟地区论坛外长会议期间同日本外相茂木敏充举行会谈。"
    kinds = [(one["kind"], one["to_as_stated"]) for one in values(text, FactKind.RELATION)]
    assert ("held_on_the_margins_of", "东盟地区论坛外长会议") in kinds


def test_a_mention_without_a_meeting_has_no_lineage() -> None:
    assert values("根据两国元首共识，合作不断推进。", FactKind.RELATION) == []
