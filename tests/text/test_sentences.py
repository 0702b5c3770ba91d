"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.sentences import bullet_length, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met. They agreed.", ["They met.", "They agreed."]),
        ("The U.S. side met Gen. Song. He left.", ["The U.S. side met Gen. Song.", "He left."]),
        ("They met in the U.S. The talks ended.", ["They met in the U.S.", "The talks ended."]),
        ("Michael S. Chase spoke.", ["Michael S. Chase spoke."]),
        ("It was held in Washington, D.C., on Dec. 1.", ["It was held in Washington, D.C., on Dec. 1."]),
        ('"We agree." They left.', ['"We agree."', "They left."]),
        ("to share; to train; and to meet.", ["to share;", "to train;", "and to meet."]),
        ("agreed to:\n- share\n- train", ["agreed to:", "- share", "- train"]),
        ("对话举行。双方同意！好？", ["对话举行。", "双方同意！", "好？"]),
        ("Really? Yes!", ["Really?", "Yes!"]),
        ("It cost 3.5 million.", ["It cost 3.5 million."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_it_splits(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_stretch_without_an_end_is_cut_at_white_space() -> None:
    parts = sentences("word " * 2000)
    assert len(parts) > 5
    assert max(map(len, parts)) <= 1500
    assert all(set(part.split()) == {"word"} for part in parts)


@pytest.mark.parametrize(("text", "length"), [("- share", 2), ("• share", 2), ("1. share", 3), ("(a) share", 4)])
def test_it_measures_list_markers(text: str, length: int) -> None:
    assert bullet_length(text, 0) == length


def test_a_word_is_no_list_marker() -> None:
    assert bullet_length("share", 0) == 0


@given(st.text(max_size=300))
def test_spans_are_in_order_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
