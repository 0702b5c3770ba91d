"""The text of an article is found whole and alone, with its title and its day, whatever a site puts around it."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from dialogues.text.reading.read import read_document
from tests.text.reading.layouts import ADDRESS, ISO_DAY, LAYOUTS
from tests.text.reading.stories import STORIES, Story

TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")


def four_grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[place : place + 4]) for place in range(len(tokens) - 3))


def f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over runs of four words (of four characters in Chinese)."""
    left, right = four_grams(found), four_grams(wanted)
    return 2 * (left & right).total() / (left.total() + right.total())


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_title_and_day_are_exact_and_the_text_is_the_articles(layout: Callable[[Story], str], language: str) -> None:
    story = STORIES[language]
    found = read_document(layout(story).encode(), "text/html; charset=utf-8", ADDRESS)
    without_title = found.text.removeprefix(story.title).strip()
    assert found.title == story.title
    assert str(found.published_on) == ISO_DAY, found.published_on_basis
    assert f1(without_title, "\n".join(story.paragraphs)) >= 0.95
    assert found.language == language
    assert found.warnings == ()
