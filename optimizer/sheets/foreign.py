"""The form in which workbooks of other kinds come back from the process that read them: plain data, no objects.

A sheet is {"name", "hidden", "rows": [[number, [cells]]], "merges": [[top, left, bottom, right]], "hidden_rows",
"hidden_columns", "fonts": [[row, column, coding]], "struck": [rows], "last": [row, column]}. A cell is None, a text, a
number, a truth, or a pair: ["d", day], ["e", error], ["p", text of a padded number], ["u"] for a formula never
calculated.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from optimizer.sheets.table import BadCell, Padded

MAX_COLUMNS = 512
MAX_CELLS = 1_500_000
EMPTY_RUN = 1_000


class TooLarge(Exception):
    """More cells than a table of people can have."""


class NotAWorkbook(Exception):
    """Sound bytes, and no workbook."""


def new_sheet(name: str, *, hidden: bool = False) -> dict[str, Any]:
    """Return a sheet without rows."""
    return {
        "name": name,
        "hidden": hidden,
        "rows": [],
        "merges": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "fonts": [],
        "struck": [],
        "last": [0, 0],
    }


def day(value: dt.date | dt.datetime) -> list[str]:
    """Return a day (with its time where it has one) as a cell."""
    return ["d", value.isoformat()]


def cell_of(cell: Any) -> Any:
    """Return one cell as the reader of tables knows it."""
    if not isinstance(cell, list):
        return cell
    kind = cell[0]
    if kind == "d":
        return dt.datetime.fromisoformat(cell[1])
    if kind == "p":
        return Padded(int(cell[1]), cell[1])
    return BadCell("error", cell[1]) if kind == "e" else BadCell("uncached", "=…")
