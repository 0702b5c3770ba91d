"""Word documents."""

import io
from datetime import UTC, datetime

import docx
import pytest

from dialogues.text.reading.document import UnreadableError
from dialogues.text.reading.read import read_document
from dialogues.text.reading.signatures import WORD
from tests.faults.hostile_corpus import SENTENCE, word


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def communique() -> "docx.document.Document":
    document = docx.Document()
    document.core_properties.title = "Joint communiqué"
    document.core_properties.author = "A ministry"
    document.core_properties.created = datetime(2016, 12, 9, 8, 30, tzinfo=UTC)
    document.add_heading("Outcomes of the talks", level=1)
    document.add_paragraph("Both sides agreed:")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Hotline", "opened"), ("Working group", "meets twice a year")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("They will meet again next year.")
    return document


def test_paragraphs_headings_and_rows_come_in_their_order() -> None:
    found = read_document(saved(communique()), WORD)
    assert found.text.splitlines() == [
        "Outcomes of the talks",
        "Both sides agreed:",
        "Hotline | opened",
        "Working group | meets twice a year",
        "They will meet again next year.",
    ]


def test_the_file_says_title_author_and_day() -> None:
    found = read_document(saved(communique()), WORD)
    assert (found.title, found.byline) == ("Joint communiqué", "A ministry")
    assert (str(found.published_on), found.published_on_basis) == (
        "2016-12-09",
        "creation date of the Word file (the day in UTC)",
    )
    assert (found.kind, found.kind_basis) == ("joint_statement", "title: “Joint communiqué”")


def test_a_date_in_the_text_goes_before_that_of_the_file() -> None:
    document = communique()
    document.paragraphs[0].insert_paragraph_before("Washington, December 8, 2016")
    found = read_document(saved(document), WORD)
    assert str(found.published_on) == "2016-12-08"
    assert found.published_on_basis == "dateline: Washington, December 8, 2016"


def test_a_heading_is_the_title_of_a_file_without_one() -> None:
    document = communique()
    document.core_properties.title = ""
    assert read_document(saved(document), WORD).title == "Outcomes of the talks"


def test_what_was_deleted_while_changes_were_tracked_is_not_read() -> None:
    deleted = "<w:del><w:r><w:t>secret draft</w:t></w:r></w:del>"
    text = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r>{deleted}<w:r><w:tab/><w:t>Signed.</w:t></w:r></w:p>"
    assert read_document(word(text), WORD).text == f"{SENTENCE} Signed."


def test_a_text_in_a_field_of_a_form_is_read() -> None:
    field = f"<w:sdt><w:sdtContent><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert read_document(word(field), WORD).text == SENTENCE.strip()


def test_a_word_document_is_known_by_its_content_whatever_a_server_calls_it() -> None:
    assert read_document(saved(communique()), "application/octet-stream").title == "Joint communiqué"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "unsupported_type"),
        (saved(docx.Document()), "no_text"),
        (b"PK\x03\x04 word/document.xml", "broken_word"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_document(content, "application/msword" if code == "unsupported_type" else WORD)
    assert refusal.value.code == code
