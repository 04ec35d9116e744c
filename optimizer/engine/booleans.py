"""Hard rows, seats and people as Booleans in CP-SAT: what the exact engine and the search for contradictions share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from ortools.sat.python import cp_model

    from optimizer.engine.answer import Goal
    from optimizer.model.problem import Ints, Problem

WORK = 60.0  # deterministic time a search may take, in CP-SAT's own units: the same on every machine
FAR = 2**50  # no limit
FINE = 1_000_000  # what the coefficients of a row are multiplied by where they are not whole numbers


def solver_for(goal: Goal | None = None) -> cp_model.CpSolver:
    """Return a solver that gives the same answer on every machine."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # With too few people for the seats only a full linear relaxation proves a bound; without it 280 candidates took minutes.
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = WORK
    solver.parameters.catch_sigint_signal = False  # else it leaves Ctrl+C to the system, which ends the program
    if goal is not None and (left := goal.left()) is not None:
        solver.parameters.max_time_in_seconds = left
    return solver


def hard_model(problem: Problem, active: Ints) -> tuple[cp_model.CpModel, list[Any]]:
    """Return the model of all hard rows over the candidates `active` and their Booleans."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(active))]
    for p, mine in groups(problem.candidates.person(active)):
        if problem.must[p]:
            model.add_exactly_one(x[k] for k in mine)
        else:
            model.add_at_most_one(x[k] for k in mine)
    if (problem.must & ~np.isin(np.arange(problem.n_people), problem.candidates.person(active))).any():
        model.add_bool_or([])
    for s, takers in groups(*seat_pairs(problem, active)):
        if len(takers) > problem.seat_max[s]:
            model.add(sum(x[k] for k in takers) <= int(problem.seat_max[s]))
    for row in whole_rows(problem, active, problem.rows.hard).values():
        model.add_linear_constraint(sum(c * x[k] for k, c in row.terms), row.low, row.high)
    return model, x


@dataclass(frozen=True)
class WholeRow:
    """A row in whole numbers: `factor` of them to one unit of the rule's own measure."""

    terms: list[tuple[int, int]]  # (position in active, coefficient)
    low: int
    high: int
    factor: int

    @property
    def reach(self) -> int:
        """Return how far outside its limits the row can get at all."""
        return sum(abs(c) for _, c in self.terms) + max(
            (abs(x) for x in (self.low, self.high) if abs(x) < FAR), default=0
        )


def whole_rows(problem: Problem, active: Ints, wanted: NDArray[np.bool_]) -> dict[int, WholeRow]:
    """Return the `wanted` rows over the candidates `active` in whole numbers, by their number."""
    rows = problem.rows
    terms: dict[int, dict[int, float]] = {int(i): {} for i in np.flatnonzero(wanted)}
    at, row, coef = problem.entries(active)
    use = wanted[row]
    for k, i, c in zip(at[use].tolist(), row[use].tolist(), coef[use].tolist(), strict=True):
        terms[i][k] = terms[i].get(k, 0.0) + c
    return {i: _whole_row(mine, float(rows.lower[i]), float(rows.upper[i])) for i, mine in terms.items()}


def _whole_row(mine: dict[int, float], low: float, high: float) -> WholeRow:
    numbers = [*mine.values(), *(x for x in (low, high) if math.isfinite(x))]
    factor = 1 if all(x == round(x) for x in numbers) else FINE
    least = -FAR if math.isinf(low) else math.ceil(low * factor - 1e-6)
    most = FAR if math.isinf(high) else math.floor(high * factor + 1e-6)
    return WholeRow([(k, round(c * factor)) for k, c in mine.items() if c], least, most, factor)


def seat_pairs(problem: Problem, active: Ints) -> tuple[Ints, Ints]:
    """Return (seat, position in active) for every seat an active candidate takes."""
    seats = problem.seats(active)
    k, j = np.nonzero(seats >= 0)
    return seats[k, j].astype(np.int64), k


def groups(key: Ints, member: Ints | None = None) -> Iterable[tuple[int, list[int]]]:
    """Yield each key with its members (positions where none are given)."""
    member = np.arange(len(key)) if member is None else member
    order = np.argsort(key, kind="stable")
    ends = np.flatnonzero(np.diff(key[order])) + 1
    for part in np.split(order, ends):
        if len(part):
            yield int(key[part[0]]), [int(m) for m in member[part]]
