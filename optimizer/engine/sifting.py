"""The sifting engine: a network for good prices, a linear program over the few candidates that matter, a small integer one.

Only candidates whose reduced cost says they may improve the plan ever become columns. The Lagrangian bound is worked out
over *all* candidates, so it proves the plan against every placement that was never looked at, at whatever moment the
work ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import linear, network
from optimizer.engine.answer import Answer, Goal
from optimizer.engine.bound import Cap, Floats, Prices, Wanted
from optimizer.engine.exact import feasible_start
from optimizer.engine.start import Start, first_columns, steep_weights

if TYPE_CHECKING:
    from optimizer.model.problem import Ints, Problem

ROUNDS = 80  # of pricing at one level, at the most
FIRST = 4_000  # columns beside the linear optimum's own that the first integer program has
FEW = 40_000  # columns an integer program may have where only closeness is asked
MANY = 150_000  # columns it may have where that would close the gap for good
MENDING = 30_000  # columns of the integer program that mends what a linear optimum divides
SMALL = 60_000  # candidates up to which the optimum is worth proving to the last unit
NODES = 2_000  # of branch and bound, at the most, in one integer program
LINEAR_SHARE = 0.4  # of the gap asked, that the linear program may leave open: the rest is for whole numbers
EPS = 1e-6


@dataclass
class _Proof:
    """What is known of one level: its bound, and the prices and margins that prove it."""

    wanted: Wanted
    bound: float
    net: Floats  # reduced cost of every candidate with its person's margin taken off: 0 and above
    support: Ints  # the candidates that the linear optimum uses, wholly or in part
    pool: Ints  # the columns of the linear program
    torn: Ints = field(default_factory=lambda: np.zeros(0, np.int64))  # people it divides between several placements

    @property
    def whole(self) -> bool:
        """Return whether the linear optimum divides nobody: then it is a plan."""
        return not len(self.torn)


def solve_by_sifting(problem: Problem, goal: Goal) -> Answer:
    """Return a plan near-optimal level by level, and the bound proved for each level; raise Infeasible with a core.

    A network without the rows bounds the vacancies, and nearly always a plan reaches these bounds: so at first they are
    believed and the next level is solved under them. Where no plan reaches them, linear programs bound the vacancies
    level by level, and where whole-number plans do not reach these either, the vacancies are settled in whole numbers.
    """
    needed = feasible_start(problem)
    start = first_columns(problem, needed, goal)
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    costly = [i for i in weighed if problem.levels[i].vacancy is None]
    if costly:
        for times in (1, 64):
            weight = steep_weights(problem, costly[0], times)
            caps = tuple(Cap(i, cost, weight[i]) for i, cost in start.caps)
            answer = _through(problem, goal, start, costly, caps)
            if answer is not None:
                return answer
    answer = _through(problem, goal, start, weighed, ())
    assert answer is not None
    return answer


def _through(problem: Problem, goal: Goal, start: Start, levels: list[int], caps: tuple[Cap, ...]) -> Answer | None:
    """Solve `levels` in turn under `caps`; None where the caps given were too hopeful."""
    hopeful = bool(caps)
    pool, chosen = start.pool, start.plan
    known = dict(start.caps)  # each holds only where the levels before it stand at theirs
    believed: list[_Proof] = []
    bounds: list[float | None] = [None] * len(problem.levels)
    for cap in caps:
        bounds[cap.level] = cap.cost
    proof: _Proof | None = None
    for i in levels:
        wanted = Wanted(i, caps)
        basis = linear.tree_basis(problem, wanted, pool, start.flow, start.enters) if proof is None else None
        known_bound = known.get(i, -math.inf)
        proof, pool = _priced(problem, wanted, pool, goal, known_bound, basis)
        if proof is None:
            if hopeful and not goal.over():
                return None
            break
        bounds[i] = _up(proof.bound)
        if problem.levels[i].vacancy is not None and i != levels[-1]:
            believed.append(proof)
            caps = (*caps, Cap(i, bounds[i] or 0.0))
            if (bounds[i] or 0.0) > known_bound + EPS:
                known = {}
            continue
        found = _whole(problem, goal, proof, None if believed or hopeful else chosen, proof.support)
        if found is None and hopeful and not goal.over():
            return None
        if found is None and believed and not goal.over():
            columns = np.union1d(pool, np.argsort(proof.net, kind="stable")[:FEW])
            caps, chosen = _settled(problem, goal, believed, columns, chosen, bounds)
            proof, pool = _priced(problem, Wanted(i, caps), np.union1d(pool, chosen), goal)
            if proof is None:
                break
            bounds[i] = _up(proof.bound)
            found = _whole(problem, goal, proof, chosen, proof.support)
        if found is None:
            break
        believed, hopeful = [], False
        chosen, bounds[i] = found
        pool = np.union1d(pool, chosen)  # else no plan over the pool might reach what this one does
        # the weights are steep enough for this level's costs alone: from here on every cap is a row of its own
        caps = (*(Cap(c.level, c.cost) for c in caps), Cap(i, float(problem.cost(chosen, i))))
    if proof is not None and not goal.over():
        chosen = _tie_broken(problem, goal, proof, bounds, chosen)
    return Answer(chosen, tuple(_given_what_is_reached(problem, chosen, bounds)), "sifting")


def _up(bound: float) -> float:
    """Return the least whole number a cost can have above a bound, rounding errors forgiven."""
    return float(math.ceil(bound - EPS * max(1.0, abs(bound))))


def _settled(
    problem: Problem, goal: Goal, believed: list[_Proof], columns: Ints, chosen: Ints, bounds: list[float | None]
) -> tuple[tuple[Cap, ...], Ints]:
    """Return how few vacancies whole-number plans reach, level by level, and such a plan; tighten the bounds."""
    caps: tuple[Cap, ...] = ()
    met = True
    for proof in believed:
        i = proof.wanted.level
        aim = bounds[i]
        own: _Proof | None = replace(proof, wanted=Wanted(i, caps))
        if not met:  # what was proved for fewer vacancies before does not hold for more
            own, pool = _priced(problem, Wanted(i, caps), np.union1d(proof.support, chosen), goal)
            columns = np.union1d(columns, pool)
            bounds[i] = None if own is None else _up(own.bound)
        if own is not None and problem.cost(chosen, i) > _up(own.bound) + EPS:
            found = _whole(problem, goal, own, chosen, columns)
            if found is not None:
                chosen, bounds[i] = found
        caps = (*caps, Cap(i, float(problem.cost(chosen, i))))
        met = met and aim is not None and problem.cost(chosen, i) <= aim + EPS
    return caps, chosen


def _given_what_is_reached(problem: Problem, chosen: Ints, bounds: list[float | None]) -> list[float | None]:
    """Return the bounds that stay valid: a level's was proved for the costs at which the levels before it stand."""
    out: list[float | None] = []
    met = True
    for i, proved in enumerate(bounds):
        out.append(proved if met else None)
        counts = problem.levels[i].vacancy is not None
        met = met and proved is not None and (not counts or problem.cost(chosen, i) <= proved + EPS)
    return out


# pricing -------------------------------------------------------------------------------------------------------------
def _priced(
    problem: Problem,
    wanted: Wanted,
    pool: Ints,
    goal: Goal,
    known: float = -math.inf,
    basis: linear.Basis | None = None,
) -> tuple[_Proof | None, Ints]:
    """Solve one level's linear program over all candidates by adding those that could improve it.

    `known` is a bound proved elsewhere. None where the program has no solution over the pool, or time ran out.
    """
    level = problem.levels[wanted.level]
    best: _Proof | None = None
    for _ in range(ROUNDS):
        answer = linear.solve_linear(linear.build(problem, wanted, pool), goal, basis)
        if answer is None:
            break
        basis, value = answer.basis, answer.value
        prices = proving.usable(problem, wanted, answer.prices)
        reduced = proving.reduced_costs(problem, wanted, prices)
        proved, margin = proving.bound(problem, wanted, prices, reduced)
        net = reduced - problem.spread(np.where(problem.must, margin, np.minimum(margin, 0.0)))
        if best is None or proved > best.bound:
            best = _Proof(wanted, max(proved, known), net, pool[:0], pool)
        best.support, best.pool = pool[answer.x > EPS], pool
        best.torn = np.unique(problem.candidates.person(pool[(answer.x > EPS) & (answer.x < 1 - EPS)]))
        goal.tell("pricing", level.name, level.natural(value), level.natural(best.bound))
        closed = _closed(level.vacancy is not None or problem.n <= SMALL, value, best.bound, goal)
        if closed and answer.over:
            return None, pool  # the caps cannot be met, or their weights are too small to enforce them
        if closed or goal.over():
            break
        more = _improving(problem, prices, reduced, pool)
        if not len(more):
            return (None if answer.over else best), pool
        pool = np.union1d(pool, more)
    return best, pool


def _closed(whole: bool, value: float, proved: float, goal: Goal) -> bool:
    """Return whether a level's linear optimum is known: no whole number between, or its share of the gap asked."""
    if value - proved <= EPS * max(1.0, abs(value)) or _up(proved) >= value - EPS:
        return True
    return not whole and value - proved <= LINEAR_SHARE * goal.gap * max(1.0, abs(value))


def _improving(problem: Problem, prices: Prices, reduced: Floats, pool: Ints) -> Ints:
    """Return candidates outside the pool that beat what their person has in it: the best few of each person and seat."""
    margin = np.full(problem.n_people, np.inf)
    np.minimum.at(margin, problem.candidates.person(pool), reduced[pool])
    margin = np.where(problem.must, margin, np.minimum(margin, 0.0))
    gain = reduced - problem.spread(margin)
    gain[pool] = 0.0
    k = np.flatnonzero(gain < -EPS)
    if len(k) <= 20_000:
        return k
    by_person = network.leading(problem.candidates.person(k), gain[k], k, 3)
    by_seat = network.leading(problem.seats(k)[:, 0], gain[k], k, 6)
    return np.union1d(by_person, by_seat)


# whole numbers -------------------------------------------------------------------------------------------------------
def _whole(
    problem: Problem, goal: Goal, proof: _Proof, incumbent: Ints | None, base: Ints
) -> tuple[Ints, float] | None:
    """Return the best whole-number plan found for one level and the bound proved, None where no plan meets the caps.

    The columns are `base` and those of least reduced cost; they are widened until nothing left out could close the gap.
    """
    wanted = proof.wanted
    level = problem.levels[wanted.level]
    aim = 0.0 if problem.n <= SMALL or level.vacancy is not None else goal.gap
    bound = _up(proof.bound)
    if proof.whole:
        value = problem.cost(proof.support, wanted.level)
        if _near_enough(value, bound, aim) and _meets(problem, proof.support, wanted):
            goal.tell("integer", level.name, level.natural(value), level.natural(bound))
            return proof.support, bound
    if problem.n > SMALL and len(proof.torn):
        mended = _mending_columns(problem, proof)
        found = linear.solve_whole(linear.build(problem, wanted, mended), goal, _slack(proof, aim), NODES, incumbent)
        if found is not None and _meets(problem, found.chosen, wanted):
            incumbent = found.chosen
            value = problem.cost(incumbent, wanted.level)
            goal.tell("integer", level.name, level.natural(value), level.natural(bound))
            if _near_enough(value, bound, aim) or goal.over():
                return incumbent, bound
    order = np.argsort(proof.net, kind="stable")
    near = min(len(order), FEW if level.vacancy is not None else max(FIRST, 2 * problem.n_people))
    while True:
        columns = np.union1d(order[:near], base)
        if incumbent is not None:
            columns = np.union1d(columns, incumbent)
        reach = (
            float(proof.net[order[near]]) if near < len(order) else math.inf
        )  # the least that a column left out costs
        found = linear.solve_whole(linear.build(problem, wanted, columns), goal, _slack(proof, aim), NODES, incumbent)
        if found is None or not _meets(problem, found.chosen, wanted):
            if incumbent is None and near < min(len(order), MANY) and not goal.over():
                near = min(len(order), MANY, 4 * near)  # too few columns to meet the caps in whole numbers
                continue
            return None if incumbent is None else (incumbent, bound)
        value = problem.cost(found.chosen, wanted.level)
        # what no plan over these columns beats, no plan at all beats, unless it pays for a column left out
        bound = max(bound, _up(min(found.bound, proof.bound + reach, float(value))))
        incumbent = found.chosen
        goal.tell("integer", level.name, level.natural(value), level.natural(bound))
        if _near_enough(value, bound, aim) or near == len(order) or goal.over():
            return incumbent, bound
        wider = int(np.searchsorted(proof.net[order], value - proof.bound, side="right"))
        if wider <= near or near >= MANY:
            return incumbent, bound
        near = min(wider, MANY)


def _slack(proof: _Proof, aim: float) -> float:
    """Return the absolute gap at which an integer program may stop: half of what was asked, or no whole number between."""
    return max(0.999, 0.5 * aim * abs(proof.bound))


def _mending_columns(problem: Problem, proof: _Proof) -> Ints:
    """Return columns that mend a linear optimum: its own, and all of the pool's for the people it divides and around them.

    Those around are the holders of the seats that somebody divided could as well take, and so on from these, as long as
    the program stays small.
    """
    pool = proof.pool
    person, seats = problem.candidates.person(pool), problem.seats(pool)
    near = proof.net[pool] <= EPS * max(1.0, abs(proof.bound))
    holders = np.isin(pool, proof.support)
    free = np.zeros(problem.n_people, bool)
    free[proof.torn] = True
    columns = np.union1d(pool[free[person]], proof.support)
    while True:
        touched = np.zeros(problem.n_seats + 1, bool)
        touched[seats[free[person] & near]] = True
        touched[-1] = False
        around = person[touched[seats].any(axis=1) & holders]
        if free[around].all():
            return columns
        free[around] = True
        wider = np.union1d(pool[free[person]], proof.support)
        if len(wider) > MENDING:
            return columns
        columns = wider


def _meets(problem: Problem, chosen: Ints, wanted: Wanted) -> bool:
    return all(problem.cost(chosen, cap.level) <= cap.cost + EPS for cap in wanted.caps)


def _near_enough(value: float, bound: float, aim: float) -> bool:
    """Return whether a cost is proved as good as was asked."""
    return value - bound <= max(EPS, aim * max(1.0, abs(value)))


def _tie_broken(problem: Problem, goal: Goal, proof: _Proof, bounds: list[float | None], chosen: Ints) -> Ints:
    """Return the plan that the tie-break prefers among all optimal ones, where every level is proved and ties are few."""
    tie = next((i for i, level in enumerate(problem.levels) if level.tie_break), None)
    if tie is None:
        return chosen
    caps = tuple(Cap(i, float(problem.cost(chosen, i))) for i, it in enumerate(problem.levels) if not it.tie_break)
    proved = all((b := bounds[cap.level]) is not None and cap.cost <= b + EPS for cap in caps)
    slack = problem.cost(chosen, proof.wanted.level) - proof.bound + EPS * max(1.0, abs(proof.bound))
    columns = np.flatnonzero(proof.net <= slack)
    if not proved or len(columns) > FEW:
        return chosen
    goal.tell("tie-break")
    wanted = Wanted(tie, caps)
    master = linear.build(problem, wanted, np.union1d(columns, chosen))
    found = linear.solve_whole(master, goal, 0.999, NODES, chosen)
    if found is None or not _meets(problem, found.chosen, wanted):
        return chosen
    bounds[tie] = _up(found.bound)
    return found.chosen
