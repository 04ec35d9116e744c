"""How a level's first linear program opens: prices, columns, rows, and a basis that fits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.ascent import ascend
from optimizer.engine.basis import Tree, tree_basis
from optimizer.engine.bound import Prices
from optimizer.engine.grouped import leading
from optimizer.engine.lids import lids
from optimizer.engine.pricing import EPS, Beginning, box_around
from optimizer.engine.start import nearly_kept, one_seat, reach, seats_left_out

if TYPE_CHECKING:
    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats, Wanted
    from optimizer.engine.start import Start
    from optimizer.model.problem import Ints, Problem

ARCS, SEAT_ARCS = 8, 2  # of the flow under new prices: of each person, and of each place of a seat
COLUMNS = 6  # a person that the first linear program has
FAR_OFF = 0.1  # of the cost, between the network's bound and its flow, up to which an ascent finds prices
MANY = 0.04  # of a family's rows, that a flow breaks: then those it just keeps take part as well
FINE = 2**24  # whole-number steps to the range of costs in the flow under new prices


def opening(problem: Problem, wanted: Wanted, start: Start, pool: Ints, goal: Goal) -> Beginning:
    """Return where one level's linear program begins.

    Where the network's flow keeps nearly all rows, its own tree is the beginning. Else an ascent finds the rows' prices,
    the network is solved again under these, and boxes keep the multipliers near them.
    """
    if nearly_kept(problem, start.flow):
        used = np.union1d(_met(problem, start.flow), np.flatnonzero(start.row))
        return Beginning(pool, used, None, lambda master: tree_basis(master, None, start.tree))
    prices = first_prices(problem, wanted, start)
    reduced = proving.reduced_costs(problem, wanted, prices)
    proved, _ = proving.bound(problem, wanted, prices, reduced)
    asked = proving.asked(problem, wanted, start.flow)
    near: Ints = pool
    if asked - proved <= FAR_OFF * max(1.0, abs(asked)):  # else soft rows lack so much that prices only swing about
        prices = ascend(problem, wanted, prices, goal)
        reduced = proving.reduced_costs(problem, wanted, prices)
        near = pool[:0]
    tree, close = _flow(problem, wanted, prices, reduced)
    used = np.union1d(_met(problem, tree.flow), np.flatnonzero(prices.row))
    room = 0.3 * reach(problem, wanted.level)
    boxed = used[(problem.rows.hard[used] | (prices.row[used] != 0)) & (problem.rows.worst[used] < 0)]
    box = box_around(problem, wanted, prices, boxed, room)
    columns = np.unique(np.concatenate([near, close, tree.flow, tree.enters[tree.enters >= 0], start.plan]))
    return Beginning(columns, used, box, lambda master: tree_basis(master, box, tree), room)


def _met(problem: Problem, flow: Ints) -> Ints:
    """Return the rows a flow breaks, and what is just kept in families of which it breaks many: that breaks next."""
    rows = problem.rows
    activity = problem.activity(flow)
    broken = rows.outside(activity) > 0
    if rows.family is None or not broken.any():
        return np.flatnonzero(broken)
    size = np.bincount(rows.family)
    many = np.bincount(rows.family[broken], minlength=len(size)) >= MANY * size
    tight = np.minimum(activity - rows.lower, rows.upper - activity) <= EPS
    return np.flatnonzero(broken | (tight & many[rows.family]))


def first_prices(problem: Problem, wanted: Wanted, start: Start) -> Prices:
    """Return the network's prices in the costs of another level: vacancies at their weights, costs where they are its own."""
    weight = {cap.level: cap.weight or cap.elastic for cap in wanted.caps}
    classes = [
        i for i, level in enumerate(problem.levels) if level.vacancy is not None and np.isfinite(weight.get(i, np.inf))
    ]
    step = weight[classes[-1]] if classes and classes[-1] in weight else 0.0
    costs = problem.levels[wanted.level].cost
    plain = costs is None or not costs.any()

    def translated(price: Floats) -> Floats:
        steps = np.rint(price / start.unit)
        return steps * step + (0.0 if plain else price - steps * start.unit)

    cap = np.array([-(c.weight or (c.elastic if np.isfinite(c.elastic) else 0.0)) for c in wanted.caps])
    return Prices(translated(start.seat), translated(start.row), cap)


def _flow(problem: Problem, wanted: Wanted, prices: Prices, reduced: Floats) -> tuple[Tree, Ints]:
    """Return the tree of the cheapest flow when rows are paid for at their prices, and columns near it."""
    left_out = seats_left_out(problem)
    column = one_seat(problem, left_out)
    lid = lids(problem, column)
    person, seat = problem.candidates.person(), column[problem.candidates.slot]
    every = np.arange(problem.n)
    inside = np.flatnonzero(seat >= 0)
    near = leading(person, reduced, every, COLUMNS)
    capacity = problem.seat_max.astype(np.int64)
    k = np.unique(
        np.concatenate([
            near, leading(person[inside], reduced[inside], inside, ARCS),
            leading(seat[inside], reduced[inside], inside, 2 + SEAT_ARCS * capacity[seat[inside]]),
            problem.candidates.of_people(np.flatnonzero(problem.must)),
        ])
    )  # fmt: skip
    k = k[(seat[k] >= 0) & (reduced[k] < proving.NEVER / 2)]
    paid = reduced[k] + problem.by_slot(prices.seat)[problem.candidates.slot[k]]  # rows paid for, seats and lids not
    paid += np.append(prices.row[lid.row] * lid.coef, 0.0)[lid.of_seat[seat[k]]]
    below, missing = proving.holders_missing(problem, proving.weights(wanted, prices))
    worth = np.stack([below + missing, missing, np.zeros(problem.n_seats)], axis=1)
    widest = np.abs(paid).max(initial=1.0)
    room = network.ROOM / 2 / (problem.n_people + problem.n_seats + 2)  # the flow solver multiplies costs by its nodes
    scale = min(FINE / widest, room / (widest + np.abs(worth).max(initial=0.0) + 1.0))
    must = problem.must.copy()
    must[np.unique(person[seat < 0])] = False
    net = network.Net(person[k], seat[k], np.rint(paid * scale).astype(np.int64), k, must)
    count = network.holders_to(problem, left_out[:-1])
    found = network.solve_flow(net, network.Worth(count, np.rint(worth * scale).astype(np.int64), lid))
    cut = _columns(problem, reduced, near)
    return Tree(np.sort(found.chosen), found.enters, lid.row, found.presses), cut


def _columns(problem: Problem, reduced: Floats, near: Ints) -> Ints:
    """Return the candidates nearest to the prices: about so many for each person."""
    person = problem.candidates.person(near)
    margin = np.zeros(problem.n_people)
    np.minimum.at(margin, person, reduced[near])
    net = reduced[near] - margin[person]
    wanted = COLUMNS * problem.n_people // 2
    if len(near) <= wanted:
        return near
    return np.sort(near[np.argsort(net, kind="stable")[:wanted]])
