"""Reading the units of a case: their codes, and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.sheets.case import read_case
from tests.sheets.books import (
    CADRES,
    CASE,
    SEATS,
    UNITS,
    cells,
    check,
    only,
    spoiled,
    write_book,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_numbers_that_lost_their_zeros_still_find_their_unit(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=spoiled(SEATS, 2, 1, 4))
    assert case is not None
    assert ("00004", "BT") in case.seat_by_key
    assert [(f.severity, f.value) for f in findings if f.code == "code_reread"] == [("info", "4")]


def test_a_number_among_text_codes_is_an_error_where_codes_are_defined(tmp_path: Path) -> None:
    assert only(tmp_path, "number_as_code", units=[*UNITS, [31, "Xã Mới", "xã", None, None]]) == ["Đơn vị!A5"]


def test_a_number_shown_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    import openpyxl

    path = write_book(tmp_path / "x.xlsx", {**CASE, "Đơn vị": spoiled(UNITS, 2, 1, 4)})
    book = openpyxl.load_workbook(path)
    book["Đơn vị"]["A2"].number_format = "00000"
    book.save(path)
    case = read_case(path)
    assert case.units[0].unit_code == "00004"


@pytest.mark.parametrize(
    ("points", "read", "said"),
    [
        ([(20.8, 106.6), (105.9, 20.9)], [(20.8, 106.6), (20.9, 105.9)], [("swapped_coordinates", "Đơn vị!C3")]),
        ([(106.6, 20.8), (105.9, 20.9)], [(20.8, 106.6), (20.9, 105.9)], [("swapped_coordinates", "Đơn vị!C2")]),
        ([(20.8, 106.6), (0, 0)], [(20.8, 106.6), (None, None)], [("odd_coordinates", "Đơn vị!C3")]),
        ([(20.8, 106.6), (20.8, 0)], [(20.8, 106.6), (None, None)], [("odd_coordinates", "Đơn vị!C3")]),
        ([(0, 0), (0, 0)], [(None, None)] * 2, [("odd_coordinates", "Đơn vị!C2")]),  # once for all alike
        ([(-20.8, 106.6), (48.9, 2.3)], [(None, None)] * 2, [("odd_coordinates", f"Đơn vị!C{n}") for n in (2, 3)]),
        ([(20.13, 107.73), (8.65, 111.92)], [(20.13, 107.73), (8.65, 111.92)], []),  # islands far out
    ],
)
def test_coordinates_that_are_no_place_in_vietnam_are_said_and_never_measured(
    tmp_path: Path,
    points: list[tuple[float, float]],
    read: list[tuple[float | None, float | None]],
    said: list[tuple[str, str]],
) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"]]
    rows += [[row[0], row[1], *point] for row, point in zip(UNITS[1:3], points, strict=True)]
    case, findings = check(tmp_path, units=rows, predecessors=None, cadres=CADRES[:2])
    assert case is not None
    assert [(u.lat, u.lon) for u in case.units] == read
    told = [(f.code, f"{f.where.sheet}!{f.where.cell}") for f in findings if "coordinates" in f.code]
    assert told == said


def test_a_latitude_beyond_the_poles_is_an_error_unless_its_longitude_is_the_latitude(tmp_path: Path) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"], *([*row[:2], 20.8, 106.6] for row in UNITS[1:])]
    assert only(tmp_path, "odd_coordinates", units=spoiled(rows, 3, 3, 108)) == ["Đơn vị!C3"]
    assert only(tmp_path, "odd_coordinates", units=spoiled(rows, 3, 3, 2301234)) == ["Đơn vị!C3"]
    assert only(tmp_path, "odd_coordinates", units=spoiled(rows, 3, 4, 200)) == ["Đơn vị!C3"]


@pytest.mark.parametrize("point", [(2301234.5, 595123.4), (595123.4, 2301234.5), ("2.301.234,5", "595.123,4")])
def test_coordinates_in_metres_are_one_error_with_their_number_and_the_remedy(
    tmp_path: Path, point: tuple[object, object]
) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"], *([*row[:2], *point] for row in UNITS[1:])]
    case, findings = check(tmp_path, units=rows)
    assert case is None
    (found,) = (f for f in findings if f.where.sheet == "Đơn vị")
    assert (found.code, found.severity, found.where.cell) == ("metric_coordinates", "error", "C2")
    assert "VN-2000" in found.text.vi
    assert "ghi như vậy: 3)" in found.text.vi
    assert "độ thập phân WGS-84" in found.fix.vi


def test_one_coordinate_alone_in_metres_is_an_error_as_well(tmp_path: Path) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"], *([*row[:2], 20.8, 106.6] for row in UNITS[1:])]
    rows[2][2:] = [None, 595123]
    assert only(tmp_path, "metric_coordinates", units=rows) == ["Đơn vị!D3"]


def test_units_without_coordinates_are_questioned_only_where_others_have_them(tmp_path: Path) -> None:
    units = [
        [*r, lat, lon]
        for r, lat, lon in zip(UNITS, ["Vĩ độ", 20.8, None, 20.9], ["Kinh độ", 106.6, None, 106.2], strict=True)
    ]
    case, findings = check(tmp_path, units=units)
    assert case is not None
    assert cells(findings, "no_coordinates") == ["Đơn vị!F3"]
    _, findings = check(tmp_path)
    assert not cells(findings, "no_coordinates")
