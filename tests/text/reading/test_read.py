import io

import pytest
from pypdf import PdfWriter

from dialogues.text.reading.document import UnreadableError
from dialogues.text.reading.language import language_of
from dialogues.text.reading.read import read_document

PAGE = """<!doctype html><html lang="en"><head><title>Talks in Tokyo | Gazette</title>
<meta property="article:published_time" content="2016-07-28T09:00:00+09:00">
<link rel="canonical" href="https://gazette.example/talks"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Talks in Tokyo</h1><p>Japan and the United States held the fourth round of their cyber dialogue in Tokyo
on Wednesday, and agreed to share more information about threats.</p><p>Officials of a dozen agencies took part in the
meeting, which both sides called useful. They will meet again next year in Washington.</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_a_page_gives_its_text_title_and_date_without_the_menu() -> None:
    found = read_document(PAGE.encode(), "text/html; charset=utf-8", "https://gazette.example/talks?utm_source=x")
    assert "fourth round of their cyber dialogue" in found.text
    assert "All rights reserved" not in found.text
    assert found.title == "Talks in Tokyo"
    assert str(found.published_on) == "2016-07-28"
    assert found.canonical_url == "https://gazette.example/talks"
    assert found.language == "en"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
def test_a_text_is_read_in_the_encoding_it_says(encoding: str) -> None:
    text = "中美在北京舉行第二輪對話" if encoding == "big5" else "中美在北京举行第二轮对话"
    assert read_document(text.encode(encoding), f"text/plain; charset={encoding}").text == text


def test_a_text_without_a_charset_is_guessed() -> None:
    text = "Die beiden Seiten führten in Berlin Gespräche über Sicherheit und vereinbarten häufigere Treffen. " * 5
    assert read_document(text.encode("latin-1"), "text/plain").text == text.strip()


def test_nul_and_other_control_characters_are_left_out() -> None:
    assert read_document(b"Two\x00 sides\x08 met.\r\nThey talked.", "text/plain").text == "Two sides met.\nThey talked."


def pdf_saying(text: str) -> bytes:
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (table, len(content))


def test_a_pdf_gives_its_text() -> None:
    found = read_document(pdf_saying("The two sides agreed to set up a hot line."), "application/pdf")
    assert found.text == "The two sides agreed to set up a hot line."
    assert found.language == "en"


def empty_pdf(*, password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (empty_pdf(), "application/pdf", "no_text"),
        (empty_pdf(password="secret"), "application/pdf", "encrypted"),
        (b"%PDF-1.7\nnot much of a file", "application/pdf", "broken_pdf"),
        (b"<html><body></body></html>", "text/html", "no_text"),
        (b"   ", "text/plain", "no_text"),
        (b"PK\x03\x04", "application/zip", "unsupported_type"),
        (b"PK\x03\x04", "", "unsupported_type"),
    ],
)
def test_what_holds_no_text_is_refused_with_a_reason(content: bytes, content_type: str, code: str) -> None:
    with pytest.raises(UnreadableError) as failure:
        read_document(content, content_type)
    assert failure.value.code == code
    assert failure.value.detail.endswith(".")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The two sides agreed to set up a hot line and to meet again.", "en"),
        ("双方在华盛顿举行首次打击网络犯罪高级别联合对话，达成多项成果。", "zh-Hans"),
        ("雙方在華盛頓舉行首次打擊網絡犯罪高級別聯合對話，會議達成多項成果。", "zh-Hant"),
        ("第四回日米サイバー対話が東京で開催されました。両国は情報共有を強化します。", "ja"),
        ("Стороны договорились о мерах укрепления доверия в области информационной безопасности.", "ru"),
    ],
)
def test_the_language_is_found(text: str, tag: str) -> None:
    assert language_of(text) == tag


@pytest.mark.parametrize(
    ("named", "canonical"),
    [
        ("https://gazette.example/talks", "https://gazette.example/talks"),
        ("/talks?utm_source=feed", "https://m.gazette.example/talks"),
        ("https://other.example/talks", "https://m.gazette.example/amp/talks"),
        ("http://127.0.0.1/admin/", "https://m.gazette.example/amp/talks"),
        ("http://[broken", "https://m.gazette.example/amp/talks"),
        ("", "https://m.gazette.example/amp/talks"),
    ],
)
def test_a_page_names_its_own_address_but_none_of_another_site(named: str, canonical: str) -> None:
    page = PAGE.replace("https://gazette.example/talks", named)
    found = read_document(page.encode(), "text/html", "https://m.gazette.example/amp/talks")
    assert found.canonical_url == canonical
