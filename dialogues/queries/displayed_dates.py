"""The dates of a meeting in words: 11–13 November 2015, 1 December 2015, May to June 2016."""

from dialogues.text.dates import MONTH_NAMES, PartialDate


def displayed_dates(start: PartialDate, end: PartialDate | None) -> str:
    """From start to end in words, saying nothing twice. What is not known to the day stays vague."""
    if end is None or end == start:
        return start.display()
    if start.precision != "day" or end.precision != "day":
        return f"{start.display()} to {end.display()}"
    first, last = start.earliest, end.earliest
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTH_NAMES[last.month - 1]} {last.year}"
    if first.year == last.year:
        return f"{first.day} {MONTH_NAMES[first.month - 1]} – {end.display()}"
    return f"{start.display()} – {end.display()}"
