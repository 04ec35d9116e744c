"""Surplus and shortage by unit and field of work, before and after (R18, R41, R42)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.words import field_text, field_words
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from optimizer.reports.context import Context

EVERYWHERE = Text("TOÀN BỘ", "ALL UNITS")
EVERY_FIELD = Text("Mọi lĩnh vực", "All fields")


class BalanceSection(Section):
    """For each unit and field: wanted, present before, present after, and the difference both times."""

    name: ClassVar[str] = "balance"
    order: ClassVar[int] = 4
    sheet: ClassVar[Text] = Text("Cân đối", "Balance")

    def table(self, context: Context) -> Table:
        """Return the totals of each field first, then one row a unit and field."""
        columns = (
            TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
            TableColumn(Text("Tên đơn vị", "Unit")),
            TableColumn(Text("Lĩnh vực", "Field")),
            TableColumn(Text("Chỉ tiêu", "Target"), "int"),
            TableColumn(Text("Hiện có", "Present now"), "int"),
            TableColumn(Text("Sau bố trí", "After the plan"), "int"),
            TableColumn(Text("Thừa (+) thiếu (-) hiện nay", "Surplus (+) shortage (-) now"), "change"),
            TableColumn(Text("Thừa (+) thiếu (-) sau bố trí", "Surplus (+) shortage (-) after"), "change"),
        )
        target, before, after = _target(context), _before(context), _after(context)
        fields = sorted({f for t in context.case.titles for f in t.fields}, key=lambda f: fold(field_text(f).vi))
        rows: list[tuple[object, ...]] = [_total(context)]
        rows += [
            _line(
                "",
                EVERYWHERE,
                field_text(f),
                *(sum(n for (_, g), n in c.items() if g == f) for c in (target, before, after)),
            )
            for f in fields
        ]
        tones: dict[int, Tone] = dict.fromkeys(range(len(rows)), "total")
        for unit in context.case.units:
            for f in fields:
                key = (unit.unit_code, f)
                if target[key] or before[key] or after[key]:
                    rows.append(
                        _line(unit.unit_code, same(unit.name), field_text(f), target[key], before[key], after[key])
                    )
        note = Text(
            "Hiện có: người đang công tác tại đơn vị, có lĩnh vực này trong kinh nghiệm hoặc chuyên ngành. Sau bố "
            "trí: người được xếp "
            "vào chức danh thuộc lĩnh vực. Chức danh có nhiều lĩnh vực được tính ở từng lĩnh vực; dòng “Mọi lĩnh "
            "vực” chỉ tính một lần.",
            "Present now: people now at the unit with the field in their experience or as their major. After the "
            "plan: holders of "
            "titles of the field. A title with several fields counts in each of them, but once in “All fields”.",
        )
        if not fields:
            return Table(
                self.sheet, columns, (), empty=Text("Không chức danh nào ghi lĩnh vực.", "No title names a field.")
            )
        return Table(self.sheet, columns, rows, tones, (note,))


def _line(code: str, unit: Text, work: Text, target: int, before: int, after: int) -> tuple[object, ...]:
    return code, unit, work, target, before, after, before - target, after - target


def _target(context: Context) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for seat in context.case.seats:
        title = context.title(seat.title_code)
        for f in () if title is None else title.fields:
            found[seat.unit_code, f] += seat.target
    return found


def _before(context: Context) -> Counter[tuple[str, str]]:
    wanted = {f for t in context.case.titles for f in t.fields}
    found: Counter[tuple[str, str]] = Counter()
    for cadre in context.case.cadres:
        if cadre.current_unit_code:
            for f in (cadre.expertise.keys() | field_words(cadre.major)) & wanted:
                found[cadre.current_unit_code, f] += 1
    return found


def _after(context: Context) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for (unit_code, title_code), holders in context.held.items():
        title = context.title(title_code)
        for f in () if title is None else title.fields:
            found[unit_code, f] += holders
    return found


def _total(context: Context) -> tuple[object, ...]:
    """Return the first row: each seat and each person counted once, however many fields they have."""
    with_field = {t.title_code for t in context.case.titles if t.fields}
    wanted = {f for t in context.case.titles for f in t.fields}
    target = sum(s.target for s in context.case.seats if s.title_code in with_field)
    before = sum(
        1
        for c in context.case.cadres
        if c.current_unit_code and not wanted.isdisjoint(c.expertise.keys() | field_words(c.major))
    )
    after = sum(n for (_, title_code), n in context.held.items() if title_code in with_field)
    return _line("", EVERYWHERE, EVERY_FIELD, target, before, after)
