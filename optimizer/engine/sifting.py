"""The sifting engine: a network for good prices, a linear program over the few candidates that matter, a small integer one.

Only candidates whose reduced cost says they may improve the plan ever become columns. The Lagrangian bound is worked out
over *all* candidates, so it proves the plan against every placement that was never looked at, at whatever moment the
work ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from optimizer.engine import linear, network
from optimizer.engine.answer import Answer, Goal, Infeasible
from optimizer.engine.exact import core, feasible_start
from optimizer.engine.linear import Floats, Prices, Wanted
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Ints, Problem, Rows

ROUNDS = 80  # of pricing at one level, at the most
FEW = 40_000  # columns an integer program may have where only closeness is asked
MANY = 150_000  # columns it may have where that would close the gap for good
SMALL = 60_000  # candidates up to which the optimum is worth proving to the last unit
NODES = 2_000  # of branch and bound, at the most, in one integer program
EPS = 1e-6


@dataclass
class _Proof:
    """What is known of one level: its bound, and the prices and margins that prove it."""

    wanted: Wanted
    bound: float
    net: Floats  # reduced cost of every candidate with its person's margin taken off: 0 and above
    support: Ints  # the candidates that the linear optimum uses, wholly or in part


def solve_by_sifting(problem: Problem, goal: Goal) -> Answer:
    """Return a plan near-optimal level by level, and the bound proved for each level; raise Infeasible with a core.

    Linear programs nearly always give the numbers of vacancies exactly, so at first these are believed and only the next
    level is solved in whole numbers. Where no plan reaches them, the vacancies are settled in whole numbers one level
    after the other, and the work goes on from what was reached.
    """
    needed = feasible_start(problem)
    pool, chosen = _first_columns(problem, needed, goal)
    believed: list[_Proof] = []
    caps: tuple[tuple[int, float], ...] = ()
    bounds: list[float | None] = [None] * len(problem.levels)
    proof: _Proof | None = None
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    for i in weighed:
        proof, pool = _priced(problem, Wanted(i, caps), pool, goal)
        if proof is None:
            break
        bounds[i] = _up(proof.bound)
        if problem.levels[i].vacancy is not None and i != weighed[-1]:
            believed.append(proof)
            caps = (*caps, (i, bounds[i] or 0.0))
            continue
        found = _whole(problem, goal, proof, None if believed else chosen, proof.support)
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
        believed = []
        chosen, bounds[i] = found
        caps = (*caps, (i, float(problem.cost(chosen, i))))
    if proof is not None and not goal.over():
        chosen = _tie_broken(problem, goal, proof, bounds, chosen)
    return Answer(chosen, tuple(_given_what_is_reached(problem, chosen, bounds)), "sifting")


def _up(bound: float) -> float:
    """Return the least whole number a cost can have above a bound, rounding errors forgiven."""
    return float(math.ceil(bound - EPS * max(1.0, abs(bound))))


def _settled(
    problem: Problem, goal: Goal, believed: list[_Proof], columns: Ints, chosen: Ints, bounds: list[float | None]
) -> tuple[tuple[tuple[int, float], ...], Ints]:
    """Return how few vacancies whole-number plans reach, level by level, and such a plan; tighten the bounds."""
    caps: tuple[tuple[int, float], ...] = ()
    for proof in believed:
        i = proof.wanted.level
        if problem.cost(chosen, i) > (bounds[i] or 0.0) + EPS:
            own = _Proof(Wanted(i, caps), proof.bound, proof.net, proof.support)
            found = _whole(problem, goal, own, chosen, columns)
            if found is not None:
                chosen, bounds[i] = found
        caps = (*caps, (i, float(problem.cost(chosen, i))))
    return caps, chosen


def _given_what_is_reached(problem: Problem, chosen: Ints, bounds: list[float | None]) -> list[float | None]:
    """Return the bounds that stay valid: a level's bound was proved for the costs at which the levels before it stand."""
    out: list[float | None] = []
    met = True
    for i, proved in enumerate(bounds):
        out.append(proved if met else None)
        met = met and proved is not None and (problem.levels[i].vacancy is None or problem.cost(chosen, i) <= proved + EPS)
    return out


# first columns -------------------------------------------------------------------------------------------------------
def _first_columns(problem: Problem, needed: Ints, goal: Goal) -> tuple[Ints, Ints]:
    """Return columns to begin with, and a plan that keeps the hard rows.

    The network drops the rows and the bundles; its prices say which candidates are worth looking at first.
    """
    goal.tell("network")
    single = np.flatnonzero(problem.seats[:, 1] < 0) if problem.seats.shape[1] > 1 else np.arange(problem.n)
    last = next((level for level in reversed(problem.levels) if level.cost is not None and not level.tie_break), None)
    cost = np.zeros(problem.n, np.int64) if last is None or last.cost is None else last.cost
    unit = 1 if last is None else network.range_of(problem, last) + 1
    inner = _only(problem, single)
    try:
        face = network.vacancy_worth(inner, unit)
        found = network.solve_flow(inner, face, cost[single])
        seat = found.seat.astype(np.float64)
        flow_plan = single[found.chosen]
    except (network.NoFlow, OverflowError):
        seat = np.zeros(problem.n_seats)
        flow_plan = np.zeros(0, np.int64)
    # a place nobody can take alone is worth a vacancy to whoever takes it along with another
    padded = np.append(seat, 0.0)
    reduced = cost - padded[problem.seats].sum(axis=1)
    best = _best(problem, reduced, 8, 15)
    pool = np.unique(np.concatenate([best, flow_plan, needed]))
    return pool, _repaired(problem, needed, flow_plan)


def _only(problem: Problem, keep: Ints) -> Problem:
    """Return the problem with some candidates only, without rows and without anybody who must be placed."""
    c = problem.candidates
    none = Rows(*(np.zeros(0, np.int64) for _ in range(2)), *(np.zeros(0) for _ in range(3)), *(np.zeros(0, np.int64) for _ in range(2)), problem.rows.because)
    levels = tuple(replace(level, cost=None if level.cost is None else level.cost[keep]) for level in problem.levels)
    return replace(
        problem, candidates=Candidates(c.p[keep], c.u[keep], c.r[keep]), seats=problem.seats[keep], rows=none,
        levels=levels, must=np.zeros(problem.n_people, bool),
    )  # fmt: skip


def _best(problem: Problem, reduced: Floats, per_person: int, per_seat: int) -> Ints:
    """Return the candidates of least reduced cost: some for each person, some for each seat."""
    position = np.arange(problem.n)
    chosen = [_leading(problem.candidates.p, reduced, position, per_person)]
    for j in range(problem.seats.shape[1]):
        k = np.flatnonzero(problem.seats[:, j] >= 0)
        width = np.maximum(per_seat, 3 * problem.seat_max[problem.seats[k, j]])
        chosen.append(_leading(problem.seats[k, j], reduced[k], k, width))
    return np.unique(np.concatenate(chosen))


def _leading(group: Ints, value: Floats, position: Ints, count: int | Ints) -> Ints:
    """Return the positions of the `count` least values of each group, the earlier position first among equals."""
    order = np.lexsort((position, value, group))
    sorted_group = group[order]
    start = np.concatenate([[True], sorted_group[1:] != sorted_group[:-1]]) if len(order) else np.zeros(0, bool)
    begin = np.maximum.accumulate(np.where(start, np.arange(len(order)), 0)) if len(order) else np.zeros(0, np.int64)
    rank = np.arange(len(order)) - begin
    limit = count if isinstance(count, int) else count[order]
    return position[order[rank < limit]]


def _repaired(problem: Problem, needed: Ints, flow_plan: Ints) -> Ints:
    """Return the flow's plan with what the hard rows force put in, and whoever clashes with it left unplaced."""
    forced = np.zeros(problem.n_people, bool)
    forced[problem.candidates.p[needed]] = True
    rows = problem.rows
    if len(rows):  # nobody the rows speak of is placed on a guess
        forced[problem.candidates.p[rows.candidate[(rows.price < 0)[rows.row]]]] = True
    room = problem.seat_max - problem.held(needed)
    rest = flow_plan[~forced[problem.candidates.p[flow_plan]]]
    seat = problem.seats[rest, 0]
    fits = _leading(seat, np.zeros(len(rest)), np.arange(len(rest)), np.maximum(room[seat], 0))
    return np.sort(np.concatenate([needed, rest[fits]]))


# pricing -------------------------------------------------------------------------------------------------------------
def _priced(problem: Problem, wanted: Wanted, pool: Ints, goal: Goal) -> tuple[_Proof | None, Ints]:
    """Solve one level's linear program over all candidates by adding those that could improve it."""
    level = problem.levels[wanted.level]
    best: _Proof | None = None
    for _ in range(ROUNDS):
        answer = linear.solve_linear(linear.build(problem, wanted, pool), goal)
        if answer is None:
            if goal.over():
                break
            raise Infeasible(core(problem))
        value = answer.value
        prices = linear.usable(problem, wanted, answer.prices)
        reduced = linear.reduced_costs(problem, wanted, prices)
        proved, margin = linear.bound(problem, wanted, prices, reduced)
        taken_off = np.where(problem.must, margin, np.minimum(margin, 0.0))
        net = reduced - taken_off[problem.candidates.p]
        if best is None or proved > best.bound:
            best = _Proof(wanted, proved, net, pool[:0])
        best.support = pool[answer.x > EPS]
        goal.tell("pricing", level.name, level.natural(value), level.natural(best.bound))
        if _closed(level.vacancy is not None or problem.n <= SMALL, value, best.bound, goal) or goal.over():
            break
        more = _improving(problem, prices, answer, reduced, pool)
        if not len(more):
            break
        pool = np.union1d(pool, more)
    return best, pool


def _closed(whole: bool, value: float, proved: float, goal: Goal) -> bool:
    """Return whether a level's linear optimum is known well enough: no whole number between, or a tenth of the gap asked."""
    if value - proved <= EPS * max(1.0, abs(value)) or math.ceil(proved - EPS * max(1.0, abs(proved))) >= value - EPS:
        return True
    return not whole and value - proved <= 0.1 * goal.gap * max(1.0, abs(value))


def _improving(problem: Problem, prices: Prices, answer: linear.LinearAnswer, reduced: Floats, pool: Ints) -> Ints:
    """Return candidates outside the pool that beat what their person has now: the best few of each person and each seat."""
    inside = np.zeros(problem.n, bool)
    inside[pool] = True
    margin = np.full(problem.n_people, np.inf)
    np.minimum.at(margin, problem.candidates.p[pool], reduced[pool])
    margin = np.where(problem.must, margin, np.minimum(margin, 0.0))
    gain = reduced - margin[problem.candidates.p]
    k = np.flatnonzero((gain < -EPS) & ~inside)
    if len(k) <= 20_000:
        return k
    by_person = _leading(problem.candidates.p[k], gain[k], k, 3)
    by_seat = _leading(problem.seats[k, 0], gain[k], k, 6)
    return np.union1d(by_person, by_seat)


# whole numbers -------------------------------------------------------------------------------------------------------
def _whole(problem: Problem, goal: Goal, proof: _Proof, incumbent: Ints | None, base: Ints) -> tuple[Ints, float] | None:
    """Return the best whole-number plan found for one level and the bound proved, None where no plan meets the caps.

    The columns are `base` and those of least reduced cost; they are widened until nothing left out could close the gap.
    """
    wanted = proof.wanted
    level = problem.levels[wanted.level]
    order = np.argsort(proof.net, kind="stable")
    near = min(len(order), FEW)
    aim = 0.0 if problem.n <= SMALL or level.vacancy is not None else goal.gap
    bound = _up(proof.bound)
    while True:
        columns = np.union1d(order[:near], base)
        if incumbent is not None:
            columns = np.union1d(columns, incumbent)
        reach = float(proof.net[order[near]]) if near < len(order) else math.inf  # what any column left out costs at least
        tolerance = max(0.999, 0.5 * aim * abs(proof.bound))
        found = linear.solve_whole(linear.build(problem, wanted, columns), goal, tolerance, NODES, incumbent)
        if found is None:
            return None if incumbent is None else (incumbent, bound)
        value = problem.cost(found.chosen, wanted.level)
        # what no plan over these columns beats, no plan at all beats, unless it pays for a column left out
        proved = min(found.bound, proof.bound + reach, float(value))
        bound = max(bound, _up(proved))
        incumbent = found.chosen
        goal.tell("integer", level.name, level.natural(value), level.natural(bound))
        short = value - bound
        if short <= max(EPS, aim * max(1.0, abs(value))) or near == len(order) or goal.over():
            return incumbent, bound
        wider = int(np.searchsorted(proof.net[order], value - proof.bound, side="right"))
        if wider <= near or near >= MANY:
            return incumbent, bound
        near = min(wider, MANY)


def _tie_broken(problem: Problem, goal: Goal, proof: _Proof | None, bounds: list[float | None], chosen: Ints) -> Ints:
    """Return the plan that the tie-break prefers among all optimal ones, where every level is proved and the ties are few."""
    tie = next((i for i, level in enumerate(problem.levels) if level.tie_break), None)
    if tie is None or proof is None or goal.over():
        return chosen
    values = [problem.cost(chosen, i) for i in range(len(problem.levels))]
    proved = all(
        (b := bounds[i]) is not None and values[i] <= b + EPS for i, level in enumerate(problem.levels) if not level.tie_break
    )
    columns = np.flatnonzero(proof.net <= values[proof.wanted.level] - proof.bound + EPS * max(1.0, abs(proof.bound)))
    if not proved or len(columns) > FEW:
        return chosen
    goal.tell("tie-break")
    columns = np.union1d(columns, chosen)
    caps = tuple((i, float(values[i])) for i, level in enumerate(problem.levels) if not level.tie_break)
    found = linear.solve_whole(linear.build(problem, Wanted(tie, caps), columns), goal, 0.999, NODES, chosen)
    if found is None or any(problem.cost(found.chosen, i) > values[i] for i, _ in caps):
        return chosen
    bounds[tie] = float(math.ceil(found.bound - EPS * max(1.0, abs(found.bound))))
    return found.chosen
