"""Copies of a text are found by their bands and told from other texts by what they share exactly."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.text.shingles import BANDS, FEWEST_SHINGLES, bands, containment, shingles

SAMPLES = sorted((Path(__file__).parents[1] / "ingest" / "extract" / "samples").glob("*.txt"))
WORDS = sorted({word for path in SAMPLES for word in re.findall(r"[A-Za-z]{3,}", path.read_text())})
COPY_FROM = 0.6
Copy = Callable[[random.Random, list[list[str]]], list[list[str]]]


def sentence(chance: random.Random) -> list[str]:
    return chance.choices(WORDS, k=chance.randint(8, 30))


def wire_report(chance: random.Random) -> list[list[str]]:
    """Sentences of the words that reports of dialogues use: 150 to 900 words."""
    return [sentence(chance) for _ in range(chance.randint(10, 45))]


def lightly_edited(chance: random.Random, report: list[list[str]]) -> list[list[str]]:
    """Another dateline, one word in twenty replaced, two sentences more."""
    edited = [[chance.choice(WORDS) if chance.random() < 0.05 else word for word in words] for words in report]
    return [sentence(chance), *edited, sentence(chance)]


def cut_to_seventy_percent(chance: random.Random, report: list[list[str]]) -> list[list[str]]:
    words = [word for words in lightly_edited(chance, report)[1:-1] for word in words]
    return [words[: len(words) * 7 // 10]]


def of_the_same_event(chance: random.Random, report: list[list[str]]) -> list[list[str]]:
    """Another report, which quotes a third of this one's sentences."""
    return [*wire_report(chance), *report[: len(report) // 3], *wire_report(chance)]


def text_of(report: list[list[str]]) -> str:
    return " ".join(f"{' '.join(words)}." for words in report)


def taken_for_a_copy(first: str, second: str) -> bool:
    left, right = shingles(first), shingles(second)
    return bool(set(bands(left)) & set(bands(right))) and containment(left, right) >= COPY_FROM


@pytest.mark.parametrize("copied", [lightly_edited, cut_to_seventy_percent])
def test_ninety_nine_of_a_hundred_wire_copies_are_found(copied: Copy) -> None:
    chance = random.Random(20151201)  # noqa: S311 - the same texts in each run
    reports = [wire_report(chance) for _ in range(400)]
    found = sum(taken_for_a_copy(text_of(report), text_of(copied(chance, report))) for report in reports)
    assert found / len(reports) >= 0.99


def test_no_other_report_of_the_same_event_is_taken_for_a_copy() -> None:
    chance = random.Random(20151201)  # noqa: S311 - the same texts in each run
    reports = [wire_report(chance) for _ in range(400)]
    others = [of_the_same_event(chance, report) for report in reports]
    # The part that is quoted is all of the shorter one's shared shingles: a third of it.
    pairs = zip(reports, others, strict=True)
    assert sum(taken_for_a_copy(text_of(report), text_of(other)) for report, other in pairs) == 0


def test_the_restated_reports_of_the_tests_are_no_copies_of_each_other() -> None:
    texts = [path.read_text() for path in SAMPLES]
    assert len(texts) > 3
    assert not any(
        taken_for_a_copy(first, second) for place, first in enumerate(texts) for second in texts[place + 1 :]
    )


def test_a_chinese_report_is_compared_by_its_characters() -> None:
    report = (
        "中美打击网络犯罪及相关事项高级别联合对话首轮会议在华盛顿举行，双方达成打击网络犯罪指导原则，"
        "决定建立热线机制，并就网络安全个案、网络反恐合作、执法培训等达成广泛共识。"
    )
    other = (
        "中国和澳大利亚高级别安全对话在堪培拉举行，双方就反恐、跨国犯罪、网络安全等问题交换了意见，同意加强司法合作。"
    )
    assert taken_for_a_copy(report * 2, report * 2 + "完")
    assert containment(shingles(report), shingles(other)) < 0.2


def test_case_spacing_and_punctuation_do_not_count() -> None:
    assert shingles("The two sides AGREED, again;  to meet") == shingles("the two sides agreed again to\nmeet.")


def test_a_short_text_has_no_bands() -> None:
    words = " ".join(WORDS[: FEWEST_SHINGLES + 1])
    assert bands(shingles(words)) == []
    assert len(bands(shingles(f"{words} {WORDS[-1]}"))) == BANDS


def test_nothing_is_contained_in_nothing() -> None:
    assert containment(shingles(""), shingles("")) == 0.0
    assert containment(shingles("one two three"), shingles("")) == 0.0


def test_the_bands_are_the_same_on_every_machine() -> None:
    """They are stored: with other numbers nothing that is held would be found again."""
    text = " ".join(f"word{number}" for number in range(60))
    assert bands(shingles(text))[:4] == [647676986, -1023316584, 62023059, -980087231]


@given(st.text(max_size=300))
def test_any_text_has_bands_of_thirty_two_bits(text: str) -> None:
    found = bands(shingles(text * 20))
    assert len(found) in {0, BANDS}
    assert all(-(2**31) <= band < 2**31 for band in found)


def test_a_text_longer_than_what_is_hashed_at_once_gives_the_same_as_its_parts_together() -> None:
    chance = random.Random(7)  # noqa: S311 - the same texts in each run
    words = [str(chance.random()) for _ in range(12_000)]
    together = bands(shingles(" ".join(words)))
    assert len(set(together) & set(bands(shingles(" ".join(words[:-3]))))) > BANDS * 0.9
