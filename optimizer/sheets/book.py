"""A workbook opened for reading: its sheets, each streamed once and kept as a grid."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from optimizer.findings import Address, Finding
from optimizer.sheets.guard import Guarded, SheetParts, damaged, guard
from optimizer.sheets.table import BadCell, Grid, Padded
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

EMPTY_RUN = 1_000  # so many empty rows end a sheet: formatted blanks may go on for a million
MAX_ROWS = 1_048_576
MAX_COLUMNS = 512
_ZEROS = re.compile(r"^0{2,}$")
_DEFUSED = "OPENPYXL_DEFUSEDXML"
_REFERENCE = re.compile(r"^([A-Z]+)(\d+)$")
# The ways openpyxl shows that a part of a workbook is not as the standard has it; anything else is our own mistake.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
)
_MAC_EPOCH = dt.datetime(1904, 1, 1)


class Book:
    """The sheets of one workbook by name; each is read when first asked for."""

    def __init__(self, guarded: Guarded, workbook: Any) -> None:
        self.name = guarded.name
        self.digest = guarded.digest
        self.findings: list[Finding] = []
        self._guarded = guarded
        self._workbook = workbook
        self._sheets = {ws.title: ws for ws in workbook.worksheets}
        self._grids: dict[str, Grid] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the names of the sheets as written, in order."""
        return tuple(self._sheets)

    def grid(self, sheet: str) -> Grid:
        """Return all rows of a sheet that hold anything."""
        found = self._grids.get(sheet)
        if found is None:
            found = self._grids[sheet] = self._read(sheet)
        return found

    def _read(self, sheet: str) -> Grid:
        parts = self._guarded.sheets.get(sheet, SheetParts())
        grid = Grid(self.name, sheet, self.digest, [], [], parts.merges)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles and validations, which nobody here reads
            try:
                last = self._stream(sheet, grid)
            except _BROKEN:
                self.findings.append(damaged(self.name))
                return grid
        self._mark_uncached(grid, parts)
        self._note_far_cell(sheet, parts, last)
        return grid

    def _stream(self, sheet: str, grid: Grid) -> int:
        """Fill the grid; return the number of the last row looked at."""
        ws = self._sheets[sheet]
        ws.reset_dimensions()  # files in the wild declare A1 and hold thousands of rows
        number, empty = 0, 0
        for number, row in enumerate(self._rows(ws), start=1):
            if not row or row.count(None) == len(row):
                empty += 1
                if empty >= EMPTY_RUN:
                    break
                continue
            empty = 0
            grid.numbers.append(number)
            grid.rows.append(row[:MAX_COLUMNS] if len(row) > MAX_COLUMNS else row)
        return number

    def _rows(self, ws: Any) -> Iterator[Sequence[Any]]:
        if self._workbook.epoch == _MAC_EPOCH:
            return (tuple(_mac_year(v) for v in row) for row in ws.iter_rows(values_only=True))
        if self._guarded.padded_formats:
            return (tuple(_padded(c) for c in row) for row in ws.iter_rows())
        rows: Iterator[Sequence[Any]] = ws.iter_rows(values_only=True)
        return rows

    def _mark_uncached(self, grid: Grid, parts: SheetParts) -> None:
        if not parts.uncached:
            return
        wanted: dict[int, list[int]] = {}
        for reference in parts.uncached:
            found = _REFERENCE.match(reference)
            if found:
                wanted.setdefault(int(found.group(2)), []).append(_index(found.group(1)))
        place = {number: i for i, number in enumerate(grid.numbers)}
        for number, columns in wanted.items():
            if number not in place:
                continue  # a row of formulas alone, such as an unused line of a template
            row = list(grid.rows[place[number]])
            row.extend([None] * (max(columns) + 1 - len(row)))
            for column in columns:
                if row[column] is None:
                    row[column] = BadCell("uncached", "=…")
            grid.rows[place[number]] = row

    def _note_far_cell(self, sheet: str, parts: SheetParts, last: int) -> None:
        found = _REFERENCE.match(parts.last_value)
        if found and int(found.group(2)) > last:
            where = Address(self.name, sheet, parts.last_value)
            self.findings.append(Finding("far_cell", "warning", _FAR, _FAR_FIX, where))

    def close(self) -> None:
        """Release the file."""
        self._workbook.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_book(path: Path) -> tuple[Book | None, list[Finding]]:
    """Open a workbook for reading, or return the findings that say why it cannot be."""
    guarded, findings = guard(path)
    if guarded is None:
        return None, findings
    openpyxl = quick_openpyxl()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(
                io.BytesIO(guarded.data), read_only=True, data_only=True, keep_links=False
            )
        except _BROKEN:
            return None, [damaged(guarded.name)]
    return Book(guarded, workbook), findings


def quick_openpyxl() -> Any:
    """Return openpyxl, imported so that it reads XML with the C parser.

    With defusedxml installed it would choose a parser in plain Python that takes nearly twice as long; what that one
    guards against, entities declared by the file, the guard has refused before. Where openpyxl is imported already,
    it stays as it is.
    """
    before = os.environ.get(_DEFUSED)
    os.environ[_DEFUSED] = "False"
    try:
        import openpyxl
    finally:
        if before is None:
            del os.environ[_DEFUSED]
        else:
            os.environ[_DEFUSED] = before
    return openpyxl


def _padded(cell: Any) -> Any:
    value = cell.value
    if type(value) is int and value >= 0:
        found = _ZEROS.match(cell.number_format or "")
        if found:
            return Padded(value, str(value).zfill(len(found.group())))
    return value


def _mac_year(value: Any) -> Any:
    """In a workbook that counts from 1904, turn a year typed into a date cell back into the year."""
    if isinstance(value, dt.datetime):
        days = (value - _MAC_EPOCH).days
        if 1900 <= days <= 2100:
            return days
    return value


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


_FAR = Text(
    "Có dữ liệu nằm cách bảng hơn một nghìn dòng trống; phần đó không được đọc.",
    "There is data more than a thousand empty rows below the table; it was not read.",
)
_FAR_FIX = Text("Xóa ô này, hoặc xóa các dòng trống ở giữa.", "Clear that cell, or delete the empty rows between.")
