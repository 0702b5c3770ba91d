"""Text for files that spreadsheets open, and back."""

import re
from typing import Final

# A spreadsheet takes a cell that begins with one of these for a formula, and a tab or line end hides such a beginning.
# The wide forms of East Asian keyboards count too in some of them.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def formula_safe(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would calculate it instead of showing it.

    A number keeps its sign. `as_written` takes the apostrophe away again; so that it can, a text that has apostrophes
    before such a beginning itself gets one more. Source of the rule: OWASP, "CSV Injection".
    """
    return f"'{text}" if _is_formula(text.lstrip("'")) and not _NUMBER.fullmatch(text) else text


def as_written(text: str) -> str:
    """The text that `formula_safe` was given."""
    return text[1:] if text.startswith("'") and _is_formula(text.lstrip("'")) else text


def _is_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)
