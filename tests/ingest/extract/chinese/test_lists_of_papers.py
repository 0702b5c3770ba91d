"""Papers listed below a colon, in Chinese texts."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values

PAPERS = ["网络警务合作计划", "追逃热线议定书", "反诈培训谅解备忘录"]


def titles(text: str) -> list[object]:
    return [one["title"] for one in values(HELD + text, FactKind.OUTCOME)]


@pytest.mark.parametrize("dash", ["- ", "— ", "– ", "● "])
@pytest.mark.parametrize("opening", ["双方签署下列3项文件：", "双方签署以下三项协议:"])
def test_each_paper_behind_a_dash_below_a_colon_is_one_outcome(opening: str, dash: str) -> None:
    assert titles("\n".join([opening, *(dash + paper for paper in PAPERS)])) == PAPERS


def test_the_list_ends_where_a_line_has_no_dash() -> None:
    assert titles(f"双方签署下列2项文件：\n- {PAPERS[0]}\n- {PAPERS[1]}\n华盛顿当天下雨。\n") == PAPERS[:2]


def test_topics_behind_dashes_are_no_outcomes() -> None:
    assert titles("双方讨论下列3项议题：\n- 网络警务\n- 追逃\n") == []
