"""What proves that a reviewed plan cannot be changed in fewer places.

Changes are few and near each other, so the prices that prove their number differ from the prices of the plan in a few
seats only. The main level's prices, made so small that the gap it may use up is worth less than one change, prove nearly
everything; by how much the seats around the changes differ from them says a linear program over the people there, in
which everybody else may come to a seat, or leave one, as one change more. Whoever would rather join is taken in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.bound import Prices, Wanted
from optimizer.engine.pricing import EPS, Proof, up
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from ortools.math_opt.python import mathopt

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Ints, Problem

Turnover: TypeAlias = "tuple[NDArray[np.bool_], NDArray[np.bool_]]"  # (slots,): which somebody leaves, and which takes
USED = 0.5  # of one change, that the gap allowed may be worth
COLUMNS = 40  # of each person around the changes
JOIN = 400  # people who may join in one turn
NEAR = 8  # people nearest to a slot that somebody should take
LITTLE = 1e-3  # of a holder, that may come and go for nothing
TURNS = 12
CHUNK = 400_000  # candidates looked at in one go


def fewest_prices(
    problem: Problem, goal: Goal, wanted: Wanted, main: Main, people: Ints, plan: Ints, stays: Ints
) -> tuple[Prices, float]:
    """Return prices that prove how few changes there can be, as well as was found, and what they prove.

    `main` proves the level that all is judged by, one of the caps of `wanted`; `people` are those around the changes;
    `stays` are the candidates that repeat the reviewed plan.
    """
    return _Local(problem, goal, wanted, main, plan, stays).found(people)


@dataclass(frozen=True)
class Main:
    """The proof of the level that all is judged by, with each person's least reduced cost under its prices."""

    proof: Proof
    margin: Floats  # (people,)

    @classmethod
    def of(cls, problem: Problem, wanted: Wanted, prices: Prices) -> Main:
        """Return what prices prove by themselves."""
        own = proving.usable(problem, wanted, prices)
        net = proving.reduced_costs(problem, wanted, own)
        bound, margin = proving.bound(problem, wanted, own, net)
        none = np.zeros(0, np.int64)
        main = cls(Proof(wanted, bound, net, own, none, none, none), margin)
        off, found = main.off(problem), problem.candidates

        def take(chunk: tuple[int, int]) -> None:
            begin, end = chunk
            a, b = np.searchsorted(found.first, [begin, end])
            net[begin:end] -= np.repeat(off[a:b], found.counts[a:b])

        side_by_side(take, found.chunks(CHUNK) if len(found) else [])
        return main

    def off(self, problem: Problem) -> Floats:
        """Return (people,) by how much reduced costs are more than the proof's, who need not be placed never above 0."""
        out: Floats = np.where(problem.must, self.margin, np.minimum(self.margin, 0.0))
        return out


@dataclass(frozen=True)
class _Local:
    problem: Problem
    goal: Goal
    wanted: Wanted
    main: Main
    plan: Ints
    stays: Ints

    @cached_property
    def part(self) -> float:
        """What a unit of the main level is worth in changes."""
        main = self.main.proof
        (allowed,) = [cap.cost for cap in self.wanted.caps if cap.level == main.wanted.level]
        return USED / max(1.0, allowed - main.bound)

    @cached_property
    def base(self) -> Prices:
        """The main prices in changes."""
        main, part = self.main.proof, self.part
        of_cap = {cap.level: q for cap, q in zip(main.wanted.caps, main.prices.cap.tolist(), strict=True)}
        of_cap[main.wanted.level] = -1.0
        caps = np.array([part * of_cap.get(cap.level, 0.0) for cap in self.wanted.caps])
        return Prices(part * main.prices.seat, part * main.prices.row, caps)

    def reduced(self, k: Ints) -> Floats:
        """Return what the candidates `k` cost under the base prices: their part of the main costs, and the change."""
        main = self.main.proof.net[k] + self.main.off(self.problem)[self.problem.candidates.person(k)]
        out: Floats = self.part * main + self.problem.levels[self.wanted.level].costs(k)
        return out

    @cached_property
    def least(self) -> Floats:
        """(people,): the least of it: whoever does not stay costs the same wherever they go."""
        found, cost = self.problem.candidates, self.problem.levels[self.wanted.level].costs
        some = np.flatnonzero(found.counts > 0)
        stay = np.full(found.n_people, -1)
        stay[found.person(self.stays)] = self.stays
        other = found.first[some] + (found.first[some] == stay[some])
        alone = other >= found.first[some + 1]  # who can do nothing but stay
        out = np.zeros(found.n_people)
        out[some] = self.part * self.main.margin[some] + np.where(alone, np.inf, cost(np.where(alone, 0, other)))
        who = found.person(self.stays)
        out[who] = np.minimum(out[who], self.reduced(self.stays))
        return out

    def least_shifted(self, shift: Floats) -> Floats:
        """Return (people,) the least reduced costs when seats are worth more, looking only where they are."""
        problem, found = self.problem, self.problem.candidates
        of_slot = problem.by_slot(shift)
        k = self._in_slots(of_slot != 0)
        before, person, more = self.reduced(k), found.person(k), of_slot[found.slot[k]]
        out = self.least.copy()
        np.minimum.at(out, person, before - more)
        # whose cheapest seat has become dearer is looked at anew
        dearer = np.unique(person[(more < 0) & (before <= self.least[person] + EPS)])
        if len(dearer):
            own = found.of_people(dearer)
            cost = self.reduced(own) - of_slot[found.slot[own]]
            length = found.counts[dearer]
            out[dearer] = np.minimum.reduceat(cost, np.cumsum(length) - length)
        return out

    def found(self, people: Ints) -> tuple[Prices, float]:
        problem, base = self.problem, self.base
        level = problem.levels[self.wanted.level]
        best, most = base, proving.of_margins(problem, self.wanted, base, self.least)
        value = problem.cost(self.plan, self.wanted.level)
        tried = False  # whether the turn before gained nothing
        for _ in range(TURNS):
            if up(most) >= value - EPS or self.goal.over() or not len(people):
                break
            shift, turnover = self._shift(people)
            prices = replace(base, seat=base.seat + shift)
            margin = self.least_shifted(shift)
            proved = proving.of_margins(problem, self.wanted, prices, margin)
            closer = proved > most + EPS
            if closer:
                best, most = prices, proved
            self.goal.tell("prices", level.name, level.natural(value), level.natural(most))
            more = self._drawn(margin, shift, people)
            if not len(more):
                more = np.setdiff1d(self._changing_places(turnover, shift), people)
            if not len(more) or (tried and not closer):
                break
            tried = not closer
            people = np.union1d(people, more)
        return best, most

    def _drawn(self, margin: Floats, shift: Floats, people: Ints) -> Ints:
        """Return who else would change under the prices: those who cost least of what they would where they are."""
        problem, found = self.problem, self.problem.candidates
        expected = self.least.copy()
        expected[found.person(self.plan)] -= problem.by_slot(shift)[found.slot[self.plan]]
        gain = np.where(problem.must, expected - margin, np.minimum(expected, 0.0) - np.minimum(margin, 0.0))
        gain[people] = 0.0
        k = np.flatnonzero(gain > EPS)
        return k[np.argsort(-gain[k], kind="stable")[:JOIN]]

    def _changing_places(self, turnover: Turnover, shift: Floats) -> Ints:
        """Return who holds the seats that somebody should leave, and the nearest to those that somebody should take.

        As one of many they cost one change; looked at one by one they may have nowhere to go, or come from too far.
        """
        problem, found = self.problem, self.problem.candidates
        goes, comes = turnover
        slot = found.slot[self.plan]
        holders = found.person(self.plan[goes[slot]])
        k = self._in_slots(comes)
        cost = self.reduced(k) - problem.by_slot(shift)[found.slot[k]]
        stay = np.minimum(self.least, 0.0)
        near = network.leading(found.slot[k], cost - stay[found.person(k)], k, NEAR)
        return np.union1d(holders, found.person(near))

    def _in_slots(self, wanted: NDArray[np.bool_]) -> Ints:
        """Return the candidates in some slots."""
        found = self.problem.candidates
        blocks = found.chunks(CHUNK) if wanted.any() else []
        near = side_by_side(lambda block: block[0] + np.flatnonzero(wanted[found.slot[slice(*block)]]), blocks)
        return np.concatenate([np.zeros(0, np.int64), *near])

    def _shift(self, people: Ints) -> tuple[Floats, Turnover]:
        """Return by how much the seats around some people are worth more than their base prices say, and who else moves."""
        from ortools.math_opt.python import mathopt

        problem = self.problem
        person = problem.candidates.person
        own = problem.candidates.of_people(people)
        k = network.leading(person(own), self.reduced(own), own, COLUMNS)
        k = np.union1d(k, self.plan[np.isin(person(self.plan), people)])
        reduced = self.reduced(k)
        taken = problem.seats(k)
        seats = np.unique(taken[taken >= 0])
        others = self.plan[~np.isin(person(self.plan), people)]
        held = problem.held(others)
        slope = self._slopes(seats)
        model = mathopt.Model()
        x = [model.add_variable(lb=0.0) for _ in k]
        cost = list(zip(reduced.tolist(), x, strict=True))
        for p in people.tolist():
            mine = [x[i] for i in np.flatnonzero(person(k) == p).tolist()]
            if mine:
                least = 1.0 if problem.must[p] else 0.0
                model.add_linear_constraint(lb=least, ub=1.0, expr=mathopt.fast_sum(mine))
        rows = []
        slots, changing = self._changing(model, seats, held, cost)
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
        leaving, taking = np.zeros((2, len(problem.slot_seats)), bool)
        if result.termination.reason == mathopt.TerminationReason.OPTIMAL:
            dual, value = result.dual_values(), result.variable_values()
            shift[seats] = [dual[row] for row in rows]
            for same, come, go in slots:
                taking[same], leaving[same] = value[come] > EPS, value[go] > EPS
        return shift, (leaving, taking)

    def _changing(
        self, model: mathopt.Model, seats: Ints, held: Ints, cost: list[tuple[float, mathopt.Variable]]
    ) -> tuple[
        list[tuple[Ints, mathopt.Variable, mathopt.Variable]],
        dict[int, tuple[list[mathopt.Variable], list[mathopt.Variable]]],
    ]:
        """Return who else may come to each seat and leave it, as one change each: also to several seats held together.

        First by the slots that take the same seats, then by seat.
        """
        slots: list[tuple[Ints, mathopt.Variable, mathopt.Variable]] = []
        found: dict[int, tuple[list[mathopt.Variable], list[mathopt.Variable]]] = {s: ([], []) for s in seats.tolist()}
        own = np.where(np.isin(self.problem.slot_seats, seats), self.problem.slot_seats, -1)
        some = np.flatnonzero((own >= 0).any(axis=1))
        kinds, kind = np.unique(np.sort(self.problem.slot_seats[some], axis=1), axis=0, return_inverse=True)
        by_kind = np.split(some[np.argsort(kind.ravel(), kind="stable")], np.cumsum(np.bincount(kind.ravel()))[:-1])
        for taken, same in zip(kinds.tolist(), by_kind, strict=True):
            mine = [s for s in taken if s in found]
            comes = model.add_variable(lb=0.0)
            goes = model.add_variable(lb=0.0, ub=float(held[mine].min()))
            cost += [(1.0, comes), (1.0, goes)]
            slots.append((same, comes, goes))
            for seat in mine:
                found[seat][0].append(comes)
                found[seat][1].append(goes)
        return slots, found

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
