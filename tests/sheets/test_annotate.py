"""The marked copy shows every finding and leaves the source alone."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from optimizer.findings import Address, Finding, Severity
from optimizer.sheets import annotate
from optimizer.sheets.annotate import write_annotated
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

RED, YELLOW = "FFFF9999", "FFFFF2A8"


def finding(
    cell: str, severity: Severity = "error", sheet: str = "Cán bộ", file: str = "case.xlsx", value: str = ""
) -> Finding:
    text = Text(f"sai ở {cell}", f"wrong at {cell}")
    return Finding("bad_cell", severity, text, Text("Sửa lại.", "Mend it."), Address(file, sheet, cell), value)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "case.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Cán bộ")
        sheet.write_row(0, 0, ["Mã", "Tên", "Ngày sinh"])
        sheet.write_row(1, 0, ["1", "A", "31/02/1980"])
        sheet.write_row(2, 1, ["B", "1980"])
        sheet.write_formula("D2", "=1+1", None, 2)
        sheet.write_comment("B2", "ghi chú cũ")
        sheet.merge_range("A5:C6", "gộp")
    return path


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_cells_are_coloured_by_severity_and_carry_the_sentence(source: Path, tmp_path: Path) -> None:
    findings = [finding("C2"), finding("B3", "warning"), finding("C3", "info")]
    sheet = opened(write_annotated(source, findings, tmp_path / "marked.xlsx"))["Cán bộ"]
    assert sheet["C2"].fill.fgColor.rgb == RED
    assert sheet["B3"].fill.fgColor.rgb == YELLOW
    assert sheet["C3"].fill.fill_type is None
    assert "sai ở C2 Sửa lại." in sheet["C2"].comment.text
    assert sheet["C2"].value == "31/02/1980"


def test_the_first_sheet_lists_all_errors_first_each_with_a_link(source: Path, tmp_path: Path) -> None:
    findings = [finding("B3", "warning", value="B"), finding("C2", value="=cmd|x"), finding("A1", file="other.xlsx")]
    book = opened(write_annotated(source, findings, tmp_path / "marked.xlsx", "en"))
    sheet = book.worksheets[0]
    assert sheet.title == "ERRORS"
    assert book.active is sheet
    assert [c.value for c in sheet["A"]] == ["Severity", "Error", "Error", "Warning"]
    assert [c.value for c in sheet["F"]][1:] == ["wrong at C2", "wrong at A1", "wrong at B3"]
    assert sheet["D2"].hyperlink.location == "'Cán bộ'!C2"
    assert sheet["D3"].hyperlink is None  # stands in another file
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].quotePrefix) == ("=cmd|x", "s", True)
    assert sheet.auto_filter.ref == "A1:G4"
    assert book["Cán bộ"]["A1"].comment is None


def test_the_source_is_not_touched(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    write_annotated(source, [finding("C2")], tmp_path / "marked.xlsx")
    assert source.read_bytes() == before
    with pytest.raises(ValueError, match="must not replace"):
        write_annotated(source, [finding("C2")], source)
    assert source.read_bytes() == before


def test_two_findings_share_a_cell_and_an_old_note_stays(source: Path, tmp_path: Path) -> None:
    findings = [finding("B2", "warning"), finding("B2")]
    cell = opened(write_annotated(source, findings, tmp_path / "m.xlsx"))["Cán bộ"]["B2"]
    assert cell.fill.fgColor.rgb == RED
    assert cell.comment.text.startswith("ghi chú cũ")
    assert cell.comment.text.count("sai ở B2") == 2


def test_rows_and_merged_cells_are_marked_where_they_show(source: Path, tmp_path: Path) -> None:
    sheet = opened(write_annotated(source, [finding("3:3"), finding("B6")], tmp_path / "m.xlsx"))["Cán bộ"]
    assert sheet["B3"].fill.fgColor.rgb == RED  # the first filled cell of the row
    assert sheet["A5"].fill.fgColor.rgb == RED  # the top of the merged area


def test_notes_stop_at_the_limit_but_colours_and_list_go_on(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "MOST_NOTES", 1)
    book = opened(write_annotated(source, [finding("C2"), finding("C3")], tmp_path / "m.xlsx"))
    sheet = book["Cán bộ"]
    assert sheet["C2"].comment is not None
    assert sheet["C3"].comment is None
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert book["LỖI"].max_row == 3


def test_places_that_do_not_exist_are_only_listed(source: Path, tmp_path: Path) -> None:
    odd = [
        finding("ZZZ99"),
        finding("C0"),
        finding("9999999:9999999"),
        finding("C2", sheet="Không có"),
        finding("column, row 3"),
    ]
    book = opened(write_annotated(source, odd, tmp_path / "m.xlsx"))
    assert book["LỖI"].max_row == 6
    assert all(c.hyperlink is None for c in book["LỖI"]["D"])


def test_marking_a_marked_copy_replaces_its_list(source: Path, tmp_path: Path) -> None:
    first = write_annotated(source, [finding("C2"), finding("C3")], tmp_path / "m1.xlsx", "vi")
    second = opened(write_annotated(first, [finding("C2", file="m1.xlsx")], tmp_path / "m2.xlsx", "en"))
    assert second.sheetnames == ["ERRORS", "Cán bộ"]
    assert second["ERRORS"].max_row == 2


def test_a_sheet_of_the_users_own_with_that_name_is_kept(source: Path, tmp_path: Path) -> None:
    book = opened(source)
    book.create_sheet("LỖI")["A1"] = "của tôi"
    book.save(source)
    marked = opened(write_annotated(source, [finding("C2")], tmp_path / "m.xlsx"))
    assert any(sheet["A1"].value == "của tôi" for sheet in marked)
    assert marked.worksheets[0]["A1"].value == "Mức"


def test_formulas_stay_formulas(source: Path, tmp_path: Path) -> None:
    assert opened(write_annotated(source, [finding("C2")], tmp_path / "m.xlsx"))["Cán bộ"]["D2"].value == "=1+1"


def test_formulas_into_other_workbooks_become_their_values(source: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    marked = write_annotated(source, [finding("C2")], tmp_path / "m.xlsx")
    assert opened(marked)["Cán bộ"]["D2"].value == 2
    assert not [n for n in zipfile.ZipFile(marked).namelist() if "external" in n]


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_gives_the_list_alone(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "case.xlsx"
    bad.write_bytes(content)
    book = opened(write_annotated(bad, [finding("C2")], tmp_path / "m.xlsx"))
    assert book.sheetnames == ["LỖI"]
    assert book["LỖI"].max_row == 2


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_annotated(tmp_path / "none.xlsx", [], tmp_path / "m.xlsx")
