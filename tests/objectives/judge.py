"""How the tests of objectives measure: the amount of one person, the same on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.plan import Plan
from tests.contract.arrays import ArraySide

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.objectives.base import Objective


def amount(objective: Objective, case: Case, *spots: tuple[str, str, str]) -> float:
    """Return the measure of a plan, after making sure that the arrays give the same to the last digit."""
    plan = Plan.of(spots)
    value = objective.measure(case, plan)
    assert ArraySide(case).measure(objective, plan) == value
    return value
