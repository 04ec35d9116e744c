"""Reading explicit suitability as columns: hundreds of thousands of rows, none of them ever a Python object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.domain.case import Scores
from optimizer.sheets.cells import Judged, judge, text_of, to_number
from optimizer.sheets.frames import plain
from optimizer.sheets.problems import shown
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from optimizer.sheets.lookup import CodeBook
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

FARTHEST = 1e12  # from 0 that a score may lie
NAMED = 1_000  # so many cells of one problem are named; the rest are counted


def read_scores(
    table: RawTable,
    books: Mapping[str, CodeBook],
    positions: Mapping[str, Mapping[str, int]],
    problems: Problems,
) -> Scores:
    """Return the scores as positions in the case's people, units and titles (-1 for `*` or blank)."""
    columns = {
        name: _positions(table, name, books[name], positions[name], problems)
        for name in ("cadre_id", "unit_code", "title_code")
    }
    value = _numbers(table, problems)
    _note_blank(table, columns["cadre_id"] == _BLANK, "cadre_id", problems)
    for name in ("unit_code", "title_code"):
        columns[name][columns[name] == _BLANK] = _ANY
    cadre, unit, title = columns["cadre_id"], columns["unit_code"], columns["title_code"]
    # One number per (person, unit, title): a single sort of it is several times faster than a sort by three columns.
    key = ((cadre + 4) * (len(positions["unit_code"]) + 4) + unit + 4) * (len(positions["title_code"]) + 4) + title + 4
    order = np.argsort(key, kind="stable")
    _note_doubles(table, order, key[order], cadre[order] >= 0, problems)
    small = [a[order].astype(np.int32) for a in (cadre, unit, title)]
    return Scores(small[0], small[1], small[2], value[order])


_ANY, _BLANK, _WRONG = -1, -2, -3


def _positions(
    table: RawTable, name: str, book: CodeBook, at: Mapping[str, int], problems: Problems
) -> NDArray[np.int64]:
    column = table.cells.get(name)
    if column is None:
        return np.full(len(table), _ANY, np.int64)
    places, kinds = _factorize(column)
    meaning = np.full(len(kinds) + 1, _BLANK, np.int64)  # the last entry serves the place -1: a missing value
    judged: dict[int, Judged] = {}
    for k, cell in enumerate(kinds):
        if text_of(cell).strip() == "*":
            meaning[k] = _ANY
            continue
        value = book.find(cell)
        if type(value) is Judged:
            judged[k] = value
            value = value.value if value.value is not None else _WRONG
        meaning[k] = value if value == _WRONG else _BLANK if value is None else at[value]
    for k, found in judged.items():
        rows = np.flatnonzero(places == k)
        for i in rows[: NAMED if found.severity == "error" else 1].tolist():
            problems.cell(table, name, i, found.code, found.severity, found.text, found.fix, value=kinds[k])
        _note_rest(table, name, len(rows), found, problems)
    return meaning[places]


def _factorize(column: Any) -> tuple[NDArray[np.int64], list[Any]]:
    """Return the place of each cell in the list of distinct cells, -1 for missing ones."""
    if not isinstance(column, (list, tuple)):
        import pandas as pd

        places, kinds = pd.factorize(column)
        return places.astype(np.int64), plain(pd.Series(kinds))
    at: dict[Any, int] = {}
    places = np.fromiter((-1 if c is None else at.setdefault(c, len(at)) for c in column), np.int64, len(column))
    return places, list(at)


def _numbers(table: RawTable, problems: Problems) -> NDArray[np.float64]:
    column: Any = table.cells.get("score")
    if column is None:
        return np.full(len(table), np.nan)
    if not isinstance(column, (list, tuple)):
        dtype = getattr(column, "dtype", None)
        if isinstance(dtype, np.dtype) and dtype.kind in "iuf":
            numbers: NDArray[np.float64] = column.to_numpy(np.float64)
            _note_blank(table, np.isnan(numbers), "score", problems)
            _note_far(table, numbers, problems)
            return numbers
        column = plain(column)
    memo: dict[Any, Any] = {}
    out = np.empty(len(column))
    for i, cell in enumerate(column):
        if type(cell) is float or type(cell) is int:
            out[i] = cell
            continue
        key = (type(cell), text_of(cell))
        value = memo.get(key, memo)
        if value is memo:
            value = memo[key] = None if cell is None else judge(to_number, cell)
        if type(value) is Judged:
            problems.cell(table, "score", i, value.code, value.severity, value.text, value.fix, value=cell)
            value = 0.0
        out[i] = np.nan if value is None else value
    _note_blank(table, np.isnan(out), "score", problems)
    _note_far(table, out, problems)
    return out


def _note_far(table: RawTable, numbers: NDArray[np.float64], problems: Problems) -> None:
    """Note scores without end, and scores so far from 0 that nothing could be added to them exactly."""
    for i in np.flatnonzero(np.abs(numbers) > FARTHEST)[:NAMED].tolist():  # a blank is no number, and passes
        value = float(numbers[i])
        code, text = ("not_a_number", _ENDLESS) if np.isinf(value) else ("out_of_range", _FAR)
        problems.cell(table, "score", i, code, "error", text, _NEARER, value=value)


def _note_blank(table: RawTable, blank: NDArray[np.bool_], name: str, problems: Problems) -> None:
    if name not in table.cells:
        return
    for i in np.flatnonzero(blank)[:NAMED].tolist():
        text = _BLANK_TEXT.format(header=table.headers.get(name, name))
        problems.cell(table, name, i, "missing_value", "error", text, _FILL)


def _note_rest(table: RawTable, name: str, count: int, found: Judged, problems: Problems) -> None:
    shown_rows = NAMED if found.severity == "error" else 1
    if count > shown_rows:
        text = _MORE.format(count=count - shown_rows, text=found.text)
        problems.add(found.code, found.severity, text, found.fix, table.header_address(name))


def _note_doubles(
    table: RawTable,
    order: NDArray[np.int64],
    key: NDArray[np.int64],
    known: NDArray[np.bool_],
    problems: Problems,
) -> None:
    """Note scores of one person and seat written twice, naming both cells."""
    twice = (key[1:] == key[:-1]) & known[1:]
    for k in np.flatnonzero(twice)[:NAMED].tolist():
        first, second = sorted((int(order[k]), int(order[k + 1])))
        text = _TWICE.format(there=table.address("score", first))
        value = shown(table.cell("cadre_id", second))
        problems.cell(table, "score", second, "duplicate", "error", text, _KEEP_ONE, value=value)


_BLANK_TEXT = Text("Ô bắt buộc “{header}” để trống.", "The required cell “{header}” is blank.")
_FILL = Text("Điền giá trị, hoặc xóa cả dòng.", "Fill it in, or delete the row.")
_FAR = Text("Điểm quá lớn hoặc quá nhỏ.", "The score is too large or too small.")
_NEARER = Text("Ghi số từ -10^12 đến 10^12.", "Write a number from -10^12 to 10^12.")
_ENDLESS = Text("Điểm không phải là số hữu hạn.", "The score is not a finite number.")
_MORE = Text("Thêm {count} ô nữa: {text}", "{count} more cells: {text}")
_TWICE = Text(
    "Điểm của người và ghế này đã có ở {there}.", "The score of this person and seat already stands at {there}."
)
_KEEP_ONE = Text("Chỉ giữ lại một dòng.", "Keep only one of the rows.")
