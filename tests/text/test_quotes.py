"""Finding quotations again."""

import pytest

from dialogues.text.quotes import context_of, find_quote, nearest_match

TEXT = "The two sides agreed on a hotline.\nThey said it was “useful”. The two sides agreed on guidelines as well."


def test_it_finds_an_exact_quote_with_its_surroundings() -> None:
    found = find_quote(TEXT, "a hotline")
    assert found is not None
    assert TEXT[found.start : found.end] == found.exact == "a hotline"
    assert found.prefix == "The two sides agreed on "
    assert found.suffix == TEXT[found.end : found.end + 32]
    assert len(found.suffix) == 32


def test_it_folds_white_space_and_quotation_marks_but_gives_the_own_words_of_the_text() -> None:
    found = find_quote(TEXT, 'hotline. They said it was "useful"')
    assert found is not None
    assert found.exact == "hotline.\nThey said it was “useful”"


def test_it_takes_the_occurrence_nearest_to_an_offset() -> None:
    first = find_quote(TEXT, "The two sides")
    second = find_quote(TEXT, "The two sides", near=60)
    assert first is not None
    assert second is not None
    assert first.start == 0
    assert second.start > 60


@pytest.mark.parametrize("quote", ["", "   ", "a cold line", "The Two Sides"])
def test_it_does_not_find_what_is_not_there(quote: str) -> None:
    assert find_quote(TEXT, quote) is None


def test_it_shows_what_is_nearest_to_a_refused_quote() -> None:
    near = nearest_match(TEXT, "The two sides agreed upon a hotline")
    assert near is not None
    assert near.exact == "The two sides agreed on a hotline."
    assert 0.5 <= near.similarity < 1


@pytest.mark.parametrize("quote", ["", "entirely different words altogether"])
def test_it_shows_nothing_when_nothing_is_near(quote: str) -> None:
    assert nearest_match(TEXT, quote) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (6, 2), (0, 10_000)])
def test_it_refuses_offsets_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="offsets"):
        context_of(TEXT, start, end)
