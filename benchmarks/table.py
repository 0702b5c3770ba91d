"""What a run found, as a table for a person and as JSON for a program."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: a ratio first, then the median in milliseconds that it comes from.

    `ratio` is how many times slower than raw SQL, or the share of the whole (0 to 1). `size` is bytes, 0 for none.
    """

    measurement: str
    name: str
    ratio: float
    ratio_of: Literal["raw", "whole"]
    milliseconds: float
    size: int = 0
    note: str = ""


HEAD = ("measurement", "row", "ratio", "median", "size", "")


def table(rows: Iterable[Row]) -> str:
    """The rows in aligned columns. A measurement is named once, in its first row."""
    lines: list[Sequence[str]] = [HEAD]
    before = ""
    for row in rows:
        lines.append(
            (
                row.measurement if row.measurement != before else "",
                row.name,
                f"{row.ratio:.1f} x raw" if row.ratio_of == "raw" else f"{row.ratio:.0%}",
                f"{row.milliseconds:.2f} ms",
                f"{row.size / 1024:.1f} KB" if row.size else "",
                row.note,
            )
        )
        before = row.measurement
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    words = [text.ljust(width) for text, width in zip(line[:2], widths[:2], strict=True)]
    figures = [text.rjust(width) for text, width in zip(line[2:5], widths[2:5], strict=True)]
    return "  ".join([*words, *figures, line[5]]).rstrip()
