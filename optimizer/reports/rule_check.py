"""Every rule re-checked by code that never saw the model: its limit, what was measured, kept or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.words import wording
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.checker import RuleCheck
    from optimizer.reports.context import Context

KEPT, BROKEN = Text("giữ đúng", "kept"), Text("vi phạm", "broken")
MOST_SENTENCES = 20_000


class RuleCheckSection(Section):
    """The checker's verdict, rule by rule, and below it each violation in a sentence."""

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
            TableColumn(Text("Kết quả", "Result"), width=14, toned=True),
        )
        checks = sorted(context.verdict.checks, key=lambda c: c.soft)
        rows = [_row(c) for c in checks]
        tones: dict[int, Tone] = {
            i: "kept" if c.kept else "short" if c.soft else "broken" for i, c in enumerate(checks)
        }
        note = Text(
            "Do bộ kiểm tra độc lập tính lại từ phương án và hồ sơ, không dùng bộ giải.",
            "Worked out again from the plan and the case by an independent checker, without the solver.",
        )
        return Table(self.sheet, columns, rows, tones, (note,), below=_sentences(checks))


def _row(check: RuleCheck) -> tuple[object, ...]:
    mode = wording("mode", "soft" if check.soft else "hard")
    return check.text, check.source, mode, check.limit, len(check.findings), KEPT if check.kept else BROKEN


def _sentences(checks: list[RuleCheck]) -> tuple[Table, ...]:
    found = [(c, f) for c in checks for f in c.findings]
    if not found:
        return ()
    columns = (
        TableColumn(Text("Quy tắc bị vi phạm", "Broken rule"), "sentence"),
        TableColumn(Text("Ô", "Cell"), "sentence"),
        TableColumn(Text("Mức", "Mode"), toned=True),
        TableColumn(Text("Nội dung", "What is broken"), "sentence"),
    )
    rows = [
        (c.text, str(f.where), wording("mode", "soft" if c.soft else "hard"), f.text)
        for c, f in found[:MOST_SENTENCES]
    ]  # fmt: skip
    tones: dict[int, Tone] = {i: "short" if c.soft else "broken" for i, (c, _) in enumerate(found[:MOST_SENTENCES])}
    left = len(found) - len(rows)
    more = (Text("Còn {n} vi phạm nữa.", "{n} more violations.").format(n=left),) if left else ()
    return (Table(same(""), columns, rows, tones, more),)
