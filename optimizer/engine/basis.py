"""Where a linear program begins: at the tree of a network, or where the last program ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.bound import Floats
    from optimizer.engine.master import Box, Master
    from optimizer.model.problem import Ints

AT_LOWER, AT_UPPER, FIXED, BASIC = 2, 3, 4, 5  # of MathOpt's BasisStatusProto


@dataclass(frozen=True)
class Basis:
    """Statuses of columns and rows by their keys: the next program, with more of both, begins there."""

    column_key: Ints
    columns: Ints
    row_key: Ints
    rows: Ints

    def of(self, master: Master) -> tuple[Ints, Ints]:
        """Return the statuses for a program: new columns at 0, new rows basic."""
        columns = _carried(self.column_key, self.columns, master.column_key, AT_LOWER)
        rows = _carried(self.row_key, self.rows, master.row_key, BASIC)
        _evened(master, columns, rows)
        return columns, rows

    def inside(self, active: Ints) -> NDArray[np.bool_]:
        """Return which candidates, ascending, the basis holds or has at an upper limit; all of them have to be known."""
        at = np.searchsorted(self.column_key, active)  # candidates are the first block of keys
        return np.asarray(self.columns[at] != AT_LOWER)

    def with_rows(self, master: Master, box: Box | None, activity: Floats, new: Ints) -> Basis:
        """Return the basis for a program that the rows `new` have joined, those outside their limits met by a slack."""
        columns, rows = self.of(master)
        _slacks_in(master, box, activity, new, columns, rows)
        return replace(self, column_key=master.column_key, columns=columns, row_key=master.row_key, rows=rows)


def _carried(key: Ints, status: Ints, new_key: Ints, otherwise: int) -> Ints:
    out = np.full(len(new_key), otherwise)
    if len(key):
        at = np.minimum(np.searchsorted(key, new_key), len(key) - 1)
        same = key[at] == new_key
        out[same] = status[at[same]]
    return out


def _evened(master: Master, columns: Ints, rows: Ints) -> None:
    """Make as many basic as there are rows: columns may have gone since the program that the statuses are from."""
    short = len(rows) - int((columns == BASIC).sum()) - int((rows == BASIC).sum())
    if short > 0:  # rows over candidates first: theirs are the columns that come and go
        idle = np.flatnonzero(rows != BASIC)
        order = np.concatenate([idle[idle >= master.places[2]], idle[idle < master.places[2]]])
        rows[order[:short]] = BASIC
    elif short < 0:
        busy = np.flatnonzero(rows == BASIC)[::-1][:-short]
        rows[busy] = np.where(np.isfinite(master.row_upper[busy]), AT_UPPER, AT_LOWER)
        if len(busy) < -short:  # no row is left to make way: columns do, those that stand in for something first
            columns[np.flatnonzero(columns == BASIC)[::-1][: -short - len(busy)]] = AT_LOWER


def _slacks_in(master: Master, box: Box | None, activity: Floats, which: Ints, columns: Ints, rows: Ints) -> None:
    """Let a slack be basic instead of the row, for every row of `which` that is outside its limits."""
    limits = master.problem.rows
    for i in which[limits.outside(activity)[which] > 0].tolist():
        below = activity[i] < limits.lower[i]
        slack = master.sides.under(i, box) if below else master.sides.over(i, box)
        if slack >= 0:
            columns[slack] = BASIC
            rows[master.places[2] + np.searchsorted(master.used, i)] = AT_LOWER if below else AT_UPPER


@dataclass(frozen=True)
class Tree:
    """A network's tree of prices: the candidates that its flow chose, and what sets the price of each seat and lid.

    `enters[s]` is a candidate, -1 where the seat's own last holder sets its price; `presses[g]` the seat that sets what
    the lid `row[g]` costs, -1 where it costs nothing.
    """

    flow: Ints  # ascending
    enters: Ints
    row: Ints
    presses: Ints


def plan_basis(master: Master, plan: Ints) -> Basis:
    """Return the basis that a plan is: placements, empty places and what the plan breaks are basic, no seat has a price."""
    nowhere = np.zeros(0, np.int64)
    return tree_basis(master, Tree(plan, np.full(master.problem.n_seats, -1), nowhere, nowhere))


def tree_basis(master: Master, tree: Tree) -> Basis:
    """Return the basis of a network's tree of prices: the linear program begins where the network ended.

    A placed person's candidate is basic, an unplaced person's row is. For each seat it is its empty (or extra) places
    where there are some, else the candidate that sets its price, else the empty places at 0: a forest, so a basis.
    A lid that costs something is not basic; the next place of the seat that presses on it is, whatever else that seat has.
    """
    flow, enters = tree.flow, tree.enters
    problem, pool = master.problem, master.active
    n, n_seats = len(pool), problem.n_seats
    seat_row = master.places[1]
    columns = np.where(master.upper > 0, AT_LOWER, FIXED)
    rows = np.full(len(master.row_lower), BASIC)
    placed = np.zeros(problem.n_people, bool)
    placed[problem.candidates.person(flow)] = True
    rows[:seat_row] = np.where(placed[master.people], np.where(problem.must[master.people], FIXED, AT_UPPER), BASIC)
    rows[seat_row : seat_row + n_seats] = FIXED
    columns[np.searchsorted(pool, flow)] = BASIC
    held = problem.held(flow)
    empty, over = np.maximum(problem.seat_target - held, 0), np.maximum(held - problem.seat_target, 0)
    extra = problem.seat_max - problem.seat_target
    beyond = master.sides.over_at + np.cumsum(extra > 0) - 1  # the column of places above the target, if any
    by_over = (over > 0) & (over < extra)
    by_price = ~by_over & (enters >= 0) & ((empty == 0) | (empty == problem.seat_target))
    used = np.flatnonzero((tree.presses >= 0) & np.isin(tree.row, master.used))
    pressing = np.zeros(n_seats, bool)
    pressing[tree.presses[used]] = True
    by_price |= pressing & (enters >= 0)
    seats = np.arange(n_seats)
    columns[beyond[by_over]] = BASIC
    columns[beyond[(over > 0) & (over == extra)]] = AT_UPPER
    columns[np.searchsorted(pool, enters[by_price])] = BASIC
    columns[n + seats[by_price & (empty > 0)]] = AT_UPPER
    columns[n + seats[~by_over & ~by_price]] = BASIC
    next_empty = pressing & (empty > 0)
    columns[n + seats[next_empty]] = BASIC
    columns[beyond[pressing & ~next_empty & (extra > 0)]] = BASIC
    rows[seat_row + seats[pressing & ~next_empty & (extra == 0)]] = BASIC
    rows[master.places[2] + np.searchsorted(master.used, tree.row[used])] = AT_UPPER
    _slacks_in(master, None, problem.activity(flow), master.used, columns, rows)
    return Basis(master.column_key, columns, master.row_key, rows)
