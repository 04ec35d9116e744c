"""The special cases (danh sách trường hợp đặc biệt): every exception, who allowed it and why (R68)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.exceptions import ExceptionsSection
from optimizer.reports.papers.annex import IN_ALL, Annex, comrades
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.table import Table

_WIDTHS = (10, 17, 17, 18, 20, 24, 17, 11, 10, 22)


class SpecialCasesAnnex(Annex):
    """One row an exception."""

    name: ClassVar[str] = "special_cases"
    order: ClassVar[int] = 6
    sheet: ClassVar[Text] = Text("VI. Trường hợp đặc biệt", "VI. Special cases")
    title: ClassVar[Text] = Text("Danh sách trường hợp đặc biệt", "Special cases")

    def table(self, figures: Figures) -> Table:
        """Return the exceptions, laid out for paper."""
        table = ExceptionsSection().table(figures.context)
        columns = tuple(replace(c, width=w) for c, w in zip(table.columns, _WIDTHS, strict=True))
        return replace(table, columns=columns)

    def closing(self, figures: Figures) -> Text:
        """Return how many people an exception speaks of."""
        people = {d.cadre_id for d in figures.context.case.decisions if d.action == "exception"}
        return IN_ALL.format(comrades=comrades(len(people)))
