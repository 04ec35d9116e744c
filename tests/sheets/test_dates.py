"""Dates as offices write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.dates import PartialDate
from optimizer.sheets.dates import DateProblem, read_date, swapped_locale

DAYS = st.dates(dt.date(1910, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3/2/1980", PartialDate(1980, 2, 3)),
        ("03-02-1980", PartialDate(1980, 2, 3)),
        ("30.04.2008", PartialDate(2008, 4, 30)),
        ("ngày 3 tháng 2 năm 1980", PartialDate(1980, 2, 3)),
        ("1980-02-03", PartialDate(1980, 2, 3)),
        ("1980-02-03 00:00:00", PartialDate(1980, 2, 3)),
        ("1980-02-03T00:00:00.000Z", PartialDate(1980, 2, 3)),
        ("1980-02-03T00:00:00+07:00", PartialDate(1980, 2, 3)),
        ("1980-02-03 07:30:15.250000", PartialDate(1980, 2, 3)),
        ("03/02/1980 00:00:00", PartialDate(1980, 2, 3)),
        ("3/2/1980 7:30 SA", PartialDate(1980, 2, 3)),
        ("2/1980", PartialDate(1980, 2)),
        ("tháng 2 năm 1980", PartialDate(1980, 2)),
        ("../02/1980", PartialDate(1980, 2)),
        ("00/02/1980", PartialDate(1980, 2)),
        ("1980", PartialDate(1980)),
        (1980, PartialDate(1980)),
        (1980.0, PartialDate(1980)),
        ("năm 1980", PartialDate(1980)),
        ("00/00/1980", PartialDate(1980)),
        ("3/2/80", PartialDate(1980, 2, 3)),
        ("3/2/05", PartialDate(2005, 2, 3)),
        ("29254", PartialDate(1980, 2, 3)),
        (29254, PartialDate(1980, 2, 3)),
        (dt.datetime(1980, 2, 3), PartialDate(1980, 2, 3)),
        (dt.date(1980, 2, 3), PartialDate(1980, 2, 3)),
    ],
)
def test_a_date_is_known_exactly_as_far_as_it_is_written(written: object, meant: PartialDate) -> None:
    assert read_date(written).date == meant


@pytest.mark.parametrize(
    "written",
    [
        "31/02/1980",
        "29/2/1981",
        "13/13/1980",
        "03/00/1980",
        "5/8",
        "2,34",
        "13051980",
        "abc",
        True,
        5,
        1e9,
        "1/1/1800",
        "",
        "32/1/1980",
    ],
)
def test_what_is_no_date_is_refused_with_advice(written: object) -> None:
    with pytest.raises(DateProblem) as raised:
        read_date(written)
    assert raised.value.text.vi
    assert raised.value.fix.vi


def test_a_month_above_twelve_asks_whether_day_and_month_are_swapped() -> None:
    with pytest.raises(DateProblem) as raised:
        read_date("05/13/1980")
    assert "13/05/1980" in raised.value.fix.vi


@given(st.integers(1900, 2100))
def test_a_year_typed_into_a_date_cell_is_that_year_again(year: int) -> None:
    shown_as = dt.datetime(1899, 12, 30) + dt.timedelta(days=year)
    read = read_date(shown_as)
    assert read.date == PartialDate(year)
    assert read.mended, "a cell that was re-read is said"


@given(
    DAYS,
    st.sampled_from(
        ["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "ngày {d} tháng {m} năm {y}", "{y}-{m:02}-{d:02}"]
    ),
)
def test_every_form_of_a_day_gives_that_day(day: dt.date, form: str) -> None:
    written = form.format(d=day.day, m=day.month, y=day.year)
    assert read_date(written).date == PartialDate(day.year, day.month, day.day)
    assert read_date(f" {written} ").date == PartialDate(day.year, day.month, day.day)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_problem_and_nothing_else(text: str) -> None:
    try:
        date = read_date(text).date
    except DateProblem:
        return
    assert 1900 <= date.year <= 2100
    assert any(c.isdigit() for c in text)


@given(st.integers(1, 31), st.integers(1, 12), st.integers(0, 99))
def test_two_digit_years_of_birth_lie_within_a_working_life(day: int, month: int, year: int) -> None:
    try:
        date = read_date(f"{day}/{month}/{year:02d}", short_year_until=10).date
    except DateProblem:
        return
    assert 1911 <= date.year <= 2010
    assert date.year % 100 == year


def test_the_mark_of_an_american_excel_is_seen_only_where_it_is_plain() -> None:
    real = [dt.datetime(1980, 1 + i % 12, 1 + i % 12) for i in range(30)]
    typed = [f"{13 + i % 15}/05/1980" for i in range(30)]
    assert swapped_locale([*real, *typed])
    assert not swapped_locale([*real, *typed, dt.datetime(1980, 5, 13)])
    assert not swapped_locale([*real, *typed, "05/05/1980"])
    assert not swapped_locale([*real[:5], *typed[:5]])
