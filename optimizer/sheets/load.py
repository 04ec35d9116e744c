"""Opening a workbook with openpyxl, and its sheets row by row: by patterns where they are plain, else by openpyxl."""

from __future__ import annotations

import io
import os
import re
import zipfile
from typing import TYPE_CHECKING, Any

from optimizer.sheets.legacy import coding_of_font
from optimizer.sheets.scan import Meaning, Unusual, rows_in, strings_in
from optimizer.sheets.table import Padded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ZEROS = re.compile(r"^0{2,}$")
_DEFUSED = "OPENPYXL_DEFUSEDXML"


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


def load(data: bytes) -> Any:
    """Return a workbook opened for reading, its table of strings read by patterns where that is plain."""
    quick_openpyxl()
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS

    class Reader(ExcelReader):
        """openpyxl's own, but for the table of strings."""

        def read_strings(self) -> None:
            package: Any = self.package
            part = package.find(SHARED_STRINGS)
            try:
                self.shared_strings = [] if part is None else strings_in(self.archive.read(part.PartName[1:]))
            except Unusual:
                super().read_strings()

    reader = Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


def meaning_of(workbook: Any) -> Meaning:
    """Return what a workbook says about the cells of its sheets."""
    strings = workbook.worksheets[0]._shared_strings  # noqa: SLF001 - one table, which every sheet holds
    return Meaning(strings, workbook._date_formats, workbook._timedelta_formats, workbook.epoch)  # noqa: SLF001


def plain_rows(data: bytes, part: str, workbook: Any, looks: Looks | None) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the number and values of each row of a sheet; raise Unusual where its XML is not of the plain kind."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(part)
    return rows_in(xml, meaning_of(workbook), None if looks is None else looks.seen)


class Looks:
    """What the format of a cell says beyond its value; each format is looked at once."""

    def __init__(self, sheet: Any) -> None:
        self.fonts: dict[tuple[int, int], str] = {}  # row, column from 0 -> the old code its font is of
        self.struck: set[int] = set()  # rows with struck-through text
        self._sheet = sheet
        self._known: dict[int, tuple[int, str, bool]] = {}

    def value(self, cell: Any) -> Any:
        """Return the value of openpyxl's cell, a padded number as such; note its font where that matters."""
        if cell.value is None:
            return None
        return self.seen(cell.row, cell.column - 1, cell._style_id, cell.value)  # noqa: SLF001 - no other way to it

    def seen(self, row: int, column: int, style: int, value: Any) -> Any:
        """Return the value of a cell that has one, a padded number as such; note its font where that matters."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._of_style(style)
        zeros_shown, coding, struck = known
        if struck:
            self.struck.add(row)
        if type(value) is str:
            if coding:
                self.fonts[row, column] = coding
        elif zeros_shown and type(value) is int and value >= 0:
            return Padded(value, str(value).zfill(zeros_shown))
        return value

    def _of_style(self, style: int) -> tuple[int, str, bool]:
        from openpyxl.cell.read_only import ReadOnlyCell

        cell = ReadOnlyCell(self._sheet, 1, 1, None, "n", style)
        zeros, font = _ZEROS.match(cell.number_format or ""), cell.font
        return len(zeros.group()) if zeros else 0, coding_of_font(font.name) or "", bool(font.strike)
