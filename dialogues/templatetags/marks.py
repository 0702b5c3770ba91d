"""The shapes that stand for the states of outcomes: each family has its own shape as well as its own colour."""

from typing import Final

from dialogues.queries.state_families import Family

# Path data around the point where the path begins, for a mark about 8 units wide; all moves are relative.
_SHAPES: Final[dict[Family, str]] = {
    "done": "m-3.5-3.5h7v7h-7z",
    "moving": "m-3-4l7 4l-7 4z",
    "agreed": "m0-4l4 4l-4 4l-4-4z",
    "stalled": "m-2-3.5v7m4-7v7",
    "ended": "m-3-3l6 6m0-6l-6 6",
    "disputed": "m0-3.8l4 7h-8z",
    "unknown": "m-3.3 0a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0z",
    "unrecorded": "m-1.2 0h2.4",
}

# A plus: there are more outcomes than marks.
MORE: Final = "m-3 0h6m-3-3v6"


def mark_path(family: Family, x: float, y: float) -> str:
    """Path data of the family's mark with its centre at (x, y)."""
    return f"M{x:g} {y:g}{_SHAPES[family]}"
