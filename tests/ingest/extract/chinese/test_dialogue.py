"""The meeting itself in Chinese texts: name, number, sides, dates, place and mode."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, facts_of, values
from tests.ingest.extract.reading import of_kind, sample


def dialogue(text: str, published_on: date | None = date(2017, 10, 6)) -> dict[str, object]:
    (found,) = values(text, FactKind.DIALOGUE, published_on)
    return dict(found)


def test_it_reads_name_number_sides_date_and_place() -> None:
    found = dialogue(sample("cyber_dialogue_2015_zh"))
    assert found["name"] == "中美打击网络犯罪及相关事项高级别联合对话"
    assert (found["ordinal"], found["parties"]) == (1, ["CN", "US"])
    assert (found["start_date"], found["city"], found["country"]) == ("2015-12-01", "Washington", "US")


@pytest.mark.parametrize(
    ("text", "name", "ordinal"),
    [
        ("第四次中欧经贸高层对话24日在布鲁塞尔举行。", "中欧经贸高层对话", 4),
        ("中美第二轮外交安全对话9日在华盛顿举行。", "中美外交安全对话", 2),
        ("中印边界问题特别代表第二十三次会晤18日在北京举行。", "中印边界问题特别代表会晤", 23),
        ("中俄总理第二十八次定期会晤19日在北京举行。", "中俄总理定期会晤", 28),
        ("第３次中國和德國高級別財金對話在法蘭克福舉行。", "中國和德國高級別財金對話", 3),
        ("中美国防部第17次工作会晤在华盛顿举行。", "中美国防部工作会晤", 17),
        ("中阿政府间常设委员会（两国委员会）第二次会议17日举行，阿根廷外长出席。", "中阿政府间常设委员会", 2),
        ("中国—苏丹农业合作执行委员会在北京召开第四次会议。", "中国—苏丹农业合作执行委员会", 4),
        ("第一轮中日海洋事务高级别磋商在杭州举行。", "中日海洋事务高级别磋商", 1),
        ("日本外相岩屋毅与印度外长苏杰生在新德里举行第十六次外长战略对话。", "日印外长战略对话", 16),
    ],
)
def test_the_name_leaves_out_the_number_wherever_it_stands(text: str, name: str, ordinal: int) -> None:
    found = dialogue(text)
    assert (found["name"], found["ordinal"]) == (name, ordinal)


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("第十一次中英战略对话在伦敦举行。", ["CN", "GB"]),
        ("中国—欧盟第四次经贸高层对话在布鲁塞尔举行。", ["CN", "EU"]),
        ("中国和印度尼西亚第三次高级别对话机制会议在北京举行。", ["CN", "ID"]),
        ("第五次中巴外长战略对话在北京举行，巴基斯坦外长达尔出席。", ["CN", "PK"]),
        ("第五次中巴全面战略对话在巴西利亚举行，巴西外长维埃拉出席。", ["BR", "CN"]),
    ],
)
def test_the_sides_are_read_from_compounds_and_names(text: str, parties: list[str]) -> None:
    assert dialogue(text)["parties"] == parties


@pytest.mark.parametrize(
    ("text", "published", "start", "end"),
    [
        ("首轮中美外交安全对话当地时间21日在华盛顿举行。", date(2017, 6, 22), "2017-06-21", "2017-06-21"),
        ("1月25日至27日，第七次中日战略对话在中国举行。", date(2007, 1, 28), "2007-01-25", "2007-01-27"),
        ("第七次中日战略对话周四在东京举行。", date(2017, 10, 6), "2017-10-05", "2017-10-05"),
        ("第七次中日战略对话十五至十六日在東京舉行。", date(2025, 12, 18), "2025-12-15", "2025-12-16"),
        (
            "新华社华盛顿10月5日电 首轮中美执法及网络安全对话4日在华盛顿举行。",
            date(2017, 10, 5),
            "2017-10-04",
            "2017-10-04",
        ),
        ("新华社北京10月5日电 首轮中美执法及网络安全对话在华盛顿举行。", date(2017, 10, 5), None, None),
    ],
)
def test_the_date_is_the_day_of_the_meeting_not_of_the_dateline(
    text: str, published: date, start: str | None, end: str | None
) -> None:
    found = dialogue(text, published)
    assert (found["start_date"], found["end_date"]) == (start, end)


def test_digits_that_ran_together_are_flagged_and_not_guessed() -> None:
    text = "当地时间119日，杨洁篪和美国国务卿蓬佩奥在华盛顿共同主持了第二轮中美外交安全对话。"
    (fact,) = of_kind(facts_of(text, date(2018, 11, 16)), FactKind.DIALOGUE)
    assert fact.value["start_date"] is None
    assert fact.value["date_conflicts"] == [{"value": None, "as_stated": "119日", "span": [4, 8]}]


def test_two_days_for_one_meeting_are_a_conflict() -> None:
    text = "首轮中美执法及网络安全对话10月4日在华盛顿举行。10月3日举行的中美执法及网络安全对话很成功。"
    (fact,) = of_kind(facts_of(text), FactKind.DIALOGUE)
    conflicts = fact.value["date_conflicts"]
    assert isinstance(conflicts, list)
    assert [found["value"] for found in conflicts if isinstance(found, dict)] == ["2017-10-03"]


@pytest.mark.parametrize(
    ("text", "mode", "city"),
    [
        ("刘鹤28日与欧盟委员会执行副主席东布罗夫斯基斯以视频会议形式主持第八次中欧经贸高层对话。", "video", None),
        ("第八次中欧经贸高层对话以线上线下相结合方式在北京举行。", "hybrid", "Beijing"),
        (HELD, "in_person", "Washington"),
        ("第八次中欧经贸高层对话28日举行。", "unknown", None),
    ],
)
def test_the_mode_is_what_the_text_says(text: str, mode: str, city: str | None) -> None:
    found = dialogue(text)
    assert (found["mode"], found["city"]) == (mode, city)


def test_a_venue_gives_its_city() -> None:
    found = dialogue("第十轮中英战略对话18日在钓鱼台国宾馆举行。")
    assert (found["city"], found["country"], found["venue"]) == ("Beijing", "CN", "钓鱼台国宾馆")


def test_the_place_of_a_dateline_or_of_a_consensus_is_not_the_meetings() -> None:
    found = dialogue("新华社巴黎4日电 第十轮中法战略对话举行，双方同意落实北京共识。")
    assert found["city"] is None


def test_traditional_characters_stay_as_written() -> None:
    found = dialogue("首輪中美執法及網絡安全對話4日在華盛頓舉行。")
    assert (found["name"], found["city"]) == ("中美執法及網絡安全對話", "Washington")
