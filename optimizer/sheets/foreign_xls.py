"""Reading Excel 97-2003 workbooks (.xls), inside the process that may die."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from optimizer.sheets.foreign import EMPTY_RUN, MAX_CELLS, MAX_COLUMNS, NotAWorkbook, TooLarge, day, new_sheet
from optimizer.sheets.legacy import coding_of_font

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZEROS = re.compile(r"^0{2,}$")


def read_xls(data: bytes) -> dict[str, Any]:
    """Return the sheets of an .xls workbook."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=_has_formats(data), ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as problem:
        said = str(problem).lower()
        if "encrypted" in said:
            raise PermissionError(said) from None
        if "unsupported format" in said or "can't find workbook" in said:
            raise NotAWorkbook from None
        raise ValueError(said) from None
    budget = MAX_CELLS
    sheets = []
    for sheet in book.sheets():
        made = _sheet(book, sheet)
        budget -= sum(len(cells) for _, cells in made["rows"])
        if budget < 0:
            raise TooLarge
        sheets.append(made)
    return {"sheets": sheets}


def _has_formats(data: bytes) -> bool:
    """Return whether formats can be asked for: xlrd knows those of Excel 5 and later."""
    return not data.startswith((b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"))


def _sheet(book: Any, sheet: Any) -> dict[str, Any]:
    made = new_sheet(str(sheet.name), hidden=bool(sheet.visibility))
    looks = _Looks(book)
    empty = 0
    for row in range(sheet.nrows):
        cells = list(_cells(book, sheet, row, looks, made))
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            empty += 1
            if empty >= EMPTY_RUN:
                break
            continue
        empty = 0
        made["rows"].append([row + 1, cells])
        if looks.struck:
            made["struck"].append(row + 1)
    made["last"] = [sheet.nrows, sheet.ncols]
    made["merges"] = [[top + 1, left + 1, bottom, right] for top, bottom, left, right in sheet.merged_cells]
    made["hidden_rows"] = [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden]
    made["hidden_columns"] = [c + 1 for c, info in sheet.colinfo_map.items() if info.hidden and c < MAX_COLUMNS]
    return made


class _Looks:
    """What a cell's format says: a padded number, a legacy font, struck-through text; looked up once a format."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[int, tuple[int, str, bool]] = {}
        self.struck = False

    def of(self, index: int) -> tuple[int, str, bool]:
        """Return the number of zeros, the coding of the font, and whether it is struck through."""
        found = self._known.get(index)
        if found is None:
            form = self._book.xf_list[index]
            written = self._book.format_map.get(form.format_key)
            zeros = _ZEROS.match(written.format_str if written else "")
            font = self._book.font_list[form.font_index]
            found = (len(zeros.group()) if zeros else 0, coding_of_font(font.name) or "", bool(font.struck_out))
            self._known[index] = found
        return found


def _cells(book: Any, sheet: Any, row: int, looks: _Looks, made: dict[str, Any]) -> Iterator[Any]:
    kinds, values = sheet.row_types(row), sheet.row_values(row)
    looks.struck = False
    for column in range(min(len(values), MAX_COLUMNS)):
        kind, value = kinds[column], values[column]
        if kind in (0, 6) or (kind == 1 and value == ""):
            yield None
            continue
        zeros = 0
        if book.formatting_info:
            zeros, coding, struck = looks.of(sheet.cell_xf_index(row, column))
            looks.struck = looks.struck or struck
            if coding and kind == 1:
                made["fonts"].append([row + 1, column, coding])
        yield _value(book, kind, value, zeros)


def _value(book: Any, kind: int, value: Any, zeros: int) -> Any:
    import xlrd

    if kind == 2:
        if float(value).is_integer() and abs(value) < 1e15:
            return ["p", str(int(value)).zfill(zeros)] if zeros and value >= 0 else int(value)
        return float(value)
    if kind == 3:
        try:
            return day(xlrd.xldate.xldate_as_datetime(value, book.datemode))
        except (OverflowError, ValueError):
            return float(value)
    if kind == 4:
        return bool(value)
    if kind == 5:
        return ["e", xlrd.error_text_from_code.get(value, "#VALUE!")]
    return str(value)
