"""The specialists whom neighbouring units share: where each serves, in which fields, and for how much of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.apart import metres_between
from optimizer.domain.words import field_text
from optimizer.reports.section import Section
from optimizer.reports.sharing import rule_in_force
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.time_shares import Need, TimeShare
    from optimizer.reports.context import Context
    from optimizer.rules.shared_specialist import SharedSpecialist

POST, SHARED = Text("nơi được bố trí", "unit of the post"), Text("dùng chung", "shared")
OWN, FROM, NONE = Text("có", "own"), Text("dùng chung", "shared"), Text("chưa có", "none")


class SharedSpecialistsSection(Section):
    """One row a shared specialist and unit; below, the groups of neighbours and how each field is covered there."""

    name: ClassVar[str] = "shared_specialists"
    order: ClassVar[int] = 15
    sheet: ClassVar[Text] = Text("Dùng chung chuyên viên", "Shared specialists")

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether the rule is on and some field is scarce."""
        rule = rule_in_force(context)
        return rule is not None and bool(rule.needs(context.case))

    def table(self, context: Context) -> Table:
        """Return the shares of the plan; the percents of one person add to 100."""
        rule = rule_in_force(context)
        shares, left = ((), ()) if rule is None else rule.shared(context.case, context.plan)
        columns = (
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Chức danh", "Title")),
            TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
            TableColumn(Text("Đơn vị phục vụ", "Unit served")),
            TableColumn(Text("Hình thức", "Form"), width=18),
            TableColumn(Text("Lĩnh vực phụ trách", "Fields served")),
            TableColumn(Text("Khoảng cách (km)", "Distance (km)"), "km"),
            TableColumn(Text("Tỷ lệ thời gian (%)", "Share of time (%)"), "int"),
            TableColumn(Text("Cộng của người này (%)", "Sum of the person (%)"), "int"),
        )
        rows = [row for share in shares for row in _rows(context, share)]
        note = Text(
            "Phân chia thời gian do phần mềm đề xuất từ phương án; mỗi người chỉ phục vụ trong một nhóm đơn vị. Muốn đổi "
            "nhóm, ghi tham số groups của quy tắc.",
            "The division of time is proposed from the plan; nobody serves outside one group of units. To change the "
            "groups, write the rule's parameter groups.",
        )
        below = () if rule is None else (_groups(context, rule, shares, left),)
        empty = Text("Không ai phải dùng chung.", "Nobody has to be shared.")
        return Table(self.sheet, columns, rows, {}, (note,), below, empty)


def _rows(context: Context, share: TimeShare) -> list[tuple[object, ...]]:
    cadre = context.cadre(share.cadre_id)
    held = context.plan.by_cadre.get(share.cadre_id, ())
    titles = ", ".join(context.title_name(p.title_code) for p in held if p.unit_code == share.home)
    home, total = context.unit(share.home), sum(p.percent for p in share.parts)
    rows: list[tuple[object, ...]] = []
    for part in share.parts:
        at_home = part is share.parts[0]
        there = context.unit(part.unit_code)
        metres = None if at_home or home is None or there is None else metres_between(home, there)
        rows.append(
            (
                share.cadre_id, "" if cadre is None else cadre.name, titles, part.unit_code,
                context.unit_name(part.unit_code), POST if at_home else SHARED, _fields(part.fields),
                None if metres is None else round(metres / 1000.0, 1), part.percent, total if at_home else None,
            )
        )  # fmt: skip
    return rows


def _groups(context: Context, rule: SharedSpecialist, shares: tuple[TimeShare, ...], left: tuple[Need, ...]) -> Table:
    """Return the groups, and of each the fields that its units have of their own, share, or lack."""
    columns = (
        TableColumn(Text("Nhóm", "Group"), "int"),
        TableColumn(Text("Đơn vị", "Unit")),
        TableColumn(Text("Tự có chuyên viên", "Own specialists"), "sentence"),
        TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
        TableColumn(Text("Kết quả", "Result"), toned=True),
        TableColumn(Text("Dùng chung", "Shared")),
        TableColumn(Text("Còn thiếu", "Lacking"), "sentence"),
    )
    needs: dict[str, list[str]] = {}
    for field, unit in rule.needs(context.case):
        needs.setdefault(unit, []).append(field)
    lacking, tones = set(left), dict[int, Tone]()
    rows: list[tuple[object, ...]] = []
    for number, group in enumerate(rule.groups_in(context.case), 1):
        for code in group:
            short = [f for f in needs[code] if (f, code) in lacking]
            lent = [f for f in needs[code] if any(s.home != code and s.serves(f, code) for s in shares)]
            own = [f for f in needs[code] if f not in (*short, *lent)]
            tones[len(rows)] = "short" if short else "kept"
            result = NONE if short else FROM if lent else OWN
            rows.append((number, context.unit_name(code), _fields(own), code, result, _fields(lent), _fields(short)))
    return Table(same(""), columns, rows, tones)


def _fields(fields: Iterable[str]) -> Text:
    texts = [field_text(f) for f in fields]
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))
