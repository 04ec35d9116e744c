"""The plan workbook of DESIGN section 3: every section on a sheet, the plan itself first."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.reports.context import Context
from optimizer.reports.render import write_table
from optimizer.reports.section import sections
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import Book

if TYPE_CHECKING:
    from optimizer.checker import Verdict
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome, Plan
    from optimizer.text import Lang

PASSPORT_SHEET = "_plan"  # very hidden: tells a reviewed copy from every other workbook
PASSPORT_VERSION = 1


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
    tables = [section().table(context) for section in sections() if case is not None or not section.needs_case]
    with replacing(Path(path)) as landing, Book(landing.path, lang) as book:
        for number, table in enumerate(tables):
            sheet = write_table(book, table)
            if number == 0:
                sheet.activate()
        _write_passport(book, context)
    return landing.landed


def _write_passport(book: Book, context: Context) -> None:
    sheet = book.workbook.add_worksheet(PASSPORT_SHEET)
    sheet.very_hidden()
    digests = dict.fromkeys(s.digest for s in context.case.sources if s.digest)
    rows = [("schema", str(PASSPORT_VERSION)), ("plan", plan_id(context.plan)), *(("input", d) for d in digests)]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)


def plan_id(plan: Plan) -> str:
    """Return a fingerprint of the placements alone: the same plan has the same one, whoever wrote it."""
    lines = "\n".join("\t".join(p) for p in plan.placements)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
