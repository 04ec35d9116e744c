"""Facts that offices spread over several columns are joined as they were meant, and refused where they contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CASE, Rows, cells, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

PLAIN = ["Mã cán bộ", "Họ và tên"]


def looked(path: Path, rows: Rows, merges: list[str] | None = None) -> tuple[Case | None, list[Finding]]:
    """Return what is made of the sound case with other people."""
    return check_case(write_book(path / "case.xlsx", {**CASE, "Cán bộ": rows}, {"Cán bộ": merges or []}))


def crossed(path: Path, head: str, levels: list[str], row: list[Any]) -> tuple[Case | None, list[Finding]]:
    """Return the case of one person with crosses under the levels of one heading."""
    rest = [None] * (len(levels) - 1)
    rows = [[*PLAIN, head, *rest], [None, None, *levels], ["CB1", "Nguyễn Văn Một", *row]]
    return looked(path, rows, ["A1:A2", "B1:B2", f"C1:{'CDEF'[len(levels) - 1]}1"])


@pytest.mark.parametrize(
    ("row", "degree"),
    [
        (["x", None, None], 5),
        ([None, "X", None], 4),
        ([None, "Luật", None], 4),
        (["x", "x", None], 5),
        ([0, "không", 1], 2),
    ],
)
def test_a_cross_under_a_degree_is_that_degree_and_the_highest_counts(
    tmp_path: Path, row: list[Any], degree: int
) -> None:
    made, _ = crossed(tmp_path, "Trình độ chuyên môn", ["Trên đại học", "Đại học", "Trung cấp"], row)
    assert made is not None
    assert made.cadres[0].degree == degree


def test_the_nearest_heading_says_what_a_cross_means(tmp_path: Path) -> None:
    rows = [
        [*PLAIN, "Trình độ", None, None, None],
        [None, None, "Chuyên môn", None, "Lý luận chính trị", None],
        [None, None, "Đại học", "Trung cấp", "Cao cấp", "Trung cấp"],
        ["CB1", "Nguyễn Văn Một", "x", None, None, "x"],
    ]
    made, _ = looked(tmp_path, rows, ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2"])
    assert made is not None
    assert (made.cadres[0].degree, made.cadres[0].theory) == (4, 2)


def test_an_error_under_a_degree_is_told_at_its_own_cell(tmp_path: Path) -> None:
    made, findings = crossed(tmp_path, "Trình độ", ["Đại học", "Cao đẳng"], [None, "#REF!"])
    assert made is None
    assert cells(findings, "error_cell") == ["Cán bộ!D3"]


def test_a_name_in_two_columns_is_one_name(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Họ và tên", None], ["CB1", "Nguyễn  Văn", "An"], ["CB2", None, "Y"]]
    made, findings = looked(tmp_path, rows, ["B1:C1"])
    assert made is not None
    assert [c.name for c in made.cadres] == ["Nguyễn Văn An", "Y"]
    assert cells(findings, "columns_joined") == ["Cán bộ!B1"]


def test_an_error_in_half_of_a_name_is_an_error_of_the_name(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Họ và tên", None], ["CB1", "#N/A", "An"], ["CB2", "Trần", "#REF!"]]
    made, findings = looked(tmp_path, rows, ["B1:C1"])
    assert made is None
    assert cells(findings, "error_cell") == ["Cán bộ!B2", "Cán bộ!C3"]


def test_a_whole_name_is_not_joined_with_a_given_name_beside_it(tmp_path: Path) -> None:
    made, findings = looked(tmp_path, [[*PLAIN, "Tên"], ["CB1", "Nguyễn Văn An", "An"]])
    assert made is not None
    assert made.cadres[0].name == "Nguyễn Văn An"
    assert not cells(findings, "columns_joined")


def test_the_first_person_is_never_taken_for_a_second_row_of_headers(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Họ và tên", None], ["CB1", "Nguyễn Văn", "An"]]
    made, _ = looked(tmp_path, rows, ["B1:C1"])
    assert made is not None
    assert [c.cadre_id for c in made.cadres] == ["CB1"]
