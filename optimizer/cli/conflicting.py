"""Conflicts for a command: found, mended on paper, told, and written where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli.aside import keep_edited
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome

EXACT_SHOWN = 3  # repairs that are solved without being asked for
EXACT_UP_TO = 60_000  # possible placements of a case up to which they are: it is solved in seconds
GAP = 5e-4  # at which a level of a larger case may stop


def conflicts_told(
    say: Say, case: Case, top: int, exact: int | None, out: Path | None = None, time_limit: float | None = None
) -> tuple[list[Text], dict[str, Any]]:
    """Return what clashes in a case and how to mend it, as sentences and as plain data; `out` takes it as a workbook."""
    from optimizer.pipeline import propose
    from optimizer.reports.conflict_words import as_data, conflict_tables, sentences
    from optimizer.review.conflicts import conflicts
    from optimizer.review.repairs import repairs

    found = conflicts(case)
    gap = 0.0 if found.candidates <= EXACT_UP_TO else GAP

    def solve(mended: Case) -> Outcome:
        return propose(mended, gap, time_limit)

    if exact is None:
        exact = EXACT_SHOWN if found.candidates <= EXACT_UP_TO else 0
    if found.found:
        say.note(Text("Tìm cách sửa …", "Looking for repairs …"))
    mended = repairs(found, top, solve, exact)
    data = as_data(found, mended, say.lang)
    lines = list(sentences(found, mended))
    if out is not None:
        from optimizer.reports.render import write_table
        from optimizer.sheets.atomic import replacing
        from optimizer.sheets.xlsx import Book

        keep_edited(out, say)
        with replacing(out) as landing, Book(landing.path, say.lang) as book:
            for table in conflict_tables(found, mended):
                write_table(book, table)
        data["out"] = str(landing.landed)
        lines.append(Text(f"Bảng mâu thuẫn: {landing.landed}", f"Conflicts: {landing.landed}"))
    return lines, data
