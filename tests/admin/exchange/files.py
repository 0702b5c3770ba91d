"""Tables as staff would upload them, and the two steps of an import."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl  # type: ignore[import-untyped] # the package has no types
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from lxml import html

Rows = Iterable[Sequence[Any]]


def csv_of(*rows: Sequence[Any]) -> bytes:
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows(rows)
    return kept.getvalue().encode()


def xlsx_of(*rows: Sequence[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def address(model: type[Model], page: str) -> str:
    return f"/admin/dialogues/{model._meta.model_name}/{page}"


def preview(client: Client, model: type[Model], content: bytes, name: str = "table.csv") -> "Page":
    # A browser always sends the token: the package takes a form without any text for one that was not sent.
    sent = {"import_file": SimpleUploadedFile(name, content), "csrfmiddlewaretoken": "not checked here"}
    return Page(client.post(address(model, "import/"), sent))


def confirm(client: Client, model: type[Model], seen: "Page") -> "Page":
    return Page(client.post(address(model, "process_import/"), {"token": seen.token}))


def imported(client: Client, model: type[Model], content: bytes, name: str = "table.csv") -> "Page":
    """Both steps. Fails when the preview has problems."""
    seen = preview(client, model, content, name)
    assert seen.problems == [], seen.problems
    assert seen.status == 200, seen.text
    done = confirm(client, model, seen)
    assert done.status == 302, done.text
    return done


def exported(client: Client, model: type[Model], ending: str, query: str = "") -> bytes:
    answer = client.get(address(model, f"export/{ending}/{query}"))
    assert answer.status_code == 200
    return answer.getvalue()


class Page:
    """An answer of the import, as a reader sees it."""

    def __init__(self, answer: Any) -> None:
        self.status = answer.status_code
        self.text = answer.content.decode()
        self.page: Any = html.document_fromstring(self.text or "<p></p>")

    @property
    def token(self) -> str:
        (token,) = self.page.xpath('//input[@name="token"]/@value')
        return str(token)

    @property
    def problems(self) -> list[str]:
        """Line, column, cell and message of each, and what is wrong with the file as a whole."""
        rows = self.page.xpath('//div[@aria-label="Problems"]//tbody/tr')
        errors = self.page.xpath('//ul[contains(@class, "errorlist")]/li | //section/p[@class="errornote"]')
        whole = [_words(one) for one in errors if "Correct" not in one.text_content()]
        return [*whole, *(" | ".join(_words(cell) for cell in row) for row in rows)]

    @property
    def changes(self) -> list[str]:
        """Line, record, and each change of it."""
        rows = self.page.xpath('//div[@aria-label="Rows"]//tbody/tr')
        return [" | ".join([*map(_words, row[:2]), *map(_change, row.xpath(".//dl/div"))]) for row in rows]

    @property
    def counts(self) -> str:
        (counts,) = self.page.xpath('//p[contains(., "Nothing is written yet")]')
        return _words(counts).removesuffix(" Nothing is written yet.")


def _change(part: Any) -> str:
    return ": ".join(map(_words, part))


def _words(part: Any) -> str:
    return " ".join(part.text_content().split())
