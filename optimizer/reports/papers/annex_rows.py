"""The rows of an annex made ready for paper: what each cell prints, how tall a row is, under which heading it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.reports.render import ROOM_AT_SIDES, spoken
from optimizer.reports.words import number
from optimizer.sheets.xlsx import LINE_POINTS, plain, text_width, wrapped_lines
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.reports.papers.annex import Annex
    from optimizer.reports.table import Kind, Table, TableColumn
    from optimizer.text import Lang

NUMBERS: tuple[Kind, ...] = ("int", "number", "measure", "km", "money", "change")
BOLD = 1.1  # how much wider bold letters are
_TALLEST = 400.0
_MOST_LINES = 20  # of a cell by its letters alone; breaking at blanks takes some more


@dataclass(frozen=True)
class AnnexRow:
    """One row: numbers of people stay numbers, the rest is text; `heading` is repeated where a page begins with the row."""

    cells: tuple[int | str | None, ...]
    height: float  # points
    kept: bool = False  # stays on one page with the next row
    heading: str = ""


def annex_rows(annex: Annex, table: Table, widths: Sequence[float], lang: Lang) -> list[AnnexRow]:
    """Return the rows of a table whose columns are that wide, in digits."""
    found: list[AnnexRow] = []
    heading = ""
    for i, row in enumerate(table.rows):
        mine = annex.heading(row)
        if mine is not None:
            heading = spoken(mine, lang)
        above = heading if mine is None else ""
        if len(row) == 1:
            text = spoken(row[0], lang)
            found.append(AnnexRow((text,), wide_height(text, widths, bold=True), kept=True))
            continue
        cells = tuple(_printed(column, value, lang) for column, value in zip(table.columns, row, strict=True))
        lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
        last_total = table.tones.get(i) == "total" and table.tones.get(i + 1) != "total"
        found.append(AnnexRow(cells, LINE_POINTS if lines == 1 else tall(lines), last_total, above))
    return found


def tall(lines: int) -> float:
    """Return how tall a row of several lines is, in points."""
    return min(lines * LINE_POINTS + 1, _TALLEST)


def wide_height(text: str, widths: Sequence[float], bold: bool = False) -> float:
    """Return how tall a row is that holds one text over all columns, in points."""
    lines = wrapped_lines(text, sum(widths) / (BOLD if bold else 1.0) - ROOM_AT_SIDES)
    return LINE_POINTS if lines == 1 else tall(lines)


def width_of(column: TableColumn, values: Sequence[object], lang: Lang, room_at_borders: float) -> float:
    """Return the width of a column: as planned, or what its largest number, our longest word or a tallest row needs."""
    words = {word for v in values if isinstance(v, Text) for word in v.of(lang).split()}
    bold = {word for word in column.header.of(lang).split() if word[:1].isalpha()}
    if column.kind == "int":
        bold.add(number(max((v for v in values if isinstance(v, int)), default=0), 0).of(lang))
    needed = max([*map(text_width, words), *(text_width(x) * BOLD for x in bold)], default=0.0)
    planned = column.width or 14.0
    said = (spoken(v, lang) for v in values if isinstance(v, str | Text))
    tallest = max((text_width(s) / _MOST_LINES for s in said if len(s) > planned * _MOST_LINES / 2), default=0.0)
    return max(planned, needed + room_at_borders, tallest + room_at_borders)


def _printed(column: TableColumn, value: object, lang: Lang) -> int | str | None:
    """Return a cell as it is printed: whole numbers stay numbers, others are written out as the language writes them.

    Words begin with a capital, as on forms; what the roster holds of a person stays as it is.
    """
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if column.kind == "int" and isinstance(value, int):
            return value
        shown = number(value, 2 if column.kind == "measure" else 1).of(lang)
        return f"+{shown}" if column.kind == "change" and value > 0 else shown
    said = spoken(value, lang)
    return plain(said[:1].upper() + said[1:] if isinstance(value, Text) else said)


def _lines(cell: int | str | None, width: float) -> int:
    """Return into how many lines a cell breaks."""
    if not isinstance(cell, str) or len(cell) < width * 0.8:  # short enough whatever its letters
        return 1
    return wrapped_lines(cell, width - 1.2)
