"""A marked copy calls nothing outside of itself, and people can go on working in it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.sheets.annotate import write_annotated
from optimizer.sheets.case import check_case
from optimizer.sheets.harmless import reaches_out
from optimizer.sheets.notes import Notes
from tests.corpus.raw import flat, xls
from tests.sheets.books import CADRES, CASE, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "formula",
    ["=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "=WEBSERVICE(A1)", "=[1]Sheet1!A1", "='C:\\[b.xlsx]S'!A1",
     "=rtd(\"a\",,\"b\")", "=A1+INDIRECT(B1)", "=IMAGE(A1)", "=DDE(\"a\";\"b\";\"c\")"],
)  # fmt: skip
def test_formulas_that_reach_out_are_known(formula: str) -> None:
    assert reaches_out(formula)


@pytest.mark.parametrize(
    "formula", ["=A1+B1", "=SUM(A1:A9)", '=IF(A1="a|b[c]","HYPERLINK(",1)', "=VLOOKUP(A1,B:C,2,0)"]
)
def test_formulas_that_only_reckon_are_left(formula: str) -> None:
    assert not reaches_out(formula)


def test_a_marked_copy_has_no_calls_and_no_links_out_and_keeps_its_sums(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_book(tmp_path / "case.xlsx", CASE))
    sheet: Any = book["Cán bộ"]
    sheet["K2"], sheet["K3"] = "=cmd|' /C calc'!A0", "=1+1"
    sheet["B2"].hyperlink = "http://evil.example/x"
    book.save(tmp_path / "case.xlsx")
    _, findings = check_case(tmp_path / "case.xlsx")
    out = write_annotated(tmp_path / "case.xlsx", findings, tmp_path / "out.xlsx")
    copy: Any = openpyxl.load_workbook(out)["Cán bộ"]
    assert (copy["K2"].data_type, copy["K2"].value, copy["K2"].quotePrefix) == ("s", "=cmd|' /C calc'!A0", True)
    assert (copy["K3"].data_type, copy["K3"].value) == ("f", "=1+1")
    with zipfile.ZipFile(out) as archive:
        assert not any(b"evil.example" in archive.read(name) for name in archive.namelist())


def test_an_old_workbook_is_copied_with_its_cells_marked(tmp_path: Path) -> None:
    source = tmp_path / "case.xls"
    source.write_bytes(xls({**flat(CASE), "Cán bộ": flat({"x": spoiled(CADRES, 2, 3, "31/02/1980")})["x"]}))
    _, findings = check_case(source)
    book = openpyxl.load_workbook(write_annotated(source, findings, tmp_path / "out.xlsx"))
    cell: Any = book["Cán bộ"]["C2"]
    assert cell.value == "31/02/1980"
    assert "31/02/1980" in cell.comment.text


def test_everything_mended_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    source = write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": spoiled(CADRES, 2, 2, "=Nguyễn\u00a0 Văn")})
    book = openpyxl.load_workbook(source)
    cell: Any = book["Cán bộ"]["B2"]
    cell.value, cell.data_type = "=Nguyễn\u00a0 Văn", "s"
    book.save(source)
    notes = Notes()
    _, findings = check_case(source, (), notes)
    out = openpyxl.load_workbook(write_annotated(source, findings, tmp_path / "out.xlsx", "vi", notes.mendings))
    rows = [[c.value for c in row] for row in out["ĐÃ TỰ SỬA"].iter_rows(min_row=2)]
    assert [r[1] for r in rows] == ["Cán bộ!B2", "Cán bộ!B2"]
    assert rows[-1][4] == "=Nguyễn Văn"
    assert out["ĐÃ TỰ SỬA"].cell(3, 5).data_type == "s"
