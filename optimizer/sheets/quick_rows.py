"""XlsxWriter's worksheet with its innermost loops written for hundreds of thousands of plain cells.

XlsxWriter builds a list of attributes for every cell and escapes each of them, and asks of every address whether it is
written as A1. Here a plain cell (text, number, blank) is one formatted string; everything else goes its old way. The
bytes are the same, which the tests compare.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SPAN = 16  # rows that share one "spans", as Excel writes them
LONG = 16_000  # letters of a text that may be too long for a cell once they are counted as Excel does


class String(NamedTuple):
    """A text as XlsxWriter keeps it, which goes by the name of the class: its place among all texts, and its format."""

    string: int
    format: Any


class Number(NamedTuple):
    """A number and its format."""

    number: float
    format: Any


class Blank(NamedTuple):
    """An empty cell with a format."""

    format: Any


@lru_cache(maxsize=1)
def quick_worksheet() -> type[Any]:
    """Return the class of worksheets; XlsxWriter is imported only now."""
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.worksheet import Worksheet

    base: Any = Worksheet

    class QuickWorksheet(base):  # type: ignore[misc]
        """A worksheet whose cells are named by numbers, never as A1."""

        write_string = base._write_string  # noqa: SLF001
        write_number = base._write_number  # noqa: SLF001
        write_blank = base._write_blank  # noqa: SLF001

        def put_column(self, top: int, column: int, cells: Iterable[tuple[str | float | None, Any]]) -> None:
            """Write texts, finite numbers and blanks (one at least) from row `top` down, each with its format."""
            table, texts, place = self.table, self.str_table.string_table, self.str_table._get_shared_string_index  # noqa: SLF001
            row, known = top, 0
            for row, (value, look) in enumerate(cells, top):
                if value is None:
                    table[row][column] = Blank(look)
                elif not isinstance(value, str):
                    table[row][column] = Number(value, look)
                elif len(value) > LONG:
                    self.write_string(row, column, value, look)
                else:
                    at = texts.get(value)
                    if at is None:
                        at = place(value)
                    else:
                        known += 1
                    table[row][column] = String(at, look)
            self.str_table.count += known
            for end in (top, row):
                if self._check_dimensions(end, column):
                    raise ValueError(f"row {end + 1}, column {column + 1} lies outside of a sheet")

        def _write_rows(self) -> None:
            if self.constant_memory:
                super()._write_rows()
                return
            self._calculate_spans()
            names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
            styles: dict[Any, str] = {}
            for number in range(self.dim_rowmin, self.dim_rowmax + 1):
                cells, info = self.table.get(number), self.row_info.get(number)
                span = self.row_spans.get(number // SPAN)
                if cells:
                    self._write_row(number, span, info)
                    self._write_cells(number, cells, info, names, styles)
                    self._xml_end_tag("row")
                elif info is not None or number in self.comments:
                    self._write_empty_row(number, span, info)

        def _write_cells(
            self, row: int, cells: dict[int, Any], info: Any, names: list[str], styles: dict[Any, str]
        ) -> None:
            """Write the cells of a row; `styles` keeps what each format is written as, in the order they are met."""
            parts: list[str] = []
            plain_row = info is None or not info.row_format
            for column in sorted(cells):
                cell = cells[column]
                kind, look = type(cell).__name__, cell.format
                style = styles.get(look)
                if style is None and look:
                    style = styles[look] = f' s="{look._get_xf_index()}"'  # noqa: SLF001
                if kind not in ("String", "Number", "Blank") or not (
                    style or (plain_row and column not in self.col_info)
                ):
                    self.fh.write("".join(parts))
                    parts = []
                    self._write_cell(row, column, cell)
                    continue
                start = f'<c r="{names[column]}{row + 1}"{style or ""}'
                if kind == "String":
                    parts.append(f'{start} t="s"><v>{cell.string}</v></c>')
                elif kind == "Number":
                    parts.append(f"{start}><v>{cell.number:.16G}</v></c>")
                else:
                    parts.append(f"{start}/>")
            self.fh.write("".join(parts))

        def _calculate_spans(self) -> None:
            """Note from which to which column each block of rows reaches, in the way of the original."""
            found: dict[int, tuple[int, int]] = {}
            for row in range(self.dim_rowmin, self.dim_rowmax + 1):
                columns = [*self.table.get(row, ()), *self.comments.get(row, ())]
                if columns:
                    low, high = found.get(row // SPAN, (columns[0], columns[0]))
                    found[row // SPAN] = min(low, *columns), max(high, *columns)
            self.row_spans = {block: f"{low + 1}:{high + 1}" for block, (low, high) in found.items()}

    return QuickWorksheet
