import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.spreadsheets import FORMULA_STARTS, as_written, formula_safe


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_a_spreadsheet_would_calculate_is_made_inert(start: str) -> None:
    assert formula_safe(f"{start}HYPERLINK(0)") == f"'{start}HYPERLINK(0)"


@pytest.mark.parametrize("text", ["-5", "+5", "-5.25", "1 - 2", "a=b", "", "'", "2015-12-01", "’=1"])
def test_numbers_and_other_texts_stay_as_they_are(text: str) -> None:
    assert formula_safe(text) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'", "'quoted'", "-5", "'-5", "-5+1", "\t=1", "'\t"])
def test_what_was_made_inert_comes_back_as_it_was(text: str) -> None:
    assert as_written(formula_safe(text)) == text


@given(st.text(alphabet="'=+-@\t\r\n15.,a＝", max_size=8))
def test_any_text_comes_back_and_never_begins_like_a_formula(text: str) -> None:
    safe = formula_safe(text)
    assert as_written(safe) == text
    assert not safe.startswith(FORMULA_STARTS) or safe.lstrip("+-").replace(".", "").replace(",", "").isdigit()
