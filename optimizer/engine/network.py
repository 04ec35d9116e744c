"""The network engine: people to seats as a flow of least cost, proved by prices, level by level.

Where every candidate takes one seat and only people and seats limit it, the linear program has whole-number corners: a
flow solver finds the optimum, shortest paths in what remains of the network give prices, and the prices prove it. The
next level keeps what the prices allow (complementary slackness) instead of adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.problem import Ints, Level, Problem

FAR = np.int64(2) ** 60
# The flow solver multiplies costs by the number of nodes; what it is given must leave room for that.
ROOM = 2**61
WHOLE_FLOW = 300_000  # candidates up to which one flow takes them all


class NoFlow(Exception):
    """Raised when people who must be placed cannot all be placed."""


@dataclass(frozen=True)
class Face:
    """What is still allowed: candidates (positions, ascending), who must be placed, and the worth of each holder of a seat.

    A seat's holders are worth `worth[s, i]` each up to `count[s, i]` holders (cumulative, worth not rising along i).
    """

    active: Ints
    must: NDArray[np.bool_]
    count: Ints  # (S, segments), cumulative holders
    worth: Ints  # (S, segments), not rising


@dataclass(frozen=True)
class Priced:
    """An optimal flow: the candidates chosen, the value of one more holder of each seat, and each person's margin."""

    chosen: Ints
    seat: Ints  # (S,)
    person: Ints  # (P,)
    value: int  # cost minus worth
    reduced: Ints  # reduced cost of each active candidate, never negative


def vacancy_worth(problem: Problem, unit: int) -> Face:
    """Return the starting face, a missing holder of the k-th of K vacancy classes costing (K - k) * unit.

    Filling seats is a matroid (people matched to seats), and in a matroid any falling weights give the lexicographic
    optimum: no large ratios between the classes are needed.
    """
    classes = problem.vacancy_classes
    rank = {c: (len(classes) - i) * unit for i, c in enumerate(classes)}
    n = problem.n_seats
    count = np.stack([problem.seat_min, problem.seat_target, problem.seat_max], axis=1).astype(np.int64)
    worth = np.zeros((n, 3), np.int64)
    for i, kind in enumerate(("min", "target")):
        worth[:, i] = [rank.get(("min" if kind == "min" else "target", int(k)), 0) for k in problem.priority]
    # a holder below the minimum also counts below the target; each class is weighed on its own
    worth[:, 0] = np.maximum(worth[:, 0] + worth[:, 1], worth[:, 1])
    return Face(np.arange(problem.n), problem.must.copy(), count, worth)


def solve_flow(problem: Problem, face: Face, cost: Ints) -> Priced:
    """Return the cheapest flow on a face, with the prices that prove it; `cost` is one whole number an active candidate."""
    from ortools.graph.python import min_cost_flow

    people, n_seats = problem.n_people, problem.n_seats
    p = problem.candidates.p[face.active].astype(np.int64)
    s = problem.seats[face.active, 0].astype(np.int64)
    sink = people + n_seats
    if _reach(cost, face.worth) * (sink + 2) > ROOM:
        raise OverflowError("costs too wide for the flow solver")
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(p, people + s, np.ones(len(p), np.int64), cost)
    width = np.diff(face.count, axis=1, prepend=0)
    for i in range(face.count.shape[1]):
        use = np.flatnonzero(width[:, i] > 0)
        flow.add_arcs_with_capacity_and_unit_cost(
            people + use, np.full(len(use), sink), width[use, i], -face.worth[use, i]
        )
    known = np.zeros(people, bool)
    known[p] = True
    if (face.must & ~known).any():
        raise NoFlow
    taking_part = np.flatnonzero(known)
    free = np.flatnonzero(known & ~face.must)
    flow.add_arcs_with_capacity_and_unit_cost(
        free, np.full(len(free), sink), np.ones(len(free), np.int64), np.zeros(len(free), np.int64)
    )
    flow.set_nodes_supplies(taking_part, np.ones(len(taking_part), np.int64))
    flow.set_node_supply(sink, -len(taking_part))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise NoFlow
    taken = np.flatnonzero(flow.flows(arcs))
    return _priced(problem, face, cost, p, s, taken)


def solve_sifted(problem: Problem, face: Face, cost: Ints) -> Priced:
    """Return what `solve_flow` returns, looking at few candidates at a time where there are millions.

    The flow over some candidates gives prices; candidates that beat them join, until none does: then the flow is optimal
    over all of them.
    """
    n = len(face.active)
    if n <= WHOLE_FLOW:
        return solve_flow(problem, face, cost)
    p, s = problem.candidates.p[face.active], problem.seats[face.active, 0].astype(np.int64)
    value = cost.astype(np.float64)
    width = np.maximum(20, 4 * face.count[:, -1])
    inside = np.zeros(n, bool)
    inside[leading(p, value, np.arange(n), 10)] = True
    inside[leading(s, value, np.arange(n), width[s])] = True
    while True:
        k = np.flatnonzero(inside)
        found = solve_flow(problem, replace(face, active=face.active[k]), cost[k])
        reduced = cost - found.seat[s] + found.person[p]
        better = np.flatnonzero((reduced < 0) & ~inside)
        if not len(better):
            return replace(found, reduced=reduced)
        gain = reduced[better].astype(np.float64)
        inside[leading(p[better], gain, better, 4)] = True
        inside[leading(s[better], gain, better, width[s[better]] // 2)] = True


def leading(group: Ints, value: NDArray[np.float64], position: Ints, count: int | Ints) -> Ints:
    """Return the positions of the `count` least values of each group, the earlier one first among (nearly) equals.

    Group, value and place are packed into one whole number each, because sorting millions of those takes a tenth of the
    time of sorting by three keys. Values are compared to a sixteenth of a unit; those far above their group's least
    count as equal.
    """
    n = len(group)
    if not n:
        return position
    groups = int(group.max()) + 1
    least = np.full(groups, np.inf)
    np.minimum.at(least, group, value)
    place_bits, group_bits = n.bit_length(), groups.bit_length()
    value_bits = 62 - place_bits - group_bits
    above = np.minimum((value - least[group]) * 16.0, float(2**value_bits - 1)).astype(np.int64)
    key = (group.astype(np.int64) << (value_bits + place_bits)) | (above << place_bits) | np.arange(n)
    key.sort()
    of_group = key >> (value_bits + place_bits)
    begin = np.searchsorted(of_group, np.arange(groups))
    place = key & (2**place_bits - 1)
    rank = np.arange(n) - begin[of_group]
    limit = count if isinstance(count, int) else count[place]
    chosen: Ints = position[place[rank < limit]]
    return chosen


def _reach(cost: Ints, worth: Ints) -> int:
    return int(np.abs(cost).max(initial=0)) + int(np.abs(worth).max(initial=0)) + 1


def _priced(problem: Problem, face: Face, cost: Ints, p: Ints, s: Ints, taken: Ints) -> Priced:
    """Find prices by shortest paths in the residual network, in sweeps over what changed.

    The price of seat t is the least of: what an unplaced person would cost there; what a holder of another seat would
    cost there more than at home, on top of that seat's price; and the worth of its own last holder.
    """
    people, n_seats = problem.n_people, problem.n_seats
    held = np.bincount(s[taken], minlength=n_seats)
    last, following = worth_of_last(face, held), worth_of_next(face, held)
    home = np.full(people, -1, np.int64)
    home[p[taken]] = taken
    seated = home >= 0
    none = np.zeros(people, np.int64)  # nobody is home where nobody can be placed at all
    home_seat = np.where(seated, s[home], 0) if len(s) else none
    home_cost = np.where(seated, cost[home], 0) if len(s) else none
    price = last.copy()
    first = np.searchsorted(p, np.arange(people + 1))
    margin = np.zeros(people, np.int64)
    moved = np.arange(people)
    while len(moved):
        margin[moved] = np.where(seated[moved], np.minimum(price[home_seat[moved]], FAR) - home_cost[moved], 0)
        ready = moved[margin[moved] < FAR // 2]
        before = price.copy()
        k = _ranges(first, ready)
        np.minimum.at(price, s[k], cost[k] + margin[p[k]])
        changed = price < before
        moved = np.flatnonzero(seated & changed[home_seat])
    price = np.where(price >= FAR // 2, np.maximum(following, 0), price)
    margin = np.where(seated, price[home_seat] - home_cost, 0)
    reduced = cost - price[s] + margin[p]
    value = int(cost[taken].sum()) - int(_worth_sum(face, held).sum())
    if len(reduced) and reduced.min() < 0:
        raise ArithmeticError("the flow solver's answer is not optimal")
    return Priced(face.active[taken], price, margin, value, reduced)


def _ranges(first: Ints, people: Ints) -> Ints:
    """Return the candidate positions of several people."""
    start, length = first[people], first[people + 1] - first[people]
    total = int(length.sum())
    if not total:
        return np.zeros(0, np.int64)
    shift = np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    every: Ints = np.arange(total) + shift
    return every


def worth_of_last(face: Face, held: Ints) -> Ints:
    """Return what the last of each seat's holders is worth, FAR where it has none."""
    i = (held[:, None] > face.count).sum(axis=1)
    i = np.minimum(i, face.count.shape[1] - 1)
    return np.where(held > 0, face.worth[np.arange(len(held)), i], FAR)


def worth_of_next(face: Face, held: Ints) -> Ints:
    """Return what one more holder would be worth, -FAR where the seat is full."""
    i = (held[:, None] >= face.count).sum(axis=1)
    full = i >= face.count.shape[1]
    return np.where(full, -FAR, face.worth[np.arange(len(held)), np.minimum(i, face.count.shape[1] - 1)])


def _worth_sum(face: Face, held: Ints) -> Ints:
    below = np.minimum(face.count, held[:, None])
    total: Ints = (np.diff(below, axis=1, prepend=0) * face.worth).sum(axis=1)
    return total


def narrowed(face: Face, priced: Priced) -> Face:
    """Return the face of all optimal flows: what complementary slackness with the prices leaves open.

    Every holder worth more than the price is needed, none worth less is allowed; candidates with a positive reduced cost
    are never used; people with a positive margin are placed in every optimal flow.
    """
    widths = np.diff(face.count, axis=1, prepend=0)
    needed = (widths * (face.worth > priced.seat[:, None])).sum(axis=1)
    allowed = (widths * (face.worth >= priced.seat[:, None])).sum(axis=1)
    keep = priced.reduced == 0
    count = np.stack([needed, allowed], axis=1)
    worth = np.zeros_like(count)
    return Face(face.active[keep], face.must | (priced.person > 0), count, worth)


def with_needed(face: Face, cost: Ints) -> Face:
    """Return the face with its needed holders worth more than everybody together could save, so that the flow keeps them."""
    reach = int(np.abs(cost).max(initial=0))
    worth = face.worth.copy()
    worth[:, 0] = 2 * (reach + 1) * (len(face.must) + 1)
    return replace(face, worth=worth)


def range_of(problem: Problem, level: Level) -> int:
    """Return by how much any two plans can differ at a level."""
    if level.cost is None or not problem.n:
        return 0
    first = problem.first
    some = np.flatnonzero(np.diff(first) > 0)
    top = np.maximum(np.maximum.reduceat(level.cost, first[some]), 0)
    low = np.minimum(np.minimum.reduceat(level.cost, first[some]), 0)
    return int((top - low).sum())
