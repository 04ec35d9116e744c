"""The cheapest ways out of a case's conflicts: what to give up, how much of it, and what the best plan is then.

A repair hits every conflict at once. The cheapest gives up fewest things; of those that give up as many, the one whose
plan is better comes first. Every repair is applied and the case solved again before it is called exact.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ValidationError

from optimizer.engine.giving_up import smallest_sets
from optimizer.engine.ground import Ground
from optimizer.engine.opened import Demand, opened
from optimizer.model.facts import Facts
from optimizer.review import steps as make
from optimizer.review.steps import AMOUNTS, Handle, handle_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome
    from optimizer.engine.opened import Opened
    from optimizer.review.conflicts import Conflicts
    from optimizer.review.steps import Step
    from optimizer.rules.base import Rule

    Solve = Callable[[Case], Outcome]

DEAR = 1_000  # one thing more given up, against one seat more at a place that is given more anyway
SWAPPED = 30  # conflicts that are mended in more than one way, where there are very many
FARTHEST = 2**16  # steps that a parameter is moved at the most
WIDE = 3  # more repairs looked for than shown, since a better plan may lie behind a later one


@dataclass(frozen=True)
class Repair:
    """Steps after which everything that is left can hold together; `outcome` is the best plan then, None where not made."""

    steps: tuple[Step, ...]
    outcome: Outcome | None = None

    def applied(self, case: Case) -> Case:
        """Return the case after the repair."""
        for step in self.steps:
            case = step.change(case)
        return case


def repairs(found: Conflicts, most: int, solve: Solve | None = None, exact: int = 0) -> tuple[Repair, ...]:
    """Return up to `most` repairs, the cheapest first; the first `exact` of them with the best plan each leads to.

    A repair that turns out not to work when the case is solved again is left out.
    """
    search = _Search(found)
    offered = list(islice(search.offered(most * WIDE if exact else most), most * WIDE))
    if solve is None or not exact:
        return tuple(offered[:most])
    made: list[Repair] = []
    for repair in offered:
        if len(made) >= exact and len(repair.steps) > len(made[-1].steps):
            break
        if len(made) >= WIDE * exact:
            break
        outcome = solve(repair.applied(found.case))
        if outcome.status != "infeasible":
            made.append(replace(repair, outcome=outcome))
    made.sort(key=lambda r: (len(r.steps), r.outcome is None or r.outcome.plan is None, _loss(r.outcome)))
    return tuple(made[:most])


def _loss(outcome: Outcome | None) -> tuple[float, ...]:
    if outcome is None:
        return ()
    return tuple(-v.value if v.sense == "max" else v.value for v in outcome.levels)


class _Search:
    """The small problem that decides about a case's conflicts, and what can be given up in it."""

    def __init__(self, found: Conflicts) -> None:
        self.found, self.case = found, found.case
        self.facts = Facts(found.case)
        self.opened = opened(self.facts, found.active, found.spots)
        self.ground = ground_of(self.opened)
        names = {*self.ground.row_name.values(), *self.ground.seat_name.values()}
        self.handles = {name: _handle(self.case, name) for name in names}

    def offered(self, most: int) -> Iterator[Repair]:
        """Yield repairs, those that give up fewest things first."""
        for given_up, excess in self._sets(most):
            options = [self._options(h, given_up, excess) for h in sorted(given_up, key=_order)]
            for steps in islice(product(*options), most):
                yield Repair(tuple(steps))

    # what to give up -------------------------------------------------------------------------------------------------
    def _sets(self, most: int) -> Iterator[tuple[frozenset[Handle], dict[Handle, int]]]:
        """Yield sets of handles that hit every conflict, the smallest first.

        Conflicts that share nobody are mended apart: of each the few cheapest ways, and these put together.
        """
        clashing = {m.demand for c in self.found.found for m in c.members}
        parts = [p for p in self.ground.parts() if clashing & set(self.ground.names(p))]
        ways = [list(smallest_sets(self.ground, part, self.handles, _counted, most)) for part in parts]
        if not ways or not all(ways):
            return
        start = (0,) * len(ways)
        waiting, seen = [(sum(len(way[0][0]) for way in ways), start)], {start}
        for _ in range(most):
            if not waiting:
                return
            size, picks = heapq.heappop(waiting)
            chosen = [way[i] for way, i in zip(ways, picks, strict=True)]
            yield (
                frozenset[Handle]().union(*(s for s, _ in chosen)),
                {h: n for _, over in chosen for h, n in over.items()},
            )
            for j, way in enumerate(ways[:SWAPPED]):
                following = (*picks[:j], picks[j] + 1, *picks[j + 1 :])
                if following[j] < len(way) and following not in seen:
                    seen.add(following)
                    dearer = len(way[following[j]][0]) - len(way[picks[j]][0])
                    heapq.heappush(waiting, (size + dearer, following))

    def _options(self, handle: Handle, given_up: Collection[Handle], excess: Mapping[Handle, int]) -> list[Step]:
        """Return the ways to give up one thing, the smallest first."""
        if handle.kind == "decision":
            return [make.drop_decision(self.case, handle.row)]
        if handle.kind == "requirement":
            return [make.allow_exception(self.case, handle.rule, handle.cadre_id)]
        if handle.kind == "seat":
            return [make.more_seats(self.case, handle.seat, max(1, excess.get(handle, 1)))]
        if handle.kind == "pair":
            return [make.drop_pair(self.case, handle.row)]
        return self._rule_options(handle, given_up)

    # how much of a rule ----------------------------------------------------------------------------------------------
    def _rule_options(self, handle: Handle, given_up: Collection[Handle]) -> list[Step]:
        """Return the least each amount of a rule has to be moved, then the rule made soft, or off where it cannot be."""
        rule = next(a.rule for a in self.found.active.rules if a.rule.name == handle.rule)
        others = set(given_up) - {handle}
        found = []
        for field in AMOUNTS:
            value = getattr(rule, field, None)
            if isinstance(value, int | float) and not isinstance(value, bool):
                moved = self._least(rule, field, float(value), others)
                if moved is not None:
                    found.append(make.relax_rule(self.case, rule, field, moved))
        last = make.soften_rule if "soft" in rule.modes else make.rule_off
        return [*found, last(self.case, rule)]

    def _least(self, rule: Rule, field: str, value: float, others: Collection[Handle]) -> float | None:
        """Return the value nearest to the present one with which everything else can hold together, None without one."""
        whole = isinstance(getattr(rule, field), int)
        step = 1.0 if whole or field not in FINE else FINE[field]
        best: tuple[int, float] | None = None
        for sign in (1, -1):
            below, above = 0, 1  # doubled until it works, then halved
            while (
                above <= FARTHEST and (fits := self._holds(rule, field, value + sign * step * above, others)) is False
            ):
                below, above = above, above * 2
            if above > FARTHEST or fits is None:
                top = self._last_allowed(rule, field, value, sign * step, below, above)
                if top is None or not self._holds(rule, field, value + sign * step * top, others):
                    continue
                above = top
            while above - below > 1:
                middle = (below + above) // 2
                if self._holds(rule, field, value + sign * step * middle, others):
                    above = middle
                else:
                    below = middle
            if best is None or above < best[0]:
                best = above, round(value + sign * step * above, 6)
        return None if best is None else best[1]

    def _last_allowed(self, rule: Rule, field: str, value: float, step: float, below: int, above: int) -> int | None:
        """Return the last number of steps between a known good and a known bad one that the parameter still takes."""
        if above > FARTHEST:
            return None
        while above - below > 1:
            middle = (below + above) // 2
            if _changed(rule, field, value + step * middle) is None:
                above = middle
            else:
                below = middle
        return below or None

    def _holds(self, rule: Rule, field: str, value: float, others: Collection[Handle]) -> bool | None:
        """Return whether everything but the `others` can hold with another value, None where the rule does not take it."""
        made = _changed(rule, field, value)
        if made is None:
            return None
        active = self.found.active
        rules = tuple(replace(a, rule=made) if a.rule is rule else a for a in active.rules)
        it = opened(self.facts, replace(active, rules=rules), self.found.spots, self.opened)
        ground = ground_of(it)
        for part in ground.parts():
            kept = [m for m in ground.names(part) if _handle(self.case, m) not in others]
            if ground.choice(part, kept)[0] is not True:
                return False
        return True


FINE = {  # what one step of a parameter is, where it is no whole number
    "share": 0.01, "max_share": 0.01, "min_share": 0.01, "tolerance": 0.01, "average": 0.1, "average_before": 0.1,
}  # fmt: skip


def _changed(rule: Rule, field: str, value: float) -> Rule | None:
    """Return a rule with another value of one parameter, None where it does not take it."""
    number = int(value) if isinstance(getattr(rule, field), int) else round(value, 6)
    try:
        return type(rule).model_validate({**dict(rule), field: number})
    except ValidationError:
        return None


def _handle(case: Case, name: Hashable) -> Handle | None:
    return handle_of(case, name) if isinstance(name, Demand) else None


def _counted(handle: Handle) -> bool:
    return handle.kind == "seat"


def _order(h: Handle) -> tuple[str, int, str, str, tuple[str, str]]:
    return h.kind, h.row, h.rule, h.cadre_id, h.seat


def ground_of(it: Opened) -> Ground:
    """Return all candidates of a small opened problem with what they could break."""
    return Ground(it.problem, np.arange(it.problem.n), it.of_row, it.of_seat)
