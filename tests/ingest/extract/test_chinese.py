"""The core facts of Chinese texts."""

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, sample, values

TEXT = sample("cyber_dialogue_2015_zh")


def test_it_reads_name_number_sides_date_and_place() -> None:
    (dialogue,) = values(facts_of(TEXT, language="zh-CN"), FactKind.DIALOGUE)
    assert dialogue["name"] == "中美打击网络犯罪及相关事项高级别联合对话"
    assert (dialogue["ordinal"], dialogue["parties"]) == (1, ["CN", "US"])
    assert (dialogue["start_date"], dialogue["city"], dialogue["country"]) == ("2015-12-01", "Washington", "US")


def test_it_reads_the_chairs_with_their_offices() -> None:
    chairs = values(facts_of(TEXT, language="zh"), FactKind.PARTICIPATION)
    assert [(chair["name"], chair["title_as_stated"], chair["party"]) for chair in chairs] == [
        ("郭声琨", "国务委员、公安部部长", "CN"),
        ("林奇", "司法部部长", "US"),
        ("约翰逊", "国土安全部部长", "US"),
    ]


def test_a_phone_call_is_no_report() -> None:
    facts = facts_of("两国领导人通电话，谈到中美对话。", language="zh")
    assert values(facts, FactKind.RELEVANCE) == [{"relevance": "mentions"}]


def test_a_coming_dialogue_is_announced() -> None:
    facts = facts_of("第二轮中美外交安全对话将于下月在北京举行。", language="zh")
    assert values(facts, FactKind.RELEVANCE) == [{"relevance": "announces"}]
