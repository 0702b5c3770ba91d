"""Text for files that spreadsheets open."""

from typing import Final

# A spreadsheet takes a cell that begins with one of these for a formula, and a tab or line end hides such a beginning.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def formula_safe(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would calculate it instead of showing it.

    Source of the rule: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
