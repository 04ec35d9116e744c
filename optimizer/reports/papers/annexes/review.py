"""The check of requirements (biểu rà soát tiêu chuẩn, điều kiện): for each seat what was asked, the evidence, met or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.plan import Placement
from optimizer.reports.papers.annex import NOTHING, NUMBER, Annex, comrades
from optimizer.reports.papers.evidence import evidence
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.words import number
from optimizer.rules.base import Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.checker import RuleCheck
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.people import Placed
    from optimizer.rules.base import Rule

MET, UNMET = Text("Đạt", "Met"), Text("CHƯA ĐẠT", "NOT MET")
LIFTED = Text("Ngoại lệ", "Exception")
_FIXED = (
    NUMBER,
    TableColumn(Text("Họ và tên", "Name"), width=20),
    TableColumn(Text("Dự kiến bố trí", "Proposed seat"), width=28),
)


class ReviewAnnex(Annex):
    """One row a person and title, one column a requirement in force; what is not met is the checker's own finding."""

    name: ClassVar[str] = "review"
    order: ClassVar[int] = 3
    sheet: ClassVar[Text] = Text("III. Tiêu chuẩn, điều kiện", "III. Requirements")
    title: ClassVar[Text] = Text("Biểu rà soát tiêu chuẩn, điều kiện", "Check of requirements")

    def table(self, figures: Figures) -> Table:
        """Return the requirements of every seat held."""
        context = figures.context
        rules = [a.rule for a in context.active.rules if isinstance(a.rule, Requirement)]
        broken = _broken(figures)
        rows: list[tuple[object, ...]] = []
        checked: list[list[Text]] = []
        tones: dict[int, Tone] = {}
        for person in figures.people:
            for title in person.titles:
                placement = Placement(person.cadre.cadre_id, person.unit_code, title.title_code)
                unmet = broken.get(placement, {})
                excused = _excused(context, placement, rules)
                cells = [_cell(context, person, placement, r, unmet.get(r.name), r.name in excused) for r in rules]
                result = UNMET if unmet else LIFTED if excused else MET
                tones[len(rows)] = "broken" if unmet else "short" if excused else "kept"
                seat = f"{title.name}, {context.unit_name(person.unit_code)}"
                checked.append(cells)
                rows.append((len(rows) + 1, person.cadre.name, seat, result))
        asked = [i for i in range(len(rules)) if any(cells[i] != NOTHING for cells in checked)]
        whole = [(*row[:3], *(cells[i] for i in asked), row[3]) for row, cells in zip(rows, checked, strict=True)]
        columns = (
            *_FIXED,
            *(TableColumn(rules[i].text, width=15) for i in asked),
            TableColumn(Text("Kết quả", "Result"), width=12, toned=True),
        )
        note = Text(
            "Cột “{met}” kèm minh chứng lấy từ danh sách cán bộ; “{none}”: chức danh không yêu cầu. Kết quả do bộ kiểm tra độc "
            "lập xác định.",
            "“{met}” stands with the evidence from the roster; “{none}”: the title does not ask for it. The result is "
            "the independent checker's.",
        ).format(met=MET, none=NOTHING)
        return Table(self.sheet, columns, whole, tones, (note,))

    def closing(self, figures: Figures) -> Text:
        """Return how many seats were checked, and how many requirements are not met."""
        unmet = sum(len(c.findings) for c in _requirement_checks(figures))
        text = Text(
            "Tổng cộng: {comrades}; {unmet} tiêu chuẩn, điều kiện chưa đạt",
            "In all: {comrades}; {unmet} [requirement|requirements] not met",
        )
        return text.format(comrades=comrades(figures.placed), unmet=number(unmet, 0))


def _requirement_checks(figures: Figures) -> list[RuleCheck]:
    names = {a.rule.name for a in figures.context.active.rules if isinstance(a.rule, Requirement)}
    return [c for c in figures.verdict.checks if c.name in names]


def _broken(figures: Figures) -> dict[Placement, dict[str, Text]]:
    """Return the checker's sentence of each requirement that a placement does not meet."""
    found: dict[Placement, dict[str, Text]] = {}
    for check in _requirement_checks(figures):
        for finding in check.findings:
            about = dict(finding.subject)
            where = Placement(about.get("cadre", ""), about.get("unit", ""), about.get("title", ""))
            found.setdefault(where, {})[check.name] = finding.text
    return found


def _excused(context: Context, placement: Placement, rules: Sequence[Rule]) -> set[str]:
    """Return the rules that an exception lifts for this placement and that it would break without."""
    if placement.cadre_id not in context.case.exceptions_of:
        return set()
    case = context.case
    cadre, unit = case.cadre_by_id[placement.cadre_id], case.unit_by_code[placement.unit_code]
    title = case.title_by_code[placement.title_code]
    return {
        r.name
        for r in rules
        if isinstance(r, Requirement)
        and r.lifted(case, placement) is not None
        and r.shortfall(case, cadre, unit, title) is not None
    }


def _cell(
    context: Context, person: Placed, placement: Placement, rule: Rule, unmet: Text | None, excused: bool
) -> Text:
    if unmet is not None:
        return Text(f"{UNMET.vi}: {_after_colon(unmet.vi)}", f"{UNMET.en}: {_after_colon(unmet.en)}")
    unit, title = context.case.unit_by_code[placement.unit_code], context.case.title_by_code[placement.title_code]
    shown = evidence(rule, context.case, person.cadre, unit, title)
    if excused:
        return (
            Text(f"{LIFTED.vi}; {shown.vi}", f"{LIFTED.en}; {shown.en}") if shown is not None and shown.vi else LIFTED
        )
    if shown is None:
        return NOTHING
    return Text(f"{MET.vi}: {shown.vi}", f"{MET.en}: {shown.en}") if shown.vi else MET


def _after_colon(sentence: str) -> str:
    """Return what is lacking, without the name and seat that stand in the row already."""
    return sentence.partition(": ")[2] or sentence
