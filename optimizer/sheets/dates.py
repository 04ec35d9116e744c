"""Dates as offices write them: kept as exactly as they are known, refused where they do not exist."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from optimizer.domain.dates import PartialDate
from optimizer.sheets.problems import shown
from optimizer.sheets.table import MacDate
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH = dt.date(1899, 12, 30)
# Serial numbers of Excel days that can only be dates (1927 to 2099): a year such as 1980 is never among them.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050
_WORDS = re.compile(r"\b(?:sinh|ngay|thang|nam|day|month|year)\b")
_TIME = re.compile(  # of the day, which says nothing here
    r"(?<=\d)(?:\s+|T)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?\s*(?:Z|[+-]\d\d:?\d\d|AM|PM|SA|CH)?\s*$",
    re.IGNORECASE,
)
_ISO = re.compile(r"^(\d{4}) (\d{1,2}) (\d{1,2})$")
_DAY = re.compile(r"^(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})$")
_MONTH = re.compile(r"^(\d{1,2}) (\d{4}|\d{2})$")
_YEAR = re.compile(r"^(\d{4})$")
_SLASHED = re.compile(r"^\s*(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}\s*$")
_MONTHS, _ENOUGH = 12, 20


class DateProblem(Exception):
    """A text or number that is no date; with what to do about it."""

    def __init__(self, text: Text, fix: Text) -> None:
        super().__init__(text.en)
        self.text = text
        self.fix = fix


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date read from a cell, and whether the cell had to be re-read (a year typed into a date cell)."""

    date: PartialDate
    mended: bool = False


def read_date(value: object, short_year_until: int = 40) -> ReadDate:
    """Return the date a cell means; two-digit years up to `short_year_until` lie in this century.

    Raises DateProblem for anything else; the day and the month stay unknown where they are not written.
    """
    if isinstance(value, MacDate) and FIRST_YEAR <= value.serial <= LAST_YEAR:
        return ReadDate(PartialDate(value.serial), mended=True)
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return _from_date(value)
    if isinstance(value, bool):
        raise _not_a_date(value)
    if isinstance(value, (int, float)):
        return _from_number(value)
    if isinstance(value, str):
        return ReadDate(_from_text(value, short_year_until)) if not _is_number(value) else _from_number(float(value))
    raise _not_a_date(value)


def _from_date(value: dt.date) -> ReadDate:
    serial = (value - _EPOCH).days
    if FIRST_YEAR <= serial <= LAST_YEAR:  # the year 1980 typed into a cell formatted as a date shows as 02/06/1905
        return ReadDate(PartialDate(serial), mended=True)
    return ReadDate(_checked(value.year, value.month, value.day, value))


def _from_number(value: float) -> ReadDate:
    if float(value).is_integer() and FIRST_YEAR <= value <= LAST_YEAR:
        return ReadDate(PartialDate(int(value)))
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        day = _EPOCH + dt.timedelta(days=int(value))
        return ReadDate(PartialDate(day.year, day.month, day.day), mended=True)
    raise _not_a_date(value)


def _is_number(text: str) -> bool:
    flat = text.strip()
    return (
        flat.isascii()
        and flat.replace(".", "", 1).isdigit()
        and len(flat) >= 4
        and flat.count(".") <= int(len(flat) > 7)
    )


@lru_cache(maxsize=100_000)
def _from_text(text: str, short_year_until: int) -> PartialDate:
    if "?" in text or ("," in text and re.search(r"\d,\d", text)):  # "1980?" is a doubt, not a date
        raise _not_a_date(text)
    flat = " ".join(_WORDS.sub(" ", fold(_TIME.sub("", text))).split())
    if found := _ISO.match(flat):
        return _checked(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _DAY.match(flat):
        return _checked(_year(found[3], short_year_until), int(found[2]), int(found[1]), text)
    if found := _MONTH.match(flat):
        if len(found[2]) == 2 and int(found[2]) <= 31:
            raise _not_a_date(text)  # 5/8 may be a day and a month without a year
        return _checked(_year(found[2], short_year_until), int(found[1]), 0, text)
    if found := _YEAR.match(flat):
        return _checked(int(found[1]), 0, 0, text)
    raise _not_a_date(text)


def _year(digits: str, short_year_until: int) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year <= short_year_until else 1900 + year


def _checked(year: int, month: int, day: int, written: object) -> PartialDate:
    """Return the date if it exists; a part written as 00 is unknown."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateProblem(_FAR_YEAR.format(value=shown(written)), _FORM)
    if month == 0 and day == 0:
        return PartialDate(year)
    try:
        dt.date(year, month, day or 1)  # month 0 with a day is refused here, where PartialDate could not tell
        return PartialDate(year, month, day or None)
    except ValueError:
        fix = _SWAP.format(day=month, month=day, year=year) if month > 12 and 1 <= day <= 12 and month <= 31 else _FORM
        raise DateProblem(_NO_SUCH_DAY.format(value=shown(written)), fix) from None


def _not_a_date(value: object) -> DateProblem:
    return DateProblem(_NOT_A_DATE.format(value=shown(value)), _FORM)


def swapped_locale(cells: Iterable[object]) -> bool:
    """Return whether a column shows the mark of d/m/y typed into an American Excel.

    There 5/3 silently becomes 3 May, and 13/5 stays a text: so no real date has a day above 12 and every text date
    has. With twenty of each, chance does not do that.
    """
    real = typed = 0
    for cell in cells:
        if isinstance(cell, dt.date):
            if cell.day > _MONTHS:
                return False
            real += 1
        elif isinstance(cell, str) and (found := _SLASHED.match(cell)):
            if int(found[1]) <= _MONTHS:
                return False
            typed += 1
    return real >= _ENOUGH and typed >= _ENOUGH


_NOT_A_DATE = Text("“{value}” không phải là ngày.", "“{value}” is not a date.")
_NO_SUCH_DAY = Text("“{value}” không phải ngày có thật.", "“{value}” is a day that does not exist.")
_FAR_YEAR = Text("“{value}” nằm ngoài các năm 1900–2100.", "“{value}” lies outside the years 1900–2100.")
_FORM = Text(
    "Ghi ngày/tháng/năm (03/02/1980), tháng/năm (02/1980) hoặc chỉ năm (1980).",
    "Write day/month/year (03/02/1980), month/year (02/1980) or the year alone (1980).",
)
_SWAP = Text(
    "Ngày và tháng bị đảo? Nếu đúng, hãy ghi {day:02d}/{month:02d}/{year}.",
    "Are day and month swapped? If so, write {day:02d}/{month:02d}/{year}.",
)
