"""Encodings: what the text shows goes before what is said of it, and that before a guess."""

import codecs

import pytest

from dialogues.text.reading.document import UnreadableError
from dialogues.text.reading.read import read_document
from tests.text.reading.stories import STORIES

CHINESE = "".join(STORIES["zh-Hans"].paragraphs)
RUSSIAN = " ".join(STORIES["ru"].paragraphs)
GERMAN = " ".join(STORIES["de"].paragraphs)
JAPANESE = "日米両政府は第四回サイバー対話を東京で開催し、脅威に関する情報の共有を進めることで一致した。" * 3
KOREAN = "양측은 서울에서 회담을 열고 사이버 위협에 관한 정보를 더 많이 나누기로 했다. " * 3
TRADITIONAL = "雙方在華盛頓舉行首次打擊網絡犯罪高級別聯合對話，會議達成多項成果。" * 3


def page(text: str, charset: str) -> bytes:
    """A page that names its encoding itself."""
    named = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{named}<title>t</title></head><body><article><p>{text}</p></article></body></html>".encode(
        charset or "utf-8", errors="xmlcharrefreplace"
    )


def same(found: str, wanted: str) -> bool:
    return found.replace("\n", " ").split() == wanted.split()


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (CHINESE, "gb18030"),
        (CHINESE, "gb2312"),
        (CHINESE, "gbk"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (KOREAN, "euc-kr"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "iso-8859-1"),
        (GERMAN, "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_or_its_server_names(text: str, charset: str) -> None:
    assert same(read_document(page(text, charset), "text/html").text, text)
    without = page(text, charset).replace(f"charset={charset}".encode(), b"")
    assert same(read_document(without, f"text/html; charset={charset}").text, text)


@pytest.mark.parametrize(
    ("text", "charset"),
    [(CHINESE, "gb18030"), (TRADITIONAL, "big5"), (JAPANESE, "euc-jp"), (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r")],
)
def test_an_encoding_that_nobody_names_is_guessed(text: str, charset: str) -> None:
    assert same(read_document(text.encode(charset), "text/plain").text, text)


@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1251", "gb2312", "no-such-charset", "zlib_codec", "utf-7"])
def test_utf_8_is_seen_whatever_is_said(said: str) -> None:
    assert same(read_document(CHINESE.encode(), f"text/plain; charset={said}").text, CHINESE)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be", "utf-8", "utf-32-le"])
def test_a_byte_order_mark_goes_before_all_else(mark: str) -> None:
    marks = {
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-8": codecs.BOM_UTF8,
        "utf-32-le": codecs.BOM_UTF32_LE,
    }
    content = marks[mark] + GERMAN.encode(mark)
    assert same(read_document(content, "text/plain; charset=iso-8859-1").text, GERMAN)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_seen_by_its_zeros(charset: str) -> None:
    assert same(read_document(GERMAN.encode(charset), "text/plain").text, GERMAN)


def test_a_few_damaged_characters_do_not_change_the_encoding() -> None:
    damaged = (CHINESE * 4).encode("gb18030") + b"\xff\xff"
    assert CHINESE[:50] in read_document(damaged, "text/plain; charset=gb2312").text
    assert GERMAN[:50] in read_document((GERMAN * 4).encode() + b"\xff", "text/plain; charset=utf-8").text


def test_a_wrong_declaration_gives_way_to_what_the_bytes_can_be() -> None:
    assert same(read_document(CHINESE.encode("gb18030"), "text/plain; charset=euc-kr").text, CHINESE)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", bytes(range(32)) * 200])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_document(content, "text/html")
    assert refusal.value.code == "not_text"
