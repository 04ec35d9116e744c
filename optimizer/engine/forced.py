"""Which candidates hard rows force to be looked at together: everybody else may stay unplaced and breaks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.grouped import united
from optimizer.model.gathered import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.gathered import Floats
    from optimizer.model.problem import Ints, Problem

HELPERS = 400  # candidates looked at first that may help one row over whole groups to be kept
LISTED = 5_000  # the same of a row that lists its candidates
EPS = 1e-7


@dataclass(frozen=True)
class Forced:
    """Candidates to be looked at together, ascending, and which rows have helpers that were left out."""

    active: Ints
    short: NDArray[np.bool_]  # (rows,)


def forced(problem: Problem, begin: Ints | None = None) -> Forced:
    """Return the candidates that decide whether the hard rows can be kept at all.

    All candidates of who has to be placed, and for every row that those looked at so far could push out of its limits
    (or that nobody placed leaves out of them) the candidates that pull it back. Whoever is left out pulls no such row.
    """
    rows, active = problem.rows, problem.candidates.of_people(np.flatnonzero(problem.must))
    if begin is not None:
        active = united(active, begin)
    done = np.zeros((2, len(rows)), bool)
    short = np.zeros(len(rows), bool)
    while len(rows):
        least, most = reach(problem, active)
        wanted = np.stack([least < rows.lower - EPS, most > rows.upper + EPS]) & rows.hard & ~done
        if not wanted.any():
            break
        done |= wanted
        more, left_out = helpers(problem, wanted[0], wanted[1], most=HELPERS, listed=LISTED)
        short |= left_out
        active = united(active, more)
    return Forced(active.astype(np.int64), short)


def reach(problem: Problem, active: Ints) -> tuple[Floats, Floats]:
    """Return the least and the most activity of each row that people placed in candidates `active` can make."""
    n_rows, found = len(problem.rows), problem.candidates
    at, row, coef = problem.entries(active)
    cell, inverse = np.unique(row * max(1, len(active)) + at, return_inverse=True)
    coef = summed(inverse, coef, len(cell))
    row, at = np.divmod(cell, max(1, len(active)))
    person, inverse = np.unique(row * found.n_people + found.person(active)[at], return_inverse=True)
    low, high = np.zeros(len(person)), np.zeros(len(person))
    np.minimum.at(low, inverse, coef)
    np.maximum.at(high, inverse, coef)
    of_row = person // max(1, found.n_people)
    return summed(of_row, low, n_rows), summed(of_row, high, n_rows)


def helpers(
    problem: Problem,
    up: NDArray[np.bool_],
    down: NDArray[np.bool_],
    *,
    most: int | None = None,
    listed: int | None = None,
) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the candidates that pull the rows `up` upwards and the rows `down` downwards, and the rows with more of them.

    Of each row all, or `most` of them evenly taken (`listed` of those that a row lists itself).
    """
    rows, found = problem.rows, problem.candidates
    pulls = (up[rows.row] & (rows.coef > 0)) | (down[rows.row] & (rows.coef < 0))
    k, short = _some(rows.candidate[pulls], rows.row[pulls], listed, len(rows))
    parts = [k]
    either = np.append(up | down, False)
    for term in rows.terms:
        speaks = np.asarray(either[term.of_slots(found.slot_unit, found.slot_role)].any(axis=0))
        if not speaks.any():
            continue
        k = found.of_people(np.flatnonzero(term.concerned))
        k = k[speaks[found.slot[k]]]
        at, row, coef = term.entries(*(a.astype(np.int32) for a in (found.person(k), found.unit(k), found.role(k))))
        pulls = (up[row] & (coef > 0)) | (down[row] & (coef < 0))
        some, left_out = _some(k[at[pulls]], row[pulls], most, len(rows))
        parts.append(some)
        short = short | left_out
    return united(*parts).astype(np.int64), short


def _some(k: Ints, row: Ints, most: int | None, n_rows: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Return about `most` candidates of each row, evenly taken, and the rows (rows,) that have more."""
    count = np.bincount(row, minlength=n_rows)
    short = np.zeros(n_rows, bool) if most is None else count > most
    if most is None or not short.any():
        return k, short
    order = np.argsort(row, kind="stable")
    rank = np.arange(len(row)) - np.searchsorted(row[order], row[order])
    step = np.maximum(1, count // most)[row[order]]
    return k[order[rank % step == 0]], short
