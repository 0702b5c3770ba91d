"""What became of earlier outcomes, in Chinese texts."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values


@pytest.mark.parametrize(
    ("sentence", "thing", "status", "effective_on"),
    [
        ("两国热线已于去年12月开通。", "两国热线", "launched", "2016-12"),
        ("上次商定的演练已于4月举行。", "上次商定的演练", "held", "2017-04"),
        ("百日计划已圆满完成。", "百日计划", "completed", None),
        ("科技合作协定已延长五年。", "科技合作协定", "extended", None),
        ("热线机制运行良好。", "热线机制", "in_progress", None),
        ("美方未履行承诺，暂停了磋商机制。", "磋商机制", "suspended", None),
    ],
)
def test_a_status_names_its_thing_and_its_date(
    sentence: str, thing: str, status: str, effective_on: str | None
) -> None:
    found = values(HELD + sentence, FactKind.STATUS)
    assert (thing, status, effective_on) in [
        (one["outcome_as_stated"], one["status"], one["effective_on"]) for one in found
    ]


@pytest.mark.parametrize("sentence", ["双方同意尽快启动热线。", "双方希望延长协定。", "对话取得圆满成功。"])
def test_what_is_only_planned_has_no_status(sentence: str) -> None:
    assert values(HELD + sentence, FactKind.STATUS) == []
