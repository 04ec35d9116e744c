"""What proves that a reviewed plan cannot be changed in fewer places.

Changes are few and near each other, so the prices that prove their number differ from the prices of the plan in a few
seats only. The main level's prices, made so small that the gap it may use up is worth less than one change, prove nearly
everything. First each seat around the changes gets the price that is best for it alone: for one ban that nearly always
proves the rest. Where it does not, a linear program over the people there says by how much seats differ together, everybody
else changing places as one change more. Whoever would rather join is taken in, and whoever is said to move.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.bound import Prices, Wanted
from optimizer.engine.grouped import leading, united
from optimizer.engine.haggling import Haggling
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
JOIN = 100  # people who may join in one turn
NEAR = 8  # people nearest to a slot that somebody should take
LITTLE = 1e-3  # of a holder, that may come and go for nothing
MISSED = 1_000  # columns that may join in one turn
MOST = 10_000  # columns up to which a program is worth its time
VAIN = 2  # turns without gain
GAIN = 0.01  # changes that a turn has to prove not to be in vain
TURNS = 12
Balance: TypeAlias = "dict[int, tuple[list[mathopt.Variable], list[mathopt.Variable]]]"  # who comes to a seat and goes
CHUNK = 400_000  # candidates looked at in one go


def fewest_prices(
    problem: Problem, goal: Goal, wanted: Wanted, main: Proof, people: Ints, plan: Ints, stays: Ints
) -> tuple[Prices, float]:
    """Return prices that prove how few changes there can be, as well as was found, and what they prove.

    `main` proves the level that all is judged by, one of the caps of `wanted`; `people` are those around the changes;
    `stays` are the candidates that repeat the reviewed plan.
    """
    return _Local(problem, goal, wanted, main, plan, stays).found(people)


@dataclass(frozen=True)
class _Local:
    problem: Problem
    goal: Goal
    wanted: Wanted
    main: Proof
    plan: Ints
    stays: Ints
    over: Floats | None = None  # (seats,) by how much the base prices are more than the main ones

    @cached_property
    def part(self) -> float:
        """What a unit of the main level is worth in changes."""
        main = self.main
        (allowed,) = [cap.cost for cap in self.wanted.caps if cap.level == main.wanted.level]
        return USED / max(1.0, allowed - main.bound)

    @cached_property
    def base(self) -> Prices:
        """The main prices in changes."""
        main, part = self.main, self.part
        of_cap = {cap.level: q for cap, q in zip(main.wanted.caps, main.prices.cap.tolist(), strict=True)}
        of_cap[main.wanted.level] = -1.0
        caps = np.array([part * of_cap.get(cap.level, 0.0) for cap in self.wanted.caps])
        seat = part * main.prices.seat + (0.0 if self.over is None else self.over)
        return Prices(seat, part * main.prices.row, caps)

    def reduced(self, k: Ints) -> Floats:
        """Return what the candidates `k` cost under the base prices: their part of the main costs, and the change."""
        problem, found = self.problem, self.problem.candidates
        main = self.main.net[k] + self._off[found.person(k)]
        out: Floats = self.part * main + problem.levels[self.wanted.level].costs(k)
        return out if self.over is None else out - problem.by_slot(self.over)[found.slot[k]]

    @cached_property
    def _off(self) -> Floats:
        return self.main.nets.off

    @cached_property
    def least(self) -> Floats:
        """(people,): the least of it: whoever does not stay costs the same wherever they go."""
        if self.over is not None:
            return replace(self, over=None).least_shifted(self.over)
        found, cost = self.problem.candidates, self.problem.levels[self.wanted.level].costs
        some = np.flatnonzero(found.counts > 0)
        stay = np.full(found.n_people, -1)
        stay[found.person(self.stays)] = self.stays
        other = found.first[some] + (found.first[some] == stay[some])
        alone = other >= found.first[some + 1]  # who can do nothing but stay
        out = np.zeros(found.n_people)
        out[some] = self.part * self.main.nets.margin[some] + np.where(alone, np.inf, cost(np.where(alone, 0, other)))
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
        """Return the best prices found: first each seat around the changes by itself, then all of them together."""
        most = proving.of_margins(self.problem, self.wanted, self.base, self.least)
        if self._proved(most) or not len(people):
            return self.base, most
        settled = self._settled()
        return settled.together(people)

    def _proved(self, bound: float) -> bool:
        return up(bound) >= self.problem.cost(self.plan, self.wanted.level) - EPS

    def _settled(self) -> _Local:
        """Return the same with each seat that somebody leaves or takes at the price that is best for it alone."""
        problem = self.problem
        taken = problem.seats(np.setxor1d(self.plan, self.stays))
        seats = np.unique(taken[taken >= 0])
        # a place that was closed to its holder is no candidate any more: it is known by who is missing there
        seats = united(seats, np.flatnonzero(problem.held(self.plan) != problem.held(self.stays)))
        near = self._in_slots(np.asarray(np.isin(problem.slot_seats, seats).any(axis=1)))
        own = Haggling(problem, self.reduced, self.least.copy(), np.zeros(problem.n_seats))
        own.over(seats.tolist(), near, self._slopes(seats))
        return replace(self, over=own.shift) if own.shift.any() else self

    def together(self, people: Ints) -> tuple[Prices, float]:
        """Return the best prices found by programs over the people around the changes and whoever would join them."""
        problem, base = self.problem, self.base
        level = problem.levels[self.wanted.level]
        best, most = base, proving.of_margins(problem, self.wanted, base, self.least)
        value = problem.cost(self.plan, self.wanted.level)
        vain = 0  # turns that gained nothing, one after the other
        columns = self._columns(people)
        for _ in range(TURNS):
            self.goal.tell("prices", level.name, level.natural(value), level.natural(most))
            if self._proved(most) or self.goal.over():
                break
            shift, turnover = self._shift(people, columns)
            prices = replace(base, seat=base.seat + shift)
            margin = self.least_shifted(shift)
            proved = proving.of_margins(problem, self.wanted, prices, margin)
            vain = 0 if proved > most + GAIN else vain + 1
            if proved > most:
                best, most = prices, proved
            missed = self._missed(people, columns, shift)
            more = self._drawn(margin, shift, people)
            if not len(more) and not len(missed):
                more = np.setdiff1d(self._changing_places(turnover, shift), people)
            if (not len(more) and not len(missed)) or vain > VAIN:
                break
            people = united(people, more)
            columns = united(columns, missed, self._columns(more))
            if len(columns) > MOST:
                break
        return best, most

    def _columns(self, people: Ints) -> Ints:
        """Return where some people are and their best candidates."""
        person = self.problem.candidates.person
        own = self.problem.candidates.of_people(people)
        best = leading(person(own), self.reduced(own), own, COLUMNS)
        return united(best, self.plan[np.isin(person(self.plan), people)])

    def _missed(self, people: Ints, columns: Ints, shift: Floats) -> Ints:
        """Return candidates of the people looked at that cost them less than any of their columns does."""
        found, of_slot = self.problem.candidates, self.problem.by_slot(shift)
        least = np.where(self.problem.must, np.inf, 0.0)
        np.minimum.at(least, found.person(columns), self.reduced(columns) - of_slot[found.slot[columns]])
        own = found.of_people(people)
        gain = least[found.person(own)] - self.reduced(own) + of_slot[found.slot[own]]
        k = np.flatnonzero(gain > EPS)
        return own[k[np.argsort(-gain[k], kind="stable")[:MISSED]]]

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
        near = leading(found.slot[k], cost - stay[found.person(k)], k, NEAR)
        return united(holders, found.person(near))

    def _in_slots(self, wanted: NDArray[np.bool_]) -> Ints:
        """Return the candidates in some slots."""
        found = self.problem.candidates
        blocks = found.chunks(CHUNK) if wanted.any() else []
        near = side_by_side(lambda block: block[0] + np.flatnonzero(wanted[found.slot[slice(*block)]]), blocks)
        return np.concatenate([np.zeros(0, np.int64), *near])

    def _shift(self, people: Ints, columns: Ints) -> tuple[Floats, Turnover]:
        """Return by how much the seats that `columns` take are worth more than their base prices say, and who else moves.

        `columns` are candidates of `people`, who choose anew.
        """
        from ortools.math_opt.python import mathopt

        problem = self.problem
        person = problem.candidates.person(columns)
        taken = problem.seats(columns)
        seats = np.unique(taken[taken >= 0])
        others = self.plan[~np.isin(problem.candidates.person(self.plan), people)]
        held = problem.held(others)
        model = mathopt.Model()
        x = [model.add_variable(lb=0.0) for _ in columns]
        cost = list(zip(self.reduced(columns).tolist(), x, strict=True))
        for p in np.unique(person).tolist():
            mine = mathopt.fast_sum([x[i] for i in np.flatnonzero(person == p).tolist()])
            model.add_linear_constraint(lb=1.0 if problem.must[p] else 0.0, ub=1.0, expr=mine)
        slots, balance = self._changing(model, seats, others, cost)
        rows = []
        for seat, slopes in zip(seats.tolist(), self._slopes(seats), strict=True):
            inside = [x[i] for i in np.flatnonzero((taken == seat).any(axis=1)).tolist()]
            comes, goes = balance[seat]
            # a shift that proves nothing costs something
            free = [model.add_variable(lb=0.0, ub=LITTLE) for _ in range(2)]
            parts = []
            for size, price in slopes:
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
        self, model: mathopt.Model, seats: Ints, others: Ints, cost: list[tuple[float, mathopt.Variable]]
    ) -> tuple[list[tuple[Ints, mathopt.Variable, mathopt.Variable]], Balance]:
        """Return how everybody else may change places: also those of several seats held together.

        Whoever leaves a seat takes another as the same change, or is not placed and costs what that costs; whoever was
        not placed is one change more. Given first by the slots that take the same seats, then by seat.
        """
        from ortools.math_opt.python import mathopt

        problem = self.problem
        slots: list[tuple[Ints, mathopt.Variable, mathopt.Variable]] = []
        found: Balance = {s: ([], []) for s in seats.tolist()}
        own = np.where(np.isin(problem.slot_seats, seats), problem.slot_seats, -1)
        some = np.flatnonzero((own >= 0).any(axis=1))
        kinds, kind = np.unique(np.sort(problem.slot_seats[some], axis=1), axis=0, return_inverse=True)
        by_kind = np.split(some[np.argsort(kind.ravel(), kind="stable")], np.cumsum(np.bincount(kind.ravel()))[:-1])
        slot, must = problem.candidates.slot[others], problem.must[problem.candidates.person(others)]
        number = np.bincount(slot, minlength=len(problem.slot_seats))
        out = np.full(len(problem.slot_seats), np.inf)
        np.minimum.at(out, slot, np.where(must, np.inf, np.maximum(1.0, -self.reduced(others))))
        new = model.add_variable(lb=0.0)
        cost.append((1.0, new))
        moving = []
        for taken, same in zip(kinds.tolist(), by_kind, strict=True):
            mine = [s for s in taken if s in found]
            comes = model.add_variable(lb=0.0)
            goes = model.add_variable(lb=0.0, ub=float(number[same].sum()))
            moving.append(goes - comes)
            cost.append((1.0, goes))
            leaves = [goes]
            if np.isfinite(least := float(out[same].min())):
                leaves.append(model.add_variable(lb=0.0, ub=float(number[same].sum())))
                cost.append((least, leaves[1]))
            slots.append((same, comes, goes))
            for seat in mine:
                found[seat][0].append(comes)
                found[seat][1].extend(leaves)
        model.add_linear_constraint(mathopt.fast_sum([new, *moving]) == 0.0)
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
