"""One column for post and workplace together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

HEADER = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính"]


def read(path: Path, header: list[str], *cells: list[str | None]) -> tuple[Case, list[Finding]]:
    rows = [[f"CB{n}", f"Người Số {n}", "01/02/1980", "Nam", *row] for n, row in enumerate(cells)]
    case, findings = check_case(write_book(path / "case.xlsx", {**CASE, "Cán bộ": [[*HEADER, *header], *rows]}))
    assert case is not None, findings
    return case, [f for f in findings if f.where.sheet == "Cán bộ"]


@pytest.mark.parametrize("header", ["Chức vụ, đơn vị công tác", "Chức vụ và đơn vị công tác hiện nay"])
@pytest.mark.parametrize(
    ("text", "unit", "title", "place"),
    [
        ("Bí thư Đảng ủy phường An Biên", "00004", "BT", "phường An Biên"),
        ("Chủ tịch HĐND xã Định Sơn, huyện Cẩm Giàng", "00008", "CTHD", "xã Định Sơn, huyện Cẩm Giàng"),
        ("Phó Chủ tịch UBND xã Cẩm Giàng", "00025", None, "xã Cẩm Giàng"),
        ("Bí thư Đảng ủy, Chủ tịch HĐND phường An Biên", "00004", "BT", "phường An Biên"),
        ("Công chức Văn hóa - Xã hội phường An Biên", "00004", None, "phường An Biên"),
    ],
)
def test_a_post_with_its_commune_gives_both(
    tmp_path: Path, header: str, text: str, unit: str, title: str | None, place: str
) -> None:
    case, _ = read(tmp_path, [header], [text])
    (one,) = case.cadres
    assert (one.current_unit_code, one.current_title_code, one.current_unit) == (unit, title, place)


def test_posts_without_a_commune_are_said_once_and_an_unknown_commune_by_its_cell(tmp_path: Path) -> None:
    case, findings = read(
        tmp_path,
        ["Chức vụ, đơn vị công tác"],
        ["Chuyên viên Sở Nội vụ"],
        ["Phó Chủ tịch UBND xã Cẩm Giangg"],
        ["Trưởng phòng Văn hóa - Xã hội"],
    )
    assert {c.current_unit_code for c in case.cadres} == {None}
    said = {f.code: f for f in findings}
    assert said["no_unit_in_post"].where.cell == "E2"
    assert "2 ô" in said["no_unit_in_post"].text.vi
    assert said["unknown_current_unit"].where.cell == "E3"
    assert "Xã Cẩm Giang" in said["unknown_current_unit"].fix.vi


def test_a_column_of_its_own_comes_before_the_joint_one(tmp_path: Path) -> None:
    header = ["Chức vụ", "Đơn vị công tác", "Chức vụ, đơn vị công tác"]
    case, findings = read(tmp_path, header, ["Bí thư Đảng ủy", "Phường An Biên", "Chủ tịch HĐND xã Cẩm Giang"])
    (one,) = case.cadres
    assert (one.current_unit_code, one.current_title_code) == ("00004", "BT")
    assert [f.code for f in findings] == ["second_column"]


def test_a_workplace_column_beside_the_joint_one_decides_where_it_is_filled(tmp_path: Path) -> None:
    header = ["Chức vụ, đơn vị công tác", "Đơn vị công tác"]
    case, _ = read(tmp_path, header, ["Bí thư Đảng ủy xã Định Sơn", "00004"], ["Bí thư Đảng ủy xã Định Sơn", None])
    assert [c.current_unit_code for c in case.cadres] == ["00004", "00008"]
