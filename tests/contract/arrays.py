"""A plan judged by the array side alone: screens, barred roles, rows and cells looked up placement by placement."""

from __future__ import annotations

from itertools import combinations, product
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.objectives.base import Objective
    from optimizer.rules.base import Rule

Choice = tuple[tuple[str, str], ...]  # the seats one person holds


def structured_plans(case: Case) -> Iterator[Plan]:
    """Yield every plan in which each person is nowhere, or in one unit in one role of the facts, seats not counted."""
    facts = Facts(case)
    choices: list[Choice] = [()]
    for u in case.units:
        for role in facts.roles:
            if all(facts.open_seat[facts.unit_at[u.unit_code], facts.title_at[t]] for t in role):
                choices.append(tuple((u.unit_code, t) for t in role))
    yield from _plans(case, choices)


def all_plans(case: Case, most: int = 2) -> Iterator[Plan]:
    """Yield every plan in which each person holds any at most `most` seats at all, allowed or not."""
    spots = [(u.unit_code, t.title_code) for u in case.units for t in case.titles]
    choices: list[Choice] = [c for n in range(most + 1) for c in combinations(spots, n)]
    yield from _plans(case, choices)


def _plans(case: Case, choices: list[Choice]) -> Iterator[Plan]:
    people = [c.cadre_id for c in case.cadres]
    for chosen in product(choices, repeat=len(people)):
        yield Plan.of((p, *spot) for p, spots in zip(people, chosen, strict=True) for spot in spots)


class ArraySide:
    """One case seen only through arrays, as an engine sees it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = Facts(case)

    def has_structure(self, plan: Plan) -> bool:
        """Return whether the engine could make the plan: one unit and one known role a person, seats within limits."""
        facts = self.facts
        roles = set(facts.roles)
        held = np.zeros(len(self.case.seats), int)
        for mine in plan.by_cadre.values():
            if len({p.unit_code for p in mine}) > 1 or tuple(sorted(p.title_code for p in mine)) not in roles:
                return False
            for p in mine:
                u, t = facts.unit_at[p.unit_code], facts.title_at[p.title_code]
                if not facts.open_seat[u, t]:
                    return False
                held[facts.seat_pos[u, t]] += 1
        return bool((held <= facts.seat_limits[2]).all())

    def screened(self, rule: Rule, plan: Plan) -> int:
        """Return at how many placements of the plan the rule's screen is True."""
        screen = rule.screen(self.facts)
        if screen is None:
            return 0
        spared = set(zip(screen.spared.p.tolist(), screen.spared.u.tolist(), screen.spared.t.tolist(), strict=True))
        shape = (self.facts.n_people, self.facts.n_units, self.facts.n_titles)
        fails = np.broadcast_to(screen.fails, shape).copy()
        for a, b in screen.also:
            fails |= np.broadcast_to(a, shape) & np.broadcast_to(b, shape)
        for spot in spared:
            fails[spot] = False
        if screen.barred is not None:
            fails[screen.barred.people] |= screen.barred.table
        return sum(bool(fails[spot]) for spot in self._spots(plan))

    def barred(self, rule: Rule, plan: Plan) -> int:
        """Return how many people hold a role the rule bars."""
        bar = rule.bar_roles(self.facts)
        return 0 if bar is None else sum(bool(bar[r]) for _, _, r in self._candidates(plan))

    def broken_rows(self, rule: Rule, plan: Plan, loosen: float = 0.0) -> list[str]:
        """Return the sentences of the rows that the plan is outside of, limits loosened by `loosen`."""
        found = []
        held = self._candidates(plan)
        p, u, r = (np.array([c[i] for c in held], np.int32) for i in range(3))
        for family in rule.rows(self.facts):
            which, row, coef = family.entries(p, u, r)
            assert len(which) == len(row) == len(coef)
            value = np.bincount(row, weights=coef, minlength=len(family.lower))
            outside = (value < family.lower - loosen) | (value > family.upper + loosen)
            found += [family.because(int(i)).sentence("en") for i in np.flatnonzero(outside)]
        return found

    def outside(self, rule: Rule, plan: Plan) -> float:
        """Return how far the plan is outside the rule's rows, times their prices; of a `worst` family one row pays."""
        held = self._candidates(plan)
        p, u, r = (np.array([c[i] for c in held], np.int32) for i in range(3))
        total = 0.0
        for family in rule.rows(self.facts):
            _, row, coef = family.entries(p, u, r)
            value = np.bincount(row, weights=coef, minlength=len(family.lower))
            off = np.maximum(family.lower - value, 0) + np.maximum(value - family.upper, 0)
            total += (1.0 if family.price is None else family.price) * float(
                off.max(initial=0.0) if family.worst else off.sum()
            )
        return total

    def keeps(self, rule: Rule, plan: Plan, loosen: float = 0.0) -> bool:
        """Return whether the array side of a rule lets the plan pass."""
        return not (self.screened(rule, plan) or self.barred(rule, plan) or self.broken_rows(rule, plan, loosen))

    def measure(self, objective: Objective, plan: Plan) -> float:
        """Return the objective's value from its amounts: once a person, once a title held, or by the whole role."""
        base = objective.base(self.case)
        if (of_roles := objective.of_roles(self.facts)) is not None:
            held = self._candidates(plan)
            p, u, r = (np.array([c[i] for c in held], np.int32) for i in range(3))
            return fsum([base, *of_roles(p, u, r).tolist()])
        cells = objective.cells(self.facts)
        spots = self._spots(plan)
        if not cells.per_title:
            spots = list({p: (p, u, t) for p, u, t in spots}.values())
        p, u, t = (np.array([s[i] for s in spots], np.int32) for i in range(3))
        return fsum([base, *cells.at(p, u, t, self.facts.n_units, self.facts.n_titles).tolist()])

    def listed(self, objective: Objective, plan: Plan) -> bool:
        """Return whether every placement is among the only eligible ones."""
        only = objective.only(self.facts)
        if only is None:
            return True
        return set(self._spots(plan)) <= set(zip(*(a.tolist() for a in only), strict=True))

    def _spots(self, plan: Plan) -> list[tuple[int, int, int]]:
        f = self.facts
        return [(f.person_at[p.cadre_id], f.unit_at[p.unit_code], f.title_at[p.title_code]) for p in plan.placements]

    def _candidates(self, plan: Plan) -> list[tuple[int, int, int]]:
        f = self.facts
        at = {role: i for i, role in enumerate(f.roles)}
        return [
            (f.person_at[who], f.unit_at[mine[0].unit_code], at[tuple(sorted(p.title_code for p in mine))])
            for who, mine in plan.by_cadre.items()
        ]
