"""Reading binary workbooks (.xlsb), inside the process that may die."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from optimizer.sheets.foreign import MAX_CELLS, MAX_COLUMNS, TooLarge, day, new_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11  # records of a sheet: a row begins, a cell with an error, and one by formula
_SHEET = 156  # record of the workbook: one sheet
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_MOST_ROWS = 1_048_576
_MOST_CELLS_SPAN = 50_000_000  # the rectangle from the first filled cell to the last


def read_xlsb(data: bytes) -> dict[str, Any]:
    """Return the sheets of an .xlsb workbook."""
    import python_calamine

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        errors = _errors(archive)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(book.get_sheet_by_name(m.name), m, errors.get(m.name, {}))
            for m in book.sheets_metadata
            if m.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError:
        raise PermissionError from None
    except python_calamine.CalamineError as problem:
        raise ValueError(str(problem)) from None
    return {"sheets": sheets}


def _sheet(sheet: Any, meta: Any, errors: dict[tuple[int, int], str]) -> dict[str, Any]:
    import python_calamine

    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    made = new_sheet(meta.name, hidden=hidden)
    if sheet.total_height * sheet.total_width > _MOST_CELLS_SPAN:
        raise TooLarge
    budget = MAX_CELLS
    rows: dict[int, list[Any]] = {}
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_value(v) for v in values[:MAX_COLUMNS]]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows[number] = cells
            budget -= len(cells)
            if budget < 0:
                raise TooLarge
    for (row, column), shown in errors.items():
        cells = rows.setdefault(row + 1, [])
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = ["e", shown]
    made["rows"] = [[number, rows[number]] for number in sorted(rows)]
    made["last"] = [sheet.total_height, sheet.total_width]
    merges = sheet.merged_cell_ranges or ()
    made["merges"] = [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in merges]
    return made


def _value(value: Any) -> Any:
    if value == "" or value is None:
        return None
    if isinstance(value, (dt.datetime, dt.date)):
        return day(value)
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _errors(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """Return the cells with errors of every sheet, by row and column from 0: calamine gives them as blanks."""
    names = _sheet_names(archive)
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name, part in names.items():
        cells: dict[tuple[int, int], str] = {}
        row = 0
        for kind, body in _records(archive.read(part)):
            if kind == _ROW and len(body) >= 4:
                row = int.from_bytes(body[:4], "little")
                if row >= _MOST_ROWS:
                    raise ValueError(f"row {row}")
            elif kind in (_ERROR, _FORMULA_ERROR) and len(body) >= 9:
                column = int.from_bytes(body[:4], "little")
                if column < MAX_COLUMNS:
                    cells[row, column] = _ERRORS.get(body[8], "#VALUE!")
        found[name] = cells
    return found


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    from defusedxml.ElementTree import fromstring

    links = {str(r.get("Id")): str(r.get("Target")) for r in fromstring(archive.read("xl/_rels/workbook.bin.rels"))}
    names = set(archive.namelist())
    found: dict[str, str] = {}
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == _SHEET and len(body) > 12:
            link, at = _wide(body, 8)
            name, _ = _wide(body, at)
            target = links.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                found[name] = part
    return found


def _wide(body: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a binary part: kind and size are written in groups of seven bits."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] << 7)
            at += 1
        size = shift = 0
        for _ in range(4):
            part = data[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, data[at : at + size]
        at += size
