import pytest

from dialogues.text.commitment import Shift, shift, strength_of


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The hotline was launched in December.", "done"),
        ("热线已开通。", "done"),
        ("Both sides agreed to establish a hotline.", "commits"),
        ("The hotline will be established.", "commits"),
        ("They discussed and agreed on an exercise.", "commits"),
        ("双方同意建立热线。", "commits"),
        ("雙方將建立熱線。", "commits"),
        ("They agreed in principle on guidelines.", "intends"),
        ("The sides plan to hold an exercise.", "intends"),
        ("The two sides agreed to consider a hotline.", "considers"),
        ("They will explore joint training.", "considers"),
        ("A symposium may be held.", "considers"),
        ("双方同意探讨建立热线的可行性。", "considers"),
        ("双方建议举行第四次对话。", "considers"),
        ("They discussed a hotline.", "discusses"),
        ("双方就建立热线交换了意见。", "discusses"),
        ("The sides did not agree on a hotline.", "denies"),
        ("双方未达成协议。", "denies"),
    ],
)
def test_a_sentence_has_its_place_on_the_scale(sentence: str, name: str) -> None:
    strength = strength_of(sentence)
    assert strength is not None
    assert strength.name == name
    assert sentence[strength.start : strength.end] == strength.words


@pytest.mark.parametrize("sentence", ["", "Guidelines on assistance.", "The talks of May 2016.", "热线"])
def test_a_sentence_without_such_words_has_none(sentence: str) -> None:
    assert strength_of(sentence) is None


def test_the_weaker_words_are_the_softer_account() -> None:
    considers, agrees = strength_of("agreed to consider a hotline"), strength_of("agreed to establish a hotline")
    assert shift(considers, agrees) == Shift.SOFTER
    assert shift(agrees, considers) == Shift.STRONGER
    assert shift(agrees, strength_of("双方同意建立热线")) == Shift.SAME
    assert shift(None, agrees) == Shift.SAME


def test_two_promises_in_a_row_are_not_limited_by_the_second() -> None:
    strength = strength_of("They agreed to hold a third exercise next spring in Shanghai, and to study its results.")
    assert strength is not None
    assert strength.name == "commits"
