"""Disciplinary measures are read as rosters write them."""

from __future__ import annotations

import pytest

from optimizer.domain.discipline import sanctions, under_review
from tests.cases import date


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("Không", []),
        ("không bị kỷ luật", []),
        ("Chưa", []),
        ("-", []),
        ("None", []),
        ("Khiển trách 15/06/2024", [("reprimand", "15/6/2024")]),
        ("KHIỂN TRÁCH (06/2024)", [("reprimand", "6/2024")]),
        ("Cảnh cáo năm 2023", [("warning", "2023")]),
        ("warning 2024-03-05", [("warning", "5/3/2024")]),
        ("cách chức 1.2.2020; khiển trách 2023", [("removal", "1/2/2020"), ("reprimand", "2023")]),
        ("Cảnh cáo", [("warning", None)]),
        ("Cảnh cáo 31/02/2024", [("warning", None)]),  # no such day: nothing is guessed
        ("Giáng chức 2022", [("other", "2022")]),
        ("có", [("other", None)]),
    ],
)
def test_form_and_date_are_read_from_one_cell(cell: str, found: list[tuple[str, str | None]]) -> None:
    told = [(m.form, m.since) for m in sanctions(cell)]
    assert told == [(form, None if day is None else date(day)) for form, day in found]


@pytest.mark.parametrize(
    ("cell", "held"),
    [("", False), ("Không", False), ("no", False), ("x", True), ("Có", True), ("đang bị điều tra", True)],
)
def test_anything_but_blank_and_no_is_a_review(cell: str, held: bool) -> None:
    assert under_review(cell) is held
