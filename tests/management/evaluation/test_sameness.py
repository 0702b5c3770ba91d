"""When two names, offices or statements are the same for scoring."""

import pytest

from dialogues.management.evaluation.sameness import (
    same_dialogue_name,
    same_office,
    same_person,
    same_statement,
    token_f1,
)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Treasury Secretary", "Secretary of the Treasury", True),
        ("Minister for Foreign Affairs", "foreign minister", True),
        ("US Trade Representative", "Trade Representative", True),
        ("Deputy Minister of Defence", "Minister of Defence", False),
        ("Joint Secretary, Cyber Diplomacy Division", "Secretary, Cyber Diplomacy Division", False),
        ("Director", "Director of Security and Defence at the External Action Service", False),
        ("Minister of Finance", "Minister of Energy", False),
        ("国务委员、公安部部长", "国务委员、公安部部长", True),
        ("外交部副部长", "外交部部长", False),
        ("", "Minister", False),
    ],
)
def test_an_office_is_the_same_in_other_order_but_never_of_another_grade(first: str, second: str, same: bool) -> None:
    assert same_office(first, second) is same
    assert same_office(second, first) is same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("U.S.-PRC Defense Policy Talks", "US-China defense policy talks", True),
        ("the cyber dialogue between India and Japan", "India-Japan Cyber Dialogue", True),
        ("China-US dialogue", "China-EU dialogue", False),
        ("India-Japan Cyber Policy Dialogue", "Cyber Policy Dialogue", True),
        ("India-Japan Cyber Policy Dialogue", "India-Oman Cyber Policy Dialogue", False),
        ("India-Japan dialogue", "dialogue", False),
        ("India-Japan Cyber Dialogue", "India-Japan Maritime Dialogue", False),
        ("中美外交安全对话", "中美外交安全对话机制", True),
    ],
)
def test_a_dialogue_keeps_its_name_under_other_names_of_its_parties(first: str, second: str, same: bool) -> None:
    assert same_dialogue_name(first, second) is same


def test_persons_are_compared_without_honorifics_and_in_either_order() -> None:
    assert same_person("Dr. Tobias Feakin", "Tobias Feakin")
    assert same_person("Arima Yutaka", "Yutaka Arima")
    assert same_person("杨洁篪", "杨洁篪")
    assert not same_person("杨洁篪", "王毅")


TEXT = "Both agreed to set up a hotline against cybercrime and to meet again in May."


@pytest.mark.parametrize(
    ("stated", "at", "same"),
    [
        ("a hotline against cybercrime", (TEXT.index("set up"), TEXT.index(" and to")), True),
        ("a hotline against cybercrime", (TEXT.index("to meet"), len(TEXT)), False),
        ("Hotline on cybercrime", (TEXT.index("a hotline"), TEXT.index(" and to")), True),
        ("Exchange of information on fugitives", (TEXT.index("a hotline"), TEXT.index(" and to")), False),
    ],
)
def test_a_statement_is_the_same_by_place_or_by_words(stated: str, at: tuple[int, int], same: bool) -> None:
    assert same_statement(TEXT, stated, TEXT[at[0] : at[1]], at) is same


def test_words_are_counted_once_each_and_chinese_by_pairs_of_signs() -> None:
    assert token_f1("hotline hotline", "hotline") == pytest.approx(2 / 3)
    assert token_f1("打击网络犯罪热线", "网络犯罪热线") > 0.7
    assert token_f1("", "hotline") == 0
