"""The decisions in force, as rows of the input's own sheet: read back with the next review, or copied into the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.entities import Decision
from optimizer.domain.words import wording
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn
from optimizer.reports.words import agreeing, level_text, number, objective_text, unit_of, unit_of_level
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.plan import DecisionPrice, LevelResult
    from optimizer.reports.context import Context
    from optimizer.reports.table import Kind

KINDS: dict[str, Kind] = {
    "cadre_id": "code", "unit_code": "code", "title_code": "code", "rule": "sentence", "reason": "sentence",
    "author": "sentence", "date": "date", "round": "int", "origin": "sentence",
}  # fmt: skip
WIDTHS = {"rule": 26.0, "reason": 40.0, "author": 24.0, "origin": 34.0}


class DecisionsSection(Section):
    """Every decision the plan keeps: from the case, and from each review; deleting a review's row withdraws it."""

    name: ClassVar[str] = "decisions"
    order: ClassVar[int] = 10
    sheet: ClassVar[Text] = Decision.sheet_name

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether anything was decided."""
        return bool(context.case.decisions) or bool(context.case.rounds)

    def table(self, context: Context) -> Table:
        """Return one row a decision under the input's headers, whom and what it is about, and its price if known."""
        fields = Decision.columns()
        prices = {} if context.outcome is None else {p.decision: p for p in context.outcome.prices}
        columns = [TableColumn(Text(c.vi, n), KINDS.get(n, "text"), WIDTHS.get(n, 0)) for n, c in fields.items()]
        columns += [
            TableColumn(Text("Họ và tên", "name")),
            TableColumn(Text("Tên đơn vị", "unit_name")),
            TableColumn(Text("Tên chức danh", "title_name")),
        ]
        if prices:
            columns.append(TableColumn(Text("Giá của quyết định", "price"), "sentence", 46.0))
        rows: list[tuple[object, ...]] = []
        for d in context.case.decisions:
            cadre = context.cadre(d.cadre_id)
            row: list[object] = [
                d.cadre_id, wording("action", d.action), d.unit_code, d.title_code, d.rule, d.reason, d.author, d.date,
                d.round, d.origin,
                "" if cadre is None else cadre.name,
                context.unit_name(d.unit_code) if d.unit_code else "",
                context.title_name(d.title_code) if d.title_code else "",
            ]  # fmt: skip
            if prices:
                row.append(price_text(prices[d.key]) if d.key in prices else None)
            rows.append(tuple(row))
        return Table(self.sheet, tuple(columns), rows, empty=same(""))  # nothing but decisions: this sheet is read back


def price_text(price: DecisionPrice) -> Text:
    """Return what a decision costs, level by level: what each would be without it."""
    if not price.levels:
        return Text("chưa tính được trong giới hạn", "not known within the limit")
    if price.free:
        return FREE if price.exact else NEARLY.format(said=FREE)
    parts = [_level_price(with_it, without) for with_it, without in price.differs]
    said = Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))
    return said if price.exact else NEARLY.format(said=said)


def _level_price(with_it: LevelResult, without: LevelResult) -> Text:
    text = Text("{name}: {a} (không có quyết định này: {b}) {unit}", "{name}: {a} (without this decision: {b}) {unit}")
    b = number(without.value)
    said = text.format(name=level_text(with_it), a=number(with_it.value), b=b, unit=agreeing(b, unit_of_level(with_it)))
    before = dict(without.parts)
    moved = [
        Text("{name} {d} {unit}", "{name} {d} {unit}").format(
            name=objective_text(name), d=(d := _signed(value - before[name])), unit=agreeing(d, unit_of(name))
        )
        for name, value in with_it.parts
        if with_it.weighed and name in before and abs(value - before[name]) > 1e-6
    ]
    if not moved:
        return said
    return Text(f"{said.vi} [{'; '.join(m.vi for m in moved)}]", f"{said.en} [{'; '.join(m.en for m in moved)}]")


def _signed(value: float) -> Text:
    shown = number(abs(value))
    sign = "+" if value > 0 else "−"
    return Text(sign + shown.vi, sign + shown.en)


FREE = Text("không tốn gì: bỏ quyết định này phương án cũng không tốt hơn", "nothing: no plan without it does better")
NEARLY = Text("{said} (chưa chứng minh hết)", "{said} (not proved to the last unit)")
