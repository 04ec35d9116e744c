"""The sheet of settings: its two columns are found by their headers, as those of every other sheet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.datetime(2025, 8, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["Giá trị", "Khóa"], [DAY, "Ngày lập phương án"]],
        [["note", "value", "key"], ["chốt", "01/08/2025", "plan_date"]],
        [["THIẾT LẬP CHUNG"], ["STT", "Nội dung", "Giá trị"], [1, "Ngày lập phương án", DAY], [2, None, None]],
        [["Khóa", "Đơn vị tính", "Giá trị"], ["plan_date", "ngày", "2025-08-01"]],
        [["Khóa", "Giá trị"], ["(1)", "(2)"], ["plan_date", DAY]],
        [["plan_date", DAY], ["Ngôn ngữ", "vi"]],  # no header at all
        [["Khóa", None], ["Ngày lập phương án", DAY]],
    ],
)
def test_keys_and_values_stand_in_any_order_beside_other_columns(tmp_path: Path, rows: list[list[Any]]) -> None:
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Thiết lập": rows}))
    assert case is not None
    assert case.settings.plan_date == DAY.date()
    assert not [f.code for f in findings if f.where.sheet == "Thiết lập"]


def test_a_wrong_value_is_told_by_its_own_cell(tmp_path: Path) -> None:
    rows = [["STT", "Giá trị", "Khóa"], [1, "31/02/2025", "plan_date"]]
    _, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Thiết lập": rows}))
    assert [(f.code, f.where.cell) for f in findings if f.where.sheet == "Thiết lập"] == [("bad_date", "B2")]
