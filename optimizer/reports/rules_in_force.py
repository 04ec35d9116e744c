"""The rules as they were used for this plan: the same sheet as in the case, so that it can be read back and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.entities import RuleSetting
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.rule_rows import rows_in_force
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.context import Context
    from optimizer.reports.table import Kind

KINDS: dict[str, Kind] = {
    "rule": "sentence", "on": "text", "mode": "text", "level": "int", "weight": "measure", "params": "sentence",
    "from_date": "date", "to_date": "date", "topic": "sentence", "explanation": "sentence", "basis": "sentence",
}  # fmt: skip
WIDTHS = {"rule": 34.0, "params": 44.0, "topic": 24.0, "explanation": 60.0, "basis": 36.0}


class RulesSection(Section):
    """Every rule and objective with the values it had when the plan was made; those in force first."""

    name: ClassVar[str] = "rules"
    order: ClassVar[int] = 9
    sheet: ClassVar[Text] = RuleSetting.sheet_name

    def table(self, context: Context) -> Table:
        """Return one row a rule, under the headers of the input's own sheet."""
        fields = [(name, column) for name, column in RuleSetting.columns().items() if name in KINDS]
        columns = tuple(
            TableColumn(Text(c.vi, name), KINDS[name], WIDTHS.get(name, 0), toned=name == "on") for name, c in fields
        )
        vi, en = (rows_in_force(context.case, context.active, lang) for lang in ("vi", "en"))
        rows = [tuple(_cell(a[name], b[name]) for name, _ in fields) for a, b in zip(vi, en, strict=True)]
        tones: dict[int, Tone] = {i: "kept" for i, row in enumerate(vi) if row["on"]}
        return Table(self.sheet, columns, rows, tones)


def _cell(vi: object, en: object) -> object:
    if isinstance(vi, bool):
        return "x" if vi else ""
    return Text(vi, str(en)) if isinstance(vi, str) else vi
