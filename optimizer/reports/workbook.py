"""The plan workbook of DESIGN section 3: every section on a sheet, the plan itself first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.reports.context import Context
from optimizer.reports.passport import passport_of, plan_id
from optimizer.reports.render import write_table
from optimizer.reports.section import sections
from optimizer.sheets.atomic import replacing
from optimizer.sheets.collecting import collecting_later
from optimizer.sheets.review_passport import PASSPORT_SHEET
from optimizer.sheets.xlsx import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.checker import Verdict
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome, Plan
    from optimizer.reports.table import Table
    from optimizer.text import Lang

__all__ = ["plan_id", "write_plan"]


def write_plan(
    plan: Plan,
    path: Path,
    case: Case | None = None,
    outcome: Outcome | None = None,
    verdict: Verdict | None = None,
    lang: Lang = "vi",
) -> Path:
    """Write the plan workbook and return where it landed.

    Without a case only the first sheet is written, with codes alone. Without a verdict the checker is asked here, so
    that no workbook of a case ever lacks the check.
    """
    context = Context(plan, case, outcome, verdict)
    shown = (s for s in sections() if (case is not None or not s.needs_case) and s.applies(context))
    with collecting_later():
        tables = [section().table(context) for section in shown]
    with replacing(Path(path)) as landing, Book(landing.path, lang) as book:
        for number, table in enumerate(tables):
            sheet = write_table(book, table)
            if number == 0:
                sheet.activate()
        _write_passport(book, context, tables)
    return landing.landed


def _write_passport(book: Book, context: Context, tables: Sequence[Table]) -> None:
    sheet = book.workbook.add_worksheet(PASSPORT_SHEET)
    sheet.very_hidden()
    for row, line in enumerate(passport_of(context, tables, book.lang).lines()):
        for column, value in enumerate(line):
            if value:
                book.text(sheet, row, column, value, book.format())
