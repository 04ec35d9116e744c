"""What cannot hold together: smallest sets of hard rows and seats that clash, found among few candidates, proved of all.

A row over whole groups is first given some of the many who could help it; a clash found so is then put to everybody, and
counts only if nobody helps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.booleans import hard_model, solver_for
from optimizer.engine.bound import Wanted
from optimizer.engine.forced import forced, helpers
from optimizer.engine.ground import Clash, Ground
from optimizer.engine.grouped import united
from optimizer.engine.master import build
from optimizer.model.gathered import summed

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from optimizer.engine.ground import Name, Part
    from optimizer.model.problem import Ints, Problem

WIDER = 20_000  # candidates that the rows of one part are helped by once some are known not to be enough
WIDTHS = (1, 40, None)  # people who take part in the rows looked at first, second and last


def clashes(
    problem: Problem, row_name: Name, seat_name: Name, begin: Ints | None = None
) -> tuple[tuple[Clash, ...], Ints]:
    """Return clashes that have no member in common, as many as there are until the rest can be kept; and the candidates.

    `row_name` says which member a hard row belongs to, `seat_name` a seat's capacity; `begin` are candidates to look at
    in any case. The candidates returned are those that decide.
    """
    start = forced(problem, begin)
    active, short, found = start.active, start.short, list[Clash]()
    widened = np.zeros(len(problem.rows), bool)
    while True:
        ground = Ground(problem, active, row_name, seat_name)
        missed: list[Ints] = []
        for widest in WIDTHS:  # what few people clash about is found at once, and then out of the way
            for part in ground.parts(widest):
                _clashes_of(ground, part, short, widened, found, missed)
        if not missed:
            return tuple(found), active
        wider = forced(problem, united(active, np.concatenate(missed)))
        active, short = wider.active, short | wider.short


def _clashes_of(
    ground: Ground,
    part: Part,
    short: NDArray[np.bool_],
    widened: NDArray[np.bool_],
    found: list[Clash],
    missed: list[Ints],
) -> None:
    """Add to `found` the clashes of one part, or to `missed` the candidates that may yet help it."""
    gone = {m for clash in found for m in clash.members}
    members = [m for m in ground.names(part) if m not in gone]
    while ground.choice(part, members)[0] is False:
        narrow = [i for i in part.rows if short[i] and not widened[i]]
        if narrow:
            widened[narrow] = True
            missed.append(_more(ground.problem, narrow))
            return
        clash = ground.shrunk(part, members)
        kept = set(clash.members)
        if any(short[i] and ground.row_name[i] in kept for i in part.rows):
            extra = _rescue(ground.problem, ground, kept)
            if extra is not None:
                missed.append(extra)
                return
        found.append(clash)
        members = [m for m in members if m not in kept]
        if not kept:
            return


def _both_ways(problem: Problem, rows: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    here = np.zeros(len(problem.rows), bool)
    here[list(rows)] = True
    return here & np.isfinite(problem.rows.lower), here & np.isfinite(problem.rows.upper)


def _more(problem: Problem, rows: Sequence[int]) -> Ints:
    """Return many candidates that help some rows, evenly taken."""
    return helpers(problem, *_both_ways(problem, rows), most=max(1, WIDER // len(rows)))[0]


def _rescue(problem: Problem, ground: Ground, kept: set[Hashable]) -> Ints | None:
    """Return candidates with which the members of a clash can be kept after all, None where nobody in the case helps.

    Everybody who could pull one of the clash's rows is looked at; of placements of one person that do the same to all
    of these rows and seats one stands for all.
    """
    wider, looked_at = ground, -1
    while True:  # who helps one row may stand in another of the clash, which then needs help in turn
        rows = [i for i, name in wider.row_name.items() if name in kept]
        if len(rows) == looked_at:
            break
        looked_at = len(rows)
        seats = [s for s, name in wider.seat_name.items() if name in kept]
        k, _ = helpers(problem, *_both_ways(problem, rows))
        wider = Ground(problem, united(wider.active, _distinct(problem, k, rows, seats)), *ground.naming)
    chosen: list[int] = []
    for part in wider.parts():
        can, positions = wider.choice(part, [m for m in wider.names(part) if m in kept])
        if can is False:
            return None
        chosen += positions
    extra = np.setdiff1d(wider.active[np.array(chosen, np.int64)], ground.active)
    return extra if len(extra) else None


def _distinct(problem: Problem, k: Ints, rows: Sequence[int], seats: Sequence[int]) -> Ints:
    """Return one of the candidates `k` for each person and each different thing they do to some rows and seats."""
    at, row, coef = problem.entries(k)
    taken = problem.seats(k)
    touched = np.unique(row)
    does = [summed(at[row == i], coef[row == i], len(k)) for i in np.intersect1d(rows, touched).tolist()]
    does += [(taken == s).any(axis=1).astype(float) for s in seats]
    order = np.lexsort([*does, problem.candidates.person(k)])
    new = np.ones(len(k), bool)
    if len(k):
        new[1:] = np.diff(problem.candidates.person(k)[order]) != 0
        for column in does:
            new[1:] |= np.diff(column[order]) != 0
    return np.sort(k[order[new]])


def feasible_start(problem: Problem) -> Ints:
    """Return a choice that keeps every hard row with few people, ascending; raise Infeasible where there is none."""
    if (problem.must & (problem.candidates.counts == 0)).any():
        raise Infeasible
    start = forced(problem)
    active = start.active
    if not len(active) and not problem.breaks(active).any():
        return np.zeros(0, np.int64)
    easy = _easily_kept(problem, active)
    if easy is not None:
        return easy
    from ortools.sat.python import cp_model  # brings pandas with it: half a second that most cases do not need

    while True:
        model, x = hard_model(problem, active)
        solver = solver_for()
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return active[np.flatnonzero([solver.value(v) for v in x])]
        if not start.short.any():
            raise Infeasible
        found, wider = clashes(problem, _row, _seat, active)
        if found or len(wider) == len(active):
            raise Infeasible
        active = wider


def _easily_kept(problem: Problem, active: Ints) -> Ints | None:
    """Return such a choice where a program's first node has one, checked in whole numbers: None says nothing."""
    if not problem.levels:
        return None
    master = build(problem, Wanted(len(problem.levels) - 1, ()), active, np.flatnonzero(problem.rows.hard))
    fewest = np.zeros(len(master.objective))
    fewest[: len(active)] = 1.0
    found = linear.solve_whole(replace(master, objective=fewest), Goal(), np.inf, 1)
    if found is None or problem.breaks(found.chosen).any() or (problem.held(found.chosen) > problem.seat_max).any():
        return None
    times = np.bincount(problem.candidates.person(found.chosen), minlength=problem.n_people)
    return found.chosen if ((times <= 1) & (times >= problem.must)).all() else None


def _row(i: int) -> Hashable:
    return "row", i


def _seat(s: int) -> Hashable:
    return "seat", s
