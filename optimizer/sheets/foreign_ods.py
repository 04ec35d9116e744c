"""Reading OpenDocument workbooks (.ods), inside the process that may die."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from optimizer.sheets.foreign import EMPTY_RUN, MAX_CELLS, MAX_COLUMNS, TooLarge, day, new_sheet
from optimizer.sheets.legacy import coding_of_font

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_XML = 400 * 2**20
_MOST_REPEATS = 100_000  # equal rows that hold something; equal empty rows cost nothing


def read_ods(data: bytes) -> dict[str, Any]:
    """Return the sheets of an .ods workbook."""
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > _MOST_XML:
            raise TooLarge
        reader = _Reader()
        with archive.open("content.xml") as part:
            for event, node in iterparse(part, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    reader.start(node)
                else:
                    reader.end(node)
    return {"sheets": reader.sheets}


class _Reader:
    """Follows the document from start to end and keeps only the sheets."""

    def __init__(self) -> None:
        self.sheets: list[dict[str, Any]] = []
        self._styles: dict[str, tuple[str, bool]] = {}  # name of a style -> coding of its font, struck through
        self._hidden_styles: set[str] = set()
        self._sheet: dict[str, Any] | None = None
        self._row = self._column = self._empty = 0
        self._budget = MAX_CELLS
        self._over = False  # a thousand empty rows: the rest of the sheet is not read

    def start(self, node: Element) -> None:
        """Note the beginning of a sheet."""
        if node.tag == f"{_TABLE}table" and self._sheet is None:
            hidden = node.get(f"{_TABLE}style-name", "") in self._hidden_styles
            self._sheet = new_sheet(node.get(f"{_TABLE}name", ""), hidden=hidden)
            self._row = self._column = self._empty = 0
            self._over = False

    def end(self, node: Element) -> None:
        """Take what has been read whole: a style, a column, a row, a sheet."""
        if node.tag == f"{_STYLE}style":
            self._style(node)
        elif node.tag == f"{_TABLE}table-row" and self._sheet is not None:
            self._take_row(node, self._sheet)
            node.clear()
        elif node.tag == f"{_TABLE}table-column" and self._sheet is not None:
            count = min(_number(node, "number-columns-repeated"), MAX_COLUMNS)
            if node.get(f"{_TABLE}visibility", "visible") != "visible":
                self._sheet["hidden_columns"].extend(range(self._column + 1, self._column + count + 1))
            self._column += count
        elif node.tag == f"{_TABLE}table" and self._sheet is not None:
            self.sheets.append(self._sheet)
            self._sheet = None
            node.clear()

    def _style(self, node: Element) -> None:
        name = node.get(f"{_STYLE}name", "")
        text = node.find(f"{_STYLE}text-properties")
        if text is not None:
            struck = text.get(f"{_STYLE}text-line-through-style", "none") != "none"
            self._styles[name] = coding_of_font(text.get(f"{_STYLE}font-name", "")) or "", struck
        table = node.find(f"{_STYLE}table-properties")
        if table is not None and table.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(name)

    def _take_row(self, node: Element, sheet: dict[str, Any]) -> None:
        repeats = _number(node, "number-rows-repeated")
        first = self._row + 1
        self._row += repeats
        if self._over:
            return
        cells, looks = self._cells(node, sheet, first)
        if not cells:
            self._empty += repeats
            self._over = self._empty >= EMPTY_RUN and bool(sheet["rows"])
            return
        self._empty = 0
        self._budget -= len(cells) * repeats
        if self._budget < 0 or repeats > _MOST_REPEATS:
            raise TooLarge
        for number in range(first, first + repeats):
            sheet["rows"].append([number, cells])
            for column, (coding, struck) in looks.items():
                if coding:
                    sheet["fonts"].append([number, column, coding])
                if struck and sheet["struck"][-1:] != [number]:
                    sheet["struck"].append(number)
            if node.get(f"{_TABLE}visibility", "visible") != "visible":
                sheet["hidden_rows"].append(number)
        sheet["last"] = [self._row, max(sheet["last"][1], len(cells))]

    def _cells(self, node: Element, sheet: dict[str, Any], row: int) -> tuple[list[Any], dict[int, tuple[str, bool]]]:
        cells: list[Any] = []
        looks: dict[int, tuple[str, bool]] = {}
        waiting = 0  # empty cells not yet known to stand before a filled one
        for cell in node:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeats = _number(cell, "number-columns-repeated")
            column = len(cells) + waiting
            if column >= MAX_COLUMNS:
                break
            right, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
            if right > 1 or down > 1:
                sheet["merges"].append([row, column + 1, row + down - 1, column + right])
            value = _value(cell) if cell.tag == f"{_TABLE}table-cell" else None
            if value is None:
                waiting += repeats
                continue
            cells.extend([None] * waiting)
            waiting = 0
            if look := self._styles.get(cell.get(f"{_TABLE}style-name", "")):
                looks[column] = look
            cells.extend([value] * min(repeats, MAX_COLUMNS - column))
        return cells, looks


def _number(node: Element, name: str) -> int:
    written = node.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(written), 2**31)) if written.isascii() and written.isdigit() else 1


def _value(cell: Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join("".join(_words(p)) for p in cell.findall(f"{_TEXT}p"))
    if cell.get(f"{_CALC}value-type") == "error" or (not kind and text.startswith(("#", "Err:"))):
        return ["e", text or "#VALUE!"]
    if kind in ("float", "percentage", "currency"):
        return _float(cell.get(f"{_OFFICE}value", ""), text)
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", ""), text)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "string":
        return cell.get(f"{_OFFICE}string-value") or text or None
    if cell.get(f"{_TABLE}formula") and not text:
        return ["u"]
    return text or None


def _float(written: str, text: str) -> Any:
    number = float(written)
    if not number.is_integer() or abs(number) >= 1e15:
        return number
    if text.startswith("0") and text.isascii() and text.isdigit() and len(text) > 1:
        return ["p", text]  # shown with leading zeros
    return int(number)


def _date(written: str, text: str) -> Any:
    try:
        return day(dt.datetime.fromisoformat(written.rstrip("Z")))
    except ValueError:
        return text or None


def _words(node: Element) -> list[str]:
    """Return the texts of a paragraph: runs, blanks written as elements, line breaks."""
    found = [node.text or ""]
    for child in node:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            found.append(" " * min(int(count) if count.isascii() and count.isdigit() else 1, 1_000))
        elif child.tag == f"{_TEXT}tab":
            found.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif child.tag != f"{_OFFICE}annotation":
            found.extend(_words(child))
        found.append(child.tail or "")
    return found
