"""Dates as sources give them: a day, a month, a year, one of several days, or some day in a range.

The written form is a subset of EDTF (Extended Date/Time Format, ISO 8601-2:2019, level 1 and the "one of a set" of
level 2), so that a date is never made more exact than its source.

A type of our own: the package edtf 5.0.2 reads these forms too, but takes 3.5 ms for a day and 20 ms for one of two
days where this takes 2 and 3 microseconds, lets sets in the wrong order pass, and gives time.struct_time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Precision = Literal["day", "month", "year", "one_of"]

_DAY: Final = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

# Only syntax that Python's re and PostgreSQL's regular expressions read alike: a CHECK constraint uses it too.
PARTIAL_DATE_PATTERN: Final = (
    "^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
    rf"|\[{_DAY}(,{_DAY})+\]"
    rf"|\[{_DAY}\.\.{_DAY}\])$"
)

_CANONICAL: Final = re.compile(PARTIAL_DATE_PATTERN)

MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to a day, a month or a year, or known to be one of several days.

    `earliest` and `latest` bound it, both inclusive. `days` lists the alternatives when the source names each of them,
    and is empty otherwise: with `precision` "one_of" and no `days`, any day from `earliest` to `latest` is meant.
    Ordered by (earliest, latest), then by precision, so that the order is total. Raises ValueError when inconsistent.
    """

    earliest: date
    latest: date
    precision: Precision
    days: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"date: the first day ({self.earliest}) must not be after the last ({self.latest})")
        if not 1000 <= self.earliest.year <= self.latest.year <= 2999:
            raise ValueError(f"date: the year must be between 1000 and 2999, not {self.earliest.year}")
        if self.days and (self.precision != "one_of" or list(self.days) != sorted(set(self.days))):
            raise ValueError("date: alternatives must be different days in order, with precision one_of")
        if (self.earliest, self.latest) != self._bounds():
            raise ValueError(f"date: {self.earliest} to {self.latest} is not the extent of one {self.precision}")

    def _bounds(self) -> tuple[date, date]:
        first = self.earliest
        if self.precision == "day":
            return first, first
        if self.precision == "month":
            return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
        if self.precision == "year":
            return date(first.year, 1, 1), date(first.year, 12, 31)
        if first == self.latest:
            raise ValueError("date: one of several days needs at least two different days")
        return (self.days[0], self.days[-1]) if self.days else (first, self.latest)

    @classmethod
    def of_day(cls, day: date) -> PartialDate:
        """Exactly this day."""
        return cls(day, day, "day")

    @classmethod
    def of_month(cls, year: int, month: int) -> PartialDate:
        """Some day of this month. Raises ValueError for a month outside 1 to 12."""
        if not 1 <= month <= 12:
            raise ValueError(f"date: the month must be between 1 and 12, not {month}")
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")

    @classmethod
    def of_year(cls, year: int) -> PartialDate:
        """Some day of this year."""
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def one_of(cls, days: Iterable[date]) -> PartialDate:
        """One of these days; the day itself if only one is given. Raises ValueError when none is given."""
        alternatives = tuple(sorted(set(days)))
        if not alternatives:
            raise ValueError("date: one of several days needs at least one day")
        if len(alternatives) == 1:
            return cls.of_day(alternatives[0])
        return cls(alternatives[0], alternatives[-1], "one_of", alternatives)

    @classmethod
    def between(cls, first: date, last: date) -> PartialDate:
        """Some day from `first` to `last`, both inclusive; the day itself if they are equal."""
        return cls.of_day(first) if first == last else cls(first, last, "one_of")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the canonical form: 2015-12-01, 2015-12, 2015, [2016-09-19,2016-09-20] or [2016-09-05..2016-09-11].

        Raises ValueError that names the rule: wrong form, a day the calendar does not have, days out of order.
        """
        if not _CANONICAL.fullmatch(text):
            raise ValueError(
                f"date: {text[:60]!r} must be YYYY-MM-DD, YYYY-MM, YYYY, [day,day] (one of these days) "
                "or [day..day] (some day in this range)"
            )
        if text.startswith("["):
            return cls._parse_alternatives(text[1:-1])
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return cls.of_year(parts[0])
        if len(parts) == 2:
            return cls.of_month(parts[0], parts[1])
        return cls.of_day(_calendar_day(text))

    @classmethod
    def _parse_alternatives(cls, inner: str) -> PartialDate:
        if ".." in inner:
            first, last = (_calendar_day(part) for part in inner.split(".."))
            if first >= last:
                raise ValueError(f"date: in [{inner}] the first day of the range must be before the last")
            return cls.between(first, last)
        days = [_calendar_day(part) for part in inner.split(",")]
        if days != sorted(set(days)):
            raise ValueError(f"date: in [{inner}] the days must be different and in order")
        return cls.one_of(days)

    def __str__(self) -> str:
        if self.precision == "day":
            return self.earliest.isoformat()
        if self.precision == "month":
            return self.earliest.isoformat()[:7]
        if self.precision == "year":
            return self.earliest.isoformat()[:4]
        if self.days:
            return f"[{','.join(day.isoformat() for day in self.days)}]"
        return f"[{self.earliest.isoformat()}..{self.latest.isoformat()}]"

    def overlaps(self, first: date, last: date) -> bool:
        """Whether the date can lie within `first` to `last`, both inclusive. Raises ValueError if they are reversed."""
        if first > last:
            raise ValueError(f"date: the first day ({first}) must not be after the last ({last})")
        if self.days:
            return any(first <= day <= last for day in self.days)
        return self.earliest <= last and self.latest >= first

    def display(self) -> str:
        """English for a reader: 1 December 2015, December 2015, 2015, 19 or 20 September 2016."""
        if self.precision == "day":
            return _written([self.earliest])[0]
        if self.precision == "month":
            return f"{MONTH_NAMES[self.earliest.month - 1]} {self.earliest.year}"
        if self.precision == "year":
            return str(self.earliest.year)
        if self.days:
            *others, last = _written(self.days)
            return f"{', '.join(others)} or {last}"
        first, last = _written([self.earliest, self.latest])
        return f"between {first} and {last}"


def _calendar_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"date: the calendar has no day {text}") from error


def _written(days: Iterable[date]) -> list[str]:
    """Days in words; month and year only where the following day does not already say them."""
    written: list[str] = []
    following: date | None = None
    for day in sorted(days, reverse=True):
        text = str(day.day)
        if following is None or (day.year, day.month) != (following.year, following.month):
            text += f" {MONTH_NAMES[day.month - 1]}"
        if following is None or day.year != following.year:
            text += f" {day.year}"
        written.insert(0, text)
        following = day
    return written
