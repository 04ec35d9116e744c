"""Reading plain sheets by patterns: the same values as openpyxl gives, and openpyxl itself for everything else."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from optimizer.sheets import book as reading
from optimizer.sheets.scan import Unusual, strings_in

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path: Path) -> Any:
    """Return every row with the types of its values, and the codes of what was remarked."""
    found, findings = reading.open_book(path)
    if found is None:
        return None, [f.code for f in findings]
    with found:
        grid = found.grid(found.sheets[0])
        rows = [(n, [(type(v), v) for v in row]) for n, row in zip(grid.numbers, grid.rows, strict=True)]
        return rows, sorted(f.code for f in [*findings, *found.findings])


def read_slowly(path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def refuse(*_: Any) -> Any:
        raise Unusual

    with monkeypatch.context() as patch:
        patch.setattr(reading, "plain_rows", refuse)
        return read(path)


def goes_quickly(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    asked: list[str] = []
    slow = reading.Book._rows
    with monkeypatch.context() as patch:
        patch.setattr(reading.Book, "_rows", lambda *a: asked.append(a[1]) or slow(*a))
        read(path)
    return not asked


def some_values(seed: int) -> list[list[Any]]:
    draw = random.Random(seed)
    kinds: list[Any] = [
        None, None, "Nguyễn Văn A", " hai dấu cách ", "a < b & c > \"d\" 'e'", "dòng 1\ndòng 2", "=1+1", "", "x005F_",
        "_x000D_", 0, 7, -3, 2.5, 1e300, True, False, dt.datetime(1980, 2, 3), dt.datetime(2025, 7, 1, 12, 30), "😀",
        dt.datetime(1900, 1, 5),
    ]  # fmt: skip
    return [[draw.choice(kinds) for _ in range(draw.randrange(1, 40))] for _ in range(60)]


def written_by_openpyxl(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for i, row in enumerate(rows, 1):
        for k, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(i + 3 * (i > 20), k)
                cell.value = value
                if value == "=1+1":
                    cell.data_type = "s"
    book.save(path)
    return path


def written_by_xlsxwriter(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for i, row in enumerate(rows):
            for k, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(i, k, value, day)
                elif value is not None:
                    sheet.write(i, k, value)
        sheet.write_formula(len(rows), 0, "=SUM(A1:A3)", None, 12)
        sheet.write_formula(len(rows), 1, '="a<b"', None, "a<b")
        sheet.write_rich_string(len(rows), 2, "Chữ ", book.add_format({"bold": True}), "đậm & ", "thường")
    return path


@pytest.mark.parametrize("write", [written_by_openpyxl, written_by_xlsxwriter])
@pytest.mark.parametrize("seed", range(5))
def test_what_the_usual_libraries_write_is_read_by_patterns_and_exactly_as_openpyxl_reads_it(
    write: Any, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", some_values(seed))
    assert goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)
    assert len(read(path)[0]) > 50


def with_rows(path: Path, rows: str, head: str = "", tail: str = "") -> Path:
    """Write a workbook whose first sheet has just these rows; style 1 is a date, style 2 a number shown as 0000."""
    whole = path.with_name("whole.xlsx")
    with xlsxwriter.Workbook(str(whole)) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "một")
        sheet.write_string(0, 1, "hai & ba")
        sheet.write_datetime(1, 0, dt.datetime(2025, 7, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 1, 7, book.add_format({"num_format": "0000"}))
    xml = (
        f'{head or "<?xml version=" + chr(34) + "1.0" + chr(34) + "?>"}<worksheet xmlns="{MAIN}">'
        f'<dimension ref="A1:B2"/><sheetData>{rows}</sheetData>{tail}</worksheet>'
    )
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml.encode() if name == SHEET else old.read(name))
    return path


PLAIN = {
    "self-closing cells and rows": '<row r="1"/><row r="2"><c r="A2" s="1"/><c r="C2"><v>4</v></c></row>',
    "rows left out": '<row r="3"><c r="B3"><v>1</v></c></row><row r="900"><c r="A900"><v>2</v></c></row>',
    "a long run of empty rows": '<row r="3"><c r="B3"><v>1</v></c></row><row r="1004"><c r="A1004"><v>2</v></c></row>',
    "just no such run": '<row r="3"><c r="B3"><v>1</v></c></row><row r="1003"><c r="A1003"><v>2</v></c></row>',
    "attributes of rows": '<row r="1" spans="1:2" ht="15.5" customHeight="1"><c r="A1" t="s"><v>1</v></c></row>',
    "blanks between rows": '\n <row r="1"><c r="A1"><v>1</v></c></row>\n <row r="2"/>\n',
    "dates, also impossible ones": '<row r="1"><c r="A1" s="1"><v>45839</v></c><c r="B1" s="1"><v>1e9</v></c></row>',
    "numbers shown with zeros": '<row r="1"><c r="A1" s="2"><v>7</v></c><c r="B1" s="2"><v>7.5</v></c></row>',
    "formulas": '<row r="1"><c r="A1"><f>B1</f><v>3</v></c><c r="B1"><f t="shared" si="0"/><v>4</v></c></row>',
    "formulas without a value": '<row r="1"><c r="A1"><f>B1</f></c><c r="B1" t="str"><f>C1</f><v></v></c></row>',
    "errors and truths": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c></row>',
    "entities": '<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;&#7877;&#x1F600;&amp;amp;</t></is></c></row>',
    "empty texts": '<row r="1"><c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1" t="inlineStr"/></row>',
    "a text where a number belongs": '<row r="1"><c r="A1"><is><t>a</t></is></c><c r="B1"><v>1</v></c></row>',
}  # fmt: skip
UNUSUAL = {
    "cells without an address": '<row r="1"><c><v>1</v></c><c><v>2</v></c></row>',
    "rows without a number": '<row><c r="A1"><v>1</v></c></row>',
    "rows out of order": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    "cells out of order": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "blanks between cells": '<row r="1">\n  <c r="A1"><v>1</v></c>\n </row>',
    "a comment": '<row r="1"><!-- <c r="A1"><v>1</v></c> --><c r="B1"><v>2</v></c></row>',
    "a section of plain text": '<row r="1"><c r="A1" t="str"><v><![CDATA[<v>9</v>]]></v></c></row>',
    "a carriage return": '<row r="1"><c r="A1" t="inlineStr"><is><t>a\r\nb</t></is></c></row>',
    "rich text in place": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
    "a day as text": '<row r="1"><c r="A1" t="d"><v>2025-07-01</v></c></row>',
    "attributes in another order": '<row r="1"><c t="s" r="A1"><v>1</v></c></row>',
    "other attributes": '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
    "a string that is not there": '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>abc</v></c></row>',
    "an element that belongs elsewhere": '<row r="1"><c r="A1"><v>1</v></c><v>5</v></row>',
}  # fmt: skip
DAMAGED = {
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "a letter XML forbids": '<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>',
    "a row that never ends": '<row r="1"><c r="A1"><v>1</v></c>',
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_rows_are_read_by_patterns(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_rows(tmp_path / "a.xlsx", PLAIN[name])
    assert goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)


@pytest.mark.parametrize("name", UNUSUAL)
def test_all_other_rows_are_left_to_openpyxl(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_rows(tmp_path / "a.xlsx", UNUSUAL[name])
    assert not goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_rows_end_as_openpyxl_ends_them(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_rows(tmp_path / "a.xlsx", DAMAGED[name])
    assert {*read(path)[1]} & {"file_salvaged", "file_damaged"}
    assert read(path) == read_slowly(path, monkeypatch)


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ('<?xml version="1.0" encoding="windows-1252"?>', ""),
        ("", "<!-- <sheetData> -->"),
        ("", "<sheetData></sheetData>"),
        ("", "<unclosed>"),
    ],
)
def test_a_sheet_with_something_odd_around_its_rows_is_left_to_openpyxl(
    head: str, tail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_rows(tmp_path / "a.xlsx", ROW, head, tail)
    assert read(path) == read_slowly(path, monkeypatch)


def test_damage_around_the_rows_is_remarked_upon_as_by_openpyxl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = '<dataValidations count="1"><dataValidation type="nonsense" sqref="A1"/></dataValidations>'
    path = with_rows(tmp_path / "a.xlsx", ROW, "", wrong)
    assert "file_salvaged" in read(path)[1]
    assert read(path) == read_slowly(path, monkeypatch)


def test_a_sheet_of_many_blocks_loses_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.sheets.scan._BLOCK", 300)
    path = written_by_xlsxwriter(tmp_path / "a.xlsx", [[f"ô {i}", i, "đ" * (i % 40)] for i in range(200)])
    assert goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)


def test_a_row_longer_than_a_block_is_left_to_openpyxl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.sheets.scan._BLOCK", 300)
    path = written_by_openpyxl(tmp_path / "a.xlsx", [["một"], ["hai " * 200], ["ba"]])
    assert not goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)


def test_a_workbook_that_counts_from_1904_keeps_its_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, dt.datetime(1980, 2, 3), book.add_format({"num_format": "dd/mm/yy"}))
    assert goes_quickly(path, monkeypatch)
    assert read(path) == read_slowly(path, monkeypatch)
    assert read(path)[0][0][1][0][1].serial == (dt.date(1980, 2, 3) - dt.date(1904, 1, 1)).days


def table(items: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\r\n<sst xmlns="{MAIN}" count="2">{items}</sst>'.encode()


def test_the_table_of_strings_gives_the_words_without_their_looks() -> None:
    items = (
        '<si><t xml:space="preserve"> a &amp; b </t></si><si><t/></si>'
        '<si><r><rPr><b/><sz val="11"/></rPr><t>Chữ </t></r><r><t xml:space="preserve">đậm&#10;</t></r></si>'
        "<si><t>_x005F_x000D_</t></si>"
    )
    assert strings_in(table(items)) == [" a & b ", "", "Chữ đậm\n", "_x000D_"]


@pytest.mark.parametrize(
    "items",
    [
        "<si><t>a</t><rPh><t>b</t></rPh></si>",
        "<si><t>a",
        "<si><t>&nope;</t></si>",
        "<si><!-- a --><t>b</t></si>",
        "<si></si>",
    ],
)
def test_other_tables_of_strings_are_left_to_openpyxl(items: str) -> None:
    with pytest.raises(Unusual):
        strings_in(table(items))
