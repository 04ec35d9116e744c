"""Workbooks for the tests of the reader: a small sound case whose sheets a test replaces or spoils."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl

from optimizer.sheets.case import check_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

Rows = list[list[Any]]

UNITS: Rows = [
    ["Mã đơn vị", "Tên đơn vị", "Loại", "Tỉnh/Thành phố", "Huyện cũ"],
    ["00004", "Phường An Biên", "phường", "Thành phố Hải Phòng", "Quận Lê Chân"],
    ["00008", "Xã Cẩm Giang", "xã", "Thành phố Hải Phòng", "Huyện Cẩm Giàng"],
    ["00025", "Xã Cẩm Giàng", "xã", "Thành phố Hải Phòng", "Huyện Cẩm Giàng"],
]
PREDECESSORS: Rows = [
    ["Mã đơn vị", "Tên cũ", "Huyện cũ", "Tỉnh cũ"],
    ["00008", "Xã Định Sơn", "Huyện Cẩm Giàng", "Tỉnh Hải Dương"],
    ["00025", "Xã Tân Trường", "Huyện Cẩm Giàng", "Tỉnh Hải Dương"],
    ["00008", "Xã Chia Đôi", "Huyện Cẩm Giàng", "Tỉnh Hải Dương"],
    ["00025", "Xã Chia Đôi", "Huyện Cẩm Giàng", "Tỉnh Hải Dương"],
]
TITLES: Rows = [
    ["Mã chức danh", "Tên chức danh", "Nhóm", "Lĩnh vực", "Trình độ tối thiểu", "Kiêm nhiệm với"],
    ["BT", "Bí thư Đảng ủy", "lãnh đạo", None, "Đại học", "Chủ tịch HĐND"],
    ["CTHD", "Chủ tịch HĐND", "lãnh đạo", None, None, None],
    ["CVDD", "Chuyên viên đất đai", "chuyên môn", "đất đai; xây dựng", "ĐH", None],
]
SEATS: Rows = [
    ["Mã đơn vị", "Mã chức danh", "Tối thiểu", "Chỉ tiêu", "Tối đa", "Ưu tiên"],
    ["00004", "BT", 1, 1, 1, 1],
    ["00004", "CVDD", None, 2, None, None],
    ["00008", "BT", 0, 1, 2, 2],
]
CADRES: Rows = [
    [
        "Mã cán bộ",
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Chức danh hiện nay",
        "Đơn vị công tác",
        "Nơi ở",
        "Trình độ",
        "Nguyện vọng",
    ],
    [
        "CB1",
        "Nguyễn Văn Một",
        dt.datetime(1980, 2, 3),
        "Nam",
        "Bí thư Đảng ủy",
        "Xã Định Sơn",
        "Xã Chia Đôi",
        "Thạc sĩ",
        "Phường An Biên",
    ],
    [
        "CB2",
        "Trần Thị Hai",
        "04/1985",
        "Nữ",
        "Chuyên viên",
        "Sở Nội vụ",
        "Phường An Biên",
        "Đại học",
        "Huyện Cẩm Giàng; 00004",
    ],
]
SETTINGS: Rows = [["Khóa", "Giá trị"], ["Ngày lập phương án", "01/07/2025"]]

CASE: dict[str, Rows] = {
    "Đơn vị": UNITS,
    "Đơn vị cũ": PREDECESSORS,
    "Chức danh": TITLES,
    "Chỉ tiêu": SEATS,
    "Cán bộ": CADRES,
    "Thiết lập": SETTINGS,
}


def write_book(
    path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], merges: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Write sheets of plain rows to a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for reference in (merges or {}).get(name, ()):
            sheet.merge_cells(reference)
    book.save(path)
    return path


def spoiled(rows: Rows, row: int, column: int, value: Any) -> Rows:
    """Return a copy of the rows with one cell changed (both counted from 1, as in the sheet)."""
    copy = [list(r) for r in rows]
    copy[row - 1][column - 1] = value
    return copy


def cells(findings: Iterable[Finding], code: str) -> list[str]:
    """Return where the findings of one kind stand, as Sheet!A1."""
    return [f"{f.where.sheet}!{f.where.cell}" for f in findings if f.code == code]


def check(path: Path, **sheets: Any) -> tuple[Case | None, list[Finding]]:
    """Check the sound case with some sheets replaced (None takes a sheet away)."""
    names = {
        "units": "Đơn vị",
        "predecessors": "Đơn vị cũ",
        "titles": "Chức danh",
        "seats": "Chỉ tiêu",
        "cadres": "Cán bộ",
        "relations": "Quan hệ",
        "scores": "Đánh giá",
        "decisions": "Quyết định",
        "rules": "Quy tắc",
        "settings": "Thiết lập",
    }
    book = dict(CASE)
    for key, rows in sheets.items():
        book[names[key]] = rows
    return check_case(write_book(path / "case.xlsx", {n: r for n, r in book.items() if r is not None}))


def only(path: Path, code: str, **sheets: Any) -> list[str]:
    """Return the cells of the one kind of finding that must make the case fail."""
    case, findings = check(path, **sheets)
    assert case is None, "an error must leave no case"
    assert {f.code for f in findings if f.severity == "error"} == {code}
    return cells(findings, code)


def content(case: Case) -> list[Any]:
    """Return all that a case says, without the rows it was read from."""
    groups = (
        case.units,
        case.predecessors,
        case.titles,
        case.seats,
        case.cadres,
        case.relations,
        case.decisions,
        case.rules,
    )
    said: list[Any] = [[e.model_dump(exclude={"row", "source"}) for e in group] for group in groups]
    scores = [a.tolist() for a in (case.scores.cadre, case.scores.unit, case.scores.title, case.scores.value)]
    return [*said, scores, case.settings.plan_date, dict(case.settings.values)]
