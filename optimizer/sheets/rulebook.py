"""Reading the Rules sheet of a plan workbook: what was in force when the plan was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.entities import RuleSetting
from optimizer.findings import in_order
from optimizer.sheets.book import open_book
from optimizer.sheets.links import read_rules
from optimizer.sheets.problems import Problems
from optimizer.sheets.tabulate import folded_name, require_columns, tabulate
from optimizer.text import fold

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.findings import Finding


def read_plan_rules(path: Path) -> tuple[tuple[RuleSetting, ...], list[Finding]]:
    """Return the rows of the Rules sheet in a workbook, none where it has no such sheet, and what is wrong with them."""
    book, findings = open_book(path)
    if book is None:
        return (), findings
    problems = Problems()
    problems.found.extend(findings)
    wanted = {fold(RuleSetting.sheet_name.vi), fold(RuleSetting.sheet_name.en)}
    rows: list[RuleSetting] = []
    with book:
        for sheet in book.sheets:
            if folded_name(sheet) not in wanted:
                continue
            table = tabulate(book.grid(sheet), RuleSetting, problems)
            if table is not None and require_columns(table, RuleSetting, problems):
                rows = read_rules(table, problems)
            break
        problems.found.extend(book.findings)
    return tuple(rows), in_order(problems.found)
