"""What a date mention is, and the arithmetic that the rules of every language share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dialogues.text.dates import PartialDate

# How far ahead a day without a year may lie that no word says is still to come.
_SOON: Final = timedelta(days=30)

Basis = Literal["literal", "literal_day_year_from_published", "derived_from_weekday_and_published", "derived"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: half-open offsets, its value (and the last day of a range of days), and how it was resolved.

    `weekday` is 0 (Monday) to 6 for a bare weekday; `explicit_year` says that the text itself gives the year.
    """

    start: int
    end: int
    value: PartialDate
    basis: Basis
    end_value: PartialDate | None = None
    weekday: int | None = None
    explicit_year: bool = False

    @property
    def precision_is_day(self) -> bool:
        """Whether the text names one day."""
        return self.value.precision == "day"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that weekdays, months and missing years are counted from."""

    day: date | None
    published: bool
    within: PartialDate | None = None


def day_in_year(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar lacks it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, anchor: Anchor, *, future: bool) -> date | None:
    """The last such day on or before the anchor (a day of leeway for time zones), or the next one after it.

    Without a year a writer means the day that is near: of eleven months ago and less than a month ahead, the latter.
    """
    if anchor.day is None:
        return None
    years = range(anchor.day.year - 4, anchor.day.year + 5)
    days = [found for year in years if (found := day_in_year(year, month, day))]
    if future:
        return next((found for found in days if found >= anchor.day), None)
    ahead = _SOON if anchor.within is None else timedelta(days=1)
    return next((found for found in reversed(days) if found <= anchor.day + ahead), None)
