"""The small problem that some people face while everybody else stays: only the seats and rows that they can move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.model.candidates import Candidates
from optimizer.model.gathered import Rows
from optimizer.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from optimizer.engine.bound import Cap, Floats, Wanted
    from optimizer.model.problem import Ints, Level

EPS = 1e-6


@dataclass(frozen=True)
class Sub:
    """A small problem: some people choose anew, all others stay. Its caps say what is left for these people."""

    problem: Problem
    wanted: Wanted
    fixed: Ints  # the candidates that stay chosen


def around(
    problem: Problem, wanted: Wanted, plan: Ints, free: NDArray[np.bool_], columns: Ints, penalty: Floats | None = None
) -> Sub:
    """Return the problem that the people `free` face with their candidates `columns`, everybody else as in `plan`.

    With `penalty`, hard rows may be broken at that price a unit.
    """
    fixed = plan[~free[problem.candidates.person(plan)]]
    held = problem.held(fixed).astype(np.int32)
    taken = problem.seats(columns)
    seats = np.unique(taken[taken >= 0])
    number = np.full(problem.n_seats + 1, -1, np.int32)
    number[seats] = np.arange(len(seats))
    rows, left = _rows(problem, wanted, fixed, columns, penalty)
    people = np.flatnonzero(free)
    first = np.searchsorted(problem.candidates.person(columns), np.append(people, problem.n_people))
    candidates = Candidates(
        first, problem.candidates.slot[columns], problem.candidates.slot_unit, problem.candidates.slot_role
    )
    levels = tuple(
        replace(it, cost=None if it.cost is None else it.cost[columns], later=_at(it.later, columns))
        for it in problem.levels
    )
    small = Problem(
        candidates, number[problem.slot_seats], np.maximum(problem.seat_min - held, 0)[seats],
        np.maximum(problem.seat_target - held, 0)[seats], (problem.seat_max - held)[seats], problem.priority[seats],
        problem.must[people], rows, levels, problem.must_because,
    )  # fmt: skip
    others = held.copy()
    others[seats] = problem.seat_target[seats]  # what these seats miss is for the small problem to say
    caps = tuple(
        replace(cap, cost=cap.cost - _plain(problem, fixed, others, cap.level) - problem.rows.paid(left, cap.level))
        for cap in wanted.caps
    )
    return Sub(small, replace(wanted, caps=tuple(_exceeded(levels, cap) for cap in caps)), fixed)


def _exceeded(levels: tuple[Level, ...], cap: Cap) -> Cap:
    """Return a cap that everybody else exceeds already as what it is here: a weight, not a row of its own.

    Such a row looks like a knapsack, on which the solver would waste its cuts.
    """
    costs = levels[cap.level].cost
    if cap.weight or cap.cost > 0.0 or not np.isfinite(cap.elastic) or (costs is not None and (costs < 0).any()):
        return cap
    return replace(cap, weight=cap.elastic)


def _at(later: Callable[[Ints], Ints] | None, columns: Ints) -> Callable[[Ints], Ints] | None:
    return None if later is None else lambda k: later(columns[k])


def _plain(problem: Problem, chosen: Ints, held: Ints, level: int) -> float:
    """Return what a level costs beside its rows: chosen candidates, or holders missing where seats have `held`."""
    it = problem.levels[level]
    if it.vacancy is None:
        return float(it.costs(chosen).sum())
    want = problem.seat_min if it.vacancy[0] == "min" else problem.seat_target
    return float(np.maximum(want - held, 0)[problem.priority == it.vacancy[1]].sum())


def _rows(problem: Problem, wanted: Wanted, fixed: Ints, columns: Ints, penalty: Floats | None) -> tuple[Rows, Floats]:
    """Return the rows that `columns` can push out of their limits or pull back, and the activity of all others.

    The activity of the rows returned is put within their limits, so that nothing is paid for them twice.
    """
    rows = problem.rows
    activity = problem.activity(fixed)
    at, row, coef = problem.entries(columns)
    least, most = _reach(problem.candidates.person(columns), at, row, coef, len(rows))
    moved = (least < 0) | (most > 0)
    taken = moved & ((activity + least < rows.lower - EPS) | (activity + most > rows.upper + EPS))
    groups = np.unique(rows.worst[taken])
    taken |= np.isin(rows.worst, groups[groups >= 0]) & (
        rows.outside(activity) > 0
    )  # who pays together is seen together
    kept = np.flatnonzero(taken)
    number = np.full(len(rows), -1, np.int64)
    number[kept] = np.arange(len(kept))
    inside = number[row] >= 0
    price, level = rows.price[kept], rows.level[kept]
    if penalty is not None:
        hard = rows.hard[kept]
        price = np.where(hard, penalty[kept].astype(np.int64), price)
        level = np.where(hard, wanted.level, level)
    small = Rows(
        at[inside], number[row[inside]], coef[inside], (rows.lower - activity)[kept], (rows.upper - activity)[kept],
        price, level, rows.because, (), rows.worst[kept], None if rows.family is None else rows.family[kept],
    )  # fmt: skip
    left = activity.copy()
    left[kept] = np.clip(activity, rows.lower, rows.upper)[kept]
    return small, left


def _reach(person: Ints, at: Ints, row: Ints, coef: Floats, n: int) -> tuple[Floats, Floats]:
    """Return (rows,) the least and the most that one candidate of each person, or none, can add to each row."""
    least, most = np.zeros(n), np.zeros(n)
    if not len(at):
        return least, most
    place = at * np.int64(n) + row
    order = np.argsort(place, kind="stable")
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    amount = np.add.reduceat(coef[order], first)  # what one candidate adds
    at, row = np.divmod(place[order[first]], n)
    of = person[at] * np.int64(n) + row
    order = np.argsort(of, kind="stable")
    first = np.flatnonzero(np.diff(of[order], prepend=-1))
    row = row[order[first]]
    np.add.at(least, row, np.minimum(np.minimum.reduceat(amount[order], first), 0.0))
    np.add.at(most, row, np.maximum(np.maximum.reduceat(amount[order], first), 0.0))
    return least, most
