"""The sifting engine: a network for good prices, a linear program over the few candidates that matter, a small integer one.

Only candidates whose reduced cost says they may improve the plan ever become columns. The Lagrangian bound is worked out
over *all* candidates, so it proves the plan against every placement that was never looked at, at whatever moment the
work ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear, network
from optimizer.engine.answer import Answer, Goal
from optimizer.engine.exact import feasible_start
from optimizer.engine.linear import Floats, Prices, Wanted
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Ints, Problem, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 80  # of pricing at one level, at the most
FEW = 40_000  # columns an integer program may have where only closeness is asked
MANY = 150_000  # columns it may have where that would close the gap for good
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
    whole: bool = False  # whether it uses all of them wholly: then it is a plan


def solve_by_sifting(problem: Problem, goal: Goal) -> Answer:
    """Return a plan near-optimal level by level, and the bound proved for each level; raise Infeasible with a core.

    A network without the rows bounds the vacancies, and nearly always a plan reaches these bounds: so at first they are
    believed and the next level is solved under them. Where no plan reaches them, linear programs bound the vacancies
    level by level, and where whole-number plans do not reach these either, the vacancies are settled in whole numbers.
    """
    needed = feasible_start(problem)
    start = _start(problem, needed, goal)
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    costly = [i for i in weighed if problem.levels[i].vacancy is None]
    answer = _through(problem, goal, start, costly, start.caps) if costly else None
    if answer is None:
        answer = _through(problem, goal, start, weighed, ())
    assert answer is not None
    return answer


def _through(
    problem: Problem, goal: Goal, start: _Start, levels: list[int], caps: tuple[tuple[int, float], ...]
) -> Answer | None:
    """Solve `levels` in turn under `caps`; None where the caps given were too hopeful."""
    hopeful = bool(caps)
    pool, chosen = start.pool, start.plan
    known = dict(start.caps)
    believed: list[_Proof] = []
    bounds: list[float | None] = [None] * len(problem.levels)
    for i, cap in caps:
        bounds[i] = cap
    proof: _Proof | None = None
    for i in levels:
        proof, pool = _priced(problem, Wanted(i, caps), pool, goal, known.get(i, -math.inf))
        if proof is None:
            if hopeful and not goal.over():
                return None
            break
        bounds[i] = _up(proof.bound)
        if problem.levels[i].vacancy is not None and i != levels[-1]:
            believed.append(proof)
            caps = (*caps, (i, bounds[i] or 0.0))
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
        met = (
            met
            and proved is not None
            and (problem.levels[i].vacancy is None or problem.cost(chosen, i) <= proved + EPS)
        )
    return out


# first columns -------------------------------------------------------------------------------------------------------
@dataclass
class _Start:
    """What the network says before any linear program: columns to begin with, a plan, and how few vacancies there can be."""

    pool: Ints
    plan: Ints  # keeps every hard row
    caps: tuple[tuple[int, float], ...]  # (level, proved bound) of every level of vacancies


def _start(problem: Problem, needed: Ints, goal: Goal) -> _Start:
    """Solve the network that remains when rows are left out and some seats with them, and read its prices.

    Seats only bundles need are left out so that every candidate takes at most one of the rest. Whatever plan there is,
    without those seats it is a flow of this network, so the network's vacancies are a bound on the plan's.
    """
    goal.tell("network")
    left_out = _left_out(problem)
    column = np.where(left_out[problem.seats], -1, problem.seats) if problem.seats.shape[1] > 1 else problem.seats
    inner_seat = column.max(axis=1)
    some = np.flatnonzero(inner_seat >= 0)
    last = next((level for level in reversed(problem.levels) if level.cost is not None and not level.tie_break), None)
    cost = np.zeros(problem.n, np.int64) if last is None or last.cost is None else last.cost
    unit = 1 if last is None else network.range_of(problem, last) + 1
    inner = _only(problem, some, inner_seat[some, None])
    outside = np.unique(problem.candidates.p[inner_seat < 0])  # could be placed where this network does not look
    inner.must[outside] = False
    face = network.vacancy_worth(inner, unit)
    own = cost[some]
    try:
        found = network.solve_sifted(inner, face, own)
    except OverflowError:  # costs too wide for a flow: the vacancies alone still give a bound and a plan
        own = np.zeros(len(some), np.int64)
        found = network.solve_sifted(inner, network.vacancy_worth(inner, 1), own)
    held = inner.held(found.chosen)
    caps = []
    for i, level in enumerate(problem.levels):
        if level.vacancy is not None:
            want = problem.seat_min if level.vacancy[0] == "min" else problem.seat_target
            here = (problem.priority == level.vacancy[1]) & ~left_out[:-1]
            caps.append((i, float(np.maximum(want - held, 0)[here].sum())))
    # a place nobody can take alone is worth a vacancy to whoever takes it along with another
    seat = np.append(np.where(left_out[:-1], face.worth[:, 0], found.seat), 0).astype(np.float64)
    reduced = cost - seat[problem.seats].sum(axis=1)
    alone = (problem.seats >= 0).sum(axis=1) == 1
    flow_plan = some[found.chosen]
    flow_plan = flow_plan[alone[flow_plan]]
    pool = np.unique(np.concatenate([_best(problem, reduced, 8, 15), some[found.chosen], needed]))
    return _Start(pool, _repaired(problem, needed, flow_plan), tuple(caps))


def _left_out(problem: Problem) -> NDArray[np.bool_]:
    """Return (seats + 1) the seats to leave out, the most shared first; the last entry stands for "no seat"."""
    out = np.zeros(problem.n_seats + 1, bool)
    if problem.seats.shape[1] == 1:
        return out
    bundles = problem.seats[problem.seats[:, 1] >= 0]
    while len(bundles):
        kept = np.where(out[bundles], -1, bundles)
        crowded = kept[(kept >= 0).sum(axis=1) > 1]
        if not len(crowded):
            break
        often = np.bincount(crowded[crowded >= 0], minlength=problem.n_seats)
        met = np.where(crowded >= 0, often[crowded], -1)
        top = crowded[np.arange(len(crowded)), met.argmax(axis=1)]
        out[np.unique(top)] = True
    return out


def _only(problem: Problem, keep: Ints, seats: NDArray[np.int32]) -> Problem:
    """Return the problem with some candidates only, one seat each, without rows."""
    c = problem.candidates
    none = Rows(
        *(np.zeros(0, np.int64) for _ in range(2)),
        *(np.zeros(0) for _ in range(3)),
        *(np.zeros(0, np.int64) for _ in range(2)),
        problem.rows.because,
    )
    levels = tuple(replace(level, cost=None if level.cost is None else level.cost[keep]) for level in problem.levels)
    return replace(
        problem, candidates=Candidates(c.p[keep], c.u[keep], c.r[keep]), seats=seats, rows=none,
        levels=levels, must=problem.must.copy(),
    )  # fmt: skip


def _best(problem: Problem, reduced: Floats, per_person: int, per_seat: int) -> Ints:
    """Return the candidates of least reduced cost: some for each person, some for each seat."""
    position = np.arange(problem.n)
    chosen = [network.leading(problem.candidates.p, reduced, position, per_person)]
    for j in range(problem.seats.shape[1]):
        k = np.flatnonzero(problem.seats[:, j] >= 0)
        width = np.maximum(per_seat, 3 * problem.seat_max[problem.seats[k, j]])
        chosen.append(network.leading(problem.seats[k, j], reduced[k], k, width))
    return np.unique(np.concatenate(chosen))


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
    fits = network.leading(seat, np.zeros(len(rest)), np.arange(len(rest)), np.maximum(room[seat], 0))
    return np.sort(np.concatenate([needed, rest[fits]]))


# pricing -------------------------------------------------------------------------------------------------------------
def _priced(
    problem: Problem, wanted: Wanted, pool: Ints, goal: Goal, known: float = -math.inf
) -> tuple[_Proof | None, Ints]:
    """Solve one level's linear program over all candidates by adding those that could improve it.

    `known` is a bound proved elsewhere. None where the program has no solution over the pool, or time ran out.
    """
    level = problem.levels[wanted.level]
    best: _Proof | None = None
    basis: linear.Basis | None = None
    for _ in range(ROUNDS):
        answer = linear.solve_linear(linear.build(problem, wanted, pool), goal, basis)
        if answer is None:
            break
        basis = answer.basis
        value = answer.value
        prices = linear.usable(problem, wanted, answer.prices)
        reduced = linear.reduced_costs(problem, wanted, prices)
        proved, margin = linear.bound(problem, wanted, prices, reduced)
        taken_off = np.where(problem.must, margin, np.minimum(margin, 0.0))
        net = reduced - taken_off[problem.candidates.p]
        if best is None or proved > best.bound:
            best = _Proof(wanted, max(proved, known), net, pool[:0])
        best.support = pool[answer.x > EPS]
        best.whole = not ((answer.x > EPS) & (answer.x < 1 - EPS)).any()
        goal.tell("pricing", level.name, level.natural(value), level.natural(best.bound))
        if _closed(level.vacancy is not None or problem.n <= SMALL, value, best.bound, goal) or goal.over():
            break
        more = _improving(problem, prices, answer, reduced, pool)
        if not len(more):
            break
        pool = np.union1d(pool, more)
    return best, pool


def _closed(whole: bool, value: float, proved: float, goal: Goal) -> bool:
    """Return whether a level's linear optimum is known well enough: no whole number between, or its share of the gap asked."""
    if value - proved <= EPS * max(1.0, abs(value)) or math.ceil(proved - EPS * max(1.0, abs(proved))) >= value - EPS:
        return True
    return not whole and value - proved <= LINEAR_SHARE * goal.gap * max(1.0, abs(value))


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
    by_person = network.leading(problem.candidates.p[k], gain[k], k, 3)
    by_seat = network.leading(problem.seats[k, 0], gain[k], k, 6)
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
    order = np.argsort(proof.net, kind="stable")
    near = min(len(order), FEW)
    aim = 0.0 if problem.n <= SMALL or level.vacancy is not None else goal.gap
    bound = _up(proof.bound)
    if proof.whole:
        value = problem.cost(proof.support, wanted.level)
        if _near_enough(value, bound, aim) and all(
            problem.cost(proof.support, i) <= cap + EPS for i, cap in wanted.caps
        ):
            goal.tell("integer", level.name, level.natural(value), level.natural(bound))
            return proof.support, bound
    while True:
        columns = np.union1d(order[:near], base)
        if incumbent is not None:
            columns = np.union1d(columns, incumbent)
        reach = (
            float(proof.net[order[near]]) if near < len(order) else math.inf
        )  # what any column left out costs at least
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
        if _near_enough(value, bound, aim) or near == len(order) or goal.over():
            return incumbent, bound
        wider = int(np.searchsorted(proof.net[order], value - proof.bound, side="right"))
        if wider <= near or near >= MANY:
            return incumbent, bound
        near = min(wider, MANY)


def _near_enough(value: float, bound: float, aim: float) -> bool:
    """Return whether a cost is proved as good as was asked."""
    return value - bound <= max(EPS, aim * max(1.0, abs(value)))


def _tie_broken(problem: Problem, goal: Goal, proof: _Proof | None, bounds: list[float | None], chosen: Ints) -> Ints:
    """Return the plan that the tie-break prefers among all optimal ones, where every level is proved and the ties are few."""
    tie = next((i for i, level in enumerate(problem.levels) if level.tie_break), None)
    if tie is None or proof is None or goal.over():
        return chosen
    values = [problem.cost(chosen, i) for i in range(len(problem.levels))]
    proved = all(
        (b := bounds[i]) is not None and values[i] <= b + EPS
        for i, level in enumerate(problem.levels)
        if not level.tie_break
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
