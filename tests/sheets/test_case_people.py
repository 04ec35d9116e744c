"""Reading the people of a case: birth, sex, ratings, workplace, wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sheets.books import (
    CADRES,
    cells,
    check,
    only,
    spoiled,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_two_people_with_one_code_are_an_error_naming_both_cells(tmp_path: Path) -> None:
    _, findings = check(tmp_path, cadres=spoiled(CADRES, 3, 1, "CB1"))
    assert cells(findings, "duplicate") == ["Cán bộ!A3"]
    assert "Cán bộ!A2" in next(f.text.vi for f in findings if f.code == "duplicate")


def test_a_blank_birth_date_or_sex_is_a_warning_at_the_cell(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(spoiled(CADRES, 2, 3, None), 3, 4, "  "))
    assert case is not None
    assert cells(findings, "no_birth_date") == ["Cán bộ!C2"]
    assert cells(findings, "no_sex") == ["Cán bộ!D3"]
    assert {f.severity for f in findings if f.code.startswith("no_")} == {"warning"}


def test_a_missing_column_of_birth_dates_is_one_warning(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=[[*r[:2], *r[3:]] for r in CADRES])
    assert case is not None
    assert len(cells(findings, "no_birth_date")) == 1


def test_grades_stand_for_a_blank_rating(tmp_path: Path) -> None:
    head = [*CADRES[0], "Xếp loại 2022", "Xếp loại 2023", "Xếp loại năm 2024", "Xếp loại 2025", "Điểm đánh giá"]
    rows = [
        head,
        [*CADRES[1], "KHTNV", "HTXSNV", "Hoàn thành tốt nhiệm vụ", "HTNV", None],
        [*CADRES[2], None, None, "HTTNV", None, 71.5],
    ]
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None, findings
    one, two = case.cadres
    assert one.grades == ((2022, "failed"), (2023, "excellent"), (2024, "good"), (2025, "done"))
    assert one.rating == pytest.approx((95 + 80 + 60) / 3), "the last three years count"
    assert two.rating == 71.5


def test_a_rating_above_100_is_an_error(tmp_path: Path) -> None:
    rows = [[*CADRES[0], "Điểm đánh giá"], [*CADRES[1], 101], [*CADRES[2], 100]]
    assert only(tmp_path, "out_of_range", cadres=rows) == ["Cán bộ!J2"]


def test_ratings_below_one_are_asked_about_once_as_percentages_and_kept(tmp_path: Path) -> None:
    ratings = ["Điểm đánh giá", 1, 0.8, 0, 0.75]
    rows = [[*row[:4], rating] for row, rating in zip([*CADRES[:3], ["CB3", "C"], ["CB4", "D"]], ratings, strict=True)]
    rows[3:] = [[*row[:2], 1980, "nam", row[-1]] for row in rows[3:]]
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None
    assert [c.rating for c in case.cadres] == ratings[1:]
    (found,) = (f for f in findings if f.code == "rating_as_share")
    assert (found.severity, found.where.cell) == ("warning", "E3")
    assert "80 điểm" in found.text.vi
    assert "dưới 1: 2)" in found.text.vi


def test_a_wish_that_names_nothing_is_a_warning_with_a_suggestion(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(CADRES, 2, 9, "Phường An Biêm"))
    assert case is not None
    (finding,) = [f for f in findings if f.code == "unknown_wish"]
    assert (finding.severity, finding.where.cell) == ("warning", "I2")
    assert "Phường An Biên" in finding.fix.vi


def test_an_old_unit_that_was_split_leaves_the_workplace_open(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(CADRES, 2, 6, "Xã Chia Đôi"))
    assert case is not None
    assert case.cadre_by_id["CB1"].current_unit_code is None
    assert cells(findings, "ambiguous_current_unit") == ["Cán bộ!F2"]


def test_offices_of_one_former_district_are_one_remark(tmp_path: Path) -> None:
    rows = spoiled(spoiled(CADRES, 2, 6, "Huyện Cẩm Giàng"), 3, 6, "Huyện Cẩm Giàng")
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None
    assert [c.current_unit_code for c in case.cadres] == [None, None]
    (finding,) = [f for f in findings if f.code == "district_office"]
    assert finding.severity == "info"
    assert "2 người" in finding.text.vi
