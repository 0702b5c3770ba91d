"""Tags and filters of the templates, and the picture's geometry."""

import pytest

from dialogues.models import Article, Dialogue
from dialogues.models.vocabularies import Mode
from dialogues.queries.state_families import FAMILIES
from dialogues.templatetags.marks import mark_path
from dialogues.templatetags.readout import lang, language_name, ordinal, place, state_mark
from dialogues.templatetags.timeline_picture import Scale, spread


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_ordinals(number: int, shown: str) -> None:
    assert ordinal(number) == shown


@pytest.mark.parametrize(
    ("text", "language", "attribute"),
    [
        ("They met.", "en", ""),
        ("Ils se sont vus.", "fr", ' lang="fr"'),
        ("双方会晤", "zh", ' lang="zh-Hans"'),
        ("雙方會晤", "zh-Hant", ' lang="zh-Hant"'),
        ("双方会晤", "mul", ' lang="zh-Hans"'),
        ("They met.", "mul", ""),
        ("China Daily", "zh", ""),
        ("They met.", 'fr" onload="x', ""),
    ],
)
def test_a_text_gets_the_language_that_it_is_in(text: str, language: str, attribute: str) -> None:
    assert lang(text, Article(language=language)) == attribute


def test_a_text_without_an_article_gets_the_language_of_its_script() -> None:
    assert (lang("郭声琨"), lang("Guo Shengkun")) == (' lang="zh-Hans"', "")


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "English"), ("zh", "Chinese"), ("zh-Hans", "Chinese"), ("mul", "several languages"), ("xx", "xx")],
)
def test_languages_have_names(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"city": "Vienna", "country": "AT"}, "Vienna, Austria"),
        ({"city": "Vienna"}, "Vienna"),
        ({"country": "XX"}, "XX"),
        ({"mode": Mode.VIDEO}, "by video"),
        ({"city": "Beijing", "country": "CN", "mode": Mode.HYBRID}, "Beijing, China (partly by video)"),
        ({}, ""),
    ],
)
def test_places_in_words(values: dict[str, str], shown: str) -> None:
    assert place(Dialogue(**values)) == shown


def test_each_family_has_a_shape_of_its_own() -> None:
    assert len({mark_path(family, 0, 0) for family in FAMILIES}) == len(FAMILIES)


def test_a_state_is_always_in_words() -> None:
    assert "launched</span>" in state_mark("launched")
    assert "no status recorded</span>" in state_mark(None)


def test_dots_keep_their_place_where_there_is_room() -> None:
    assert spread([100, 200, 300], [5, 5, 5], 0, 900) == [100, 200, 300]


def test_dots_on_one_day_stand_side_by_side_around_it() -> None:
    assert spread([100, 100, 100], [5, 5, 5], 0, 900) == [90, 100, 110]


def test_dots_stay_in_order_and_in_their_year_however_many() -> None:
    places = spread([149.0] * 30, [6.0] * 30, 100, 150)
    assert places == sorted(places)
    assert 100 <= places[0] < places[-1] <= 150


@pytest.mark.parametrize(
    ("first", "last", "step"), [(2009, 2026, 1), (1990, 2026, 2), (1945, 2026, 5), (1000, 2999, 100)]
)
def test_years_are_written_where_they_do_not_touch(first: int, last: int, step: int) -> None:
    years = list(Scale(first, last).years)
    assert years[1] - years[0] == step
    assert first <= years[0] <= years[-1] <= last
