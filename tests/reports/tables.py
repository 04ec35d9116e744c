"""How the tests of the sections look at a table: as rows of header and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.render import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome
    from optimizer.reports.section import Section
    from optimizer.reports.table import Table
    from optimizer.text import Lang


def context(case: Case, placements: Iterable[tuple[str, str, str]] = (), outcome: Outcome | None = None) -> Context:
    """Return the context of a plan of these placements."""
    return Context(Plan.of(placements), case, outcome)


def rows_of(table: Table, lang: Lang = "en") -> list[dict[str, object]]:
    """Return the rows by header; numbers and blanks as they are, everything else as text."""
    headers = [c.header.of(lang) for c in table.columns]
    return [
        {
            h: v if v is None or isinstance(v, int | float) else spoken(v, lang)
            for h, v in zip(headers, row, strict=True)
        }
        for row in table.rows
    ]


def rows(section: type[Section], made: Context, lang: Lang = "en") -> list[dict[str, object]]:
    """Return the rows of a section's first table."""
    return rows_of(section().table(made), lang)
