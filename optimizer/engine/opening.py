"""How a level's first linear program opens: prices, columns, rows, and a basis that fits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.ascent import ascend
from optimizer.engine.basis import plan_basis, tree_basis
from optimizer.engine.bound import Prices
from optimizer.engine.grouped import united
from optimizer.engine.pricing import EPS, Beginning
from optimizer.engine.start import nearly_kept, reach

if TYPE_CHECKING:
    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats, Wanted
    from optimizer.engine.start import Start
    from optimizer.model.problem import Ints, Problem

MANY = 0.04  # of a family's rows, that a flow breaks: then those it just keeps take part as well


def opening(problem: Problem, wanted: Wanted, start: Start, pool: Ints, goal: Goal) -> Beginning:
    """Return where one level's linear program begins.

    Where the network's flow keeps nearly all rows, its own tree is the beginning. Else an ascent finds the prices of rows,
    few columns, and a plan to begin with.
    """
    if nearly_kept(problem, start.flow):
        used = united(_met(problem, start.flow), np.flatnonzero(start.row))
        return Beginning(pool, used, lambda master: tree_basis(master, start.tree))
    found = ascend(problem, wanted, first_prices(problem, wanted, start), pool, goal)
    # the network's own choice takes part: without it whole plans end farther from the optimum
    tree = start.tree
    columns = united(found.columns, start.plan, tree.flow, tree.enters[tree.enters >= 0])
    room = 0.3 * reach(problem, wanted.level)
    return Beginning(columns, found.rows, lambda master: plan_basis(master, found.plan), room, found.proof)


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
