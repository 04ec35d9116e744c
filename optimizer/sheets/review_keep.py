"""A copy of the case workbook that holds what the reviews of its plans decided; the case itself is never touched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Decision, RuleSetting
from optimizer.sheets.atomic import replacing
from optimizer.sheets.harmless import copy_of, put
from optimizer.sheets.headers import find_header, first_data_row
from optimizer.sheets.table import Grid, column_letter, is_blank
from optimizer.sheets.tabulate import folded_name
from optimizer.sheets.writer import DATE_FORMAT, as_text, header_of
from optimizer.sheets.xlsx import FONT, as_date
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook

    from optimizer.domain.record import Record
    from optimizer.text import Lang

_OFF = Text("không", "no")


@dataclass(frozen=True)
class RuleUpdate:
    """A rule's row to be changed, or, where `row` is 0, to be added under `title`."""

    setting: RuleSetting
    title: Text
    row: int = 0


def write_kept(
    source: Path,
    added: Sequence[Decision],
    gone: Iterable[int],
    rules: Sequence[RuleUpdate],
    out: Path,
    lang: Lang = "vi",
) -> Path:
    """Write a copy of `source` with decisions added, the rows `gone` emptied, and rules changed; return where it is.

    Everything else stays as the copying leaves it: formulas, colours and other sheets as in a marked copy.
    """
    source, out = Path(source), Path(out)
    if out.exists() and out.resolve() == source.resolve():
        raise ValueError(f"{out}: the copy must not replace the workbook it is made from")
    book, password = copy_of(source)
    gone = list(gone)
    if added or gone:
        decisions = _Sheet.of(book, Decision, lang)
        for row in gone:
            decisions.empty(row)
        for decision in added:
            decisions.write(decisions.next_row(), decision, _filled(decision))
    if rules:
        _write_rules(_Sheet.of(book, RuleSetting, lang), rules)
    with replacing(out, password) as landing:
        book.save(landing.path)
    return landing.landed


def _filled(record: Record) -> list[str]:
    return [name for name in type(record).columns() if getattr(record, name) not in (None, "")]


def _write_rules(sheet: _Sheet, rules: Sequence[RuleUpdate]) -> None:
    """Change or add the rows of rules; a sheet on which nothing was ticked (all in force) gets its ticks first."""
    ticks = [row for row in sheet.data_rows() if not is_blank(sheet.value(row, "on"))]
    if not ticks and any("on" in u.setting.reviewed or not u.row for u in rules):
        for row in sheet.data_rows():
            if not is_blank(sheet.value(row, "rule")):
                sheet.put(row, "on", "x")
    for update in rules:
        row = update.row or sheet.next_row()
        if not update.row:
            sheet.put(row, "rule", update.title.of(sheet.lang))
            sheet.put(row, "on", "x" if update.setting.on else _OFF.of(sheet.lang))
        for name in update.setting.reviewed:
            if name == "on":
                sheet.put(row, "on", "x" if update.setting.on else _OFF.of(sheet.lang))
            else:
                sheet.write(row, update.setting, [name])


class _Sheet:
    """One input sheet of the copy, its columns known by their headers; missing columns are added at the right."""

    def __init__(self, sheet: Any, cls: type[Record], lang: Lang) -> None:
        self._sheet, self._cls, self.lang = sheet, cls, lang
        grid = _grid(sheet)
        header = find_header(grid, cls) if grid.rows else None
        if header is None:
            self._header_row, self._first_data = 1, 2
            self._at: dict[str, int] = {}
        else:
            self._header_row = grid.numbers[header.first + header.depth - 1]
            first = first_data_row(grid, header)
            self._first_data = grid.numbers[first] if first < len(grid.numbers) else self._header_row + 1
            self._at = {name: index + 1 for name, index in header.columns.items()}
        self._last = max(self._header_row, *grid.numbers) if grid.numbers else self._header_row

    @classmethod
    def of(cls, book: Workbook, record: type[Record], lang: Lang) -> _Sheet:
        """Return the sheet of one kind of record, a new one where the workbook has none."""
        wanted = {fold(record.sheet_name.vi), fold(record.sheet_name.en)}
        found = next((s for s in book.worksheets if fold(s.title) in wanted), None)
        found = found or next((s for s in book.worksheets if folded_name(s.title) in wanted), None)
        return cls(found or book.create_sheet(record.sheet_name.of(lang)), record, lang)

    def data_rows(self) -> range:
        """Return the numbers of the rows below the header."""
        return range(self._first_data, self._last + 1)

    def next_row(self) -> int:
        """Return the number of the first row below everything written."""
        self._last += 1
        return self._last

    def value(self, row: int, name: str) -> Any:
        """Return what a field's cell holds, None where there is no such column."""
        return self._sheet.cell(row, self._at[name]).value if name in self._at else None

    def empty(self, row: int) -> None:
        """Clear the known cells of one row."""
        for column in self._at.values():
            self._sheet.cell(row, column).value = None

    def write(self, row: int, record: Record, names: Iterable[str]) -> None:
        """Write some fields of a record, each as its column has it."""
        for name in names:
            column = self._cls.columns()[name]
            value = getattr(record, name)
            day = as_date(value)
            if day is not None:
                cell = self._cell(row, name)
                cell.value, cell.number_format = day, DATE_FORMAT
            elif isinstance(value, int | float) and not isinstance(value, bool):
                self._cell(row, name).value = value
            else:
                self.put(row, name, "" if value is None else as_text(value, column, name, self.lang))

    def put(self, row: int, name: str, text: str) -> None:
        """Write text that stays text."""
        cell = self._cell(row, name)
        put(cell, text)
        if self._cls.columns()[name].kind == "code":
            cell.number_format = "@"

    def _cell(self, row: int, name: str) -> Any:
        if name not in self._at:
            self._at[name] = self._add_column(name)
        cell = self._sheet.cell(row, self._at[name])
        if not cell.has_style:
            from openpyxl.styles import Font

            cell.font = Font(name=FONT, size=11)
        return cell

    def _add_column(self, name: str) -> int:
        from copy import copy

        from openpyxl.styles import Font

        taken = (int(c.column) for c in self._sheet[self._header_row] if c.value)
        column = max([0, *self._at.values(), *taken]) + 1
        cell = self._sheet.cell(self._header_row, column)
        put(cell, header_of(name, self._cls.columns()[name], self.lang))
        if column > 1 and (beside := self._sheet.cell(self._header_row, column - 1)).has_style:
            cell._style = copy(beside._style)  # noqa: SLF001 - openpyxl's own way of copying a look
        else:
            cell.font = Font(name=FONT, size=12, bold=True)
        self._sheet.column_dimensions[column_letter(column - 1)].width = 24
        return column


def _grid(sheet: Any) -> Grid:
    """Return the rows of an openpyxl sheet that hold anything, as the readers of headers want them."""
    grid = Grid("", sheet.title, "", [], [])
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(not is_blank(value) for value in row):
            grid.numbers.append(number)
            grid.rows.append(row)
    return grid
