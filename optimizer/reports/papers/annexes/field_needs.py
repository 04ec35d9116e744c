"""Surplus and shortage by unit and field of work: the sheet Balance, to be printed and signed (R42)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.balance import BalanceSection
from optimizer.reports.papers.annex import Annex
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.table import Table

_WIDTHS = (12, 34, 30, 11, 11, 13, 18, 18)


class FieldNeedsAnnex(Annex):
    """The balance of every unit and field."""

    name: ClassVar[str] = "field_needs"
    order: ClassVar[int] = 5
    sheet: ClassVar[Text] = Text("5 Lĩnh vực", "5 Fields")
    title: ClassVar[Text] = Text(
        "Biểu nhu cầu - hiện có - thừa, thiếu theo lĩnh vực", "Needs, present, surplus and shortage by field"
    )

    def table(self, figures: Figures) -> Table:
        """Return the balance, laid out for paper."""
        table = BalanceSection().table(figures.context)
        columns = tuple(replace(c, width=w) for c, w in zip(table.columns, _WIDTHS, strict=True))
        return replace(table, columns=columns)
