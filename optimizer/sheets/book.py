"""A workbook opened for reading: its sheets, each streamed once and kept as a grid."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address, Finding
from optimizer.sheets.broken import BROKEN
from optimizer.sheets.cell_notes import noted_cells
from optimizer.sheets.foreign import cell_of
from optimizer.sheets.guard import SPLIT, TOO_LARGE, Guarded, guard, salvage_remark
from optimizer.sheets.kinds import SAVE_AS, damaged
from optimizer.sheets.load import Looks, load, plain_rows
from optimizer.sheets.mend import Mending, mend_grid
from optimizer.sheets.outline import SheetParts
from optimizer.sheets.salvage import salvaged
from optimizer.sheets.scan import Unusual
from optimizer.sheets.table import MAC_EPOCH, BadCell, Grid, MacDate, Merge, column_letter
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

EMPTY_RUN = 1_000  # so many empty rows end a sheet: formatted blanks may go on for a million
MAX_ROWS = 1_048_576
MAX_COLUMNS = 512
TOP_ROWS = 40  # enough for every header that is looked for
MAX_HELD = 300_000  # rows that hold anything: ten provinces, and the most that is read in time
_MOST_MERGED = 1_000_000  # cells under merges of one sheet; those of hostile files overlap without end
_REFERENCE = re.compile(r"^([A-Z]+)(\d+)$")


class Book:
    """The sheets of one workbook by name; each is read when first asked for."""

    def __init__(self, guarded: Guarded, workbook: Any = None) -> None:
        self.name = guarded.name
        self.digest = guarded.digest
        self.findings: list[Finding] = []
        self.mendings: list[Mending] = []  # every text that was mended, cell by cell
        self._guarded = guarded
        self._workbook = workbook
        self._salvaged = False
        if guarded.foreign is not None:
            named = [(str(sheet["name"]), sheet) for sheet in guarded.foreign["sheets"]]
        else:
            named = [(str(ws.title), ws) for ws in workbook.worksheets]
        self._sheets: dict[str, Any] = {}
        for name, sheet in named:
            if name in self._sheets:
                self.findings.append(Finding("double_sheet", "error", _SAME_NAME, _RENAME, Address(self.name, name)))
            self._sheets.setdefault(name, sheet)
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

    def top(self, sheet: str) -> Grid:
        """Return the first rows of a sheet that hold anything, to see what it is about: nothing is noted."""
        if self._guarded.foreign is not None:
            return self._foreign(sheet, {})[0]
        parts = self._guarded.sheets.get(sheet, SheetParts())
        grid = Grid(self.name, sheet, self.digest, [], [], parts.merges)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                _fill(grid, enumerate(self._rows(sheet, parts, None), start=1), TOP_ROWS)
            except BROKEN:  # whoever needs the sheet finds that out and says so
                return Grid(self.name, sheet, self.digest, [], [])
        grid.merges = within(grid)
        return grid

    def _read(self, sheet: str) -> Grid:
        fonts: dict[tuple[int, int], str] = {}
        if self._guarded.foreign is not None:
            grid, parts = self._foreign(sheet, fonts)
        else:
            parts = self._guarded.sheets.get(sheet, SheetParts())
            grid = Grid(self.name, sheet, self.digest, [], [], parts.merges)
            looks = self._looks(sheet)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl remarks on styles and validations, which nobody here reads
                try:
                    last = self._stream(sheet, grid, parts, looks)
                except BROKEN:
                    if not self._salvage():
                        self.findings.append(damaged(self.name))
                        return grid
                    return self._read(sheet)  # what stands around the rows was at fault
            if len(grid.rows) >= MAX_HELD:
                where = Address(self.name, sheet)
                self.findings.append(Finding("file_too_large", "error", TOO_LARGE, SPLIT, where))
                return Grid(self.name, sheet, self.digest, [], [])
            if parts.unordered:
                where = Address(self.name, sheet, f"{parts.unordered}:{parts.unordered}")
                self.findings.append(Finding("rows_out_of_order", "error", _UNORDERED, SAVE_AS, where))
            self._mark_uncached(grid, parts)
            self._note_far_cell(sheet, parts, last)
            grid.noted = noted_cells(self._guarded.data, parts.part) if parts.part else ()
            if looks is not None:
                fonts, parts = looks.fonts, replace(parts, struck=tuple(sorted(looks.struck)))
        grid.merges = within(grid)
        findings, mendings = mend_grid(grid, fonts)
        self.findings.extend(findings)
        self.mendings.extend(mendings)
        self._note_hidden(grid, parts)
        return grid

    def _salvage(self) -> bool:
        """Open the same sheets in a new wrapping; return whether that was possible, and not done before."""
        data = None if self._salvaged else salvaged(self._guarded.data)
        if data is None:
            return False
        try:
            workbook = load(data)
        except BROKEN:
            return False
        self._salvaged = True
        self._guarded = replace(self._guarded, data=data, legacy_fonts=False, struck_fonts=False)
        self._workbook = workbook
        self._sheets = {str(ws.title): ws for ws in workbook.worksheets}
        self.findings.append(salvage_remark(self.name))
        return True

    def _foreign(self, sheet: str, fonts: dict[tuple[int, int], str]) -> tuple[Grid, SheetParts]:
        """Return a sheet that the other process has read."""
        found = self._sheets[sheet]
        rows = [[cell_of(c) if type(c) is list else c for c in cells] for _, cells in found["rows"]]
        merges = tuple(Merge(*m) for m in found["merges"])
        fonts.update({(row, column): coding for row, column, coding in found["fonts"]})
        parts = SheetParts(
            hidden_rows=tuple(found["hidden_rows"]),
            hidden_columns=tuple(found["hidden_columns"]),
            hidden=found["hidden"],
            struck=tuple(found["struck"]),
        )
        return Grid(self.name, sheet, self.digest, [n for n, _ in found["rows"]], list(rows), merges), parts

    def _looks(self, sheet: str) -> Looks | None:
        """Return what keeps the looks of cells, None where no format of the workbook says anything."""
        told = self._guarded
        wanted = told.padded_formats or told.legacy_fonts or told.struck_fonts
        return Looks(self._sheets[sheet]) if wanted and self._workbook.epoch != MAC_EPOCH else None

    def _stream(self, sheet: str, grid: Grid, parts: SheetParts, looks: Looks | None) -> int:
        """Fill the grid; return the number of the last row looked at."""
        if parts.part and not parts.far_column and not parts.unordered:
            try:
                return _fill(grid, self._dated(plain_rows(self._guarded.data, parts.part, self._workbook, looks)))
            except Unusual:
                grid.numbers, grid.rows = [], []
        return _fill(grid, self._dated(enumerate(self._rows(sheet, parts, looks), start=1)))

    def _rows(self, sheet: str, parts: SheetParts, looks: Looks | None) -> Iterator[Sequence[Any]]:
        ws = self._sheets[sheet]
        ws.reset_dimensions()  # files in the wild declare A1 and hold thousands of rows
        # A sheet with a cell at XFD gives rows of 16,384 cells each, unless it is told where to stop.
        most = {"max_col": MAX_COLUMNS} if parts.far_column else {}
        if looks is not None:
            return (tuple(map(looks.value, row)) for row in ws.iter_rows(**most))
        rows: Iterator[Sequence[Any]] = ws.iter_rows(values_only=True, **most)
        return rows

    def _dated(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterable[tuple[int, Sequence[Any]]]:
        """Return the rows, those of a workbook that counts from 1904 with dates that say so."""
        if self._workbook.epoch != MAC_EPOCH:
            return rows
        return ((number, tuple(map(_mac_date, row))) for number, row in rows)

    def _mark_uncached(self, grid: Grid, parts: SheetParts) -> None:
        if not parts.uncached:
            return
        wanted: dict[int, list[int]] = {}
        for reference in parts.uncached:
            found = _REFERENCE.match(reference)
            if found and (column := _index(found.group(1))) < MAX_COLUMNS:
                wanted.setdefault(int(found.group(2)), []).append(column)
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
        elif parts.far_column:
            where = Address(self.name, sheet, parts.far_column)
            self.findings.append(Finding("far_cell", "warning", _FAR_RIGHT, _FAR_FIX, where))

    def _note_hidden(self, grid: Grid, parts: SheetParts) -> None:
        """Say what a reader of the sheet does not see and the program does."""
        held = set(grid.numbers)
        rows = [number for number in parts.hidden_rows if number in held]
        if rows:
            where = Address(self.name, grid.sheet, f"{rows[0]}:{rows[0]}")
            text = _HIDDEN_ROWS.format(count=len(rows))
            self.findings.append(Finding("hidden_rows", "warning", text, _HIDDEN_FIX, where))
        widths = {i for row in grid.rows for i, v in enumerate(row) if v is not None} if parts.hidden_columns else set()
        columns = [column_letter(c - 1) for c in parts.hidden_columns if c - 1 in widths]
        if columns:
            where = Address(self.name, grid.sheet, f"{columns[0]}1")
            text = _HIDDEN_COLUMNS.format(columns=", ".join(columns[:20]))
            self.findings.append(Finding("hidden_columns", "info", text, where=where))
        if parts.hidden and grid.rows:
            self.findings.append(Finding("hidden_sheet", "info", _HIDDEN_SHEET, where=Address(self.name, grid.sheet)))
        struck = [number for number in parts.struck if number in held]
        if struck:
            where = Address(self.name, grid.sheet, f"{struck[0]}:{struck[0]}")
            text = _STRUCK.format(count=len(struck), rows=", ".join(map(str, struck[:10])))
            self.findings.append(Finding("struck_rows", "warning", text, _STRUCK_FIX, where))

    def close(self) -> None:
        """Release the file."""
        if self._workbook is not None:
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
    if guarded.foreign is not None:
        return Book(guarded), findings
    mended = False
    for _ in range(2):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                workbook = load(guarded.data)
            except BROKEN:
                workbook = None
        if workbook is not None and (workbook.worksheets or not guarded.sheets):
            return Book(guarded, workbook), findings
        data = None if mended else salvaged(guarded.data)
        if data is None:
            break
        # The wrapping is worth nothing, styles included, but the sheets may be whole. No sheets at all, and no
        # complaint, is how openpyxl meets the strict dialect of the standard, in which nothing is damaged.
        if workbook is None:
            findings = [salvage_remark(guarded.name), *findings]
        guarded, mended = replace(guarded, data=data, legacy_fonts=False, struck_fonts=False), True
    return None, [damaged(guarded.name)]


def _fill(grid: Grid, rows: Iterable[tuple[int, Sequence[Any]]], most: int = MAX_HELD) -> int:
    """Put the rows that hold anything into the grid, up to a long run without any; return the last one looked at."""
    number = last = 0
    for number, row in rows:
        if number - last > EMPTY_RUN:
            return last + EMPTY_RUN
        if not row or row.count(None) == len(row):
            if number - last == EMPTY_RUN:
                break
            continue
        last = number
        grid.numbers.append(number)
        grid.rows.append(row[:MAX_COLUMNS] if len(row) > MAX_COLUMNS else row)
        if len(grid.rows) >= most:
            break
    return number


def within(grid: Grid) -> tuple[Merge, ...]:
    """Return the merges of a sheet cut to the rows and columns that hold anything; those outside say nothing."""
    if not grid.numbers or not grid.merges:
        return ()
    bottom, right = grid.numbers[-1] + 1, max(map(len, grid.rows)) + 1
    budget = _MOST_MERGED
    kept: list[Merge] = []
    for m in dict.fromkeys(grid.merges):
        if m.top > bottom or m.left > right or m.top > m.bottom or m.left > m.right:
            continue
        cut = Merge(m.top, m.left, min(m.bottom, bottom), min(m.right, right))
        budget -= (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
        if budget < 0:
            break
        kept.append(cut)
    return tuple(kept)


def _mac_date(value: Any) -> Any:
    """In a workbook that counts from 1904, keep with a date that it does."""
    if type(value) is dt.datetime:
        return MacDate(value.year, value.month, value.day, value.hour, value.minute, value.second)
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
_UNORDERED = Text(
    "Trong tệp, dòng này đứng sau một dòng có số lớn hơn hoặc có hai lần; Excel không bao giờ ghi như vậy, và có dòng sẽ bị "
    "bỏ sót.",
    "In the file this row stands behind one with a higher number, or twice; Excel never writes that, and rows would be "
    "missed.",
)
_SAME_NAME = Text("Hai trang cùng mang một tên.", "Two sheets have one name.")
_RENAME = Text("Mở bằng Excel, đổi tên một trang rồi lưu lại.", "Open it in Excel, rename one of them and save.")
_FAR_RIGHT = Text(
    "Có dữ liệu nằm quá xa bên phải bảng (sau cột thứ 512); phần đó không được đọc.",
    "There is data far to the right of the table (beyond column 512); it was not read.",
)
_HIDDEN_ROWS = Text(
    "{count} dòng đang bị ẩn (thường do bộ lọc) vẫn được đọc.",
    "{count} [row is|rows are] hidden (mostly by a filter) and read all the same.",
)
_HIDDEN_FIX = Text(
    "Bỏ lọc để xem, và xóa những dòng không dùng.", "Clear the filter to see them; delete those not meant."
)
_HIDDEN_COLUMNS = Text("Các cột bị ẩn vẫn được đọc: {columns}.", "Hidden columns are read all the same: {columns}.")
_HIDDEN_SHEET = Text("Trang bị ẩn vẫn được đọc.", "The hidden sheet is read all the same.")
_STRUCK = Text(
    "{count} dòng có chữ gạch ngang vẫn được đọc như thường: {rows}.",
    "{count} [row with struck-through text is|rows with struck-through text are] read like any other: {rows}.",
)
_STRUCK_FIX = Text(
    "Nếu gạch ngang nghĩa là đã nghỉ hoặc đã chuyển, hãy ghi vào cột Trạng thái hoặc xóa dòng.",
    "If striking means retired or moved, say so in the column Trạng thái (status), or delete the row.",
)
