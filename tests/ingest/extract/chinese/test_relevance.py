"""Whether a Chinese text reports a dialogue, and why it may not."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import PUBLISHED, facts_of, values
from tests.ingest.extract.reading import of_kind


def relevance_of(text: str, published_on: date | None = PUBLISHED) -> object:
    (fact,) = values(text, FactKind.RELEVANCE, published_on)
    return fact["relevance"]


@pytest.mark.parametrize(
    "text",
    [
        "首轮中美执法及网络安全对话当地时间4日在华盛顿举行。",
        "国务委员杨洁篪和美国国务卿蓬佩奥在华盛顿共同主持了第二轮中美外交安全对话。",
        "第七次中日战略对话25日至27日在中国举行，双方分别率团参加。",
        "首輪中美執法及網絡安全對話4日在華盛頓召開。",
        "2月1日，中美双方在北京举行经贸磋商。",
        "中国商务部部长王文涛与欧盟委员会执行副主席东布罗夫斯基斯以视频方式会谈，讨论出口管制。",
    ],
)
def test_a_meeting_that_was_held_is_reported(text: str) -> None:
    assert relevance_of(text) == "reports"


@pytest.mark.parametrize(
    "text",
    [
        "第二轮中美外交安全对话将于下月在北京举行。",
        "外交部发言人耿爽10日宣布：外交部副部长乐玉成将于1月14日同日本外务事务次官秋叶刚男举行第十五轮中日战略对话。",
        "中美拟于11月举行第二轮外交安全对话。",
    ],
)
def test_a_coming_dialogue_is_announced(text: str) -> None:
    assert relevance_of(text) == "announces"


@pytest.mark.parametrize(
    "text",
    [
        "外交部長今天證實，首屆臺美經濟對話11月20日登場，由政務次長率團赴美，聚焦供應鏈、5G安全等議題。",
        "美国国务院今天宣布，首届美台对话于本月20日展开。国务次卿主持对话，双方讨论供应链。",
    ],
)
def test_a_day_after_the_publication_announces_though_today_stands_in_the_sentence(text: str) -> None:
    assert relevance_of(text, date(2020, 11, 10)) == "announces"


def test_the_same_words_report_when_the_day_is_past() -> None:
    text = "美国国务院今天宣布，首届美台对话于本月20日展开。国务次卿主持对话，双方讨论供应链。"
    assert relevance_of(text, date(2020, 11, 21)) == "reports"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("两国领导人通电话，谈到中美对话。", "negative_call"),
        ("社论：中美对话胜于对抗。第二轮中美外交安全对话日前落幕。", "negative_editorial"),
        ("外交部发言人主持例行记者会。有记者问：第二轮中美外交安全对话是否举行？", "negative_press"),
        ("中美智库学者举行第十轮中美二轨高级别对话，多名前官员出席。", "negative_track_two"),
        ("中国驻英国大使郑泽光会见英国财政大臣里夫斯。", "negative_courtesy"),
        ("国防部长常万全会见来华参加中南防务委员会第六次会议的南非国防军司令索利·肖基。", "negative_courtesy"),
        ("第九次中日韩领导人会议在首尔举行。", "negative_multilateral"),
    ],
)
def test_what_only_looks_like_a_report_is_none(text: str, rule: str) -> None:
    (fact,) = of_kind(facts_of(text), FactKind.RELEVANCE)
    assert fact.value["relevance"] in ("mentions", "none")
    assert fact.rule == f"relevance.zh.{rule}"


@pytest.mark.parametrize("text", ["", "今天天气很好。", "王毅同美国国务卿布林肯通电话。"])
def test_a_text_without_a_meeting_is_none(text: str) -> None:
    assert relevance_of(text) == "none"
