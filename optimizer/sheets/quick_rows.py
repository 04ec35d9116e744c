"""XlsxWriter's worksheet with its innermost loops written for hundreds of thousands of plain cells.

XlsxWriter builds a list of attributes for every cell and escapes each of them, and asks of every address whether it is
written as A1. Here the columns of a table are kept as they are, and each of its rows is one pattern filled in one go; a
plain cell by itself (text, number, blank) is one formatted string; everything else goes its old way. The bytes are the
same, which the tests compare.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SPAN = 16  # rows that share one "spans", as Excel writes them
LONG = 16_000  # letters of a text that may be too long for a cell once they are counted as Excel does
AT_ONCE = 2_000  # rows of a table that are written in one go
BLANK, TEXT, NUMBER, END = "/>", ' t="s"><v>', "><v>", "</v></c>"  # what stands after a cell's style


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


class Column(NamedTuple):
    """A column of a table from row `top` on: what each cell is after its style, its value, and its format.

    `looks` has one format for all cells, or one for each.
    """

    top: int
    at: int
    written: Sequence[str]
    values: Sequence[str | float | None]
    looks: Sequence[Any]

    @property
    def rows(self) -> range:
        """Return the rows it covers."""
        return range(self.top, self.top + len(self.written))

    def look(self, i: int) -> Any:
        """Return the format of the i-th cell."""
        return self.looks[i if len(self.looks) > 1 else 0]


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

        def __init__(self) -> None:
            super().__init__()
            self.columns: list[Column] = []
            self.fh: Any = None

        def put_column(self, top: int, column: int, values: Sequence[str | float | None], looks: Sequence[Any]) -> None:
            """Write texts, finite numbers and blanks (one at least) from row `top` down.

            `looks` is one format for all of them, or one for each. Cells written one by one stand over these.
            """
            for end in (top, top + len(values) - 1):
                if self._check_dimensions(end, column):
                    raise ValueError(f"row {end + 1}, column {column + 1} lies outside of a sheet")
            new = [value for value in dict.fromkeys(values) if type(value) is str]
            if any(len(value) > LONG for value in new):
                self._put_one_by_one(top, column, values, looks)
                return
            texts, place = self.str_table.string_table, self.str_table._get_shared_string_index  # noqa: SLF001
            before = self.str_table.count
            known: dict[Any, str] = {None: BLANK}
            for value in new:
                at = texts.get(value)
                known[value] = f"{TEXT}{place(value) if at is None else at}{END}"
            if {str, type(None)}.issuperset(map(type, values)):
                written = list(map(known.__getitem__, values))
                self.str_table.count = before + len(values) - list(values).count(None)
            else:
                written = [
                    known[value] if value is None or type(value) is str else f"{NUMBER}{value:.16G}{END}"
                    for value in values
                ]
                self.str_table.count = before + sum(type(value) is str for value in values)
            self.columns.append(Column(top, column, written, values, looks))

        def _put_one_by_one(
            self, top: int, column: int, values: Iterable[str | float | None], looks: Sequence[Any]
        ) -> None:
            for i, value in enumerate(values):
                look = looks[i if len(looks) > 1 else 0]
                if value is None:
                    self.write_blank(top + i, column, None, look)
                else:
                    (self.write_string if isinstance(value, str) else self.write_number)(top + i, column, value, look)

        def _write_rows(self) -> None:
            if self.constant_memory:
                super()._write_rows()
                return
            tables = self._tables()
            self._calculate_spans()
            names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
            styles: dict[Any, str] = {}
            number = self.dim_rowmin
            while number <= self.dim_rowmax:
                if number in tables:
                    self._write_table(tables[number], names, styles)
                    number += len(tables[number][0].written)
                    continue
                cells, info = self.table.get(number), self.row_info.get(number)
                span = self.row_spans.get(number // SPAN)
                if cells:
                    self._write_row(number, span, info)
                    self._write_cells(number, cells, info, names, styles)
                    self._xml_end_tag("row")
                elif info is not None or number in self.comments:
                    self._write_empty_row(number, span, info)
                number += 1
            self.table.clear()
            self.columns.clear()

        def _tables(self) -> dict[int, list[Column]]:
            """Return the columns that stand side by side, by their first row; the cells of all others are parted."""
            groups: dict[tuple[int, int], list[Column]] = {}
            for column in self.columns:
                groups.setdefault((column.top, len(column.written)), []).append(column)
            ends = [group[0].rows for group in groups.values()]
            crowded = {row for rows in ends for row in (rows.start, rows.stop - 1) if sum(row in r for r in ends) > 1}
            found: dict[int, list[Column]] = {}
            parted: set[int] = set()
            for (top, _), group in groups.items():
                rows = group[0].rows
                alone = crowded.isdisjoint(rows) and self.table.keys().isdisjoint(rows)
                if alone and all(map(self._is_plain, group)) and len({c.at for c in group}) == len(group):
                    found[top] = sorted(group, key=lambda column: column.at)
                else:
                    parted.update(map(id, group))
            self._part([column for column in self.columns if id(column) in parted])
            self.columns = [column for group in found.values() for column in group]
            return found

        def _is_plain(self, column: Column) -> bool:
            """Return whether all cells have a format of their own, and no row has one for them."""
            info = self.row_info
            return all(column.looks) and not any(row in info and info[row].row_format for row in column.rows)

        def _part(self, columns: Sequence[Column]) -> None:
            """Make single cells of columns; of two that meet the later one counts."""
            for column in reversed(columns):
                for i, (row, value) in enumerate(zip(column.rows, column.values, strict=True)):
                    look, cell = column.look(i), self.table[row]
                    if value is None:
                        cell.setdefault(column.at, Blank(look))
                    elif isinstance(value, str):
                        at = int(column.written[i].removeprefix(TEXT).removesuffix(END))
                        cell.setdefault(column.at, String(at, look))
                    else:
                        cell.setdefault(column.at, Number(value, look))

        def _write_table(self, columns: Sequence[Column], names: list[str], styles: dict[Any, str]) -> None:
            """Write columns that stand side by side, row by row: each a pattern of its formats, with the values put in."""

            def pattern(looks: Iterable[Any]) -> str:
                cells = [
                    f'<c r="{names[column.at]}%s"{self._style(look, styles)}%s'
                    for column, look in zip(columns, looks, strict=True)
                ]
                return "".join(["%s", *cells, "</row>"])

            rows = columns[0].rows
            varied = [i for i, column in enumerate(columns) if len(column.looks) > 1]
            looks = [column.looks[0] for column in columns]
            patterns: dict[tuple[Any, ...], str] = {}
            for begin in range(0, len(rows), AT_ONCE):
                part = slice(begin, begin + AT_ONCE)
                numbers = [str(row + 1) for row in rows[part]]
                sources = [source for column in columns for source in (numbers, column.written[part])]
                filled = zip(self._tags(rows[part]), *sources, strict=True)
                if not varied:
                    if () not in patterns:
                        patterns[()] = pattern(looks)
                    self.fh.write("".join(map(patterns[()].__mod__, filled)))
                    continue
                out = []
                for key, row in zip(zip(*(columns[i].looks[part] for i in varied), strict=True), filled, strict=True):
                    if key not in patterns:
                        for i, look in zip(varied, key, strict=True):
                            looks[i] = look
                        patterns[key] = pattern(looks)
                    out.append(patterns[key] % row)
                self.fh.write("".join(out))

        def _tags(self, rows: range) -> Iterator[str]:
            """Yield what each row begins with; what repeats is written by the original once, to be copied."""
            known: dict[tuple[Any, ...], str] = {}
            out = self.fh
            for row in rows:
                info, span = self.row_info.get(row), self.row_spans.get(row // SPAN)
                key = (span,) if info is None else (span, info.height, info.hidden, info.level, info.collapsed)
                rest = known.get(key)
                if rest is None:
                    self.fh = io.StringIO()
                    self._write_row(row, span, info)
                    rest = known[key] = self.fh.getvalue().removeprefix(f'<row r="{row + 1}"')
                    self.fh = out
                yield f'<row r="{row + 1}"{rest}'

        def _style(self, look: Any, styles: dict[Any, str]) -> str:
            """Return what a format is written as; its number is given when it is first met."""
            style = styles.get(look)
            if style is None:
                style = styles[look] = f' s="{look._get_xf_index()}"'  # noqa: SLF001
            return style

        def _write_cells(
            self, row: int, cells: dict[int, Any], info: Any, names: list[str], styles: dict[Any, str]
        ) -> None:
            """Write the cells of a row; `styles` keeps what each format is written as, in the order they are met."""
            parts: list[str] = []
            plain_row = info is None or not info.row_format
            for column in sorted(cells):
                cell = cells[column]
                kind, look = type(cell).__name__, cell.format
                style = self._style(look, styles) if look else ""
                if kind not in ("String", "Number", "Blank") or not (
                    style or (plain_row and column not in self.col_info)
                ):
                    self.fh.write("".join(parts))
                    parts = []
                    self._write_cell(row, column, cell)
                    continue
                start = f'<c r="{names[column]}{row + 1}"{style}'
                if kind == "String":
                    parts.append(f"{start}{TEXT}{cell.string}{END}")
                elif kind == "Number":
                    parts.append(f"{start}{NUMBER}{cell.number:.16G}{END}")
                else:
                    parts.append(f"{start}{BLANK}")
            self.fh.write("".join(parts))

        def _calculate_spans(self) -> None:
            """Note from which to which column each block of rows reaches, in the way of the original."""
            found: dict[int, tuple[int, int]] = {}

            def reach(block: int, low: int, high: int) -> None:
                if block in found:
                    low, high = min(low, found[block][0]), max(high, found[block][1])
                found[block] = low, high

            for cells in (self.table, self.comments):
                for row, columns in cells.items():
                    if columns and self.dim_rowmin <= row <= self.dim_rowmax:
                        reach(row // SPAN, min(columns), max(columns))
            for column in self.columns:
                for block in range(column.top // SPAN, (column.rows.stop - 1) // SPAN + 1):
                    reach(block, column.at, column.at)
            self.row_spans = {block: f"{low + 1}:{high + 1}" for block, (low, high) in found.items()}

    return QuickWorksheet
