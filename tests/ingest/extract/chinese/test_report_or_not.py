"""Chinese texts that announce a meeting or tell of another sort of one, and words that only look like the future."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import values


def relevance_of(text: str) -> object:
    (fact,) = values(text, FactKind.RELEVANCE)
    return fact["relevance"]


@pytest.mark.parametrize(
    ("person", "relevance"),
    [("张三少将", "reports"), ("张三上将", "reports"), ("张三", "reports"), ("张三将", "announces")],
)
def test_a_generals_rank_before_with_is_no_future(person: str, relevance: str) -> None:
    text = f"10月4日，中国国防部副部长{person}与美国助理国防部长约翰·多伊在华盛顿举行第三次中美海上对话。"
    assert relevance_of(text) == relevance


@pytest.mark.parametrize(
    ("headline", "below", "relevance"),
    [
        ("公安部副部长张三今起赴美出席中美海上对话", "中美海上对话将在华盛顿举行，张三将率团。", "announces"),
        ("中美海上对话今起在华盛顿举行 张三出席", "中美海上对话将在华盛顿举行，公安部副部长张三将率团。", "announces"),
        ("中美海上对话在华盛顿举行 张三出席", "中美海上对话4日在华盛顿举行，公安部副部长张三率团。", "reports"),
    ],
)
def test_a_headline_above_what_is_only_to_come_announces(headline: str, below: str, relevance: str) -> None:
    assert relevance_of(f"{headline}\n{below}") == relevance


@pytest.mark.parametrize(
    ("text", "relevance"),
    [
        ("外交部副部长张三4日同新任驻华大使罗伊会谈，讨论中美海上安全。", "none"),
        ("外交部副部长张三10月4日同美国新任驻上海总领事罗伊举行会谈，讨论海上安全。", "none"),
        ("新任驻美国大使张三10月4日同美国助理国务卿多伊会谈，就海上安全交换意见。", "none"),
        ("外交部副部长张三10月4日同美国助理国务卿多伊会谈，就海上安全交换意见。", "reports"),
    ],
)
def test_what_somebody_newly_posted_does_is_no_report(text: str, relevance: str) -> None:
    assert relevance_of(text) == relevance
