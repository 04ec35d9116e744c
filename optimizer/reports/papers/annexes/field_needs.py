"""Surplus and shortage by unit and field of work: the figures of the sheet Balance, to be printed and signed (R42)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.balance import EVERYWHERE, BalanceSection
from optimizer.reports.papers.annex import NUMBER, Annex, roman
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures

COLUMNS = (
    NUMBER,
    TableColumn(Text("Lĩnh vực", "Field"), width=44),
    TableColumn(Text("Chỉ tiêu", "Target"), "int", 12),
    TableColumn(Text("Hiện có", "Present now"), "int", 12),
    TableColumn(Text("Sau bố trí", "After the plan"), "int", 12),
    TableColumn(Text("Thừa (+) thiếu (-) hiện nay", "Surplus (+) shortage (-) now"), "change", 19),
    TableColumn(Text("Thừa (+) thiếu (-) sau bố trí", "Surplus (+) shortage (-) after"), "change", 19, toned=True),
)


class FieldNeedsAnnex(Annex):
    """The balance of every field, over all units and then unit by unit."""

    name: ClassVar[str] = "field_needs"
    order: ClassVar[int] = 5
    sheet: ClassVar[Text] = Text("V. Lĩnh vực", "V. Fields")
    title: ClassVar[Text] = Text(
        "Biểu nhu cầu - hiện có - thừa, thiếu theo lĩnh vực", "Needs, present, surplus and shortage by field"
    )

    def table(self, figures: Figures) -> Table:
        """Return the fields of all units below a heading, then those of each unit below its own."""
        balance = BalanceSection().table(figures.context)
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        last: object = None
        units = number = 0
        for i, (code, name, *figured) in enumerate(balance.rows):
            if code != last:
                units, number, last = units + bool(code), 0, code
                head = Text("{i}. {unit}", "{i}. {unit}").format(i=roman(units), unit=name) if code else EVERYWHERE
                rows.append((head,))
            if balance.tones.get(i) == "total":
                tones[len(rows)] = "total"
            elif isinstance(after := figured[-1], int) and after < 0:
                tones[len(rows)] = "short"
            number += 1
            rows.append((number, *figured))
        return Table(self.sheet, COLUMNS, rows, tones, balance.notes, empty=balance.empty)
