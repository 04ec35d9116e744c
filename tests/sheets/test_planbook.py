"""Reading plans back, written by the program or typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.domain.plan import Placement
from optimizer.sheets.case import read_case
from optimizer.sheets.planbook import read_plan
from tests.sheets.books import CASE, cells, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case

HEAD = ["Mã cán bộ", "Họ và tên", "Mã đơn vị", "Tên đơn vị", "Mã chức danh", "Tên chức danh", "Khóa"]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return the sound case."""
    return read_case(write_book(tmp_path / "case.xlsx", CASE))


def test_a_plan_is_read_with_the_cells_of_its_titles(tmp_path: Path, case: Case) -> None:
    rows = [
        HEAD,
        ["CB2", "", "00008", "x", "CVDD", "x", None],
        [],
        ["CB1", "NGUYỄN VĂN MỘT", "00004", "y", "BT", "y", "x"],
        ["Tổng cộng", None, 2],
    ]
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Ghế trống": [HEAD], "Phương án": rows}), case)
    assert not findings
    assert plan.placements == (Placement("CB1", "00004", "BT"), Placement("CB2", "00008", "CVDD"))
    assert str(plan.where[Placement("CB1", "00004", "BT")]) == "p.xlsx › Phương án!E4"


def test_a_plan_typed_by_hand_may_use_names_and_another_sheet(tmp_path: Path, case: Case) -> None:
    rows = [["DỰ KIẾN BỐ TRÍ"], ["Mã CB", "Đơn vị", "Chức danh"], ["CB1", "Phường An Biên", "bí thư đảng ủy"]]
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Bìa": [["abc"]], "Sheet2": rows}), case)
    assert not findings
    assert plan.placements == (Placement("CB1", "00004", "BT"),)
    assert plan.where[plan.placements[0]].cell == "C3"


def test_what_the_case_does_not_know_stays_in_the_plan_and_is_named(tmp_path: Path, case: Case) -> None:
    rows = [HEAD, ["CB9", None, "00004", None, "BT"], ["CB1", None, "00099", None, "XX"]]
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Plan": rows}), case)
    assert plan.placements == (Placement("CB1", "00099", "XX"), Placement("CB9", "00004", "BT"))
    assert cells(findings, "unknown_cadre") == ["Plan!A2"]
    assert cells(findings, "unknown_unit") == ["Plan!C3"]
    assert cells(findings, "unknown_title") == ["Plan!E3"]


def test_a_row_with_a_blank_place_is_named_and_places_nobody(tmp_path: Path, case: Case) -> None:
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Plan": [HEAD, ["CB1", None, None, None, "BT"]]}), case)
    assert plan.placements == ()
    assert cells(findings, "missing_value") == ["Plan!C2"]


def test_a_placement_written_twice_stays_twice_for_the_checker(tmp_path: Path, case: Case) -> None:
    row = ["CB1", None, "00004", None, "BT"]
    plan, _ = read_plan(write_book(tmp_path / "p.xlsx", {"Plan": [HEAD, row, row]}), case)
    assert plan.placements == (Placement("CB1", "00004", "BT"),) * 2


def test_a_short_row_whose_title_reads_like_a_signature_is_still_a_placement(tmp_path: Path, case: Case) -> None:
    rows = [
        ["Mã cán bộ", "Đơn vị", "Chức danh"],
        ["CB1", "Phường An Biên", "Chủ tịch HĐND"],
        ["CB2", None, "Bí thư Đảng ủy"],
    ]
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Plan": rows}), case)
    assert plan.placements == (Placement("CB1", "00004", "CTHD"),)
    assert cells(findings, "missing_value") == ["Plan!B3"]


def test_a_workbook_without_a_plan_is_an_error(tmp_path: Path, case: Case) -> None:
    plan, findings = read_plan(write_book(tmp_path / "p.xlsx", {"A": [["x", "y"]]}), case)
    assert plan.placements == ()
    assert [f.code for f in findings] == ["missing_column"]
    assert [f.code for f in read_plan(tmp_path / "none.xlsx", case)[1]] == ["file_missing"]


def test_a_blank_sheet_called_the_plan_hides_no_other(tmp_path: Path, case: Case) -> None:
    book = {"Phương án": [], "Bản gõ": [HEAD, ["CB1", None, "00004", None, "BT", None]]}
    plan, _ = read_plan(write_book(tmp_path / "p.xlsx", book), case)
    assert plan.placements == (Placement("CB1", "00004", "BT"),)


def test_a_code_and_a_name_that_mean_two_things_are_not_read_as_if_they_agreed(tmp_path: Path, case: Case) -> None:
    rows = [
        HEAD,
        ["CB1", "Trần Văn Khác", "00004", case.unit_by_code["00008"].name, "BT", case.title_by_code["CVDD"].name],
        ["CB2", f"Đ/c {case.cadre_by_id['CB2'].name.upper()}", "00004", None, "CTHD", None],
    ]
    _, findings = read_plan(write_book(tmp_path / "p.xlsx", {"Plan": rows}), case)
    assert cells(findings, "code_and_name_differ") == ["Plan!D2", "Plan!F2"]
    assert all(f.severity == "error" for f in findings if f.code == "code_and_name_differ")
    assert [(f.severity, f.where.cell) for f in findings if f.code == "name_differs"] == [("warning", "B2")]
