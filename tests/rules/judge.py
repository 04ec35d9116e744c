"""How the tests of rules judge: a plan in, compact findings out; and the same through the arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.plan import Plan
from tests.contract.arrays import ArraySide

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.findings import Address
    from optimizer.rules.base import Rule

Spot = tuple[str, str, str]


def broken(rule: Rule, case: Case, *spots: Spot) -> list[dict[str, str]]:
    """Return the subjects of the violations of a plan, after making sure that the arrays say the same."""
    plan = Plan.of(spots)
    findings = list(rule.violations(case, plan))
    assert ArraySide(case).keeps(rule, plan) == (not findings), "arrays and checker disagree"
    assert all(f.code == rule.name and f.severity == "error" for f in findings)
    return [dict(f.subject) for f in findings]


def kept(rule: Rule, case: Case, *spots: Spot) -> bool:
    """Return whether neither side refuses the plan."""
    return not broken(rule, case, *spots)


def said(rule: Rule, case: Case, *spots: Spot) -> tuple[str, str]:
    """Return the one sentence about a plan, in Vietnamese and English, without its place."""
    (finding,) = rule.violations(case, Plan.of(spots))
    return finding.text.vi, finding.text.en


def remarks(rule: Rule, case: Case) -> list[tuple[str, str, str]]:
    """Return (code, severity, column and row of the cell) of the problems a rule finds in a case built with cells."""
    return [(f.code, f.severity, _field(case, f.where)) for f in rule.problems(case)]


def _field(case: Case, where: Address) -> str:
    (source,) = (s for s in case.sources if s.sheet == where.sheet)
    names = {letter: name for name, letter in source.letters.items()}
    return f"{names[where.cell[0]]} {where.cell[1:]}"
