"""What proves that a reviewed plan cannot be changed in fewer places.

Changes are few and near each other, so the prices that prove their number differ from the prices of the plan in a few
seats only. The main level's prices, made so small that the gap it may use up is worth less than one change, prove nearly
everything; by how much the seats around the changes differ from them says a linear program over the people there, in
which everybody else may come to a seat, or leave one, as one change more. Whoever would rather join is taken in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.bound import Prices, Wanted
from optimizer.engine.pricing import EPS, up

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem

USED = 0.5  # of one change, that the gap allowed may be worth
COLUMNS = 40  # of each person around the changes
JOIN = 400  # people who may join in one turn
LITTLE = 1e-3  # of a holder, that may come and go for nothing
TURNS = 12


def fewest_prices(problem: Problem, goal: Goal, wanted: Wanted, main: Proof, people: Ints, plan: Ints) -> Prices:
    """Return prices that prove how few changes there can be, as well as was found.

    `main` proves the level that all is judged by, one of the caps of `wanted`; `people` are those around the changes.
    """
    return _Local(problem, goal, wanted, main, plan).found(people)


@dataclass(frozen=True)
class _Local:
    problem: Problem
    goal: Goal
    wanted: Wanted
    main: Proof
    plan: Ints

    @cached_property
    def base(self) -> Prices:
        """The main prices in changes."""
        main = self.main
        (allowed,) = [cap.cost for cap in self.wanted.caps if cap.level == main.wanted.level]
        part = USED / max(1.0, allowed - main.bound)
        of_cap = {cap.level: q for cap, q in zip(main.wanted.caps, main.prices.cap.tolist(), strict=True)}
        of_cap[main.wanted.level] = -1.0
        caps = np.array([part * of_cap.get(cap.level, 0.0) for cap in self.wanted.caps])
        return proving.usable(self.problem, self.wanted, Prices(part * main.prices.seat, part * main.prices.row, caps))

    def found(self, people: Ints) -> Prices:
        problem, base = self.problem, self.base
        level = problem.levels[self.wanted.level]
        reduced = proving.reduced_costs(problem, self.wanted, base)
        best, most = base, proving.bound(problem, self.wanted, base, reduced)[0]
        value = problem.cost(self.plan, self.wanted.level)
        tried = False  # whether the turn before gained nothing
        for _ in range(TURNS):
            if up(most) >= value - EPS or self.goal.over() or not len(people):
                break
            shift = self._shift(people, reduced)
            prices = replace(base, seat=base.seat + shift)
            own = reduced - problem.by_slot(shift)[problem.candidates.slot]
            proved, margin = proving.bound(problem, self.wanted, prices, own)
            closer = proved > most + EPS
            if closer:
                best, most = prices, proved
            self.goal.tell("prices", level.name, level.natural(value), level.natural(most))
            more = self._drawn(margin, reduced, people)
            if not len(more) or (tried and not closer):
                break
            tried = not closer
            people = np.union1d(people, more)
        return best

    def _drawn(self, margin: Floats, reduced: Floats, people: Ints) -> Ints:
        """Return who else would change under the prices: those who lose most of what they cost before."""
        gain = proving.least(self.problem, reduced) - margin
        gain = np.where(self.problem.must, gain, np.minimum(gain, np.maximum(0.0, -margin)))
        gain[people] = 0.0
        k = np.flatnonzero(gain > EPS)
        return k[np.argsort(-gain[k], kind="stable")[:JOIN]]

    def _shift(self, people: Ints, reduced: Floats) -> Floats:
        """Return by how much the seats around some people are worth more than their base prices say."""
        from ortools.math_opt.python import mathopt

        problem = self.problem
        person = problem.candidates.person
        own = problem.candidates.of_people(people)
        k = network.leading(person(own), reduced[own], own, COLUMNS)
        k = np.union1d(k, self.plan[np.isin(person(self.plan), people)])
        taken = problem.seats(k)
        seats = np.unique(taken[taken >= 0])
        others = self.plan[~np.isin(person(self.plan), people)]
        held = problem.held(others)
        slope = self._slopes(seats)
        model = mathopt.Model()
        x = [model.add_variable(lb=0.0) for _ in k]
        cost = [(float(reduced[i]), v) for i, v in zip(k.tolist(), x, strict=True)]
        for p in people.tolist():
            mine = [x[i] for i in np.flatnonzero(person(k) == p).tolist()]
            if mine:
                model.add_linear_constraint(mathopt.fast_sum(mine) <= 1.0)
        rows = []
        changing = self._changing(model, seats, held, cost)
        for at, seat in enumerate(seats.tolist()):
            inside = [x[i] for i in np.flatnonzero((taken == seat).any(axis=1)).tolist()]
            comes, goes = changing[seat]
            free = [
                model.add_variable(lb=0.0, ub=LITTLE) for _ in range(2)
            ]  # a shift that proves nothing costs something
            parts = []
            for size, price in slope[at]:
                part = model.add_variable(lb=0.0, ub=size)
                cost.append((price, part))
                parts.append(part)
            rows.append(
                model.add_linear_constraint(
                    mathopt.fast_sum([*inside, *comes, free[0]]) - mathopt.fast_sum([*goes, free[1], *parts])
                    == -float(held[seat])
                )
            )
        model.minimize(mathopt.LinearSum([c * v for c, v in cost]))
        result = mathopt.solve(model, mathopt.SolverType.GLOP)
        shift = np.zeros(problem.n_seats)
        if result.termination.reason == mathopt.TerminationReason.OPTIMAL:
            dual = result.dual_values()
            shift[seats] = [dual[row] for row in rows]
        return shift

    def _changing(
        self, model: mathopt.Model, seats: Ints, held: Ints, cost: list[tuple[float, mathopt.Variable]]
    ) -> dict[int, tuple[list[mathopt.Variable], list[mathopt.Variable]]]:
        """Return who else may come to each seat and leave it, as one change each: also to several seats held together."""
        found: dict[int, tuple[list[mathopt.Variable], list[mathopt.Variable]]] = {s: ([], []) for s in seats.tolist()}
        for slot in np.unique(np.sort(self.problem.slot_seats, axis=1), axis=0):
            mine = [int(s) for s in slot if s >= 0 and int(s) in found]
            if not mine:
                continue
            comes = model.add_variable(lb=0.0)
            goes = model.add_variable(lb=0.0, ub=float(held[mine].min()))
            cost += [(1.0, comes), (1.0, goes)]
            for seat in mine:
                found[seat][0].append(comes)
                found[seat][1].append(goes)
        return found

    def _slopes(self, seats: Ints) -> list[list[tuple[float, float]]]:
        """Return for each seat how many holders cost how much each, first those of its minimum."""
        problem = self.problem
        below, missing = proving.holders_missing(problem, proving.weights(self.wanted, self.base))
        price = self.base.seat
        return [
            [
                (float(problem.seat_min[s]), float(price[s] - below[s] - missing[s])),
                (float(problem.seat_target[s] - problem.seat_min[s]), float(price[s] - missing[s])),
                (float(problem.seat_max[s] - problem.seat_target[s]), float(price[s])),
            ]
            for s in seats.tolist()
        ]
