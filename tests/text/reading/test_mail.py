"""E-mails."""

from email.message import EmailMessage

import pytest

from dialogues.text.reading.document import UnreadableError
from dialogues.text.reading.read import read_document
from dialogues.text.reading.signatures import MAIL
from tests.faults.hostile_corpus import SENTENCE


def message(text: str = SENTENCE * 3, subject: str = "Readout of the talks") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Press Office <press@ministry.example>"
    mail["Date"] = "Thu, 3 Dec 2015 22:10:00 -0500"
    mail["Subject"] = subject
    mail.set_content(text)
    return mail


def test_subject_sender_and_day_become_title_byline_and_date() -> None:
    found = read_document(message().as_bytes(), MAIL)
    assert found.text == (SENTENCE * 3).strip()
    assert (found.title, found.byline, found.kind) == ("Readout of the talks", "Press Office", "readout")


def test_the_day_is_that_of_the_senders_clock() -> None:
    """In UTC it was the fourth already."""
    found = read_document(message().as_bytes(), MAIL)
    assert str(found.published_on) == "2015-12-03"
    assert found.published_on_basis == "date of the e-mail: Thu, 03 Dec 2015 22:10:00 -0500"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5", "koi8-r", "windows-1251", "iso-2022-jp"])
def test_text_and_headers_are_read_in_their_charset(charset: str) -> None:
    texts = {
        "big5": "雙方在華盛頓舉行對話",
        "koi8-r": "Стороны провели переговоры",
        "windows-1251": "Стороны провели переговоры",
        "iso-2022-jp": "双方は会談を行った",
    }
    text = texts.get(charset, "双方在华盛顿举行对话")
    mail = message(subject=text)
    mail.set_content(text * 5, charset=charset)
    found = read_document(mail.as_bytes(), MAIL)
    assert (found.title, found.text) == (text, text * 5)


def test_the_plain_version_goes_before_the_one_in_html() -> None:
    mail = message()
    mail.add_alternative("<p>Something else altogether.</p>", subtype="html")
    assert read_document(mail.as_bytes(), MAIL).text == (SENTENCE * 3).strip()


def test_html_alone_is_read_as_a_page() -> None:
    mail = message()
    mail.set_content(f"<html><body><style>p {{}}</style><p>{SENTENCE * 5}</p></body></html>", subtype="html")
    found = read_document(mail.as_bytes(), MAIL)
    assert found.text == (SENTENCE * 5).strip()


def test_attachments_are_named_and_not_read() -> None:
    mail = message()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="成果清单.pdf")
    mail.add_attachment("A list of names.", filename="names.txt")
    found = read_document(mail.as_bytes(), MAIL)
    assert found.warnings == ("Attachments were not read: 成果清单.pdf, names.txt.",)
    assert "A list of names" not in found.text


def test_a_message_that_was_forwarded_follows_under_its_own_headers() -> None:
    outer = message("See below.", subject="Fwd: Readout of the talks")
    outer.add_attachment(message())
    found = read_document(outer.as_bytes(), MAIL)
    assert found.title == "Fwd: Readout of the talks"
    assert found.text.splitlines()[:5] == [
        "See below.",
        "",
        "From: Press Office <press@ministry.example>",
        "Date: Thu, 03 Dec 2015 22:10:00 -0500",
        "Subject: Readout of the talks",
    ]
    assert found.text.endswith(SENTENCE.strip())


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Dec 2015 22:10:00 +0800"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    mail = message()
    del mail["Date"]
    mail["X-Date"] = date
    content = mail.as_bytes().replace(b"X-Date", b"Date")
    assert read_document(content, MAIL).published_on is None


def test_an_e_mail_of_attachments_alone_has_no_text() -> None:
    mail = message()
    mail.set_content(b"%PDF-1.7", maintype="application", subtype="pdf", filename="list.pdf")
    with pytest.raises(UnreadableError, match=r"no text of its own. Attachments were not read: list.pdf."):
        read_document(mail.as_bytes(), MAIL)
