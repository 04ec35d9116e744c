import datetime as dt

import pytest

from optimizer.domain.tenure import full_months
from tests.cases import date


@pytest.mark.parametrize(
    ("since", "on", "longest", "shortest"),
    [
        ("1/7/2023", "1/7/2025", 24, 24),
        ("2/7/2023", "1/7/2025", 23, 23),
        ("31/8/2024", "30/9/2024", 1, 1),  # September has no 31st: its last day ends the month
        ("31/8/2024", "29/9/2024", 0, 0),
        ("7/2023", "1/7/2025", 24, 23),  # somewhere in July 2023
        ("2023", "1/7/2025", 30, 18),
        ("2/2024", "29/2/2024", 0, 0),
        ("2026", "1/7/2025", 0, 0),  # not begun yet
    ],
)
def test_full_months_of_a_date_known_in_part_lie_between_two_readings(
    since: str, on: str, longest: int, shortest: int
) -> None:
    day = dt.date(*(int(part) for part in reversed(on.split("/"))))
    assert full_months(date(since), day, "earliest") == longest
    assert full_months(date(since), day, "latest") == shortest
