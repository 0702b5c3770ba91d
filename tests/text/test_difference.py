"""Two texts as one: what is the same, what was added, what was removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.difference import MOST_WORDS, difference


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("in May.", "in June.", "in -May-+June+."),
        ("same", "same", "same"),
        ("", "new", "+new+"),
        ("old", "", "-old-"),
        ("公安部长", "公安副部长", "公安+副+部长"),
    ],
)
def test_it_marks_words_and_single_chinese_characters(before: str, after: str, expected: str) -> None:
    marks = {"same": "", "added": "+", "removed": "-"}
    found = difference(before, after)
    assert "".join(f"{marks[one.kind]}{one.text}{marks[one.kind]}" for one in found) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_without_what_was_added_it_is_the_text_before_and_the_other_way_round(before: str, after: str) -> None:
    found = difference(before, after)
    assert "".join(one.text for one in found if one.kind != "added") == before
    assert "".join(one.text for one in found if one.kind != "removed") == after


def test_very_long_texts_stand_one_after_the_other() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert [one.kind for one in difference(before, after)] == ["removed", "added"]
