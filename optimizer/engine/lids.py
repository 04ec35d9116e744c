"""Hard rows that a network knows: those that limit how many hold a few seats together, whoever they are.

"At most two vice-chairs a unit", "two deputies a department on the average": every holder counts alike, so in a flow
such a row is one more node between the seats and the sink. Left to linear programs, each of them costs rounds of
pricing, because vacancies that it forces weigh more than anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.grouped import marked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.problem import Ints, Problem

EPS = 1e-9


@dataclass(frozen=True)
class Lids:
    """Rows over candidates that are lids over seats: at most `room[g]` holders of the seats with `of_seat` g."""

    row: Ints  # (lids,)
    coef: NDArray[np.float64]  # (lids,) what every holder counts in the row
    room: Ints  # (lids,)
    of_seat: Ints  # (seats,), -1 for a seat under none


def lids(problem: Problem, column: Ints) -> Lids:
    """Return the lids over the seats of a network in which slot s takes the seat `column[s]` (-1: none).

    A row is one if everybody counts alike in it, if it speaks of all candidates for its seats, and if these seats lack
    holders in one class only: then swaps under a lid never trade one class of vacancies for another, and falling
    weights still fill the seats class by class. No seat is under two lids. Asked again for the same network they are
    remembered.
    """
    kept = problem.__dict__.get("_lids")
    if kept is None or not np.array_equal(kept[0], column):
        kept = problem.__dict__["_lids"] = (column, _found(problem, column))
    found: Lids = kept[1]
    return found


def _found(problem: Problem, column: Ints) -> Lids:
    rows = problem.rows
    of_seat = np.full(problem.n_seats, -1, np.int64)
    found: list[tuple[int, float, int]] = []
    spoken = np.zeros(len(rows) + 1, np.int64)  # in how many ways each row is spoken of; the last entry is "no row"
    alike: list[tuple[float, NDArray[np.int32]]] = []
    used = problem.candidates.used_slots
    for term in rows.terms:
        by_slot = term.of_slots(problem.candidates.slot_unit, problem.candidates.slot_role)
        spoken += marked(by_slot, len(spoken))
        one = len(by_slot) == 1 and bool(term.concerned.all()) and float(np.ptp(term.coef)) == 0.0
        if one and len(term.coef) and term.coef[0] > 0:
            alike.append((float(term.coef[0]), by_slot[0]))
    spoken += marked(rows.row, len(spoken))
    may = rows.hard & np.isfinite(rows.upper) & (spoken[:-1] == 1)
    for coef, by_slot in alike:
        here = np.flatnonzero(used & (column >= 0))
        least, most = np.full(problem.n_seats, len(rows), np.int64), np.full(problem.n_seats, -1, np.int64)
        np.minimum.at(least, column[here], by_slot[here])  # the row that every slot of a seat is in, if it is one
        np.maximum.at(most, column[here], by_slot[here])
        inside = np.flatnonzero((by_slot >= 0) & used & (column >= 0))
        inside = inside[may[by_slot[inside]]]
        inside = inside[np.argsort(by_slot[inside], kind="stable")]
        for mine in np.split(inside, np.flatnonzero(np.diff(by_slot[inside])) + 1) if len(inside) else []:
            row = int(by_slot[mine[0]])
            seats = np.unique(column[mine])
            whole = (least[seats] == row).all() and (most[seats] == row).all()
            room = int(np.floor(rows.upper[row] / coef + EPS))
            binds = 0 <= room < int(problem.seat_max[seats].sum())
            if whole and binds and (of_seat[seats] < 0).all() and _one_class(problem, seats):
                of_seat[seats] = len(found)
                found.append((row, coef, room))
    return Lids(
        np.array([row for row, _, _ in found], np.int64), np.array([coef for _, coef, _ in found], np.float64),
        np.array([room for _, _, room in found], np.int64), of_seat,
    )  # fmt: skip


def _one_class(problem: Problem, seats: Ints) -> bool:
    """Return whether swapping holders among some seats changes no class of vacancies for another."""
    if len(seats) == 1:
        return True
    least, target = problem.seat_min[seats], problem.seat_target[seats]
    return len(np.unique(problem.priority[seats])) == 1 and bool((least == 0).all() or (least == target).all())
