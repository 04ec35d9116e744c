"""Every rule re-checked by code that never saw the model: its limit, what was measured, kept or broken, and the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.words import wording
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.words import TIE_BREAK, level_text
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.checker import RuleCheck
    from optimizer.findings import Finding
    from optimizer.reports.context import Context

KEPT, BROKEN = Text("giữ đúng", "kept"), Text("vi phạm", "broken")
MOST_SENTENCES = 20_000
MOST_NAMES = 12  # of people or units in one cell
AMOUNT, COST = Text("Mức vượt", "Amount"), Text("Chi phí", "Cost")
LEVEL, WEIGHT = Text("Cấp", "Level"), Text("Trọng số", "Weight")
RESULT = Text("Kết quả", "Result")
PEOPLE, UNITS = Text("Người", "People"), Text("Đơn vị", "Units")


class RuleCheckSection(Section):
    """The checker's verdict, rule by rule; below it each violation in a sentence, and what soft ones cost a level."""

    name: ClassVar[str] = "rule_check"
    order: ClassVar[int] = 6
    sheet: ClassVar[Text] = Text("Kiểm tra quy tắc", "Rule check")

    def table(self, context: Context) -> Table:
        """Return one row a rule, hard ones first, then the sentences about those that are broken."""
        columns = (
            TableColumn(Text("Quy tắc", "Rule"), "sentence", width=34),
            TableColumn(Text("Căn cứ", "Basis"), "sentence", width=34),
            TableColumn(Text("Mức", "Mode"), width=10),
            TableColumn(Text("Giới hạn", "Limit"), "sentence", width=60),
            TableColumn(Text("Số vi phạm", "Violations"), "int", width=12),
            TableColumn(AMOUNT, "measure", width=14),
            TableColumn(WEIGHT, "measure", width=12),
            TableColumn(COST, "measure", width=14),
            TableColumn(LEVEL, "int", width=9),
            TableColumn(RESULT, width=12, toned=True),
            TableColumn(PEOPLE, "sentence", width=34),
            TableColumn(UNITS, "sentence", width=30),
        )
        checks = sorted(context.verdict.checks, key=lambda c: c.soft)
        levels = {a.rule.name: a.level for a in context.active.rules if a.soft}
        rows = [_row(context, c, levels) for c in checks]
        tones: dict[int, Tone] = {
            i: "kept" if c.kept else "short" if c.soft else "broken" for i, c in enumerate(checks)
        }
        note = Text(
            "Do bộ kiểm tra độc lập tính lại từ phương án và hồ sơ, không dùng bộ giải. Quy tắc mềm: chi phí = mức vượt × "
            "trọng số.",
            "Worked out again from the plan and the case by an independent checker, without the solver. Soft rules: "
            "cost = amount × weight.",
        )
        below = (*_sentences(context, checks, levels), *_totals(context, checks, levels))
        return Table(self.sheet, columns, rows, tones, (note,), below=below)


def amount(finding: Finding) -> float:
    """Return how far outside the limits a violation is; where that has no meaning it counts one."""
    return 1.0 if finding.amount is None else finding.amount


def _whole(check: RuleCheck) -> float:
    return round(sum(amount(f) for f in check.findings), 6)


def _row(context: Context, check: RuleCheck, levels: dict[str, int]) -> tuple[object, ...]:
    mode = wording("mode", "soft" if check.soft else "hard")
    price: tuple[object, ...] = (None, None, None, None)
    if check.soft:
        price = (_whole(check), check.weight, round(_whole(check) * check.weight, 6), levels.get(check.name))
    result = KEPT if check.kept else BROKEN
    concerned = _concerned(context, check.findings)
    return check.text, check.source, mode, check.limit, len(check.findings), *price, result, *concerned


def _sentences(context: Context, checks: list[RuleCheck], levels: dict[str, int]) -> tuple[Table, ...]:
    found = [(c, n, f) for c in checks for n, f in enumerate(c.findings, 1)]
    if not found:
        return ()
    columns = (
        TableColumn(Text("Quy tắc bị vi phạm", "Broken rule"), "sentence"),
        TableColumn(Text("Ô", "Cell"), "sentence"),
        TableColumn(Text("Mức", "Mode")),
        TableColumn(Text("Nội dung", "What is broken"), "sentence"),
        TableColumn(Text("Vi phạm thứ", "No."), "int"),
        TableColumn(AMOUNT, "measure"),
        TableColumn(WEIGHT, "measure"),
        TableColumn(COST, "measure"),
        TableColumn(LEVEL, "int"),
        TableColumn(RESULT, toned=True),
        TableColumn(PEOPLE, "sentence"),
        TableColumn(UNITS, "sentence"),
    )
    rows = [_sentence(context, c, n, f, levels) for c, n, f in found[:MOST_SENTENCES]]
    tones: dict[int, Tone] = {i: "short" if c.soft else "broken" for i, (c, _, _) in enumerate(found[:MOST_SENTENCES])}
    left = len(found) - len(rows)
    more = (Text("Còn {n} vi phạm nữa.", "{n} more violations.").format(n=left),) if left else ()
    return (Table(same(""), columns, rows, tones, more),)


def _sentence(
    context: Context, check: RuleCheck, number: int, finding: Finding, levels: dict[str, int]
) -> tuple[object, ...]:
    price: tuple[object, ...] = (None, None, None, None)
    if check.soft:
        size = amount(finding)
        price = (size, check.weight, round(size * check.weight, 6), levels.get(check.name))
    mode = wording("mode", "soft" if check.soft else "hard")
    concerned = _concerned(context, (finding,))
    return check.text, str(finding.where), mode, finding.text, number, *price, BROKEN, *concerned


def _concerned(context: Context, findings: Iterable[Finding]) -> tuple[Text, Text]:
    """Return the people and the units that some violations speak of."""
    subjects = [about for finding in findings for about in finding.subject]
    people = _listed(_person(context, code) for kind, code in subjects if kind.startswith("cadre"))
    return people, _listed(context.unit_name(code) for kind, code in subjects if kind.startswith("unit"))


def _person(context: Context, cadre_id: str) -> str:
    cadre = context.cadre(cadre_id)
    return cadre_id if cadre is None else f"{cadre.name} ({cadre_id})"


def _listed(names: Iterable[str]) -> Text:
    """Return names in one cell, the first of them where they are many."""
    every = list(dict.fromkeys(names))
    shown, left = "; ".join(every[:MOST_NAMES]), len(every) - MOST_NAMES
    if left <= 0:
        return same(shown)
    return Text("{shown} và {n} nữa", "{shown} and {n} more").format(shown=shown, n=left)


def _totals(context: Context, checks: list[RuleCheck], levels: dict[str, int]) -> tuple[Table, ...]:
    """Return what the soft rules of each level cost together, beside the value that the level reached."""
    soft = [c for c in checks if c.soft and c.name in levels]
    if not soft:
        return ()
    columns = (
        TableColumn(Text("Cấp của quy tắc mềm", "Level of soft rules"), "sentence"),
        TableColumn(Text("Mức mục tiêu ở trang Lần chạy", "Level on the sheet Run"), "sentence"),
        TableColumn(Text("Số quy tắc", "Rules"), "int"),
        TableColumn(Text("Ghi chú", "Note"), "sentence"),
        TableColumn(Text("Số vi phạm", "Violations"), "int"),
        TableColumn(Text("Giá trị của mức", "Value of the level"), "measure"),
        TableColumn(COST, "measure"),
    )
    rows = []
    for number in sorted({levels[c.name] for c in soft}):
        here = [c for c in soft if levels[c.name] == number]
        cost = round(sum(_whole(c) * c.weight for c in here), 6)
        title, value, note = _reached(context, {c.name for c in here})
        text = Text("Cấp {n}", "Level {n}").format(n=number)
        rows.append((text, title, len(here), note, sum(len(c.findings) for c in here), value, cost))
    return (Table(same(""), columns, rows),)


def _reached(context: Context, names: set[str]) -> tuple[Text, float | None, Text]:
    """Return the outcome's level that these rules are part of: its title, its value, and how that value is made up."""
    for level in () if context.outcome is None else context.outcome.levels:
        parts = {name for name, _ in level.parts}
        if level.name != TIE_BREAK and names & parts:
            alone = Text("chi phí của quy tắc mềm là giá trị của mức", "the cost of soft rules is the level's value")
            mixed = Text(
                "giá trị của mức gồm cả các mục tiêu cùng cấp", "the value holds the objectives of the level as well"
            )
            return level_text(level), level.value, alone if parts <= names else mixed
    return same(""), None, same("")
