"""What is read from a file, and which files are refused as a whole."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl  # type: ignore[import-untyped] # the package has no types
import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dialogues.admin.exchange import tables
from dialogues.admin.exchange.refusals import FileRefused
from dialogues.admin.exchange.tables import MOST_ROWS, CsvTable, XlsxTable, csv_file, format_of, json_file, xlsx_file
from dialogues.models import ImportFile, Organization, Person
from dialogues.text.spreadsheets import FORMULA_STARTS
from tests.admin.exchange.files import csv_of, preview, xlsx_of


def read(content: bytes) -> list[dict[str, str]]:
    table = (CsvTable, XlsxTable)[format_of(content)]().create_dataset(content)
    return list(table.dict)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_csv_file_may_have_a_mark_and_either_line_end(mark: bytes, end: bytes) -> None:
    content = mark + end.join([b"name,party", '"郭, 声琨",CN'.encode(), b"", b",,", b"Hu"])
    assert read(content) == [{"name": "郭, 声琨", "party": "CN"}, {"name": "Hu", "party": ""}]


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    table = CsvTable().create_dataset(b'\nname,note\n\n"a\nb",x\n,\nc,y\n')
    assert (table.headers, table.lines) == (["name", "note"], [4, 7])
    assert table["name"] == ["a\nb", "c"]


def test_cells_of_a_sheet_become_texts_and_days_become_iso() -> None:
    half_past_nine = datetime.fromisoformat("2015-12-01T09:30:00")
    row = (date(2015, 12, 1), half_past_nine, 7, 7.0, 7.5, True, None, " x ", time(9, 30))
    content = xlsx_of([f"column {number}" for number in range(len(row))], row, [], (None, ""))
    (cells,) = read(content)
    expected = ["2015-12-01", "2015-12-01T09:30:00", "7", "7", "7.5", "yes", "", "x", "09:30:00"]
    assert list(cells.values()) == expected


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"name\n", "no rows"),
        (b"name\n\n,,\n", "no rows"),
        ("name\nGüo".encode("latin-1"), "Line 2 is not in UTF-8"),
        ("name\n郭".encode("gb18030"), "Line 2 is not in UTF-8"),
        ("name\nGuo".encode("utf-16"), "UTF-16"),
        (b"%PDF-1.7\n\x00\x01", "This is no table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not in UTF-8"),
        (b"PK\x03\x04 but no archive", "This is no table"),
        (b"name;party\nGuo;CN", "separated by semicolons"),
        (b"name\tparty\nGuo\tCN", "separated by tabs"),
        (b"name,,party\nGuo,x,CN", "Column 2 has no name"),
        (b"name,party\nGuo,CN,more", "Line 2 has 3 cells, but there are 2 columns"),
        (b'name,party\nHu,CN\n"Guo,CN\n', "Line 3: .* quotation mark"),
        (b'name,party\n"Guo"x,CN\n', "Line 2"),
        (b"name\n" + b"x\n" * (MOST_ROWS + 1), "more than 10,000 rows"),
        (b"x," * 120 + b"x\n1", "more than 100 columns"),
        (xlsx_of(("name",), ("=1+1",)), "Cell A2 holds a formula"),
        (xlsx_of(("name",), ("#N/A",)), "Cell A2 holds an error, #N/A"),
        (xlsx_of(), "The file is empty."),
        (xlsx_of(("name",), ("x" * 40_000,)), "Cell A2 may have been cut off"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(content: bytes, rule: str) -> None:
    with pytest.raises(FileRefused, match=rule):
        read(content)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(read(b"name\n" + b"x\n" * MOST_ROWS)) == MOST_ROWS
    assert len(read(xlsx_of(("name",), *[("x",)] * MOST_ROWS))) == MOST_ROWS


def test_a_sheet_that_claims_to_be_large_is_no_work() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(("name",), ("Guo",))))
    book.worksheets[0].cell(row=1_048_576, column=1, value="far below")
    kept = io.BytesIO()
    book.save(kept)
    assert [row["name"] for row in read(kept.getvalue())] == ["Guo", "far below"]
    book.worksheets[0].cell(row=3, column=16_000, value="far right")
    book.save(kept := io.BytesIO())
    with pytest.raises(FileRefused, match="too large"):
        read(kept.getvalue())


def test_a_file_that_unpacks_to_much_more_than_it_is_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (tables._MOST_UNPACKED + 1))
    assert len(kept.getvalue()) < 100_000
    with pytest.raises(FileRefused, match="unpacked"):
        read(kept.getvalue())


TEXTS = st.text(alphabet="'=+-@ \t\n1a,\"郭＝;", max_size=10).map(str.strip)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS), min_size=1, max_size=5))
def test_what_is_written_is_no_formula_and_reads_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    headers = ["name", "note"]
    for write in (csv_file, xlsx_file):
        content = b"".join(write(headers, rows))
        assert [tuple(row.values()) for row in read(content)] == rows
    for cells in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True):
        for cell in filter(None, map(str, filter(None, cells))):
            assert not cell.startswith(FORMULA_STARTS) or cell.lstrip("+-").isdigit()


def test_exports_are_written_piece_by_piece() -> None:
    """The first bytes of a long list come before its last row is read."""
    asked: list[int] = []

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(5_000):
            asked.append(number)
            yield (f"Person {number}",)

    for write in (csv_file, json_file):
        asked.clear()
        pieces = iter(write(["name"], rows()))
        next(pieces), next(pieces)
        assert len(asked) < 1_000


@pytest.mark.django_db
def test_the_page_tells_the_reason_and_keeps_nothing(staff_client: Client) -> None:
    broken = xlsx_of(("name",), ("Guo",))[:-200]
    for content, rule in (
        (b"PK\x03\x04", "This is no table: give a CSV file in UTF-8, or an XLSX file."),
        (broken, "This is no table: give a CSV file in UTF-8, or an XLSX file."),
        (b"name\n" + b"x" * settings.IMPORT_MAX_BYTES, "The file has 5.0 MB, more than 5.0 MB: split it."),
        (xlsx_of(("name",), ("=1+1",)), "Cell A2 holds a formula: paste its value instead."),
    ):
        assert preview(staff_client, Person, content).problems == [rule]
    assert not Person.objects.exists()
    assert not ImportFile.objects.exists()


@pytest.mark.django_db
def test_an_archive_that_is_no_workbook_is_refused(staff_client: Client) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("readme.txt", "not a workbook")
    (problem,) = preview(staff_client, Person, kept.getvalue()).problems
    assert problem.startswith("This file is damaged, or is no table")


@pytest.mark.django_db
def test_unknown_doubled_and_missing_columns_are_named(staff_client: Client) -> None:
    cases = (
        (
            ("name", "surname", "born"),
            "Unknown columns: 'surname', 'born'. There are: public ID, version, publication,",
        ),
        (("name", "Name", "party"), "Columns that are there more than once: name."),
        (("party",), "Missing columns, which a new record needs: name."),
    )
    for head, rule in cases:
        (problem,) = preview(staff_client, Organization, csv_of(head, ["x"] * len(head))).problems
        assert problem.startswith(rule)
