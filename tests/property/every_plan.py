"""The best plan by looking at every plan, each judged by the checker alone; nothing here knows how the engines work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from optimizer.catalogue import catalogue, known
from optimizer.checker import Verdict, verify
from optimizer.domain.plan import Plan
from optimizer.rules.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.catalogue import Catalogue
    from optimizer.domain.case import Case

Seats = tuple[tuple[str, str], ...]  # what one person holds
AT_ONCE = 3  # titles in one hand, at most
# What one person alone breaks here stays broken whoever else is placed; what rules on groups ask, others may mend.
ALONE = {"one_post", "concurrent_titles", "seat_limits", "names"} | {
    name for name, cls in known().items() if issubclass(cls, Requirement)
}


@dataclass(frozen=True)
class Best:
    """The lexicographically best values, written as the outcome writes them, and every plan that has them."""

    values: tuple[float, ...]
    plans: tuple[Plan, ...]


def best(case: Case) -> Best | None:
    """Return the best any plan reaches, None where the checker accepts no plan at all."""
    active = catalogue(case)
    found: tuple[float, ...] | None = None
    plans: list[Plan] = []
    for plan in every_plan(case, active):
        verdict = verify(case, plan, active)
        if not verdict.ok:
            continue
        costs = tuple(cost for _, cost in levels(case, active, verdict))
        if found is None or costs < found:
            found, plans = costs, []
        if costs == found:
            plans.append(plan)
    if found is None:
        return None
    signs = [sign for sign, _ in levels(case, active, verify(case, plans[0], active))]
    return Best(tuple(sign * cost for sign, cost in zip(signs, found, strict=True)), tuple(plans))


def every_plan(case: Case, active: Catalogue) -> Iterator[Plan]:
    """Yield every plan in which nobody alone holds what the checker refuses whatever the others hold."""
    seats: Seats = tuple((s.unit_code, s.title_code) for s in case.seats)
    hands = [hand for n in range(AT_ONCE + 1) for hand in combinations(seats, n)]
    choices = []
    for cadre in case.cadres:
        plans = [[(cadre.cadre_id, *seat) for seat in hand] for hand in hands]
        choices.append([mine for mine in plans if _hopeful(case, active, Plan.of(mine))])
    for chosen in product(*choices):
        yield Plan.of(placement for mine in chosen for placement in mine)


def _hopeful(case: Case, active: Catalogue, alone: Plan) -> bool:
    checks = verify(case, alone, active).checks
    return not any(c.findings for c in checks if not c.soft and c.name in ALONE)


def levels(case: Case, active: Catalogue, verdict: Verdict) -> list[tuple[float, float]]:
    """Return (sign, cost) of every level in order: sign times cost is the level's value in its natural unit.

    Missing below the minima by priority, vacancies by priority, the weighed levels, the tie-break; all to be made small.
    """
    found: list[tuple[float, float]] = []
    for missing, wanted in ((verdict.below_min, "min"), (verdict.vacant, "target")):
        ranks = sorted({s.priority for s in case.seats if getattr(s, wanted) > 0})
        found.extend((1.0, float(missing[rank])) for rank in ranks)
    broken = {c.name: sum(1.0 if f.amount is None else f.amount for f in c.findings) for c in verdict.checks}
    soft = [a for a in active.rules if a.soft]
    weighed = [o for o in active.objectives if not o.objective.ties]
    for number in sorted({a.level for a in soft} | {o.level for o in weighed}):
        cost = sum(a.weight * broken[a.rule.name] for a in soft if a.level == number)
        sign = 1.0
        for o in (o for o in weighed if o.level == number):
            better = o.objective.direction
            cost += (-1.0 if better == "max" else 1.0) * o.weight * verdict.measures[o.objective.name]
            sign = -1.0 if better == "max" else sign
        found.append((sign, round(cost, 6)))
    return [*found, (1.0, verdict.measures["tie_break"])]
