"""Headers confirmed once are read that way from then on; likeness alone never decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.sheets.case import check_case
from optimizer.sheets.notes import Notes
from optimizer.sheets.profile import read_profile, using, write_profile
from tests.corpus.cells import an_american_excel_swapped_day_and_month
from tests.sheets.books import CADRES, CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

ODD = [["Mã NV", *CADRES[0][1:]], *CADRES[1:]]


def filled(path: Path, header: str, **cells: str) -> Path:
    """Fill in cells of the row of one header, by the names of the profile's columns."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 2).value == header)
    for name, value in cells.items():
        sheet.cell(row, columns[{"field": "Trường", "order": "Ngày/tháng"}[name]], value)
    book.save(path)
    return path


def made(case: Path) -> Path:
    """Check a case and write its profile."""
    notes = Notes()
    check_case(case, (), notes)
    return write_profile(case.with_name("profile.xlsx"), notes.columns, "vi")


def test_an_unknown_header_is_read_once_somebody_says_what_it_is(tmp_path: Path) -> None:
    case = write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": ODD})
    assert check_case(case)[0] is None
    profile, findings = read_profile(filled(made(case), "Mã NV", field="Mã cán bộ"))
    assert not findings
    with using(profile):
        found, _ = check_case(case)
    assert found is not None
    assert sorted(found.cadre_by_id) == ["CB1", "CB2"]
    assert check_case(case)[0] is None, "outside of the block nothing is remembered"


def test_a_close_header_is_suggested_and_not_taken(tmp_path: Path) -> None:
    rows = [[*CADRES[0][:-1], "Nguyện vong1"], *CADRES[1:]]
    notes = Notes()
    case, _ = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows}), (), notes)
    assert case is not None
    (column,) = [c for c in notes.columns if c.header == "Nguyện vong1"]
    assert (column.field, column.letter) == ("", "I")
    assert not case.cadres[0].wishes


def test_a_dash_leaves_a_column_alone(tmp_path: Path) -> None:
    case = write_book(tmp_path / "case.xlsx", CASE)
    profile, _ = read_profile(filled(made(case), "Nguyện vọng", field="-"))
    with using(profile):
        found, _ = check_case(case)
    assert found is not None
    assert not any(c.wishes for c in found.cadres)
    assert found.cadres[0].extra["Nguyện vọng"] == "Phường An Biên"


@pytest.mark.parametrize("order", ["đổi", "giữ"])
def test_swapped_dates_are_settled_by_the_profile(tmp_path: Path, order: str) -> None:
    from pathlib import Path as P

    case = P(an_american_excel_swapped_day_and_month(tmp_path)[0])
    assert check_case(case)[0] is None
    path = made(case)
    assert "?" in {c.value for c in openpyxl.load_workbook(path).worksheets[0]["E"]}
    profile, _ = read_profile(filled(path, "Ngày sinh", order=order))
    with using(profile):
        found, findings = check_case(case)
    assert found is not None
    person = found.cadre_by_id["C61"].birth_date  # typed 06/02, taken for 2 June
    assert person is not None
    assert (person.day, person.month) == ((6, 2) if order == "đổi" else (2, 6))
    assert ("day_month_mended" in {f.code for f in findings}) == (order == "đổi")


def test_a_wrong_field_in_a_profile_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = filled(made(write_book(tmp_path / "case.xlsx", CASE)), "Nguyện vọng", field="Nguyện vọg")
    _, findings = read_profile(path)
    (found,) = findings
    assert (found.code, found.where.cell[0]) == ("unknown_field", "C")
    assert "Nguyện vọng" in found.fix.vi


def test_another_workbook_is_no_profile(tmp_path: Path) -> None:
    _, findings = read_profile(write_book(tmp_path / "x.xlsx", {"A": [["a", "b"], [1, 2]]}))
    assert [f.code for f in findings] == ["no_profile"]
