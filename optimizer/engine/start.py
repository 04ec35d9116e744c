"""What a network says before any linear program: columns to begin with, a basis, a plan, and a bound on the vacancies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import network
from optimizer.engine.basis import Tree
from optimizer.engine.bound import NEVER, Cap, closed
from optimizer.engine.core import feasible_start
from optimizer.engine.grouped import leading, united
from optimizer.engine.lids import lids
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats
    from optimizer.engine.lids import Lids
    from optimizer.model.problem import Ints, Problem

CLOSE = 2e-3  # of the cost, that the network may leave unproved: its prices only have to be good
PER_PERSON = 8  # columns a person that linear programs begin with, on the average
SAMPLED = 2_000_000  # candidates from which on a sample tells where to cut
NEARLY = 0.005  # of the people, up to so many a flow may lack in rows
STEEP = 8  # a vacancy's weight in a linear program, in ranges of the cost of one candidate


@dataclass(frozen=True)
class Start:
    """Where the linear programs begin.

    `caps` holds (level, proved bound) of every level of vacancies; `flow` and `enters` are the network's tree of prices:
    the candidates chosen, and for each seat the candidate that sets its price (-1: its own last holder does).
    Rows that are lids over seats have their share of the prices in `row`.
    """

    pool: Ints
    plan: Ints  # keeps every hard row
    caps: tuple[tuple[int, float], ...]
    tree: Tree
    seat: Floats  # the network's prices, in costs of its last level
    row: Floats  # (rows,)
    unit: float  # what one step between classes of vacancies was worth in them

    @property
    def flow(self) -> Ints:
        """The candidates that the flow chose."""
        return self.tree.flow


@dataclass(frozen=True)
class _Ground:
    """The network that remains when rows are left out and some seats with them."""

    left_out: NDArray[np.bool_]  # (seats + 1,)
    column: NDArray[np.int32]  # (slots,) the one seat of each
    lid: Lids
    net: network.Net
    spread: int  # of what plans can cost there

    @classmethod
    def of(cls, problem: Problem) -> _Ground:
        left_out = seats_left_out(problem)
        column = one_seat(problem, left_out)
        lid = lids(problem, column)
        costs = [i for i, level in enumerate(problem.levels) if level.cost is not None]
        cost, spread = combined(problem, costs)
        found = problem.candidates
        unknown = (column < 0)[found.slot]
        must = problem.must.copy()  # who could be placed where this network does not look need not be placed in it
        must[found.person(np.flatnonzero(unknown))] = False
        unknown[closed(problem)] = True
        k = np.flatnonzero(~unknown).astype(np.int32)
        counts = np.diff(np.searchsorted(k, found.first))
        person = np.repeat(np.arange(problem.n_people, dtype=np.int32), counts)
        net = network.Net(person, column[found.slot[k]], cost[k], k, must)
        return cls(left_out, column, lid, net, spread)


def first_columns(problem: Problem, goal: Goal) -> Start:
    """Solve the network that remains when rows are left out and some seats with them, and read its prices.

    Seats only bundles need are left out so that every candidate takes at most one of the rest. Whatever plan there is,
    without those seats it is a flow of this network, so the network's vacancies are a bound on the plan's. Raises
    Infeasible where no plan keeps the hard rows.
    """
    goal.tell("network")
    needed, ground = _begun(problem)
    left_out, column, lid, net, spread = ground.left_out, ground.column, ground.lid, ground.net, ground.spread
    try:
        # vacancies weigh more than twice what costs can make up for: a proof to within `spread` settles them
        unit = 2 * spread + 1
        worth = network.vacancy_worth(problem, unit, left_out[:-1], lid)
        close = min(spread, int(CLOSE * spread / max(1, problem.n_people)) * problem.n_people)
        found = network.solve_sifted(net, worth, close).found
    except OverflowError:  # costs too wide for a flow: the vacancies alone still give a bound and a plan
        unit = 1
        worth = network.vacancy_worth(problem, unit, left_out[:-1], lid)
        found = network.solve_sifted(replace(net, cost=np.zeros(len(net.cost), np.int32)), worth).found
    held = np.bincount(column[problem.candidates.slot[found.chosen]], minlength=problem.n_seats)
    caps = []
    for i, level in enumerate(problem.levels):
        if level.vacancy is not None:
            want = problem.seat_min if level.vacancy[0] == "min" else problem.seat_target
            here = (problem.priority == level.vacancy[1]) & ~left_out[:-1]
            caps.append((i, float(np.maximum(want - held, 0)[here].sum())))
    full: Ints | Floats = found.reduced
    if len(found.reduced) < problem.n:
        full = np.zeros(problem.n)
        full[net.position] = found.reduced
        full[closed(problem)] = NEVER
    pool = np.unique(
        np.concatenate([_near(problem, full, left_out), found.chosen, needed, found.enters[found.enters >= 0]])
    )
    plan = repaired(problem, needed, found.chosen, left_out)
    row = np.zeros(len(problem.rows))
    row[lid.row] = found.lid / lid.coef
    tree = Tree(np.sort(found.chosen), found.enters, lid.row, found.presses)
    seat = (found.seat - worth.pressed(found.lid)).astype(np.float64)
    return Start(pool, plan, tuple(caps), tree, seat, row, float(unit))


def _begun(problem: Problem) -> tuple[Ints, _Ground]:
    """Return a choice that keeps every hard row, and the network; beside it rows are laid out for the questions to come."""
    needed: list[Ints] = []
    ground: list[_Ground] = []

    def of_rows() -> None:
        needed.append(feasible_start(problem))
        problem.rows.lay_out(problem.candidates)
        if problem.rows.crossing:
            import scipy.sparse  # noqa: F401 - the ascent needs it at once

    def of_seats() -> None:
        ground.append(_Ground.of(problem))

    side_by_side(lambda part: part(), (of_rows, of_seats))
    return needed[0], ground[0]


def combined(problem: Problem, levels: Sequence[int]) -> tuple[Ints, int]:
    """Return one cost a candidate of which the later levels never outweigh an earlier one, and the spread of their sum."""
    times = {i: round(step(problem, i, levels[-1])) for i in levels}
    widest = sum(times[i] * int(problem.levels[i].amounts.max(initial=0)) for i in levels)
    cost: Ints = np.zeros(problem.n, np.int32 if widest < 2**31 else np.int64)
    for i in levels[::-1]:
        own = problem.levels[i].cost
        if own is not None:  # added as it stands: there are millions of them
            cost += own if times[i] == 1 else cost.dtype.type(times[i]) * own.astype(cost.dtype, copy=False)
    return cost, network.range_of(problem, replace(problem.levels[levels[-1]], cost=cost)) if levels else 0


def step(problem: Problem, level: int, final: int) -> float:
    """Return what a unit of one level costs in units of the final one while both are weighed together."""
    if level == final:
        return 1.0
    own = problem.rows.price[problem.rows.level == level]
    some = np.concatenate([np.unique(own), problem.levels[level].amounts])
    some = some[some > 0]
    unit = float(np.sort(some)[len(some) // 2]) if len(some) else 1.0
    return max(1.0, float(np.ceil(2.0 * apart(problem, final) / unit)))


def apart(problem: Problem, level: int) -> float:
    """Return by how much two candidates can differ in cost at a level."""
    cost = problem.levels[level].cost
    return 1.0 if cost is None or not len(cost) else float(cost.max()) - float(cost.min()) + 1.0


def reach(problem: Problem, level: int) -> float:
    """Return what one placement can change at a level at the most, by itself and through one row."""
    rows = problem.rows
    return apart(problem, level) + float(rows.price[rows.level == level].max(initial=0))


def nearly_kept(problem: Problem, flow: Ints) -> bool:
    """Return whether a flow keeps the rows but for a few people: then rows need no prices before the linear program.

    How many people a row asks for is what it lacks in units of the most that one of its own gives.
    """
    if not problem.rows.crossing:
        return True
    outside = problem.rows.outside(problem.activity(flow))
    _, row, coef = problem.entries(flow)
    most = np.zeros(len(outside))
    np.maximum.at(most, row, np.abs(coef))
    return float((outside / np.where(most > 0, most, 1.0)).sum()) <= NEARLY * problem.n_people


def seats_left_out(problem: Problem) -> NDArray[np.bool_]:
    """Return (seats + 1) the seats to leave out, the most shared first; the last entry stands for "no seat"."""
    out = np.zeros(problem.n_seats + 1, bool)
    used = problem.candidates.used_slots
    bundles = problem.slot_seats[used & ((problem.slot_seats >= 0).sum(axis=1) > 1)]
    while len(bundles):
        kept = np.where(out[bundles], -1, bundles)
        crowded = kept[(kept >= 0).sum(axis=1) > 1]
        if not len(crowded):
            break
        often = np.bincount(crowded[crowded >= 0], minlength=problem.n_seats)
        met = np.where(crowded >= 0, often[crowded], -1)
        out[np.unique(crowded[np.arange(len(crowded)), met.argmax(axis=1)])] = True
    return out


def one_seat(problem: Problem, left_out: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return (slots,) the one seat of each slot that the network knows, -1 where it knows none."""
    known = np.where(left_out[problem.slot_seats], -1, problem.slot_seats)
    lead: NDArray[np.int32] = known.max(axis=1).astype(np.int32)
    return lead


def _near(problem: Problem, reduced: Ints | NDArray[np.float64], left_out: NDArray[np.bool_]) -> Ints:
    """Return the candidates nearest to the network's prices: about so many for each person, and some for seats left out."""
    wanted = PER_PERSON * problem.n_people
    if problem.n <= wanted:
        return np.arange(problem.n)
    cut = (
        np.partition(reduced, wanted)[wanted] if problem.n < SAMPLED else np.quantile(reduced[::64], wanted / problem.n)
    )
    near: Ints = np.flatnonzero(reduced <= cut)
    if len(near) > 2 * wanted:  # many candidates are alike: the first of each person stand for the rest
        near = leading(problem.candidates.person(near), reduced[near], near, PER_PERSON)
    parts: list[Ints] = [near]
    for j in range(problem.slot_seats.shape[1]):
        here = left_out[problem.slot_seats[:, j]] & (problem.slot_seats[:, j] >= 0)
        k = np.flatnonzero(here[problem.candidates.slot]) if here.any() else near[:0]
        seat = problem.seats(k)[:, j]
        parts.append(leading(seat, reduced[k], k, 4 + 3 * problem.seat_max))
    return united(*parts)


def repaired(problem: Problem, needed: Ints, flow: Ints, left_out: NDArray[np.bool_]) -> Ints:
    """Return the flow's plan with what the hard rows force put in, and whoever clashes with it left unplaced.

    A bundle keeps the seat the network left out while there is room for it; after that its holder keeps the other seat.
    """
    person = problem.candidates.person
    aside = np.zeros(problem.n_people, bool)
    aside[person(needed)] = True
    room = problem.seat_max - problem.held(needed)
    rest = flow[~aside[person(flow)]]
    bundled = (problem.seats(rest) >= 0).sum(axis=1) > 1
    kept = rest[~bundled].tolist()
    for k in rest[bundled].tolist():
        seats = problem.seats(np.array([k]))[0]
        seats = seats[seats >= 0]
        if (room[seats[left_out[seats]]] > 0).all():
            room[seats[left_out[seats]]] -= 1
            kept.append(k)
        elif (alone := _alone(problem, k, left_out)) is not None:
            kept.append(alone)
    rest = np.sort(np.array(kept, np.int64))
    lead = np.where(left_out[problem.seats(rest)], -1, problem.seats(rest)).max(axis=1, initial=-1)
    rest, lead = rest[lead >= 0], lead[lead >= 0]
    fits = leading(lead, np.zeros(len(rest)), np.arange(len(rest)), np.maximum(room, 0))
    return without_broken_rows(problem, needed, np.sort(np.concatenate([needed, rest[fits]])))


def without_broken_rows(problem: Problem, needed: Ints, chosen: Ints) -> Ints:
    """Return the ascending choice without those who pull a hard row out of its limits; `needed` always stays."""
    rows, free = problem.rows, ~np.isin(chosen, needed)
    while (broken := problem.breaks(chosen)).any():
        activity = problem.activity(chosen)
        at, row, coef = problem.entries(chosen)
        away: list[int] = []
        for i in np.flatnonzero(broken):
            mine = (row == i) & free[at]
            pull = coef if activity[i] > rows.upper[i] else -coef
            mine &= pull > 0
            far = activity[i] - rows.upper[i] if activity[i] > rows.upper[i] else rows.lower[i] - activity[i]
            most = np.lexsort((at[mine], -pull[mine]))  # the fewest people: who pulls hardest leaves first
            enough = int(np.searchsorted(np.cumsum(pull[mine][most]), far - 1e-9)) + 1
            away.extend(at[mine][most][:enough].tolist())
        if not away:
            return needed
        stays = ~np.isin(np.arange(len(chosen)), away)
        chosen, free = chosen[stays], free[stays]
    return chosen


def _alone(problem: Problem, bundle: int, left_out: NDArray[np.bool_]) -> int | None:
    """Return the candidate of the same person for the bundle's other seat alone, None where there is none."""
    seats = problem.seats(np.array([bundle]))[0]
    (seat,) = seats[(seats >= 0) & ~left_out[seats]]
    own = problem.candidates.of_people(problem.candidates.person(np.array([bundle])))
    taken = problem.seats(own)
    found = own[(taken[:, 0] == seat) & ((taken >= 0).sum(axis=1) == 1)]
    return int(found[0]) if len(found) else None


def caps_of(
    problem: Problem, level: int, reached: dict[int, float], steep: float, harder: dict[int, float] | None = None
) -> tuple[Cap, ...]:
    """Return the caps for one level: vacancies paid for by weights, other levels as rows that may stretch at a price."""
    times = harder or {}
    stretch = {
        i: step(problem, i, level) * steep * times.get(i, 1.0) for i in reached if problem.levels[i].vacancy is None
    }
    coarse = max([reach(problem, level), *(stretch[i] * reach(problem, i) for i in stretch)])
    classes = [i for i in reached if problem.levels[i].vacancy is not None]
    caps = []
    for i, cost in reached.items():
        if i in stretch:
            caps.append(Cap(i, cost, elastic=stretch[i]))
        else:
            caps.append(
                Cap(i, cost, weight=(len(classes) - classes.index(i)) * coarse * STEEP * steep * times.get(i, 1.0))
            )
    return tuple(caps)


def floor(problem: Problem, level: int) -> float:
    """Return what no plan at all costs less than at one level: everybody at their cheapest, rows and seats left out."""
    it = problem.levels[level]
    if it.cost is None or it.vacancy is not None:
        return 0.0
    first = problem.candidates.first
    some = np.flatnonzero(np.diff(first) > 0)
    least = np.minimum.reduceat(it.cost, first[some]).astype(np.int64) if len(some) else np.zeros(0, np.int64)
    return float(np.where(problem.must[some], least, np.minimum(least, 0)).sum())
