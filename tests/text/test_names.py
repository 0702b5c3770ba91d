"""Comparing names and titles."""

import pytest

from dialogues.text.names import fold, fold_name, same_name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Secretary Jeh Johnson", "Secretary Jeh Johnson"),
        ("Loretta E. Lynch", "Loretta Lynch"),
        ("Andreï Kroutskikh", "andrei kroutskikh"),
        ("Maj. Gen. Song Yanchao", "Song Yanchao"),
        ("the Ministry of Justice", "Ministry of Justice"),
        ("Guo Shengkun", "Shengkun Guo"),
        ("Lars Løkke Rasmussen", "Lars Lokke Rasmussen"),
    ],
)
def test_it_takes_two_spellings_for_one(first: str, second: str) -> None:
    assert same_name(first, second)


@pytest.mark.parametrize(("first", "second"), [("He Lifeng", "Li Lifeng"), ("", ""), ("Xi Jinping", "Xi")])
def test_it_keeps_apart_what_differs(first: str, second: str) -> None:
    assert not same_name(first, second)


def test_a_surname_that_looks_like_an_honorific_survives() -> None:
    assert fold_name("Major") == "major"
    assert fold_name("Mr Major") == "major"


def test_folding_is_for_comparison_of_typographic_variants() -> None:
    assert fold("Xi’an  –  Ｃity") == "xi'an - city"
