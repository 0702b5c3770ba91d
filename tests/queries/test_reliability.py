"""Krippendorff's alpha against published examples, and where it is not defined."""

import pytest

from dialogues.queries.reliability import NO_VARIATION, TOO_FEW_UNITS, Level, agreement, alpha, differing

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section D: four coders, twelve units, values
# missing; the classic example of Content Analysis (2004), chapter 11.
FOUR_CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# The same, section A: two coders, ten units, two values.
TWO_CODERS = ((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_coders_is_the_published_one(level: Level, published: float) -> None:
    value, why_not = alpha(FOUR_CODERS, level)
    assert (round(value or 0, 3), why_not) == (published, "")


def test_alpha_of_two_coders_and_two_values_is_the_published_one() -> None:
    value, _ = alpha(TWO_CODERS, "nominal")
    assert round(value or 0, 3) == 0.095


def test_words_give_the_same_as_numbers() -> None:
    words = {1: "one", 2: "two", 3: "three", 4: "nan", 5: "None", None: None}
    value, _ = alpha([[words[number] for number in coder] for coder in FOUR_CODERS], "nominal")
    assert round(value or 0, 3) == 0.743


def test_the_percentage_and_alpha_of_two_coders() -> None:
    measured = agreement(list(zip(*TWO_CODERS, strict=True)))
    assert (measured.units, measured.agreeing, measured.percent) == (10, 6, 60.0)
    assert round(measured.alpha or 0, 3) == 0.095


def test_perfect_agreement_is_one_and_disagreement_throughout_is_less_than_nothing() -> None:
    assert alpha([["a", "b", "a"], ["a", "b", "a"]], "nominal") == (1.0, "")
    opposite, _ = alpha([["a", "b"], ["b", "a"]], "nominal")
    assert opposite is not None
    assert opposite < 0


def test_alpha_is_not_defined_where_every_value_is_the_same() -> None:
    measured = agreement([("accept", "accept")] * 20)
    assert (measured.percent, measured.alpha, measured.why_not) == (100.0, None, NO_VARIATION)


def test_a_value_that_only_one_coder_gave_makes_no_variation() -> None:
    """The package would divide nothing by nothing, and warn."""
    assert alpha([["a", "a", "b"], ["a", "a", None]], "nominal") == (None, NO_VARIATION)


@pytest.mark.parametrize("units", [[], [("a", "b")], [("a", None), (None, "b"), ("a", "b")]])
def test_alpha_is_not_defined_with_fewer_than_two_units(units: list[tuple[str | None, str | None]]) -> None:
    measured = agreement(units)
    assert (measured.alpha, measured.why_not) == (None, TOO_FEW_UNITS)


def test_without_units_there_is_no_percentage_either() -> None:
    assert agreement([]).percent is None


def test_an_empty_number_counts_for_the_percentage_and_not_for_alpha() -> None:
    measured = agreement([(7, 7), (7, ""), ("", ""), (5, 6)], "ratio")
    assert (measured.units, measured.agreeing, measured.alpha_units) == (4, 2, 2)
    assert measured.alpha is not None


def test_nothing_and_white_space_make_no_difference_and_capitals_do() -> None:
    assert differing({"city": "", "title": "a  hot line "}, {"city": None, "title": "a hot line"}) == set()
    assert differing({"title": "Hot line"}, {"title": "hot line"}) == {"title"}
    assert differing({"title": "a"}, {}) == {"title"}
