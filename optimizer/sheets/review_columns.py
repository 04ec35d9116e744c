"""What stands on a reviewed copy where nobody reads it: lost review columns, columns and sheets of the reviewer's own.

A mark that is not read must never be lost in silence: the reviewer believes it decided something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address
from optimizer.sheets.cells import Judged, judge, text_of
from optimizer.sheets.headers import RUNNING
from optimizer.sheets.planbook import FROM_ROSTER
from optimizer.sheets.review_copy import REVIEW_FIELDS, ReviewRow
from optimizer.sheets.review_marks import mark
from optimizer.sheets.table import is_blank
from optimizer.sheets.values import PARSERS
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.sheets.book import Book
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.review_seats import SeatReader
    from optimizer.sheets.table import RawTable

_FLAG = PARSERS["flag"]("")
_NUMBER = re.compile(r"\d+\.?")


def note_columns(
    table: RawTable, case: Case, of_row: Mapping[int, Placement], seats: SeatReader, problems: Problems
) -> None:
    """Note every review column that is not there, and every column with something in it that is not the program's.

    A column with crosses or seats in it beside a review column that is gone is that column under another name: an error.
    """
    carried = _carried(case)
    own = {h: cells for h, cells in table.extra.items() if h not in carried and not _says_nothing(h, cells)}
    missing = [name for name in REVIEW_FIELDS if name not in table.cells]
    holding = [h for h, cells in own.items() if missing and _holds_marks(cells, of_row, seats)]
    for name in missing:
        header = ReviewRow.columns()[name].vi
        if holding and name != "comment":
            text, fix = _NO_COLUMN.format(header=header), _RENAMED.format(other=holding[0], header=header)
            problems.add("review_column_lost", "error", text, fix, table.extra_address(holding[0]))
        else:
            text = _NO_COLUMN.format(header=header)
            problems.add("review_column_lost", "warning", text, _IF_NEEDED, table.header_address())
    for header in own:
        if header not in holding:
            problems.add(
                "column_ignored", "warning", _OWN_COLUMN.format(header=header), _WHERE, table.extra_address(header)
            )


def note_carried(table: RawTable, case: Case, of_row: Mapping[int, Placement], problems: Problems) -> None:
    """Note each cell of a roster column, as the plan carries it along, that no longer says what the roster says."""
    carried = _carried(case)
    for header in table.extra:
        if (column := carried.get(header)) is None:
            continue
        for i, placement in of_row.items():
            cadre = case.cadre_by_id.get(placement.cadre_id)
            now = table.extra[header][i]
            if cadre is not None and mark(now) != mark(cadre.extra.get(column)):
                where = Address(table.file, table.sheet, f"{table.extra_letters.get(header, '')}{table.rows[i]}")
                text = _EDITED.format(header=header)
                problems.add("edit_ignored", "warning", text, _WHERE, where, value=now)


def note_own_sheets(book: Book, known: set[str], problems: Problems) -> None:
    """Note each sheet with something on it that the program did not write."""
    for sheet in book.sheets:
        if sheet not in known and book.top(sheet).rows:
            where = Address(book.name, sheet)
            problems.add("sheet_not_read", "warning", _OWN_SHEET.format(sheet=tidy(sheet)), _WHERE, where, value=sheet)


def _carried(case: Case) -> dict[str, str]:
    """Return the headers under which the plan carries the roster's own columns, each with the header it has there."""
    found: dict[str, str] = {}
    for header in dict.fromkeys(header for cadre in case.cadres for header in cadre.extra):
        shown = tidy(header)
        found.setdefault(FROM_ROSTER.vi.format(header=shown), header)
        found.setdefault(FROM_ROSTER.en.format(header=shown), header)
        found.setdefault(shown, header)
    return found


def _says_nothing(header: str, cells: Sequence[Any]) -> bool:
    """Return whether a column is blank, or only numbers the rows."""
    held = [cell for cell in cells if not is_blank(cell)]
    return not held or (fold(header) in RUNNING and all(_NUMBER.fullmatch(text_of(cell)) for cell in held))


def _holds_marks(cells: Sequence[Any], of_row: Mapping[int, Placement], seats: SeatReader) -> bool:
    """Return whether a column mostly holds what belongs into a review column, crosses or seats; numbers 1, 2, 3 do not."""
    held = [(cells[i], placement) for i, placement in of_row.items() if not is_blank(cells[i])]
    marks = sum(
        judge(_FLAG, cell) is True or type(seats.find(cell, at)) is not Judged
        for cell, at in held
        if isinstance(cell, (str, bool))
    )
    return bool(held) and 2 * marks >= len(held)


_NO_COLUMN = Text(
    "Không còn cột “{header}” nên không có dấu nào ở cột này được đọc.",
    "The column “{header}” is gone, so no mark in it is read.",
)
_RENAMED = Text(
    "Nếu cột “{other}” chính là cột “{header}” thì ghi lại tiêu đề; nếu không thì thêm lại cột “{header}” để trống.",
    "If “{other}” is that column, call it “{header}” again; if not, put a blank column “{header}” back.",
)
_IF_NEEDED = Text(
    "Nếu đã ghi dấu ở đó, dùng bản còn đủ cột; nếu chưa thì không cần làm gì.",
    "If marks were made there, use a copy that still has it; else nothing needs doing.",
)
_OWN_COLUMN = Text(
    "Cột “{header}” do người rà soát thêm nên không được đọc.",
    "The column “{header}” was added by the reviewer and is not read.",
)
COPY_NOTE = Text("Chép nội dung sang cột Ý kiến của dòng đó.", "Copy what they say into the column comment of the row.")
_OWN_SHEET = Text(
    "Trang “{sheet}” do người rà soát thêm nên không được đọc.",
    "The sheet “{sheet}” was added by the reviewer and is not read.",
)
_EDITED = Text("Ô “{header}” đã bị sửa; thay đổi này không được xét.", "“{header}” was changed; the change is ignored.")
_WHERE = Text(
    "Ghi vào các cột Khóa, Cấm, Ghế thay thế, Ý kiến của trang Phương án.",
    "Write into the columns lock, forbid, alternative_seat and comment of the sheet Plan.",
)
