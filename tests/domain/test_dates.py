"""Dates known in part: the first and the last day they may mean."""

from __future__ import annotations

import datetime as dt

import pytest

from optimizer.domain.dates import PartialDate


@pytest.mark.parametrize(
    ("known", "earliest", "latest"),
    [
        (PartialDate(2024), dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        (PartialDate(2024, 2), dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        (PartialDate(2025, 2), dt.date(2025, 2, 1), dt.date(2025, 2, 28)),
        (PartialDate(2025, 6, 5), dt.date(2025, 6, 5), dt.date(2025, 6, 5)),
    ],
)
def test_a_date_known_in_part_means_any_day_of_its_month_or_year(
    known: PartialDate, earliest: dt.date, latest: dt.date
) -> None:
    assert (known.earliest, known.latest) == (earliest, latest)
