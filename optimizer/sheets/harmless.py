"""A copy of somebody's workbook to write marks into: what could reach out of it or run is left behind.

Formulas that only reckon stay, as people go on working in the copy. Those that call programs, the net or other
workbooks become plain text, links out of the workbook go, and so do names that point at other files. A workbook that
openpyxl cannot carry over in reasonable time, or that is no .xlsx, is built anew from its values.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from optimizer.sheets.book import Book, open_book
from optimizer.sheets.broken import BROKEN
from optimizer.sheets.guard import Guarded, guard
from optimizer.sheets.pseudonyms import hidden
from optimizer.sheets.table import BadCell, Padded
from optimizer.sheets.xlsx import FORMULA_STARTS, plain, sheet_title

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

MOST_XML = 120 * 2**20  # of all sheets: more takes openpyxl minutes and a gigabyte
MOST_MERGES = 3_000
_REACHES_OUT = re.compile(
    r"[|\[]|\b(?:HYPERLINK|WEBSERVICE|FILTERXML|RTD|DDE|DDEAUTO|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|CUBE\w+|SQL\.REQUEST|"
    r"STOCKHISTORY|IMPORT\w+|PY|INDIRECT|GETPIVOTDATA)\s*\(",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')


def copy_of(source: Path) -> tuple[Workbook, str]:
    """Return a workbook to write marks into, and the password the source was locked with.

    A file that is no readable workbook gives one without sheets.
    """
    if hidden():
        return _empty(), ""  # a copy would hold every name: only the lists are written
    guarded, _ = guard(source)
    if guarded is None:
        if not source.is_file():
            raise FileNotFoundError(source)
        return _empty(), ""
    if guarded.foreign is None and not _heavy(guarded):
        try:
            return _carried_over(guarded), guarded.password
        except BROKEN:
            pass  # openpyxl is stricter with a workbook it is to write again
    book, _ = open_book(source)
    if book is None:
        return _empty(), guarded.password
    with book:
        return _rebuilt(book), guarded.password


def put(cell: Any, text: str) -> None:
    """Write text that stays text, also when somebody edits the cell later."""
    text = plain(text)
    cell.value = text or None
    if text[:1] in FORMULA_STARTS:
        cell.data_type = "s"
        cell.quotePrefix = True


def reaches_out(formula: str) -> bool:
    """Return whether a formula calls something outside of its workbook: a program, an address, another file."""
    return bool(_REACHES_OUT.search(_QUOTED.sub('""', formula)))


def _empty() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    return book


def _heavy(guarded: Guarded) -> bool:
    parts = guarded.sheets.values()
    with zipfile.ZipFile(io.BytesIO(guarded.data)) as archive:
        size = sum(e.file_size for e in archive.infolist() if e.filename.startswith("xl/worksheets/"))
    return size > MOST_XML or any(p.far_column or len(p.merges) > MOST_MERGES or _is_far(p.last_value) for p in parts)


def _is_far(reference: str) -> bool:
    return len(reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 6  # beyond row 999,999


def _carried_over(guarded: Guarded) -> Workbook:
    """Return the workbook with its look and its harmless formulas.

    openpyxl drops links to other workbooks only together with what they stand for; a copy that held such formulas
    without their links would be a damaged file, so there the values alone are taken.
    """
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(guarded.data)) as archive:
        names = archive.namelist()
        linked = any(name.startswith("xl/externalLinks/") for name in names)
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/")]
        alive = any(b"<f" in xml or b":f" in xml or b"yperlink" in xml for xml in sheets)  # else no cell needs a look
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts openpyxl does not copy; they concern the source alone
        book: Workbook = load_workbook(io.BytesIO(guarded.data), data_only=linked, keep_links=False)
    for sheet in book.worksheets if alive else ():
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and reaches_out(_formula(cell.value)):
                    put(cell, _formula(cell.value))
                if cell.hyperlink is not None and cell.hyperlink.target:
                    cell.hyperlink = None
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [n for n, d in names.items() if reaches_out(str(d.attr_text or ""))]:
            del names[name]
    return book


def _formula(value: Any) -> str:
    return value if isinstance(value, str) else str(getattr(value, "text", "") or "=")


def _rebuilt(source: Book) -> Workbook:
    """Return a workbook of the same values in the same cells, without the look of the source."""
    book = _empty()
    for name in source.sheets:
        grid = source.grid(name)
        sheet: Any = book.create_sheet(sheet_title(name))
        for number, row in zip(grid.numbers, grid.rows, strict=True):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    _put_value(sheet.cell(number, column), value)
    return book


def _put_value(cell: Any, value: Any) -> None:
    if isinstance(value, Padded):
        put(cell, value.text)
    elif isinstance(value, str | BadCell):
        put(cell, str(value))
    else:
        cell.value = value
