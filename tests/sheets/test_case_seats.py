"""Reading the seats of a case: long and matrix form, codes and names, numbers that make no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.sheets.posts import seat_names
from tests.sheets.books import (
    SEATS,
    TITLES,
    check,
    only,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_blank_seat_numbers_take_their_defaults(tmp_path: Path) -> None:
    case, _ = check(tmp_path)
    assert case is not None
    seat = case.seat_by_key["00004", "CVDD"]
    assert (seat.min, seat.target, seat.max, seat.priority) == (0, 2, 2, 1)


def test_two_seat_rows_for_one_unit_and_title_are_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "duplicate", seats=[*SEATS, ["00004", "BT", 0, 1, 1, 1]]) == ["Chỉ tiêu!A5"]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ([2, 1, 2], "Chỉ tiêu!C2", "inconsistent_seats"),
        ([0, 3, 2], "Chỉ tiêu!E2", "inconsistent_seats"),
        ([-1, 1, 1], "Chỉ tiêu!C2", "out_of_range"),
        ([0, 1.5, 2], "Chỉ tiêu!D2", "not_a_whole_number"),
        ([0, "hai", 2], "Chỉ tiêu!D2", "not_a_number"),
        ([0, None, 2], "Chỉ tiêu!D2", "missing_value"),
    ],
)
def test_seat_numbers_that_make_no_sense_are_errors(tmp_path: Path, row: list[Any], cell: str, code: str) -> None:
    assert only(tmp_path, code, seats=[SEATS[0], ["00004", "BT", *row, 1]]) == [cell]


def test_a_seat_row_with_target_zero_is_allowed(tmp_path: Path) -> None:
    case, _ = check(tmp_path, seats=[SEATS[0], ["00004", "BT", None, 0, None, None]])
    assert case is not None
    assert case.seats[0].max == 0


def test_the_matrix_form_gives_the_same_seats_as_the_long_form(tmp_path: Path) -> None:
    matrix = [
        ["STT", "Tên đơn vị", "Mã đơn vị", "BT", "Chuyên viên đất đai", "Tổng"],
        [1, "Phường An Biên", "00004", 1, 2, 3],
        [2, "Xã Cẩm Giang", "00008", 1, None, 1],
        ["Tổng cộng", None, None, 2, 2, 4],
    ]
    case, findings = check(tmp_path, seats=matrix)
    assert case is not None, findings
    assert {(s.unit_code, s.title_code, s.min, s.target, s.max) for s in case.seats} == {
        ("00004", "BT", 0, 1, 1),
        ("00004", "CVDD", 0, 2, 2),
        ("00008", "BT", 0, 1, 1),
    }


def test_a_matrix_may_name_its_units_by_name_alone(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=[["Xã, phường, đặc khu", "BT"], ["Xã Cẩm Giàng", 1], ["phường an biên", 2]])
    assert case is not None, findings
    assert {(s.unit_code, s.target) for s in case.seats} == {("00025", 1), ("00004", 2)}


def test_a_long_form_may_name_units_and_titles_without_a_column_of_codes(tmp_path: Path) -> None:
    case, findings = check(
        tmp_path,
        seats=[
            ["TT", "Đơn vị", "Chức danh", "Chỉ tiêu"],
            [1, "Phường An Biên", "Bí thư Đảng ủy", 1],
            [2, "xã cẩm giang", "CVDD", 2],
            ["Tổng", None, None, 3],
        ],
    )
    assert case is not None, findings
    assert {(s.unit_code, s.title_code, s.target) for s in case.seats} == {("00004", "BT", 1), ("00008", "CVDD", 2)}


def test_a_name_of_several_titles_is_asked_about_in_the_long_form_of_seats(tmp_path: Path) -> None:
    titles = [*TITLES, ["BT2", "Bí thư Đảng ủy", None, None, None, None]]
    titles[1] = [*titles[1][:5], None]
    seats = [["Tên đơn vị", "Tên chức danh", "Chỉ tiêu"], ["Phường An Biên", "Bí thư Đảng ủy", 1]]
    assert only(tmp_path, "ambiguous_name", titles=titles, seats=seats) == ["Chỉ tiêu!B2"]


def test_where_codes_have_a_column_the_names_beside_them_are_only_carried_along(tmp_path: Path) -> None:
    header = ["Mã đơn vị", "Tên đơn vị", "Chức danh", "Chỉ tiêu"]
    case, findings = check(tmp_path, seats=[header, ["00004", "P. An Biên (cũ)", "Bí thư Đảng ủy", 1]])
    assert case is not None, findings
    assert [(s.unit_code, s.title_code) for s in case.seats] == [("00004", "BT")]


def test_a_column_called_name_alone_names_neither_unit_nor_title_of_a_seat() -> None:
    words = seat_names()
    assert "name" not in words
    assert {words["ten don vi"], words["ten chuc danh"]} == {"unit_code", "title_code"}


def test_a_last_row_of_seats_without_codes_is_no_signature(tmp_path: Path) -> None:
    header = ["Mã đơn vị", "Mã chức danh", "Tên chức danh", "Chỉ tiêu"]
    rows = [header, ["00004", "CVDD", "Chuyên viên đất đai", 2], [None, None, "Bí thư Đảng ủy", 1]]
    assert only(tmp_path, "missing_value", seats=rows) == ["Chỉ tiêu!A3", "Chỉ tiêu!B3"]


def test_a_matrix_column_that_is_no_title_is_an_error_not_a_loss(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=[["Mã đơn vị", "BT", "CVXD"], ["00004", 1, 2]])
    assert case is None
    assert [(f.value, f.where.cell) for f in findings if f.code == "unknown_title"] == [("CVXD", "C1")]
