"""The checker: any plan, from the solver or typed by hand, judged again in plain Python from plan and case alone.

It knows nothing of models and arrays and must never import a solver.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.catalogue import Catalogue, catalogue
from optimizer.findings import Address, Finding
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement, Plan


@dataclass(frozen=True)
class RuleCheck:
    """What the checker found of one rule: kept when it has no findings; a soft rule's findings cost, they do not refuse."""

    name: str
    text: Text
    source: Text
    soft: bool
    limit: Text
    findings: tuple[Finding, ...]
    weight: float = 1.0

    @property
    def kept(self) -> bool:
        """Return whether no placement breaks the rule."""
        return not self.findings


@dataclass(frozen=True)
class Verdict:
    """The whole judgement of a plan.

    `measures` holds each objective's value in its natural unit, `vacant` the holders missing below the targets, `below_min`
    those missing below the minima, both by priority.
    """

    checks: tuple[RuleCheck, ...]
    measures: dict[str, float]
    placed: int
    vacant: dict[int, int]
    below_min: dict[int, int]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every violation of a hard rule."""
        return tuple(f for c in self.checks if not c.soft for f in c.findings)

    @property
    def ok(self) -> bool:
        """Return whether the plan breaks no hard rule."""
        return not self.findings

    def soft_cost(self) -> float:
        """Return the weighted sum of the violations of soft rules."""
        return sum(
            c.weight * (1.0 if f.amount is None else f.amount) for c in self.checks if c.soft for f in c.findings
        )


def verify(case: Case, plan: Plan, active: Catalogue | None = None) -> Verdict:
    """Judge `plan` against every rule in force for `case`."""
    active = active or catalogue(case)
    checks = [_names(case, plan)]
    for a in active.rules:
        rule = a.rule
        checks.append(
            RuleCheck(
                rule.name,
                rule.text,
                rule.source,
                a.soft,
                rule.limit_for(case),
                tuple(rule.violations(case, plan)),
                a.weight,
            )
        )
    for o in active.objectives:
        it = o.objective
        if it.restricts:
            checks.append(RuleCheck(it.name, it.text, it.source, False, it.limit(), tuple(it.violations(case, plan))))
    measures = {o.objective.name: o.objective.measure(case, plan) for o in active.objectives}
    held = Counter((p.unit_code, p.title_code) for p in set(plan.placements))
    vacant: Counter[int] = Counter()
    below: Counter[int] = Counter()
    for seat in case.seats:
        n = held[seat.unit_code, seat.title_code]
        vacant[seat.priority] += max(0, seat.target - n)
        below[seat.priority] += max(0, seat.min - n)
    return Verdict(
        tuple(checks), measures, len(plan.by_cadre), dict(sorted(vacant.items())), dict(sorted(below.items()))
    )


def _names(case: Case, plan: Plan) -> RuleCheck:
    text = Text("Tên người, đơn vị, chức danh có trong hồ sơ", "People, units and titles exist in the case")
    limit = Text("mọi mã đều có trong hồ sơ, không dòng nào lặp lại", "every code stands in the case, no row twice")
    source = Text("trang Cán bộ, Đơn vị, Chức danh", "sheets Cadres, Units and Titles")
    return RuleCheck("names", text, source, False, limit, tuple(_name_findings(case, plan)))


def _name_findings(case: Case, plan: Plan) -> Iterator[Finding]:
    kinds = (
        ("cadre", 0, case.cadre_by_id, Text("không có cán bộ mã “{code}”.", "there is no cadre “{code}”.")),
        ("unit", 1, case.unit_by_code, Text("không có đơn vị mã “{code}”.", "there is no unit “{code}”.")),
        ("title", 2, case.title_by_code, Text("không có chức danh mã “{code}”.", "there is no title “{code}”.")),
    )
    fix = Text("Sửa mã cho đúng với tệp hồ sơ.", "Write the code as it stands in the case workbook.")
    seen: set[Placement] = set()
    for p in plan.placements:
        where = plan.where.get(p, Address())
        for kind, i, table, text in kinds:
            if p[i] not in table:
                cell = plan.cell_of(p, i) or where
                yield Finding(f"unknown_{kind}", "error", text.format(code=p[i]), fix, cell, p[i], ((kind, p[i]),), 1.0)
        if p in seen:
            doubled = Text(
                f"“{p.cadre_id}” được ghi hai lần cho cùng một ghế.", f"“{p.cadre_id}” stands twice in the same seat."
            )
            yield Finding(
                "double_row",
                "error",
                doubled,
                same(""),
                where,
                p.cadre_id,
                (("cadre", p.cadre_id), ("unit", p.unit_code), ("title", p.title_code)),
                1.0,
            )
        seen.add(p)
