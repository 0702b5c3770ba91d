"""Who took part, in Chinese texts: chairs, heads, members, stand-ins, the absent and the unnamed."""

import pytest

from dialogues.ingest.extract import FactKind, Gazetteer, KnownPerson
from tests.ingest.extract.chinese.reading import HELD, facts_of, values
from tests.ingest.extract.reading import of_kind, sample


def people(text: str) -> list[tuple[object, ...]]:
    found = values(text, FactKind.PARTICIPATION)
    return [(one["name"], one["title_as_stated"], one["party"], one["role"]) for one in found]


def test_it_reads_the_chairs_with_their_offices() -> None:
    assert people(sample("cyber_dialogue_2015_zh")) == [
        ("郭声琨", "国务委员、公安部部长", "CN", "co_chair"),
        ("林奇", "司法部部长", "US", "co_chair"),
        ("约翰逊", "国土安全部部长", "US", "co_chair"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "国务委员兼外长王毅同美国国务卿安东尼·布林肯共同主持。",
            [("王毅", "国务委员兼外长", "CN", "co_chair"), ("安东尼·布林肯", "国务卿", "US", "co_chair")],
        ),
        (
            "对话由外交部副部长谢锋与美国常务副国务卿舍曼共同主持。",
            [("谢锋", "外交部副部长", "CN", "co_chair"), ("舍曼", "常务副国务卿", "US", "co_chair")],
        ),
        (
            "外交部副部长戴秉国与美国副国务卿佐利克分别率团参加。",
            [
                ("戴秉国", "外交部副部长", "CN", "head_of_delegation"),
                ("佐利克", "副国务卿", "US", "head_of_delegation"),
            ],
        ),
        (
            "國務委員楊潔篪與美國國務卿蒂勒森共同主持。",
            [("楊潔篪", "國務委員", "CN", "co_chair"), ("蒂勒森", "國務卿", "US", "co_chair")],
        ),
    ],
)
def test_chairs_are_named_in_many_ways(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert people(HELD + sentence) == expected


def test_a_name_that_ends_with_a_conjunction_is_whole() -> None:
    assert people(HELD + "国务委员兼国防部长魏凤和出席。") == [("魏凤和", "国务委员兼国防部长", "CN", "member")]


def test_attendees_are_members() -> None:
    found = people(HELD + "外交部长王毅、国务委员谌贻琴等出席。")
    assert [(name, role) for name, _, _, role in found] == [("王毅", "member"), ("谌贻琴", "member")]


def test_japanese_names_keep_signs_that_are_words_elsewhere() -> None:
    text = "第七次中日战略对话举行，外交部副部长戴秉国与日本外务省事务次官谷内正太郎分别率团参加。"
    assert [(name, party) for name, _, party, _ in people(text)] == [("戴秉国", "CN"), ("谷内正太郎", "JP")]


def test_an_ambassador_is_not_of_the_country_of_the_post() -> None:
    found = people(HELD + "公安部副部长李伟、驻美国大使馆公使郑泽光、美国国务院助理国务卿帮办柯庆生等参加。")
    assert [(name, party) for name, _, party, _ in found] == [("李伟", "CN"), ("郑泽光", "CN"), ("柯庆生", "US")]


def test_heads_are_told_in_the_inverse_order_too() -> None:
    text = (
        "15日至16日，第一轮中日海洋事务高级别磋商在杭州举行。分别率团与会的是中方首席代表、外交部边海司副司长易先良"
        "和日方首席代表、外务省亚洲大洋洲局参事官山野内勘二。"
    )
    found = [(name, party, role) for name, _, party, role in people(text)]
    assert found == [("易先良", "CN", "head_of_delegation"), ("山野内勘二", "JP", "head_of_delegation")]


def test_attendees_may_follow_the_verb() -> None:
    text = HELD + "参加对话的有中国驻美国大使崔天凯，公安部副部长李伟。"
    assert [(name, role) for name, _, _, role in people(text)] == [("崔天凯", "member"), ("李伟", "member")]


def test_one_who_could_not_come_is_absent_and_another_acts_for_them() -> None:
    text = HELD + "美国副国务卿舍曼因故未能出席，由助理国务卿康达代表其出席。"
    found = {one["name"]: (one["attendance"], one["acting_for"]) for one in values(text, FactKind.PARTICIPATION)}
    assert found == {"舍曼": ("absent", None), "康达": ("attended", "舍曼")}


def test_chairs_without_a_name_keep_their_office() -> None:
    text = HELD + "公安部部长郭声琨与美国司法部、国土安全部代表共同主持。"
    unnamed = [one for one in values(text, FactKind.PARTICIPATION) if one["name"] is None]
    assert [(one["title_as_stated"], one["party"]) for one in unnamed] == [("美国司法部、国土安全部代表", "US")]


def test_bodies_that_sent_people_take_part() -> None:
    text = HELD + "外交部、公安部、中国人民银行等部门代表参加对话。"
    bodies = values(text, FactKind.PARTICIPATION)
    assert [one["organization_as_stated"] for one in bodies] == ["外交部", "公安部", "中国人民银行"]
    assert {one["role"] for one in bodies} == {"participating_body"}


@pytest.mark.parametrize(
    ("office", "rank"),
    [
        ("国务院副总理", "deputy_head_of_government"),
        ("外交部长", "minister"),
        ("外交部副部长", "vice_minister"),
        ("外交部部长助理", "director_general"),
        ("美大司副司长", "director"),
        ("驻美国大使", "ambassador"),
        ("国务委员兼国防部长", "deputy_head_of_government"),
    ],
)
def test_the_office_gives_the_rank(office: str, rank: str) -> None:
    (found,) = values(f"{HELD}{office}谢锋出席。", FactKind.PARTICIPATION)
    assert found["rank"] == rank


def test_who_is_only_spoken_of_takes_no_part() -> None:
    assert people(HELD + "双方为特朗普总统11月访华作准备。") == []


def test_a_person_of_the_record_is_recognised_by_the_native_name() -> None:
    record = Gazetteer(people=(KnownPerson("p1", "Guo Shengkun", native_name="郭声琨", party="CN"),))
    facts = of_kind(facts_of(HELD + "公安部部长郭声琨出席。", record=record), FactKind.PARTICIPATION)
    assert [fact.value["person_key"] for fact in facts] == ["p1"]
