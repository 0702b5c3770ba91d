"""What of an article was probably not read is said."""

import pytest

from dialogues.text.reading.document import LONGEST_TEXT
from dialogues.text.reading.read import read_document
from tests.faults.hostile_corpus import SENTENCE

WHOLE = SENTENCE * 4


@pytest.mark.parametrize(
    ("end", "sign"),
    [
        ("\nContinue reading…", "“Continue reading"),
        ("\nThe rest of this article is for subscribers", "for subscribers"),
        ("\nRead more", "“Read more”"),
        ("\nWeiterlesen", "“Weiterlesen”"),
        ("\n阅读全文>>", "“阅读全文"),
        (
            "\nThe two sides also agreed that the experts of both governments would […]",
            "probably shows only the beginning",
        ),
        (
            "\nThe two sides also agreed that the experts of both governments would meet in the",
            "ends within a sentence",
        ),
    ],
)
def test_an_end_that_is_none_is_told(end: str, sign: str) -> None:
    found = read_document((WHOLE + end).encode(), "text/plain")
    assert len(found.warnings) == 1
    assert sign in found.warnings[0]


@pytest.mark.parametrize(
    "end", ["", "\nSigned in Washington", "\n双方同意继续对话。", "\n(Editing by the desk)", "\n- 30 -", "\n“We will.”"]
)
def test_a_whole_text_has_no_warning(end: str) -> None:
    assert read_document((WHOLE + end).encode(), "text/plain").warnings == ()


@pytest.mark.parametrize("said", ['"isAccessibleForFree": false', '"isAccessibleForFree": "False"'])
def test_a_page_that_is_not_free_is_told(said: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", {said}}}</script>'
    found = read_document(f"<html><head>{head}</head><body><p>{WHOLE}</p></body></html>".encode(), "text/html")
    assert "not free to read in full" in found.warnings[0]


def test_a_text_longer_than_is_kept_is_cut_and_told() -> None:
    found = read_document(SENTENCE.encode() * (LONGEST_TEXT // len(SENTENCE) + 100), "text/plain")
    assert LONGEST_TEXT - len(SENTENCE) < len(found.text) <= LONGEST_TEXT
    assert found.warnings[-1].startswith("Only the first 500,000 of")


@pytest.mark.parametrize(("depth", "read"), [(300, True), (3_000, False)])
def test_suspicious_depth_is_told_and_what_can_be_read_is_read(depth: int, read: bool) -> None:
    inner = "<div>" * depth + f"<p>{SENTENCE * 4} Deep down.</p>" + "</div>" * depth
    found = read_document(f"<html><body><article><p>{WHOLE}</p>{inner}</article></body></html>".encode(), "text/html")
    assert ("Deep down" in found.text) is read
    assert "nested" in found.warnings[0]
