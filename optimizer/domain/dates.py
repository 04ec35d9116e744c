"""Dates that keep how much of them is known, and the month a person retires (R22)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or the year; the unknown parts are None and are never invented."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse dates that do not exist."""
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """Return how much is known."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def earliest(self) -> dt.date:
        """Return the first day this date may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """Return the last day this date may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.month:02d}/{self.year:04d}"
        return f"{self.day:02d}/{self.month:02d}/{self.year:04d}"

    def not_after(self, day: dt.date) -> bool:
        """Return whether, as far as it is known, this date is on or before `day`."""
        return self.earliest <= day


def retirement_age_months(year: int, sex: Sex) -> int:
    """Return the retirement age in force in `year`, in months (Decree 135/2020, R22)."""
    if sex == "male":
        return min(60 * 12 + 3 * max(0, year - 2020), 62 * 12)
    return min(55 * 12 + 4 * max(0, year - 2020), 60 * 12)


@lru_cache(maxsize=4096)
def retirement_month(birth_year: int, birth_month: int, sex: Sex) -> tuple[int, int]:
    """Return (year, month) in which someone reaches the retirement age of that very year.

    It is looked for month by month; as that age never falls, younger months are passed over.
    """
    age = 55 * 12
    while True:
        month_index = birth_year * 12 + birth_month - 1 + age
        year = month_index // 12
        asked = retirement_age_months(year, sex)
        if age >= asked:
            return year, month_index % 12 + 1
        age = asked


def months_left(birth: PartialDate | None, sex: Sex | None, on: dt.date) -> int | None:
    """Return whole calendar months from the month of `on` to the month of retirement, None where a fact is missing.

    A birth date known only to the year is read at its earliest (January), so that nobody passes on a guess.
    """
    if birth is None or sex is None:
        return None
    year, month = retirement_month(birth.year, birth.month or 1, sex)
    return (year - on.year) * 12 + month - on.month


def retires_within(birth: PartialDate | None, sex: Sex | None, on: dt.date, months: int) -> tuple[int, int, int] | None:
    """Return (year, month, months until then) of who surely retires within so many months of `on`, else None.

    A birth date known only to the year is read at its latest (December), so that nobody is sent home on a guess.
    """
    if birth is None or sex is None:
        return None
    year, month = retirement_month(birth.year, birth.month or 12, sex)
    left = (year - on.year) * 12 + month - on.month
    return (year, month, left) if left <= months else None


def years_old(birth: PartialDate, on: dt.date) -> int:
    """Return the whole years of age on a day; a date known in part is read at its earliest, so nobody is made younger."""
    day = birth.earliest
    return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
