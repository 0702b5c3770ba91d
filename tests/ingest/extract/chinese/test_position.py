"""Stances in Chinese texts: whose, towards whom, and what."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values


@pytest.mark.parametrize(
    ("sentence", "party", "stance", "statement"),
    [
        ("中方强调，台湾问题是中国的内政。", "CN", "asserts", "台湾问题是中国的内政"),
        ("中方敦促美方停止错误做法。", "CN", "urges", "美方停止错误做法"),
        ("美方反对中方的出口管制措施。", "US", "rejects", "中方的出口管制措施"),
        ("中方愿同美方加强反恐合作。", "CN", "commits", "同美方加强反恐合作"),
        ("美方歡迎中方採取的積極步驟。", "US", "welcomes", "中方採取的積極步驟"),
        ("美方指责中方窃取商业秘密。", "US", "accuses", "中方窃取商业秘密"),
    ],
)
def test_the_verb_gives_the_stance(sentence: str, party: str, stance: str, statement: str) -> None:
    (found,) = values(HELD + sentence, FactKind.POSITION)
    assert (found["party"], found["stance"], found["statement"]) == (party, stance, statement)


def test_a_speaker_holds_the_position_of_the_side() -> None:
    (found,) = values(HELD + "国务委员杨洁篪表示，中方愿同美方扩大合作。", FactKind.POSITION)
    assert (found["party"], found["speaker"], found["stance"]) == ("CN", "杨洁篪", "commits")


def test_the_next_sentence_of_the_same_side_keeps_the_speaker() -> None:
    (found,) = values(HELD + "国务委员杨洁篪介绍了情况。中方愿同美方扩大合作。", FactKind.POSITION)
    assert (found["party"], found["stance"]) == ("CN", "commits")


def test_each_verb_of_stance_opens_a_position_of_its_own() -> None:
    text = HELD + "中方要求美方停止武装台湾，希望美方相向而行，愿同美方扩大合作。"
    found = values(text, FactKind.POSITION)
    assert [(one["stance"], one["statement"]) for one in found] == [
        ("urges", "美方停止武装台湾"),
        ("urges", "美方相向而行"),
        ("commits", "同美方扩大合作"),
    ]


def test_each_part_of_a_list_is_promised_by_itself() -> None:
    found = values(HELD + "中方愿同美方开展高层往来；扩大贸易规模；开展执法合作。", FactKind.POSITION)
    assert [one["statement"] for one in found] == ["同美方开展高层往来", "扩大贸易规模", "开展执法合作"]


def test_what_both_ought_to_do_is_said_by_the_last_speaker() -> None:
    (found,) = values(HELD + "国务委员杨洁篪说，今年意义重大。双方应当巩固战略互信。", FactKind.POSITION)
    assert (found["speaker"], found["stance"], found["statement"]) == ("杨洁篪", "urges", "巩固战略互信")


@pytest.mark.parametrize("sentence", ["美方对南海局势表示关切。", "对于南海局势，美方同样表示关切。"])
def test_a_concern_is_about_what_stands_before_it(sentence: str) -> None:
    (found,) = values(HELD + sentence, FactKind.POSITION)
    assert (found["party"], found["stance"], found["statement"]) == ("US", "urges", "南海局势")


def test_an_urge_has_an_addressee() -> None:
    (found,) = values(HELD + "中方要求美方停止对台军售。", FactKind.POSITION)
    assert (found["stance"], found["addressee"]) == ("urges", "美方")


def test_each_side_holds_its_own() -> None:
    found = values(HELD + "中方强调坚持一个中国原则，美方表示愿继续推进对话。", FactKind.POSITION)
    assert [(one["party"], one["stance"]) for one in found] == [("CN", "asserts"), ("US", "commits")]


@pytest.mark.parametrize("sentence", ["双方强调加强合作。", "日方敦促韩方采取措施。", "会议强调了合作的重要性。"])
def test_what_both_or_strangers_say_is_no_position(sentence: str) -> None:
    assert values(HELD + sentence, FactKind.POSITION) == []
