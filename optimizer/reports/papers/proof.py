"""What was proved of a plan, read back from its workbook, and whether it still speaks of this plan and this case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from optimizer.domain.changes import fingerprint
from optimizer.reports.run import RunSection
from optimizer.reports.words import at_its_number, is_soft, level_text
from optimizer.review.levels import level_values
from optimizer.sheets.book import open_book
from optimizer.sheets.review_passport import PASSPORT_SHEET
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from optimizer.domain.plan import LevelResult
    from optimizer.reports.context import Context
    from optimizer.sheets.book import Book

_LEVELS = frozenset({fold("Mức mục tiêu (theo thứ tự)"), fold("Level (in order)")})
ENOUGH = 1e-9  # a gap no larger is none
SAME = 1e-4  # the sheet may show sums a little rounded

NONE = Text(
    "Tệp phương án không kèm kết quả chứng minh: các con số dưới đây do bộ kiểm tra độc lập tính lại.",
    "The plan comes without a proof: the figures below are what the independent checker measured.",
)
CHANGED = Text(
    "Phương án đã được sửa sau khi giải nên phần chứng minh không còn áp dụng; các con số dưới đây do bộ kiểm tra độc lập "
    "tính lại từ phương án đã sửa.",
    "The plan was changed after it was solved, so what was proved of it no longer holds; the figures below are what the "
    "independent checker measured of the changed plan.",
)
OTHER_CASE = Text(
    "Hồ sơ đã thay đổi sau khi giải nên phần chứng minh không còn áp dụng; các con số dưới đây do bộ kiểm tra độc lập "
    "tính lại theo hồ sơ hiện nay.",
    "The case was changed after the plan was solved, so what was proved no longer holds; the figures below are what the "
    "independent checker measured against the case as it is now.",
)


_AIMS = Text("Quy tắc cần hướng tới", "Rules to be aimed at")


def level_name(level: LevelResult) -> Text:
    """Return what the papers call a level: to their readers a soft rule is one to be aimed at."""
    return at_its_number(_AIMS, level) if is_soft(level) else level_text(level)


@dataclass(frozen=True)
class Proof:
    """The levels as the checker measures them, with bounds where these are proved; `why` says why there are none."""

    levels: tuple[LevelResult, ...] = ()
    why: Text | None = None

    @property
    def whole(self) -> bool:
        """Return whether every level is proved to the last unit."""
        return bool(self.levels) and all(x.gap is not None and x.gap <= ENOUGH for x in self.levels)


def read_proof(path: Path, context: Context) -> Proof:
    """Return what the workbook says was proved, if it is still about these very placements and this very case.

    Values are the checker's; only bounds are taken from the workbook, and none where its values are others.
    """
    levels = level_values(context.case, context.active, context.verdict)
    book, _ = open_book(path)
    if book is None:
        return Proof(levels, NONE)
    with book:
        told = dict(_told(book))
        if PASSPORT_SHEET not in book.sheets or not told:
            return Proof(levels, NONE)
        pairs = [(str(row[0]), str(row[1])) for row in book.grid(PASSPORT_SHEET).rows if len(row) > 1]
    if dict(pairs).get("plan") != fingerprint(context.plan):
        return Proof(levels, CHANGED)
    if {value for key, value in pairs if key == "input"} != {s.digest for s in context.case.sources if s.digest}:
        return Proof(levels, OTHER_CASE)
    found = tuple(replace(level, bound=_bound(level, told)) for level in levels)
    return Proof(found, None if any(x.bound is not None for x in found) else NONE)


def _bound(level: LevelResult, told: dict[str, tuple[float, float | None]]) -> float | None:
    """Return the bound written for a level, None where there is none or the value beside it is not the checker's."""
    title = level_text(level)
    value, bound = told.get(fold(title.vi)) or told.get(fold(title.en)) or (None, None)
    if value is None or abs(value - level.value) > SAME * max(1.0, abs(value)):
        return None
    return bound


def _told(book: Book) -> Iterator[tuple[str, tuple[float, float | None]]]:
    """Yield the title of each level on the sheet of the run, folded, with its value and bound."""
    sheets = {fold(RunSection.sheet.vi), fold(RunSection.sheet.en)}
    name = next((s for s in book.sheets if fold(s) in sheets), None)
    if name is None:
        return
    grid = book.grid(name)
    before = 0  # the number of the last row of the table; 0 until its header is found
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        first = fold(str(row[0])) if row and row[0] is not None else ""
        if not before:
            before = number if first in _LEVELS else 0
            continue
        value = row[2] if len(row) > 2 else None
        if number != before + 1 or not first or not isinstance(value, int | float):
            return  # what follows a gap, or has no number, is another table
        before = number
        bound = row[3] if len(row) > 3 else None
        yield first, (float(value), float(bound) if isinstance(bound, int | float) else None)
