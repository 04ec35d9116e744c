"""Other ways to the same plan: CP-SAT and HiGHS over all candidates, and the hand that takes seats one after the other.

Each takes a Problem and a limit in seconds, the writing of its model included.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from tests.benchmarks.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from optimizer.model.problem import Ints, Problem
    from tests.benchmarks.written import Term

FAR = 2**50  # CP-SAT's no limit: it knows whole numbers only


@dataclass(frozen=True)
class Found:
    """A rival's answer, chosen None where it had none in time; a bound a level, None where it proved nothing."""

    chosen: Ints | None
    bounds: tuple[float | None, ...]
    seconds: dict[str, float] = field(default_factory=dict)


class _Solver(Protocol):
    def minimise(self, terms: list[Term], seconds: float) -> tuple[Ints | None, float | None]:
        """Return the best plan found and the bound proved."""

    def cap(self, terms: list[Term], most: int) -> None:
        """Keep the sum of terms at `most` from now on."""


def whole(numbers: Iterable[float]) -> int:
    """Return the least power of ten that makes whole numbers of all, as far as a millionth shows: CP-SAT wants them so."""
    some = np.array(list(numbers), float)
    return next(
        (10**k for k in range(6) if np.abs(some * 10**k - np.rint(some * 10**k)).max(initial=0.0) < 1e-6), 10**6
    )


class CpSat:
    """CP-SAT with one Boolean a candidate and both cores."""

    def __init__(self, written: Written) -> None:
        from ortools.sat.python import cp_model

        self.n = written.problem.n
        self.model = cp_model.CpModel()
        self.x: list[Any] = [self.model.new_bool_var("") for _ in range(self.n)]
        self.x += [self.model.new_int_var(0, math.ceil(upper), "") for upper in written.upper]
        for terms, lower, upper in written.rows:
            times = whole([*(c for _, c in terms), *(b for b in (lower, upper) if not math.isinf(b))])
            low = -FAR if math.isinf(lower) else round(lower * times)
            high = FAR if math.isinf(upper) else round(upper * times)
            self.model.add_linear_constraint(self._sum([(k, c * times) for k, c in terms]), low, high)

    def _sum(self, terms: list[Term]) -> Any:
        from ortools.sat.python import cp_model

        return cp_model.LinearExpr.weighted_sum([self.x[k] for k, _ in terms], [round(c) for _, c in terms])

    def cap(self, terms: list[Term], most: int) -> None:
        self.model.add_linear_constraint(self._sum(terms), -FAR, most)

    def minimise(self, terms: list[Term], seconds: float) -> tuple[Ints | None, float | None]:
        from ortools.sat.python import cp_model

        self.model.minimize(self._sum(terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, None
        chosen = np.flatnonzero([solver.value(v) for v in self.x[: self.n]])
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for v in self.x:
            self.model.add_hint(v, solver.value(v))
        return chosen, float(math.ceil(solver.best_objective_bound - 1e-6))


class Highs:
    """HiGHS through MathOpt, one binary variable a candidate (MathOpt offers HiGHS no choice of threads)."""

    def __init__(self, written: Written) -> None:
        from ortools.math_opt.python import mathopt

        self.n = written.problem.n
        self.model = mathopt.Model()
        self.x = [self.model.add_binary_variable() for _ in range(self.n)]
        self.x += [self.model.add_variable(lb=0.0, ub=upper) for upper in written.upper]
        self.last: Any = None
        for terms, lower, upper in written.rows:
            row = self.model.add_linear_constraint(lb=lower, ub=upper)
            for k, c in terms:
                row.set_coefficient(self.x[k], c)

    def cap(self, terms: list[Term], most: int) -> None:
        row = self.model.add_linear_constraint(ub=float(most))
        for k, c in terms:
            row.set_coefficient(self.x[k], c)

    def minimise(self, terms: list[Term], seconds: float) -> tuple[Ints | None, float | None]:
        from ortools.math_opt.python import mathopt

        self.model.objective.clear()
        self.model.objective.is_maximize = False
        for k, c in terms:
            self.model.objective.set_linear_coefficient(self.x[k], c)
        params = mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=0.999
        )
        hints = mathopt.ModelSolveParameters(solution_hints=[] if self.last is None else [self.last])
        result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=params, model_params=hints)
        if not result.has_primal_feasible_solution():
            return None, None
        values = result.variable_values()
        self.last = mathopt.SolutionHint(variable_values=values)
        chosen = np.flatnonzero(np.array([values[v] for v in self.x[: self.n]]) > 0.5)
        bound = result.termination.objective_bounds.dual_bound
        return chosen, float(math.ceil(bound - 1e-6)) if math.isfinite(bound) else None


def _written(problem: Problem, make: Callable[[Written], _Solver]) -> tuple[Written, _Solver, float]:
    began = time.perf_counter()
    written = Written.of(problem)
    solver = make(written)
    return written, solver, time.perf_counter() - began


def in_turn(problem: Problem, limit: float, make: Callable[[Written], _Solver]) -> Found:
    """Solve the levels one after the other, each in an equal share of the time left; what one reached caps the next."""
    written, solver, built = _written(problem, make)
    began = time.perf_counter()
    chosen: Ints | None = None
    bounds: list[float | None] = [None] * len(problem.levels)
    turns = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    for turn, i in enumerate(turns):
        left = max(0.01, limit - built - (time.perf_counter() - began))
        found, bounds[i] = solver.minimise(written.costs[i], left / (len(turns) - turn))
        if found is None:
            break
        chosen = found
        solver.cap(written.costs[i], problem.cost(chosen, i))
    return Found(chosen, tuple(bounds), {"model": built, "solve": time.perf_counter() - began})


def weighed(problem: Problem, limit: float, make: Callable[[Written], _Solver]) -> Found:
    """Solve all levels in one objective; the bound it proves counts for the last level, given what the others reached."""
    written, solver, built = _written(problem, make)
    began = time.perf_counter()
    weight = weights(problem)
    terms = [(k, w * c) for costs, w in zip(written.costs, weight, strict=True) if w for k, c in costs]
    merged: dict[int, float] = {}
    for k, c in terms:
        merged[k] = merged.get(k, 0.0) + c
    chosen, bound = solver.minimise(list(merged.items()), max(0.01, limit - built))
    bounds: list[float | None] = [None] * len(problem.levels)
    if chosen is not None and bound is not None:
        last = max(i for i, w in enumerate(weight) if w)
        before = sum(weight[i] * problem.cost(chosen, i) for i in range(len(weight)) if weight[i] and i != last)
        bounds[last] = (bound - before) / weight[last]
    return Found(chosen, tuple(bounds), {"model": built, "solve": time.perf_counter() - began})


def weights(problem: Problem) -> list[float]:
    """Return what one unit of each level weighs in one objective (tie-breaks nothing), chosen as one does by hand.

    A vacancy outweighs any change of one placement eightfold, a more important one more; no dominance is proved.
    """
    costly = [i for i, level in enumerate(problem.levels) if level.vacancy is None and not level.tie_break]
    reach = 1.0
    for i in costly:
        cost = problem.levels[i].cost
        reach = reach if cost is None or not len(cost) else max(reach, float(cost.max()) - float(cost.min()) + 1)
    classes = sum(level.vacancy is not None for level in problem.levels)
    out = [0.0] * len(problem.levels)
    for i, level in enumerate(problem.levels):
        if level.vacancy is not None:
            out[i] = (classes - i) * 8 * reach
    for i in costly:
        out[i] = 1.0 if i == costly[-1] else reach
    return out


def by_hand(problem: Problem, limit: float) -> Found:
    """Take seats by priority, give each the cheapest people still free; bundles and rows over several seats are not seen."""
    del limit  # the hand is quick enough
    began = time.perf_counter()
    alone = np.flatnonzero((problem.slot_seats[problem.candidates.slot] >= 0).sum(axis=1) == 1)
    seat = problem.seats(alone).max(axis=1)
    cost: Ints = np.zeros(len(alone), np.int64)
    for level in problem.levels:
        if level.cost is not None:
            cost = level.costs(alone)
    person = problem.candidates.person(alone)
    order = np.argsort(seat, kind="stable")
    first = np.searchsorted(seat[order], np.arange(problem.n_seats + 1))
    free = np.ones(problem.n_people, bool)
    held = np.zeros(problem.n_seats, np.int64)
    taken: list[Ints] = [np.zeros(0, np.int64)]
    for want in (problem.seat_min, problem.seat_target):
        for s in np.argsort(problem.priority, kind="stable").tolist():
            mine = order[first[s] : first[s + 1]]
            mine = mine[free[person[mine]]]
            best = mine[np.argsort(cost[mine], kind="stable")[: max(0, int(want[s] - held[s]))]]
            free[person[best]] = False
            held[s] += len(best)
            taken.append(alone[best])
    chosen = np.sort(np.concatenate(taken))
    return Found(chosen, (None,) * len(problem.levels), {"solve": time.perf_counter() - began})


RIVALS: dict[str, Callable[[Problem, float], Found]] = {
    "hand": by_hand,
    "highs": lambda problem, limit: in_turn(problem, limit, Highs),
    "highs-weighed": lambda problem, limit: weighed(problem, limit, Highs),
    "cp-sat": lambda problem, limit: in_turn(problem, limit, CpSat),
    "cp-sat-weighed": lambda problem, limit: weighed(problem, limit, CpSat),
}
