"""Files as tables: what is read from CSV and XLSX, and what is written to CSV, XLSX and JSON."""

import csv
import datetime
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped] # the package has no types
from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped] # as above
from tablib import Dataset

from dialogues.admin.exchange.refusals import FileRefused
from dialogues.text.spreadsheets import as_written, formula_safe

# A preview of so many rows takes a web process about a minute; more than this belongs into several files.
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 100
# What a compressed sheet of a few megabytes may claim to hold: these end the reading of one that was made to be large.
_MOST_UNPACKED: Final = 60 * 1024 * 1024
_LAST_LINE: Final = 1_048_576
_WIDEST_LINE: Final = 1_000
# openpyxl, like spreadsheets, cuts off what is longer.
_LONGEST_CELL: Final = 32_767
_CHUNK: Final = 500
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
_NO_TABLE: Final = "This is no table: give a CSV file in UTF-8, or an XLSX file."


class CsvTable(base_formats.CSV):  # type: ignore[misc] # the package has no types
    """Commas, double quotes, UTF-8 with or without its mark."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream: bytes, **_: Any) -> Dataset:
        return _table(_csv_lines(_decoded(in_stream)))


class XlsxTable(base_formats.XLSX):  # type: ignore[misc] # the package has no types
    """The first sheet. Days become ISO dates; a formula is refused, as nobody knows what it will say elsewhere."""

    def create_dataset(self, in_stream: bytes, **_: Any) -> Dataset:
        _refuse_if_too_large(in_stream)
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, keep_links=False)
        if not book.worksheets:
            raise FileRefused("This XLSX file has no sheet with cells.")
        return _table(_sheet_lines(book.worksheets[0]))


def format_of(content: bytes) -> int:
    """0 for CSV, 1 for XLSX: the place in `IMPORT_FORMATS`. Raises FileRefused for what can be neither."""
    if content.startswith(b"PK\x03\x04"):
        return 1
    if not content.strip():
        raise FileRefused("The file is empty.")
    _decoded(content)
    return 0


IMPORT_FORMATS: Final = (CsvTable, XlsxTable)


def comparable(text: str) -> str:
    """A cell without what a file may change about it by the way: line ends, spaces around it, control characters."""
    return _without_control(text.replace("\r\n", "\n").replace("\r", "\n")).replace(_REPLACED, "").strip()


# --- Reading ----------------------------------------------------------------------------------------------------------


def _table(lines: Iterable[tuple[int, list[str]]]) -> Dataset:
    """The first line that is not empty are the headers, the others rows. `lines` keeps their numbers in the file."""
    filled = ((number, _trimmed(cells)) for number, cells in lines)
    filled = ((number, cells) for number, cells in filled if cells)
    _, headers = next(filled, (0, []))
    if not headers:
        raise FileRefused("The file is empty.")
    if len(headers) > MOST_COLUMNS:
        raise FileRefused(f"The file has more than {MOST_COLUMNS} columns.")
    if "" in headers:
        raise FileRefused(f"Column {headers.index('') + 1} has no name.")
    table = Dataset(headers=headers)
    table.lines = []
    for number, cells in filled:
        if len(cells) > len(headers):
            raise FileRefused(f"Line {number} has {len(cells)} cells, but there are {len(headers)} columns.")
        if len(table.lines) == MOST_ROWS:
            raise FileRefused(f"The file has more than {MOST_ROWS:,} rows: split it.")
        table.append([as_written(cell).strip() for cell in cells] + [""] * (len(headers) - len(cells)))
        table.lines.append(number)
    if not table.lines:
        raise FileRefused("The file has column names, but no rows.")
    return table


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Without the empty cells at its end."""
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("The file is in UTF-16: save it as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(f"Line {line} is not in UTF-8: save the file as “CSV UTF-8”. Or it is no table.") from error
    if "\0" in text:
        raise FileRefused(_NO_TABLE)
    return text


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    other = next((name for sign, name in ((";", "semicolons"), ("\t", "tabs")) if sign in first), None)
    if other and "," not in first:
        raise FileRefused(f"The columns are separated by {other}: save the file with commas.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            # A cell may hold line ends: a row is where it begins.
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise FileRefused(f"Line {before + 1}: {error}. Is a quotation mark missing?") from error


def _refuse_if_too_large(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileRefused(_NO_TABLE) from error
    if unpacked > _MOST_UNPACKED:
        raise FileRefused("This XLSX file is too large once it is unpacked.")


def _sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file says of its own size may be anything.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > _LAST_LINE or len(row) > _WIDEST_LINE:
            raise FileRefused(f"Line {number}: the sheet is too large.")
        yield number, [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    """A cell of a sheet as it would stand in a CSV file. Raises FileRefused for a formula and for an error."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        what = "holds a formula: paste its value instead" if cell.data_type == "f" else f"holds an error, {value}"
        raise FileRefused(f"Cell {cell.coordinate} {what}.")
    if isinstance(value, str) and len(value) >= _LONGEST_CELL:
        raise FileRefused(f"Cell {cell.coordinate} may have been cut off, it is as long as can be: use a CSV file.")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


# --- Writing ----------------------------------------------------------------------------------------------------------


def csv_file(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with its mark, by which spreadsheets know it; no cell is a formula."""
    yield "\ufeff".encode()
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    for number, row in enumerate(_headed(headers, rows), start=1):
        writer.writerow([formula_safe(cell) for cell in row])
        if number % _CHUNK == 0:
            yield _taken(kept)
    yield _taken(kept)


def json_file(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A list of objects. Their values are the texts of the cells."""
    start = "["
    for row in rows:
        yield f"{start}\n{json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False)}".encode()
        start = ","
    yield b"[]\n" if start == "[" else b"\n]\n"


def xlsx_file(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """One sheet of texts; no cell is a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Readout")
    sheet.freeze_panes = "A2"
    for row in _headed(headers, rows):
        sheet.append([_without_control(formula_safe(cell)) for cell in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(64 * 1024):
            yield chunk


Writer = Callable[[Sequence[str], Iterable[Sequence[str]]], Iterator[bytes]]
EXPORT_FORMATS: Final[dict[str, tuple[str, Writer]]] = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "xlsx": (base_formats.XLSX.CONTENT_TYPE, xlsx_file),
    "json": ("application/json", json_file),
}


def _headed(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield headers
    yield from rows


def _taken(kept: io.StringIO) -> bytes:
    taken = kept.getvalue().encode()
    kept.seek(0)
    kept.truncate()
    return taken


def _without_control(text: str) -> str:
    """XLSX has no place for control characters."""
    return re.sub(ILLEGAL_CHARACTERS_RE, _REPLACED, text)
