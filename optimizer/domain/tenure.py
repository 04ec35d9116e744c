"""How long somebody has been in a post, in full months, from a date that may be known to the year only."""

from __future__ import annotations

import calendar
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from optimizer.domain.dates import PartialDate

Reading = Literal["earliest", "latest"]


def full_months(since: PartialDate, on: dt.date, reading: Reading) -> int:
    """Return the full months from `since` to `on`, never below 0.

    A date known in part is read at its first day (`earliest`: as long a time as it may be) or at its last (`latest`: as
    short). A rule reads it so that nobody passes on a guess. A month that begins on the 31st is full on the last day of
    a shorter one.
    """
    start = since.earliest if reading == "earliest" else since.latest
    months = (on.year - start.year) * 12 + on.month - start.month
    if on.day < min(start.day, _days(on.year, on.month)):
        months -= 1
    return max(0, months)


@lru_cache(maxsize=4096)
def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
