from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.terms import find_terms, glossary, simplified


def concepts(text: str) -> list[str]:
    return [one.concept for one in find_terms(text)]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("They set up a hot line.", "双方建立热线。"),
        ("Guidelines were agreed.", "双方达成指导原则。"),
        ("A joint working group meets.", "工作组举行会议。"),
        ("Cases of cybercrimes", "网络犯罪案件"),
        ("intellectual property", "知识产权"),
        ("A table-top exercise", "桌面推演"),
    ],
)
def test_both_languages_give_the_same_concepts(english: str, chinese: str) -> None:
    assert sorted(set(concepts(english))) == sorted(set(concepts(chinese)))


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert concepts("雙方建立熱線") == concepts("双方建立热线") == ["hotline"]


def test_the_longest_wording_at_a_place_counts() -> None:
    assert concepts("an e-mail fraud") == ["email fraud"]
    assert concepts("关键信息基础设施") == ["critical information infrastructure"]


def test_a_wording_within_a_longer_word_is_none() -> None:
    assert concepts("untested, caseload, hotlinear") == []


def test_the_offsets_are_those_of_the_text_as_it_is() -> None:
    text = "İ — 雙方同意建立熱線, and a HOT LINE"
    assert [text[one.start : one.end] for one in find_terms(text)] == ["熱線", "HOT LINE"]


@given(st.text(max_size=200))
def test_each_code_point_stays_in_its_place(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_no_wording_stands_under_two_concepts() -> None:
    wordings = Counter(
        simplified(wording)
        for concepts_of_group in glossary().values()
        for english, chinese in concepts_of_group
        for wording in (*english, *chinese)
    )
    assert [wording for wording, times in wordings.items() if times > 1] == []
    assert sum(len(group) for group in glossary().values()) >= 250


def test_a_general_term_is_told_from_one_that_identifies() -> None:
    assert [(one.concept, one.general) for one in find_terms("cases of ransomware")] == [
        ("case", True),
        ("ransomware", False),
    ]
