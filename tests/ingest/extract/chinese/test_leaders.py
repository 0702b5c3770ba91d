"""Who led in Chinese texts: names that hold words, whose delegation it was, and those whom only their office tells."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, facts_of, values
from tests.ingest.extract.reading import of_kind

TWO_AND_TWO = "日本外相张三、日本防卫大臣李四与印度外长多伊、印度国防部长罗伊出席。"


def people(text: str) -> list[tuple[object, object, object]]:
    return [(one["name"], one["party"], one["role"]) for one in values(text, FactKind.PARTICIPATION)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("商务部副部长王受山同", "王受山"),
        ("商务部副部长李向阳与", "李向阳"),
        ("外交部长李在山同", "李在山"),
        ("外交部长李四在华盛顿同", "李四"),
    ],
)
def test_a_sign_that_ends_names_may_be_the_second_one_of_a_name(words: str, name: str) -> None:
    assert people(f"10月4日，{words}美国国务卿罗伊共同主持第二轮中美海上对话。") == [
        (name, "CN", "co_chair"),
        ("罗伊", "US", "co_chair"),
    ]


def test_who_was_invited_is_not_called_so() -> None:
    assert people(HELD + "外交部副部长张三受美方邀请参加。") == [("张三", "CN", "member")]


@pytest.mark.parametrize("name", ["Jane Roe", "John A. Doe", "Ana Diaz"])
def test_a_foreigner_may_be_named_in_latin_letters(name: str) -> None:
    assert people(f"{HELD}公安部副部长张三与美国副国务卿{name}共同主持。") == [
        ("张三", "CN", "co_chair"),
        (name, "US", "co_chair"),
    ]


def test_latin_words_in_small_letters_are_no_name() -> None:
    assert people(HELD + "公安部副部长张三与美国副国务卿jane roe共同主持。") == [("张三", "CN", "co_chair")]


@pytest.mark.parametrize(("delegation", "party"), [("率美方代表团", "US"), ("率中方代表团", "CN")])
def test_the_delegation_that_was_led_decides_the_side(delegation: str, party: str) -> None:
    assert people(f"{HELD}副部长李四{delegation}出席。") == [("李四", party, "head_of_delegation")]


def test_who_was_sent_by_a_side_is_of_it() -> None:
    text = "10月4日，第二次中印水资源会议在北京举行。印度方面由副部长李四出席，中国方面由副部长张三出席。"
    assert people(text) == [("李四", "IN", "head_of_delegation"), ("张三", "CN", "head_of_delegation")]


def test_two_without_words_of_their_sides_are_members() -> None:
    text = "10月4日，第二次中印水资源会议在北京举行。副部长李四、副部长张三出席。"
    assert [role for _, _, role in people(text)] == ["member", "member"]


def test_the_only_candidate_of_a_side_is_taken_for_its_leader_with_little_confidence() -> None:
    text = HELD + "美国助理国务卿多伊表示满意。公安部副部长张三率团出席。"
    found = {fact.value["name"]: fact for fact in of_kind(facts_of(text), FactKind.PARTICIPATION)}
    assert {name: fact.value["role"] for name, fact in found.items()} == dict.fromkeys(
        ("张三", "多伊"), "head_of_delegation"
    )
    assert (found["多伊"].rule, found["多伊"].confidence) == ("participation.zh.only_candidate", 0.5)
    assert found["张三"].confidence > 0.5


def test_two_candidates_of_a_side_give_none() -> None:
    assert people(HELD + "公安部副部长张三表示满意。商务部副部长李四表示满意。") == []


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("日印外长防长2+2对话", "head_of_delegation"),
        ("日印外长防长“2+2”会议", "head_of_delegation"),
        ("日印外长对话", "member"),
    ],
)
def test_all_four_ministers_of_two_plus_two_led(name: str, role: str) -> None:
    assert people(f"第二届{name}10月4日在东京举行，{TWO_AND_TWO}") == [
        ("张三", "JP", role),
        ("李四", "JP", role),
        ("多伊", "IN", role),
        ("罗伊", "IN", role),
    ]
