"""A marked copy of a workbook: every finding on its cell, and all of them listed on a first sheet."""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.findings import Finding, Severity, in_order
from optimizer.sheets.atomic import replacing
from optimizer.sheets.collecting import collecting_later
from optimizer.sheets.harmless import copy_of, put
from optimizer.sheets.mended_sheet import write_mendings
from optimizer.sheets.xlsx import FONT, plain, quoted
from optimizer.text import Lang, Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from optimizer.sheets.mend import Mending

ERRORS_SHEET = Text("LỖI", "ERRORS")
MOST_NOTES = 2_000  # a workbook with more notes opens slowly; the sheet of errors lists them all
MOST_LINKS = 60_000  # Excel allows 65,530 on a sheet
FILLS: dict[Severity, str] = {"error": "FFFF9999", "warning": "FFFFF2A8"}
NAMES: dict[Severity, Text] = {
    "error": Text("Lỗi", "Error"),
    "warning": Text("Cảnh báo", "Warning"),
    "info": Text("Thông tin", "Information"),
}
HEADERS = (
    (Text("Mức", "Severity"), 12.0), (Text("Mã", "Code"), 22.0), (Text("Tệp", "File"), 24.0), (Text("Ô", "Cell"), 24.0),
    (Text("Giá trị", "Value"), 24.0), (Text("Vấn đề", "What is wrong"), 70.0), (Text("Cách sửa", "How to fix"), 60.0),
)  # fmt: skip
_ROW = re.compile(r"(\d+):(\d+)")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def write_annotated(
    source: Path, findings: Sequence[Finding], out: Path, lang: Lang = "vi", mendings: Sequence[Mending] = ()
) -> Path:
    """Write a copy of `source` with the findings marked on its cells and listed first; return where it landed.

    Errors are red, warnings yellow, each with a note; of 2,000 notes the rest is only listed. The source is never
    touched, and refused as the place to write to. A file that is no readable workbook gives the list alone.
    What was mended by itself stands on a sheet of its own, cell by cell. The copy of a locked file is locked alike.
    """
    source, out = Path(source), Path(out)
    if out.exists() and out.resolve() == source.resolve():
        raise ValueError(f"{out}: the marked copy must not replace the workbook it was made from")
    ordered = in_order(findings)
    with collecting_later():
        book, password = copy_of(source)
        found = dict(_cells(book, source, ordered))
        _mark(book, found, lang)
        _list(book, ordered, {id(f): cell for cell, (_, fs) in found.items() for f in fs}, lang)
        write_mendings(book, mendings, ordered, lang)
        with replacing(out, password) as landing:
            book.save(landing.path)
    return landing.landed


def _cells(
    book: Workbook, source: Path, findings: Sequence[Finding]
) -> Iterator[tuple[tuple[str, str], tuple[Cell, list[Finding]]]]:
    """Yield each marked cell, by sheet and address, with its findings."""
    found: dict[tuple[str, str], tuple[Cell, list[Finding]]] = {}
    sheets = {sheet.title.casefold(): sheet for sheet in book.worksheets}
    merged = {sheet.title: _tops(sheet) for sheet in book.worksheets}
    for finding in findings:
        where = finding.where
        sheet = sheets.get(where.sheet.casefold())
        if sheet is None or (where.file and Path(where.file).name != tidy(source.name)):
            continue
        address = _address(sheet, where.cell)
        if address:
            address = merged[sheet.title].get(address, address)
            key = (sheet.title, address)
            found.setdefault(key, (sheet[address], []))[1].append(finding)
    yield from found.items()


def _address(sheet: Worksheet, written: str) -> str:
    """Return the one cell to mark: the cell itself, or the first filled cell of a row; blank where neither exists."""
    if row := _ROW.fullmatch(written):
        number = int(row[1])
        if not 1 <= number <= 1_048_576:
            return ""
        first = (
            next((c.coordinate for c in sheet[number] if c.value is not None), None)
            if number <= sheet.max_row
            else None
        )
        return first or f"A{number}"
    if cell := _CELL.fullmatch(written):
        return (
            f"{cell[1]}{cell[2]}" if 1 <= int(cell[2]) <= 1_048_576 and (len(cell[1]) < 3 or cell[1] <= "XFD") else ""
        )
    return ""


def _tops(sheet: Worksheet) -> dict[str, str]:
    """Return, for every cell hidden under a merged range, the cell that shows it."""
    from openpyxl.utils import get_column_letter

    tops: dict[str, str] = {}
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > 100_000:
            continue  # whole columns or rows merged: nothing that findings point at
        top = f"{get_column_letter(area.min_col)}{area.min_row}"
        for row, column in area.cells:
            tops[f"{get_column_letter(column)}{row}"] = top
    return tops


def _mark(book: Workbook, found: dict[tuple[str, str], tuple[Cell, list[Finding]]], lang: Lang) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in FILLS.items()}
    looks: dict[tuple[bytes, Severity], Any] = {}
    notes = 0
    for cell, findings in found.values():
        severity = findings[0].severity  # findings come in order, so the first is the gravest
        if fill := fills.get(severity):
            _restyle(cell, (cell.style_id, severity), looks, fill=fill)
        if notes >= MOST_NOTES:
            continue
        notes += 1
        said = "\n".join(
            f"{NAMES[f.severity].of(lang)}: {f.text.of(lang)} {f.fix.of(lang)}".strip() for f in findings[:10]
        )
        before = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
        note = Comment(plain(before + said)[:4_000], "placement")
        note.width, note.height = 360, 40 + 18 * min(20, 1 + len(before + said) // 48)
        cell.comment = note


def _restyle(cell: Any, key: Any, looks: dict[Any, Any], **parts: Any) -> None:
    """Give a cell parts of a look; openpyxl takes long over each look, so cells alike share the one worked out first."""
    known = looks.get(key)
    if known is None:
        for name, part in parts.items():
            setattr(cell, name, part)
        known = looks[key] = cell._style  # noqa: SLF001 - openpyxl offers no other way to give many cells one look
    cell._style = copy(known)  # noqa: SLF001


def _list(book: Workbook, findings: Sequence[Finding], cells: dict[int, tuple[str, str]], lang: Lang) -> None:
    """Add the first sheet: one row a finding, sortable, each with a link to its cell."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for name in (ERRORS_SHEET.vi, ERRORS_SHEET.en):
        if name in book.sheetnames and book[name]["B1"].value in (HEADERS[1][0].vi, HEADERS[1][0].en):
            del book[name]  # the list of an earlier marked copy
    sheet: Any = book.create_sheet(ERRORS_SHEET.of(lang), 0)
    heading, head_fill = Font(name=FONT, size=12, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")
    body, link, wrap = (
        Font(name=FONT, size=11),
        Font(name=FONT, size=11, underline="single", color="FF0563C1"),
        Alignment(vertical="top", wrap_text=True),
    )
    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in FILLS.items()}
    for column, (header, width) in enumerate(HEADERS, 1):
        cell = sheet.cell(1, column, header.of(lang))
        cell.font, cell.fill, cell.alignment = heading, head_fill, Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    looks: dict[Any, Any] = {}
    for row, finding in enumerate(findings, 2):
        where = finding.where
        place = f"{where.sheet}!{where.cell}" if where.sheet and where.cell else where.sheet or where.cell
        texts = (
            NAMES[finding.severity].of(lang),
            finding.code,
            Path(where.file).name,
            place,
            finding.value,
            finding.text.of(lang),
            finding.fix.of(lang),
        )
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            put(cell, text)
            quoted_text = bool(cell.quotePrefix)
            look = {"font": body, "alignment": wrap}
            if column == 1 and finding.severity in fills:
                look["fill"] = fills[finding.severity]
            _restyle(cell, (quoted_text, look.get("fill") and finding.severity), looks, **look)
        if (target := cells.get(id(finding))) and row <= MOST_LINKS:
            from openpyxl.worksheet.hyperlink import Hyperlink

            cell = sheet.cell(row, 4)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(target[0])}!{target[1]}")
            _restyle(cell, (bool(cell.quotePrefix), "link"), looks, font=link, alignment=wrap)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{len(findings) + 1}"
    sheet.sheet_properties.tabColor = "FFC00000"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = _fit_to_page()
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.right.text = Text("Trang &P/&N", "Page &P of &N").of(lang)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _fit_to_page() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
